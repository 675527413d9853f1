"""Debian's dovecot on loopback, in a temporary folder: a real IMAP server without any rights of its own."""

import grp
import imaplib
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.ports import free_port

PROGRAM = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin") if shutil.which("openssl") else None
PASSWORD = "canary-imap"
WITHIN = 15.0  # seconds until it must answer
NOBODY = "nobody"  # dovecot gives no mail to root

_SETTINGS = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{folder}/certificate
ssl_key = <{folder}/key
disable_plaintext_auth = no
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = {uid}
first_valid_gid = {gid}
mail_location = maildir:{folder}/mail/%u
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home/%u
}}
"""


class Dovecot:
    """Any name is an account's, with `PASSWORD`."""

    def __init__(self) -> None:
        assert PROGRAM
        self._program = PROGRAM
        self.folder = Path(tempfile.mkdtemp(prefix="dovecot-"))
        self.port, self.tls_port = free_port(), free_port()
        self.certificate = self.folder / "certificate"
        self._write_certificate()
        self._write_settings()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Raises TimeoutError with what it wrote into its log."""
        self._process = subprocess.Popen(
            [self._program, "-F", "-c", str(self.folder / "dovecot.conf")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + WITHIN
        while not self._answers():
            if time.monotonic() > until or self._process.poll() is not None:
                log = self.folder / "log"
                raise TimeoutError(log.read_text() if log.exists() else "dovecot says nothing")
            time.sleep(0.02)

    def stop(self) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait(WITHIN)
            self._process = None

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _answers(self) -> bool:
        try:
            Account(self, "probe").all()
        except (OSError, imaplib.IMAP4.error):
            return False
        return True

    def _write_certificate(self) -> None:
        made = ["-keyout", str(self.folder / "key"), "-out", str(self.certificate), "-days", "2"]
        name = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"]
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", *made, *name],
            check=True,
            capture_output=True,
        )

    def _write_settings(self) -> None:
        """Root gives everything to nobody; anybody else keeps it."""
        user = pwd.getpwnam(NOBODY) if os.getuid() == 0 else pwd.getpwuid(os.getuid())
        for name in ("run", "state", "home", "mail"):
            (self.folder / name).mkdir()
            os.chown(self.folder / name, user.pw_uid, user.pw_gid)
        self.folder.chmod(0o755)
        settings = _SETTINGS.format(
            folder=self.folder,
            user=user.pw_name,
            group=grp.getgrgid(user.pw_gid).gr_name,
            uid=user.pw_uid,
            gid=user.pw_gid,
            port=self.port,
            tls_port=self.tls_port,
            password=PASSWORD,
        )
        (self.folder / "dovecot.conf").write_text(settings)


class Account:
    """One mailbox, as whoever delivers to it and looks into it sees it."""

    def __init__(self, server: Dovecot, name: str) -> None:
        self._server = server
        self._name = name

    @property
    def url(self) -> str:
        return f"imap://{self._name}:{PASSWORD}@127.0.0.1:{self._server.port}/INBOX"

    @property
    def tls_url(self) -> str:
        return f"imaps://{self._name}:{PASSWORD}@127.0.0.1:{self._server.tls_port}/INBOX"

    def deliver(self, raw: bytes) -> None:
        with self._opened() as client:
            state, words = client.append("INBOX", "", "", raw)
            assert state == "OK", words

    def unread(self) -> int:
        with self._opened() as client:
            return len(client.search(None, "UNSEEN")[1][0].split())

    def all(self) -> int:
        with self._opened() as client:
            return len(client.search(None, "ALL")[1][0].split())

    def mails(self) -> list[bytes]:
        """As they lie there, in their order; to look leaves no mark."""
        with self._opened() as client:
            numbers = client.search(None, "ALL")[1][0].decode().split()
            return [client.fetch(number, "(BODY.PEEK[])")[1][0][1] for number in numbers]  # type: ignore[index, misc]

    def mark_read(self) -> None:
        """Somebody looks into the mailbox."""
        with self._opened() as client:
            client.store("1:*", "+FLAGS", r"(\Seen)")

    def remove_all(self) -> None:
        with self._opened() as client:
            if client.search(None, "ALL")[1][0]:  # no mails are no range
                client.store("1:*", "+FLAGS", r"(\Deleted)")
                client.expunge()

    def number_anew(self) -> None:
        """The same mails, unread, under a new UIDVALIDITY, as after a restored backup."""
        mails = self.mails()
        self.remove_all()
        folder = self._server.folder / "mail" / self._name
        for path in (*folder.glob("dovecot.*"), folder / "dovecot-uidlist"):
            path.unlink()
        for raw in mails:
            self.deliver(raw)

    @contextmanager
    def _opened(self) -> Iterator[imaplib.IMAP4]:
        with imaplib.IMAP4("127.0.0.1", self._server.port, timeout=WITHIN) as client:
            client.login(self._name, PASSWORD)
            client.select()
            yield client
