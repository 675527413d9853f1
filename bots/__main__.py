"""`python -m bots` and the console script `frontdesk`."""

import sys

from bots.cli.commands import main

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main())
