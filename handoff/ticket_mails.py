"""The mails of a ticket, to the team and to its customer: each in its thread, with a number of its own. Pure."""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from msgspec.structs import replace

from core.model.effects import Say
from core.model.ids import Address, CaseCode, Language
from core.model.letter import Letter
from core.model.people import Agent
from core.model.ticket import Enclosed, Letterhead, TicketFacts, TicketFile
from core.model.view import Block, Line, Text, View, text
from handoff.ticket_commands import TOLD
from handoff.ticket_telling import TicketDecision, one_line

STAFF = Language("en")  # what the team reads
HOW_TO_ANSWER = text("ticket.team.answer", commands=TOLD)  # where the desk hears the answer
MOST_LAST = 10  # mails of a thread, beside the first, by which mail programs find it
MOST_ENCLOSED = 20_000_000  # bytes that one mail carries
_LONGEST_ID = 250
_REMOVED = Line(text("ticket.mail.payment_data"))


def to_team(
    file: TicketFile, facts: TicketFacts, *blocks: Block, enclosed: tuple[Enclosed, ...] = ()
) -> TicketDecision:
    """In the team's thread; its last line says how to answer."""
    head = _letterhead(file, "team", enclosed)
    view = View((*blocks, Line(_how(file, facts))), title=team_subject(file.case, file.question))
    after = replace(file, sent=file.sent + 1, team_thread=threaded(file.team_thread, head.id))
    return TicketDecision(after, (Say(Address("email", facts.team), view, STAFF, letterhead=head),))


def to_customer(
    file: TicketFile, *blocks: Block, enclosed: tuple[Enclosed, ...] = (), speaker: Agent | None = None
) -> TicketDecision:
    """In the customer's thread; no mail where they have no address. The first to one that is theirs says what was taken out."""
    if not file.email:
        return TicketDecision(file)
    head = _letterhead(file, "customer", enclosed)
    removed = (_REMOVED,) if file.proven and file.payment_data == "removed" else ()
    view = View((*blocks, *removed), title=text("ticket.mail.subject", case=file.case))
    after = replace(
        file,
        sent=file.sent + 1,
        customer_thread=threaded(file.customer_thread, head.id),
        payment_data="told" if removed else file.payment_data,
    )
    return TicketDecision(after, (Say(Address("email", file.email), view, file.language, speaker, letterhead=head),))


def _letterhead(file: TicketFile, side: Literal["team", "customer"], enclosed: tuple[Enclosed, ...]) -> Letterhead:
    thread = file.team_thread if side == "team" else file.customer_thread
    token = file.tokens.team if side == "team" else file.tokens.customer
    return Letterhead(f"{file.case.lower()}.{side}.{file.sent + 1}", thread, token, enclosed)


def threaded(thread: tuple[str, ...], id: str) -> tuple[str, ...]:
    """With one more mail at its end: the first, by which a thread is known, and the last ones."""
    if not id or id in thread or len(id) > _LONGEST_ID:
        return thread
    longer = (*thread, id)
    return longer if len(longer) <= 1 + MOST_LAST else (longer[0], *longer[-MOST_LAST:])


def heard(thread: tuple[str, ...], letter: Letter) -> tuple[str, ...]:
    """With a mail of somebody else's; what is no Message-ID could pass for one of ours."""
    return threaded(thread, letter.id) if "@" in letter.id else thread


def team_subject(case: CaseCode, question: str) -> Text:
    """The same in all mails of a ticket, from the one that opens it on."""
    first_line = next(iter(question.strip().splitlines()), "")
    return text("ticket.team.subject", case=case, question=first_line[:100])


def _how(file: TicketFile, facts: TicketFacts) -> Text:
    if facts.hears:
        return HOW_TO_ANSWER
    if file.email:
        return text("ticket.team.how_direct", email=file.email)
    return text("ticket.team.how_none")


class Files(NamedTuple):
    """What came with a mail: what goes on with the next one, and what does not."""

    enclosed: tuple[Enclosed, ...] = ()
    left: tuple[Enclosed, ...] = ()


def files_of(letter: Letter) -> Files:
    """As many of them, in order, as one mail carries. What was not kept cannot be passed on."""
    enclosed: list[Enclosed] = []
    left: list[Enclosed] = []
    for file in letter.attached:
        kept = Enclosed(letter.original, file.part, file.name, file.kind, file.size)
        fits = sum(each.size for each in enclosed) + file.size <= MOST_ENCLOSED
        (enclosed if fits and letter.original else left).append(kept)
    return Files(tuple(enclosed), tuple(left))


def names(files: Sequence[Enclosed]) -> str:
    return one_line(", ".join(one_line(file.name) or file.kind for file in files), 500)


def not_passed_on(letter: Letter, left: Sequence[Enclosed]) -> Iterator[Line]:
    """What the team is told of a mail that did not go on whole, and where it is kept whole."""
    if left:
        yield Line(text("ticket.team.files_left", names=names(left), original=letter.original))
    if letter.too_large:
        yield Line(text("ticket.team.too_large", size=letter.too_large // 1_000_000, original=letter.original))
