"""One connection to a folder of an IMAP server (RFC 3501), as blocking calls for a thread of its own.

Transient
+-- MailboxTrouble       the server was not reached, broke off, or says no to us
    +-- MailRefused      it says no to one mail: the connection goes on
"""

import contextlib
import imaplib
import re
import socket
import ssl
import time
from collections.abc import Iterator, Sequence
from urllib.parse import unquote, urlsplit

from imap_tools import BaseMailBox, MailBox, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

from core.model.errors import Transient

TIMEOUT = 20.0  # seconds for the server's next word
_GLANCE = 2.0  # seconds between two looks whether IDLE has to end
_BODY = re.compile(rb"BODY\[\]", re.IGNORECASE)
_UID = re.compile(rb"\bUID (\d+)", re.IGNORECASE)
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)", re.IGNORECASE)


class MailboxTrouble(Transient):
    """`str(error)` holds what the server said, never the password."""


class MailRefused(MailboxTrouble):
    """The server does not give this mail."""


class Mailbox:
    """`url`: imaps://user:password@host/folder, or imap:// without TLS. Only `drop` may be called from another thread.

    `validity`: the UIDVALIDITY; while it stays, a UID means the same mail. `next_uid`: what the next mail to arrive had at
    least, when the folder was opened.
    """

    def __init__(self, url: str) -> None:
        self._parts = urlsplit(url)
        self._folder = unquote(self._parts.path.strip("/")) or "INBOX"
        self._box: BaseMailBox | None = None
        self._dropped = False
        self.validity = 0
        self.next_uid = 0
        self.waiting = 0  # mails in the folder, when it was opened
        self.can_idle = False

    @property
    def name(self) -> str:
        return f"{self._folder} at {self._parts.hostname}"

    def open(self) -> None:
        with _translated():
            self._box = box = self._connected()
            if self._dropped:
                raise MailboxTrouble("the connection is not wanted any more")
            self._log_in(box)
            status = box.folder.status(self._folder, ["UIDVALIDITY", "UIDNEXT", "MESSAGES"])
            self.validity, self.next_uid = status["UIDVALIDITY"], status["UIDNEXT"]
            self.waiting = status["MESSAGES"]
            box.folder.set(self._folder)
            self.can_idle = "IDLE" in str(box.client.capability()).upper()  # servers say more after the login

    def _connected(self) -> BaseMailBox:
        host = self._parts.hostname or ""
        if self._parts.scheme == "imaps":
            return MailBox(host, self._parts.port or 993, timeout=TIMEOUT, ssl_context=ssl.create_default_context())
        return MailBoxUnencrypted(host, self._parts.port or 143, timeout=TIMEOUT)

    def _log_in(self, box: BaseMailBox) -> None:
        user, password = unquote(self._parts.username or ""), unquote(self._parts.password or "")
        log_in = box.login if (user + password).isascii() else box.login_utf8
        log_in(user, password, initial_folder=None)

    def unseen(self) -> list[int]:
        """The UIDs of the mails that nobody has read, in their order."""
        return self._uids("UNSEEN")

    def after(self, uid: int) -> list[int]:
        """The UIDs above this one, in their order; `n:*` gives the last mail even if it is below n."""
        return [each for each in self._uids(f"UID {uid + 1}:*") if each > uid]

    def _uids(self, criteria: str) -> list[int]:
        with _translated():
            box = self._opened()
            box.client.noop()  # the server may show new mails only now
            return sorted(int(uid) for uid in box.uids(criteria, charset=None))

    def size(self, uid: int) -> int | None:
        """In bytes, as the server says; None: the mail is gone."""
        for answer in self._fetched(uid, "(RFC822.SIZE)"):
            line = b"".join(answer) if isinstance(answer, tuple) else answer
            if found := _SIZE.search(line):
                return int(found[1])
        return None

    def raw(self, uid: int, most: int) -> bytes | None:
        """The mail as it came, or its first bytes; it stays unread. None: the mail is gone."""
        answers = self._fetched(uid, f"(BODY.PEEK[]<0.{most}>)")
        for place, answer in enumerate(answers):
            if isinstance(answer, tuple) and _BODY.search(answer[0]) and _is_of(uid, answer[0], answers[place + 1 :]):
                return bytes(answer[1])
        return b"" if any(isinstance(answer, bytes) and _BODY.search(answer) for answer in answers) else None

    def _fetched(self, uid: int, what: str) -> list[tuple[bytes, bytes] | bytes]:
        with _translated():
            try:
                state, answers = self._opened().client.uid("FETCH", str(uid), what)
            except imaplib.IMAP4.abort:
                raise
            except imaplib.IMAP4.error as error:
                raise MailRefused(f"the server does not give mail {uid}: {_said(error)}") from error
        if state != "OK":
            raise MailRefused(f"the server does not give mail {uid}: {state}")
        return [each for each in answers if isinstance(each, tuple | bytes)]

    def mark_seen(self, uid: int) -> None:
        with _translated():
            self._opened().client.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen)")

    def idle(self, seconds: float) -> None:
        """Return when the server tells of something, or after so long: a server may forget an IDLE after half an hour (RFC 2177)."""
        until = time.monotonic() + seconds
        with _translated():
            box = self._opened()
            box.idle.start()  # type: ignore[no-untyped-call]
            told = _told_at_once(box.client)
            while not told and not self._dropped and (left := until - time.monotonic()) > 0:
                glance = min(_GLANCE, left)
                began = time.monotonic()
                told = bool(box.idle.poll(glance))
                if time.monotonic() - began < glance / 2:  # a closed connection wakes us without a word
                    break
            box.idle.stop()  # type: ignore[no-untyped-call]

    def close(self) -> None:
        """Take leave of the server; never raises."""
        with contextlib.suppress(MailboxTrouble), _translated():
            self._opened().logout()
        self.discard()

    def discard(self) -> None:
        """Free the connection without a word; never raises."""
        if self._box:
            with contextlib.suppress(OSError, ValueError):
                self._box.client.shutdown()

    def drop(self) -> None:
        """Break the connection off, so that whatever waits for the server ends at once. From any thread."""
        self._dropped = True
        if self._box:
            with contextlib.suppress(OSError):
                self._box.client.sock.shutdown(socket.SHUT_RDWR)

    def _opened(self) -> BaseMailBox:
        if self._box is None:
            raise MailboxTrouble("there is no connection")
        return self._box


