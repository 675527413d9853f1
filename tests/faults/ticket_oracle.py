"""What must hold of a ticket after every run: one case, each word once on each side, in order, in one thread of mails."""

from collections import Counter

from bots.playground.mail import Mailbox
from bots.playground.mail.threads import threads
from core.model.codec import decode
from core.model.rows import TicketDecided
from core.model.ticket import TicketFile
from tests.faults import ticket_ways as ways
from tests.faults.database import rows
from tests.faults.stage import Stage


def check_ticket(stage: Stage) -> None:
    """Once it has drained; that of `ticket_ways.to_the_end`."""
    file = the_ticket(stage)
    assert (file.state, file.email, file.proven) == ("closed", ways.ADDRESS, True)
    assert rows(stage.folder, "SELECT closed_at IS NULL FROM cases") == [(0,)]
    assert decided(stage) == list(ways.DECIDED)
    audited(stage)
    read_in(stage.team, ways.TO_TEAM)
    read_in(stage.mail.mailbox(ways.ADDRESS), ways.TO_CUSTOMER)
    assert rows(stage.folder, "SELECT case_code, of, solved, stars FROM ratings") == [(file.case, "email", 1, 5)]


def the_ticket(stage: Stage) -> TicketFile:
    """There is one, and its case is the only one that was ever opened."""
    (file,) = [decode(data, TicketFile) for (data,) in rows(stage.folder, "SELECT data FROM tickets")]
    assert rows(stage.folder, "SELECT code, method FROM cases") == [(file.case, "email")]
    return file


def decided(stage: Stage) -> list[str]:
    """What has happened to it, by the names of the events."""
    stored = rows(stage.folder, "SELECT decided FROM ticket_decisions ORDER BY seq")
    return [type(decode(data, TicketDecided).event).__name__ for (data,) in stored]


def audited(stage: Stage) -> None:
    noted = Counter(kind for (kind,) in rows(stage.folder, "SELECT kind FROM audit WHERE kind LIKE 'ticket %'"))
    assert noted == ways.AUDIT


def read_in(mailbox: Mailbox, expected: tuple[str, ...]) -> None:
    """Each mail once and in order, in one thread of one subject; none came again but with the Message-ID of the first."""
    shown = [mail.text for mail in mailbox.mails]
    assert len(shown) == len(expected), mailbox.described()
    assert all(words in mail for words, mail in zip(expected, shown, strict=True)), shown
    assert len(threads(mailbox.all)) == 1, mailbox.described()
    assert len({mail.subject for mail in mailbox.mails}) == 1
    assert all(mail.header("references") for mail in mailbox.mails[1:])
