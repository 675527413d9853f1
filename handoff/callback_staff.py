"""What staff do with a callback: claim it, say whether the customer answered, end it with a note, or leave it behind. Pure."""

from msgspec.structs import replace

from core.model.callback import (
    MOST_ATTEMPTS,
    Attempt,
    CallbackClaimed,
    CallbackFacts,
    CallbackFile,
    CallDone,
    CallNote,
    CallNotReached,
    CallReached,
    StaffCallback,
)
from core.model.effects import Note, Pass
from core.model.events import OwnerGone
from core.model.ticket import stream_of
from core.model.ticket_events import TicketMoved
from core.model.view import Moment, Text, text
from handoff.callback_plan import GRACE, again, is_near, over, plan, steps
from handoff.callback_telling import CallbackDecision, Effects, at, remark, show, tell, wake, whisper


def claimed(file: CallbackFile, event: CallbackClaimed, facts: CallbackFacts) -> CallbackDecision:
    """Who is to be called now reads by whom: many do not answer a number that they do not know."""
    agent = event.agent
    if file.state != "open":
        return _refused(file, event)
    assert file.due
    after = replace(file, state="claimed", owner=agent)
    noted = Note("callback claimed", agent.id)
    if not is_near(file, facts.now):
        return CallbackDecision(after, (noted, *show(after)))
    after = replace(after, due=max(file.due, facts.now + GRACE))
    told = tell(after, [text("callback.calling", agent=agent.name, phone=file.phone.shown)])
    return CallbackDecision(after, (noted, *told, *show(after), *wake(after, facts.now)))


def _refused(file: CallbackFile, event: StaffCallback) -> CallbackDecision:
    """The same press twice is no news to anybody."""
    why = why_not(file, event)
    return CallbackDecision(file, whisper(event, why) if why else ())


def why_not(file: CallbackFile, event: StaffCallback) -> Text | None:
    """Why nothing comes of it; none also where it is so already."""
    match file.state:
        case "cancelled":
            return text("callback.staff.cancelled")
        case "done" | "failed":
            return text("callback.staff.over")
        case "open":
            return None if isinstance(event, CallbackClaimed) else text("callback.staff.claim_first")
        case "claimed" if isinstance(event, CallDone):
            return text("callback.staff.reached_first")
        case "reached" if isinstance(event, CallDone):  # a colleague may write it for who called
            return None if event.note.strip() else text("callback.staff.note_first")
        case "claimed" | "reached" if file.owner and file.owner.id != event.agent.id:
            return text("staff.taken", owner=file.owner.name)
        case "reached" if isinstance(event, CallNotReached):
            return text("callback.staff.note_first")
        case "claimed" | "reached":
            return None


def _may_call(file: CallbackFile, event: StaffCallback) -> bool:
    return file.state == "claimed" and why_not(file, event) is None


def reached(file: CallbackFile, event: CallReached, facts: CallbackFacts) -> CallbackDecision:
    """Whoever has the phone in their hand reads it as well: it may not be the customer."""
    if not _may_call(file, event):
        return _refused(file, event)
    after = replace(_tried(file, event, facts), state="reached", due=facts.soon, turn=file.turn + 1)
    noted = Note("call reached", event.agent.id)
    told = tell(after, [text("callback.reached", agent=event.agent.name, phone=file.phone.shown, case=file.case)])
    return CallbackDecision(after, (noted, *told, *_helped(after), *show(after), *wake(after, facts.now)))


def _helped(file: CallbackFile) -> Effects:
    """Whoever reads the mails of the same case is not to answer as well; until now they were."""
    return (Pass(stream_of(file.case), TicketMoved("callback")),) if file.ticket else ()


def not_reached(file: CallbackFile, event: CallNotReached, facts: CallbackFacts) -> CallbackDecision:
    """The customer reads that we called, and when we do so again; after the last time they are offered e-mail."""
    if not _may_call(file, event):
        return _refused(file, event)
    tried = _tried(file, event, facts)
    noted = Note("call not reached", f"{len(tried.attempts)} of {MOST_ATTEMPTS}, by {event.agent.id}")
    called = text("callback.not_reached", phone=file.phone.shown, tried=at(file, facts.now))
    if len(tried.attempts) >= MOST_ATTEMPTS or facts.soon is None:
        failed = given_up(tried, called)
        return CallbackDecision(failed.file, (noted, *failed.effects))
    after = plan(tried, again(facts), facts)
    told = tell(after, [called, _again(after), text("callback.again.change")], steps(after), facts)
    staff = (*show(after), *remark(after, _next(after, event, facts)))
    return CallbackDecision(after, (noted, *told, *staff, *wake(after, facts.now)))


def _tried(file: CallbackFile, event: CallReached | CallNotReached, facts: CallbackFacts) -> CallbackFile:
    attempt = Attempt(facts.now, event.agent, "reached" if isinstance(event, CallReached) else "not_reached")
    return replace(file, attempts=(*file.attempts, attempt))


def _again(file: CallbackFile) -> Text:
    if file.slot:
        return text("callback.again.slot", at=at(file, file.slot))
    assert file.due
    return text("callback.again.soon", due=at(file, file.due))


def _next(file: CallbackFile, event: CallNotReached, facts: CallbackFacts) -> Text:
    agent = event.agent.name
    if file.slot:
        return text("callback.thread.not_reached", agent=agent, at=Moment(file.slot, facts.zone))
    assert file.due
    return text("callback.thread.not_reached_soon", agent=agent, due=Moment(file.due, facts.zone))


def given_up(file: CallbackFile, *before: Text) -> CallbackDecision:
    """No call any more: e-mail is what is left."""
    after = over(file, "failed")
    told = tell(after, [*before, text("callback.given_up", case=file.case)], steps(after))
    staff = (*show(after), *remark(after, text("callback.thread.given_up")))
    return CallbackDecision(after, (Note("callback failed"), *told, *staff))


def left(file: CallbackFile, event: OwnerGone) -> CallbackDecision:
    """A call that is still owed is anybody's again, when it was to be; the note of one that was made anybody may write."""
    if file.state != "claimed" or file.owner is None or file.owner.id != event.agent:
        return CallbackDecision(file)
    after = replace(file, state="open", owner=None)
    noted = Note("callback released", event.agent)
    said = remark(after, text("callback.thread.owner_left", agent=file.owner.name))
    return CallbackDecision(after, (noted, *show(after), *said))


def done(file: CallbackFile, event: CallDone, facts: CallbackFacts) -> CallbackDecision:
    if why_not(file, event):
        return _refused(file, event)
    words = event.note.strip()
    note = CallNote(facts.now, event.agent, words)
    after = over(replace(file, notes=(*file.notes, note)), "done")
    noted = Note("callback done", event.agent.id)
    told = tell(after, [text("callback.done", case=file.case)], called_by=file.owner or event.agent)
    return CallbackDecision(after, (noted, *told, *show(after)))
