"""Who runs a command, as the audit names them."""

import getpass


def account() -> str:
    """The name of their account on this machine; "?" where it has none, as in some containers."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "?"
