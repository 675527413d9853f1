"""What a mail to a ticket means, by who wrote it: the customer, the team, a stranger, or a machine. Pure."""

import hashlib
from datetime import timedelta
from typing import assert_never

from msgspec.structs import replace

from core.language.payment_data import MARKS
from core.model.effects import Note
from core.model.letter import Letter
from core.model.ticket import Side, TicketFacts, TicketFile
from core.model.ticket_events import MailArrived
from core.model.view import Block, Line, Words, text
from handoff.ticket_customer import MOST_WORDS
from handoff.ticket_failed import bounced
from handoff.ticket_mails import files_of, heard, not_passed_on, to_team
from handoff.ticket_plan import owed
from handoff.ticket_team import wrote
from handoff.ticket_telling import STEPS, TicketDecision, one_line, tell

MOST_MAILS = 30  # within the hour; a person writes fewer
HOUR = timedelta(hours=1)
SAME = timedelta(days=1)  # who writes the same words after that does so on purpose


def arrived(file: TicketFile, event: MailArrived, facts: TicketFacts) -> TicketDecision:
    """Nothing follows from what a machine sends, or what comes like a machine's."""
    letter = event.letter
    if letter.bounced:
        return bounced(file, letter, facts)
    if letter.automatic:
        return TicketDecision(file, (Note("automatic mail", letter.original),))
    counted = _counted(file, letter, facts)
    if _repeats(file, counted, facts):
        return TicketDecision(counted, (Note("mail repeated", letter.original),))
    if len(counted.arrived) > MOST_MAILS:
        return _held_back(file, counted, letter, facts)
    if letter.unreadable:
        return _unreadable(counted, event.side, letter, facts)
    return _from(event.side, counted, letter, facts)


def _counted(file: TicketFile, letter: Letter, facts: TicketFacts) -> TicketFile:
    """With one more than may come within the hour, so that it is seen when there were fewer before."""
    recent = tuple(when for when in file.arrived if facts.now - when < HOUR)
    return replace(file, arrived=(*recent, facts.now)[-MOST_MAILS - 1 :], last=_digest(letter))


def _digest(letter: Letter) -> str:
    """Of two mails that cannot be read nobody knows whether they say the same."""
    files = (f"{each.name}/{each.size}" for each in letter.attached)
    unread = letter.original if letter.unreadable else ""
    read = (letter.sender.casefold(), " ".join(letter.text.split()), unread, *files)
    return hashlib.sha256("\0".join(read).encode(errors="surrogatepass")).hexdigest()[:16]


def _repeats(file: TicketFile, counted: TicketFile, facts: TicketFacts) -> bool:
    return file.last == counted.last and bool(file.arrived) and facts.now - file.arrived[-1] < SAME


def _held_back(file: TicketFile, counted: TicketFile, letter: Letter, facts: TicketFacts) -> TicketDecision:
    """The team hears of it once, when it begins."""
    noted = Note("mails too often", letter.original)
    begun = sum(facts.now - when < HOUR for when in file.arrived) == MOST_MAILS
    if not begun:
        return TicketDecision(counted, (noted,))
    return to_team(counted, facts, Line(text("ticket.team.too_often", most=MOST_MAILS))).after(noted)


def _unreadable(file: TicketFile, side: Side, letter: Letter, facts: TicketFacts) -> TicketDecision:
    """Somebody must look at the original; one of the team, to write it anew."""
    after = owed(file, facts) if side == "customer" else file
    unread = text(
        "ticket.team.unreadable",
        sender=one_line(letter.sender),
        subject=one_line(letter.subject),
        reason=one_line(letter.unreadable),
        original=letter.original,
    )
    unsent = (Line(text("ticket.team.not_sent")),) if side == "team" else ()
    return to_team(after, facts, Line(unread), *unsent).after(Note("unreadable mail", letter.original))


def _from(side: Side, file: TicketFile, letter: Letter, facts: TicketFacts) -> TicketDecision:
    match side:
        case "team":
            return wrote(file, letter, facts)
        case "customer":
            return _customer(file, letter, facts)
        case "stranger":
            return _stranger(file, letter, facts)
        case other:
            assert_never(other)


def _customer(file: TicketFile, letter: Letter, facts: TicketFacts) -> TicketDecision:
    """To the team, in order, and nowhere else. Who answers a mail of ours has shown that they read there."""
    if not (letter.text.strip() or letter.attached):
        return TicketDecision(file, (Note("empty mail", letter.original),))
    proves = not file.proven and _proves(file, letter)
    known = replace(
        file,
        customer_thread=heard(file.customer_thread, letter),
        words=letter.text.strip()[:MOST_WORDS] or file.words,
        proven=file.proven or proves,
        payment_data=file.payment_data or ("removed" if _is_masked(letter) else ""),
    )
    files = files_of(letter)
    missing = not_passed_on(letter, files.left)
    said = Line(text("ticket.team.wrote_mail"))
    sent = to_team(owed(known, facts), facts, said, *_words(letter), *missing, enclosed=files.enclosed)
    if not proves:
        return sent
    return sent.after(tell(file, Line(text("ticket.news.proven", email=file.email, case=file.case)), steps=STEPS))


def _proves(file: TicketFile, letter: Letter) -> bool:
    """A name on a mail is soon written: it has to know what only our mails to the address say, or its domain must vouch for it."""
    theirs = letter.sender.casefold() == file.email.casefold()
    return theirs and (letter.token == file.tokens.customer or letter.trust == "aligned")


def _is_masked(letter: Letter) -> bool:
    return any(mark in words for mark in MARKS for words in (letter.subject, letter.text))


def _words(letter: Letter) -> tuple[Block, ...]:
    return (Words(letter.text.strip()),) if letter.text.strip() else ()


def _stranger(file: TicketFile, letter: Letter, facts: TicketFacts) -> TicketDecision:
    """The team may know who it is; the customer and the sender hear nothing."""
    sender = one_line(letter.sender)
    denied = file.email and letter.sender.casefold() == file.email.casefold()
    who = text("ticket.team.denied", sender=sender) if denied else text("ticket.team.stranger", sender=sender)
    files = files_of(letter)
    missing = tuple(not_passed_on(letter, (*files.enclosed, *files.left)))
    return to_team(file, facts, Line(who), *_words(letter), *missing).after(Note("mail of a stranger", letter.original))
