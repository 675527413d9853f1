"""What the mail servers' answers say of whether mail goes out and comes in."""

from collections.abc import AsyncIterator

import pytest

from bots.mail import outgoing
from bots.mail.imap import ImapInbox
from bots.mail.message import Sender
from bots.mail.outgoing import SmtpMailer
from bots.playground.faults import Fault
from bots.playground.mail import MailServer
from core.engine.clock import SystemClock
from core.engine.vitals import KnownVitals, Vital
from core.model.errors import DeskError
from core.model.handoff import Mail
from core.store.sqlite import SqliteStore
from tests.engine.fakes import Clock, until
from tests.mail.fake_imap import FakeImap
from tests.mail.inbox import running

MAIL = Mail("anna@shop.example", "Hello", "Hello Anna", "7.0.abcd")


@pytest.fixture
def vitals() -> KnownVitals:
    return KnownVitals(Clock())


def vital(vitals: KnownVitals, name: str) -> Vital | None:
    return next((each for each in vitals.all() if each.name == name), None)


# --- going out


@pytest.mark.parametrize(
    ("fault", "well"),
    [
        (None, True),
        (Fault(method="MAIL", status=421), False),
        (Fault(method="DATA", status=452), False),
        (Fault(method="DATA", drop=True), False),
        (Fault(method="RCPT", status=450), None),  # of this mailbox alone
        (Fault(method="RCPT", status=550), None),
        (Fault(method="DATA", status=554), None),
    ],
)
async def test_a_send_says_whether_mail_goes_out(
    server: MailServer, vitals: KnownVitals, fault: Fault | None, well: bool | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outgoing, "TIMEOUT", 0.5)
    mailer = SmtpMailer(server.url, Sender("support@desk.example", "Hamerslag"), SystemClock(), vitals)
    if fault:
        server.faults.add(fault)
        with pytest.raises(DeskError):
            await mailer.send(MAIL)
    else:
        await mailer.send(MAIL)
    known = vital(vitals, "smtp")
    assert (known.well if known else None) is well
    assert not known or "anna@" not in known.why


async def test_the_next_mail_that_goes_mends_it(server: MailServer, vitals: KnownVitals) -> None:
    mailer = SmtpMailer(server.url, Sender("support@desk.example", "Hamerslag"), SystemClock(), vitals)
    server.faults.add(Fault(method="DATA", status=451))
    with pytest.raises(DeskError):
        await mailer.send(MAIL)
    await mailer.send(MAIL)
    known = vital(vitals, "smtp")
    assert known is not None
    assert (known.well, known.why) == (True, "")


# --- coming in


@pytest.fixture
async def imap() -> AsyncIterator[FakeImap]:
    server = FakeImap()
    await server.start()
    yield server
    await server.stop()


async def test_a_mailbox_that_refuses_the_password_is_ill_and_later_well(
    imap: FakeImap, store: SqliteStore, vitals: KnownVitals
) -> None:
    async def take(raw: bytes, full_size: int) -> None:
        """Kept nowhere."""

    imap.refuses_login = True
    inbox = ImapInbox(imap.url, take, store, Clock(), pauses=(0.01,), poll=0.05, vitals=vitals)
    assert vitals.all() == []  # of what was never tried nothing is said
    async with running(inbox):
        await until(lambda: (known := vital(vitals, "imap")) is not None and not known.well)
        assert "canary-imap" not in str(vitals.all())
        imap.refuses_login = False
        await until(lambda: (known := vital(vitals, "imap")) is not None and known.well)
