"""Debian's postfix on loopback, in a temporary folder: a real mail server that delivers into dovecot's mailboxes.

Nothing leaves the machine: what is for no domain of its own is refused.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from tests.mail.dovecot import NOBODY, WITHIN, Dovecot
from tests.ports import free_port

DOMAINS = ("desk.example", "shop.example")

_DAEMONS = Path("/usr/lib/postfix/sbin")
_USER, _GROUP = "postfix", "postdrop"


def _program() -> str | None:
    """Its master gives rights away, so that only root can start it; Debian's package makes its user."""
    found = shutil.which("postfix", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if found is None or os.getuid() != 0 or not _DAEMONS.is_dir():
        return None
    try:
        pwd.getpwnam(_USER)
    except KeyError:
        return None
    return found


PROGRAM = _program()

# A mailbox that is not there is found out on delivery, as behind most providers: the mail comes back later.
_MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = {daemons}
mail_owner = {user}
setgid_group = {group}
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
myhostname = mx.desk.example
mydestination =
alias_maps =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
recipient_delimiter = +
virtual_mailbox_domains = {domains}
virtual_mailbox_base = {mailboxes}
virtual_mailbox_maps = texthash:{folder}/mailboxes
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_minimum_uid = 1
smtpd_reject_unlisted_recipient = no
default_transport = error:only our own domains
relay_transport = error:only our own domains
message_size_limit = 1048576
virtual_mailbox_limit = 0
smtpd_timeout = 30s
smtpd_tls_security_level = {tls}
smtpd_tls_received_header = yes
smtpd_tls_cert_file = {certificates}/certificate
smtpd_tls_key_file = {certificates}/key
"""

_MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
cleanup   unix  n - n - 0 cleanup
qmgr      unix  n - n 300 1 qmgr
rewrite   unix  - - n - - trivial-rewrite
bounce    unix  - - n - 0 bounce
defer     unix  - - n - 0 bounce
trace     unix  - - n - 0 bounce
verify    unix  - - n - 1 verify
flush     unix  n - n 1000? 0 flush
proxymap  unix  - - n - - proxymap
error     unix  - - n - - error
retry     unix  - - n - - error
virtual   unix  - n n - - virtual
anvil     unix  - - n - 1 anvil
tlsmgr    unix  - - n 1000? 1 tlsmgr
postlog   unix-dgram n - n - 1 postlogd
"""


class Postfix:
    """Delivers into the mailboxes support, team and anna of `dovecot`, with whatever stands after a +.

    `tls`: it offers STARTTLS, with dovecot's certificate.
    """

    def __init__(self, dovecot: Dovecot, *, tls: bool = False) -> None:
        assert PROGRAM
        self._program = PROGRAM
        self.folder = Path(tempfile.mkdtemp(prefix="postfix-"))
        self.port = free_port()
        self._settings = self.folder / "settings"
        self._write_settings(dovecot, "may" if tls else "none")

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        log = self.folder / "log"
        return log.read_text() if log.exists() else "postfix says nothing"

    def start(self) -> None:
        """Returns when its master runs. Raises RuntimeError with what it wrote into its log."""
        if self._run("start").returncode:
            raise RuntimeError(self.log)
        until = time.monotonic() + WITHIN
        while self._run("status").returncode:
            if time.monotonic() > until:
                raise RuntimeError(self.log)
            time.sleep(0.02)

    def stop(self) -> None:
        self._run("abort")

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, command: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run([self._program, "-c", str(self._settings), command], capture_output=True, check=False)

    def _write_settings(self, dovecot: Dovecot, tls: str) -> None:
        self.folder.chmod(0o755)
        for name in ("settings", "queue", "data"):
            (self.folder / name).mkdir()
        shutil.chown(self.folder / "data", _USER)
        receiver = pwd.getpwnam(NOBODY)
        main = _MAIN.format(
            folder=self.folder,
            daemons=_DAEMONS,
            user=_USER,
            group=_GROUP,
            domains=", ".join(DOMAINS),
            mailboxes=dovecot.folder / "mail",
            certificates=dovecot.folder,
            tls=tls,
            uid=receiver.pw_uid,
            gid=receiver.pw_gid,
        )
        (self._settings / "main.cf").write_text(main)
        (self._settings / "master.cf").write_text(_MASTER.format(port=self.port))
        (self.folder / "mailboxes").write_text(
            "".join(f"{name}@{DOMAINS[0]} {name}/\n" for name in ("support", "team")) + f"anna@{DOMAINS[1]} anna/\n"
        )
