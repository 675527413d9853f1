"""The process that reads mails: a question on each line in, its answer out. `reading_guard` starts it.

"letter <path>" is answered with a line of JSON; "file <part> <path>", and "files <path>" for the mail without its words, with a
line that holds a number of bytes, and so many bytes, or with `NO_FILE`.
"""

import contextlib
import signal
import sys
from pathlib import Path

import msgspec

from bots.mail.reading import Rules, file_in, files_only, read
from core.model import codec

MOST_MEMORY = 2 * 1024**3  # bytes of addresses; what takes more ends as unreadable
NO_FILE = b"none\n"


def main() -> None:
    """Ends with its input. A mail at which it hangs ends it, whatever became of the desk meanwhile."""
    rules, seconds = msgspec.json.decode(sys.argv[1], type=Rules), int(sys.argv[2])
    _limit_memory()
    print("ready", flush=True)  # noqa: T201
    for question in sys.stdin:
        signal.alarm(seconds)
        kind, _, rest = question.rstrip("\n").partition(" ")
        sys.stdout.buffer.write(_answer(kind, rest, rules))
        sys.stdout.buffer.flush()
        signal.alarm(0)


def _answer(kind: str, rest: str, rules: Rules) -> bytes:
    match kind:
        case "file":
            return _file(*rest.split(" ", 1))
        case "files":
            return _files(rest)
        case _:
            return _letter(rest, rules)


def _letter(path: str, rules: Rules) -> bytes:
    return codec.encode(read(Path(path).read_bytes(), rules)).encode() + b"\n"


def _file(part: str, path: str) -> bytes:
    try:
        content = file_in(Path(path).read_bytes(), int(part))
    except (LookupError, OSError):
        return NO_FILE
    return b"%d\n" % len(content) + content


def _files(path: str) -> bytes:
    content = files_only(Path(path).read_bytes())
    return NO_FILE if content is None else b"%d\n" % len(content) + content


def _limit_memory() -> None:
    """Where the system has such limits, and lets us."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


if __name__ == "__main__":
    main()
