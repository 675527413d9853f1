"""What a customer does in the chat about a ticket: asks for it, adds to it, gives an address, says that it is solved. Pure."""

from msgspec.structs import replace

from core.model.effects import Note
from core.model.ids import CaseCode
from core.model.ticket import TicketFacts, TicketFile
from core.model.ticket_events import AddressGiven, CustomerAdded, TicketAsked, TicketMoved
from core.model.view import Block, LanguageNames, Line, Listing, Text, Words, text
from handoff.ticket_mails import threaded, to_team
from handoff.ticket_plan import over, owed, promise
from handoff.ticket_telling import STEPS, TicketDecision, one_line, tell

MOST_WORDS = 20_000  # characters that are kept of what the customer wrote last


def asked(case: CaseCode, event: TicketAsked, facts: TicketFacts) -> TicketDecision:
    """Its mails are on their way, unless it was split off from another: then nobody has heard of it yet."""
    file = _file(case, event, facts)
    noted = Note("ticket asked", f"due {file.due:%Y-%m-%d %H:%M} UTC" if file.due else "no time promised")
    if event.opening:
        return TicketDecision(file, (noted,))
    told = tell(file, Line(text("ticket.news.split", case=case)), *promise(file, facts.now), steps=STEPS)
    return to_team(file, facts, *_opening(file)).after(noted, told)


def asked_again(file: TicketFile, event: TicketAsked, facts: TicketFacts) -> TicketDecision:
    """The case was over as a ticket and is one once more; one that is open has heard of it before."""
    if file.open:
        return TicketDecision(file)
    same = event.email.casefold() == file.email.casefold()
    after = replace(
        owed(file, replace(facts, wait=event.told, ahead=event.ahead)),  # as the customer was told
        language=event.language,
        tokens=event.tokens,
        email=event.email,
        proven=event.proven or (same and file.proven),
        words=event.question[:MOST_WORDS],
        team_thread=threaded(file.team_thread, event.opening),
        customer_thread=threaded(file.customer_thread if same else (), event.confirmation),
        sent=file.sent + 1,
        spoken=event.spoken,
    )
    return TicketDecision(after, (Note("ticket asked again"),))


def _file(case: CaseCode, event: TicketAsked, facts: TicketFacts) -> TicketFile:
    return TicketFile(
        case=case,
        conversation=event.conversation,
        customer=event.customer,
        language=event.language,
        tokens=event.tokens,
        opened_at=facts.now,
        zone=event.zone,
        name=event.name,
        person=event.person,
        email=event.email,
        proven=event.proven,
        question=event.question,
        about=event.about,
        due=event.told.by if event.told else None,
        asked_at=facts.now,
        ahead=event.ahead,
        told=event.told,
        team_thread=threaded((), event.opening),
        customer_thread=threaded((), event.confirmation),
        sent=1 if event.opening or event.confirmation else 0,
        turn=1,
        spoken=event.spoken,
    )


def _opening(file: TicketFile) -> tuple[Block, ...]:
    customer = one_line(file.name) or str(file.customer)
    known = [
        text("ticket.team.case", case=file.case),
        text("ticket.team.customer", name=customer, address=str(file.customer)),
        text("ticket.team.language", language=LanguageNames((file.language,))),
    ]
    if file.spoken:
        known.append(text("ticket.team.spoken", language=LanguageNames((file.spoken,))))
    if file.email:
        known.append(text("ticket.team.email", email=file.email))
    return Line(text("ticket.team.split_off")), Listing(tuple(known)), Words(file.question)


def added(file: TicketFile, event: CustomerAdded, facts: TicketFacts) -> TicketDecision:
    """To the team, in order. Who has to wait from now on, or asks the same once more, reads by when they are answered."""
    words = event.words.strip()
    if not words:
        return TicketDecision(file, (Note("ticket: nothing added"),))
    after = owed(replace(file, words=words[:MOST_WORDS]), facts)
    said = text("ticket.team.wrote_again") if event.again else text("ticket.team.wrote_chat")
    sent = to_team(after, facts, Line(said), Words(words))
    if event.again or file.state != "waiting":
        return sent.after(tell(after, Line(_taken(file, event)), *promise(after, facts.now), steps=STEPS))
    return sent


def _taken(file: TicketFile, event: CustomerAdded) -> Text:
    return text("ticket.news.again", case=file.case) if event.again else text("ticket.news.added", case=file.case)


def address(file: TicketFile, event: AddressGiven, facts: TicketFacts) -> TicketDecision:
    """Another mailbox knows nothing of the old one's thread. What was proven stays proven."""
    if not event.email:
        return TicketDecision(file)
    if event.email.casefold() == file.email.casefold():
        return TicketDecision(replace(file, proven=file.proven or event.proven))
    after = replace(file, email=event.email, proven=event.proven, customer_thread=())
    noted = Note("ticket address", "proven" if event.proven else "given")
    if not file.open:
        return TicketDecision(after, (noted,))
    return to_team(after, facts, Line(text("ticket.team.address", email=event.email))).after(noted)


def solved(file: TicketFile, facts: TicketFacts) -> TicketDecision:
    """The chat, where they said so, goes on from there by itself."""
    if not file.open:
        return TicketDecision(file)
    return to_team(over(file, "closed"), facts, Line(text("ticket.team.solved"))).after(Note("ticket solved"))


def moved(file: TicketFile, event: TicketMoved, facts: TicketFacts) -> TicketDecision:
    """Whoever reads the mails is not to answer as well."""
    if file.state == "moved":
        return TicketDecision(file)
    if event.method == "email":
        return _unheard(file)
    by_phone = event.method == "callback"
    said = text("ticket.team.moved_phone") if by_phone else text("ticket.team.moved_chat")
    return to_team(over(file, "moved"), facts, Line(said)).after(Note("ticket moved", event.method))


def _unheard(file: TicketFile) -> TicketDecision:
    """Nobody would answer what nobody has read, and nothing more is to join it. One whose thread goes on stays."""
    noted = Note("ticket not opened")
    if len(file.team_thread) > 1 or not file.open:
        return TicketDecision(file, (noted,))
    return TicketDecision(over(file, "closed"), (noted,))
