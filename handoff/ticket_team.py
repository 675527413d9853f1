"""What one of the team writes: an answer, which the customer reads in the chat and by mail, and commands to the desk. Pure."""

from functools import partial

from msgspec.structs import replace

from core.model.effects import Note
from core.model.ids import AgentId, CaseCode
from core.model.letter import Letter
from core.model.people import Agent
from core.model.ticket import Enclosed, Step, TicketFacts, TicketFile
from core.model.view import Line, Text, Words, text
from handoff.ticket_commands import TOLD, Commanded, read
from handoff.ticket_joined import merge, split
from handoff.ticket_mails import Files, files_of, heard, names, not_passed_on, to_customer, to_team
from handoff.ticket_plan import answered, closed
from handoff.ticket_telling import STEPS, TicketDecision, one_line, tell


def wrote(file: TicketFile, letter: Letter, facts: TicketFacts) -> TicketDecision:
    """First the answer, then what the commands ask for; whatever is not understood goes back, and to nobody else."""
    said = read(letter.text)
    known = replace(file, team_thread=heard(file.team_thread, letter))
    if said.unknown:
        return _back(known, facts, text("ticket.team.unknown", said=one_line(said.unknown, 40), commands=TOLD))
    if not (said.words or said.orders or letter.attached):
        return _back(known, facts, text("ticket.team.empty", original=letter.original))
    return _answer(known, said, letter, facts).then(lambda after: _carry_out(after, said, facts))


def _back(file: TicketFile, facts: TicketFacts, why: Text) -> TicketDecision:
    mailed = to_team(file, facts, Line(why), Line(text("ticket.team.not_sent")))
    return mailed.after(Note("mail sent back to the team", why.key))


def _answer(file: TicketFile, said: Commanded, letter: Letter, facts: TicketFacts) -> TicketDecision:
    if "note" in said.commands:
        return TicketDecision(file, (Note("note of the team", f"{letter.sender}, {letter.original}"),))
    if not (said.words or letter.attached):
        return TicketDecision(file)
    files = files_of(letter) if file.email and file.proven else Files((), _all(letter))
    after = answered(file, facts)
    told = tell(after, *_in_chat(after, said, files), kind="answer", steps=_steps(after), speaker=_speaker(letter))
    mailed = _by_mail(after, said, letter, files).after(Note("ticket answered", letter.sender), told)
    return mailed.then(partial(_left, letter=letter, files=files, facts=facts))


def _all(letter: Letter) -> tuple[Enclosed, ...]:
    files = files_of(letter)
    return (*files.enclosed, *files.left)


def _in_chat(file: TicketFile, said: Commanded, files: Files) -> list[Line | Words]:
    blocks: list[Line | Words] = [Line(text("ticket.news.answer", case=file.case))]
    if said.words:
        blocks.append(Words(said.words))
    if files.enclosed:
        blocks.append(Line(text("ticket.news.files", names=names(files.enclosed), email=file.email)))
    if files.left:
        blocks.append(Line(text("ticket.news.files_left", names=names(files.left))))
    return blocks


def _steps(file: TicketFile) -> tuple[Step, ...]:
    return STEPS if file.email else (*STEPS, "address")


def _by_mail(file: TicketFile, said: Commanded, letter: Letter, files: Files) -> TicketDecision:
    """Who has not shown that the address is theirs reads there only that an answer waits, and how to show it."""
    if not file.proven:
        waits = text("ticket.mail.waiting", case=file.case)
        return to_customer(file, Line(waits), Line(text("ticket.mail.prove")))
    blocks: list[Line | Words] = [Words(said.words)] if said.words else []
    if files.enclosed:
        blocks.append(Line(text("ticket.mail.files", names=names(files.enclosed))))
    if files.left:
        blocks.append(Line(text("ticket.news.files_left", names=names(files.left))))
    blocks.append(Line(text("ticket.mail.how", case=file.case)))
    return to_customer(file, *blocks, enclosed=files.enclosed, speaker=_speaker(letter))


def _left(file: TicketFile, letter: Letter, files: Files, facts: TicketFacts) -> TicketDecision:
    """The team reads what of its mail the customer has not got."""
    missing = tuple(not_passed_on(letter, files.left))
    return to_team(file, facts, *missing) if missing else TicketDecision(file)


def _speaker(letter: Letter) -> Agent:
    """By the name under which they mail; customers read no address of staff."""
    name = one_line(letter.sender_name, 60).partition("@")[0]
    return Agent(AgentId(f"mail:{letter.sender}"), name or letter.sender.partition("@")[0])


def _carry_out(file: TicketFile, said: Commanded, facts: TicketFacts) -> TicketDecision:
    decision = TicketDecision(file)
    if "split" in said.commands:
        decision = decision.then(lambda after: split(after, facts))
    if into := said.into:
        return decision.then(lambda after: _merge(after, into, facts))
    return decision.then(_close) if "close" in said.commands else decision


def _merge(file: TicketFile, into: CaseCode, facts: TicketFacts) -> TicketDecision:
    if facts.other != into or into == file.case:
        return _not_done(file, facts, text("ticket.team.merge_none", case=into))
    return merge(file, into)


def _not_done(file: TicketFile, facts: TicketFacts, why: Text) -> TicketDecision:
    return to_team(file, facts, Line(why)).after(Note("mail sent back to the team", why.key))


def _close(file: TicketFile) -> TicketDecision:
    """What a person helps with in another way ends there."""
    if not file.open:
        return TicketDecision(file)
    return closed(file, text("ticket.news.closed", case=file.case)).after(Note("ticket closed", "by the team"))