def reach(url: str) -> str:
    """What the folder looks like; raises Transient with words of what is wrong."""
    box = Mailbox(url)
    try:
        box.open()
        return f"{box.name}, {box.waiting} mails, {'told of new ones' if box.can_idle else 'looked at each minute'}"
    finally:
        box.close()


def _told_at_once(client: imaplib.IMAP4) -> bool:
    """Whether the server said more in the packet that began the IDLE: it lies in a buffer by now, where no poll sees it."""
    waited = client.sock.gettimeout()
    client.sock.settimeout(0)
    try:
        return bool(client._get_line())
    except (OSError, imaplib.IMAP4.abort):
        return False
    finally:
        client.sock.settimeout(waited)


def _is_of(uid: int, before: bytes, after: Sequence[tuple[bytes, bytes] | bytes]) -> bool:
    """A server may tell of other mails in between, and names the UID before the mail or after it."""
    rest = after[0] if after and isinstance(after[0], bytes) else b""
    told = _UID.search(before) or _UID.search(rest)
    return told is None or int(told[1]) == uid


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except Transient:
        raise
    except (
        imaplib.IMAP4.error,
        ImapToolsError,
        OSError,
        EOFError,
        ValueError,
        KeyError,
        IndexError,
        TypeError,
    ) as error:
        raise MailboxTrouble(f"the mailbox was not reached or broke off: {_said(error)}") from error


def _said(error: BaseException) -> str:
    """In one line: servers' words come as the text of Python values."""
    words = re.sub(r"\s+", " ", str(error).replace("b'", "'"))
    return f"{type(error).__name__} {words}".strip()[:200]
