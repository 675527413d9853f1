"""The process that reads mails: a path on each line in, a letter as JSON on each line out. `reading_guard` starts it."""

import contextlib
import signal
import sys
from pathlib import Path

import msgspec

from bots.mail.reading import Rules, read
from core.model import codec

MOST_MEMORY = 2 * 1024**3  # bytes of addresses; what takes more ends as unreadable


def main() -> None:
    """Ends with its input. A mail at which it hangs ends it, whatever became of the desk meanwhile."""
    rules, seconds = msgspec.json.decode(sys.argv[1], type=Rules), int(sys.argv[2])
    _limit_memory()
    print("ready", flush=True)  # noqa: T201
    for path in sys.stdin:
        signal.alarm(seconds)
        letter = read(Path(path.rstrip("\n")).read_bytes(), rules)
        print(codec.encode(letter), flush=True)  # noqa: T201
        signal.alarm(0)


def _limit_memory() -> None:
    """Where the system has such limits, and lets us."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


if __name__ == "__main__":
    main()
