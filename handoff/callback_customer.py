"""What a customer does with a callback: asks for it, moves it, gives it up. Pure."""

from msgspec.structs import replace

from core.model.callback import CallbackAdded, CallbackAsked, CallbackFacts, CallbackFile, CallbackMoved, ShowTask
from core.model.effects import Note
from core.model.ids import CaseCode
from core.model.view import Moment, Text, text
from handoff.callback_plan import free_from, over, plan, steps
from handoff.callback_telling import CallbackDecision, Effects, at, remark, show, tell, wake

MOST_WORDS = 4_000  # characters on the card


def asked(case: CaseCode, event: CallbackAsked, facts: CallbackFacts) -> CallbackDecision:
    """Staff see it, and the customer reads by when they are called. A slot that went meanwhile is the next one."""
    refusal = _refusal(event, facts)
    file = _file(case, event)
    if refusal:
        return CallbackDecision(None, _refused(file, refusal))
    return _booked_for(file, event, facts)


def asked_anew(file: CallbackFile, event: CallbackAsked, facts: CallbackFacts) -> CallbackDecision:
    """The case goes on after a call that is over: with a card of its own, and the notes of the last call on it."""
    refusal = _refusal(event, facts)
    if refusal:
        return CallbackDecision(file, _refused(file, refusal))
    return _booked_for(replace(_file(file.case, event), notes=file.notes, turn=file.turn), event, facts)


def _refused(file: CallbackFile, why: Text) -> Effects:
    return (Note("callback refused", why.key), *tell(file, [why], ("email",)))


def _booked_for(file: CallbackFile, event: CallbackAsked, facts: CallbackFacts) -> CallbackDecision:
    after = plan(file, free_from(event.slot, facts), facts)
    gone = [text("callback.slot_gone")] if after.slot != event.slot else []
    noted = Note("callback asked", f"{after.slot or 'as soon as possible'}, in {after.spoken}")
    told = tell(after, [*gone, _booked(after)], steps(after))
    return CallbackDecision(after, (noted, *told, ShowTask(after), *wake(after, facts.now)))


def _refusal(event: CallbackAsked, facts: CallbackFacts) -> Text | None:
    if len(event.items) > facts.most_items:
        return text("callback.refused.items", n=facts.most_items)
    return None if facts.soon else text("callback.refused.nobody")


def _file(case: CaseCode, event: CallbackAsked) -> CallbackFile:
    return CallbackFile(
        case=case,
        conversation=event.conversation,
        language=event.language,
        spoken=event.spoken,
        phone=event.phone,
        zone=event.zone,
        name=event.name,
        person=event.person,
        question=event.question,
        items=event.items,
        ticket=event.ticket,
    )


def _booked(file: CallbackFile) -> Text:
    phone = file.phone.shown
    if file.slot:
        return text("callback.booked", case=file.case, phone=phone, at=at(file, file.slot))
    assert file.due
    return text("callback.booked_soon", case=file.case, phone=phone, due=at(file, file.due))


def moved(file: CallbackFile, event: CallbackMoved, facts: CallbackFacts) -> CallbackDecision:
    """Anybody may claim it anew: who was there for the old time may not be there for the new one."""
    if not file.waits:
        return _too_late(file)
    if not _possible(event, facts):
        return CallbackDecision(file, tell(file, [text("callback.not_free")], steps(file), facts))
    after = plan(file, event.slot, facts)
    noted = Note("callback moved", f"{file.slot} -> {after.slot or 'as soon as possible'}")
    told = tell(after, [_moved(after)], steps(after))
    staff = (*show(after), *remark(after, _staff_read(after, facts)))
    return CallbackDecision(after, (noted, *told, *staff, *wake(after, facts.now)))


def _possible(event: CallbackMoved, facts: CallbackFacts) -> bool:
    return event.slot in facts.free if event.slot else facts.soon is not None


def _moved(file: CallbackFile) -> Text:
    if file.slot:
        return text("callback.moved", phone=file.phone.shown, at=at(file, file.slot))
    assert file.due
    return text("callback.moved_soon", phone=file.phone.shown, due=at(file, file.due))


def _staff_read(file: CallbackFile, facts: CallbackFacts) -> Text:
    if file.slot:
        return text("callback.thread.moved", at=Moment(file.slot, facts.zone))
    assert file.due
    return text("callback.thread.moved_soon", due=Moment(file.due, facts.zone))


def added(file: CallbackFile, event: CallbackAdded) -> CallbackDecision:
    """On the card, for whoever calls; the customer has read that it is one case."""
    words = event.words.strip()
    if not words or words in file.question.split("\n"):
        return CallbackDecision(file)
    after = replace(file, question="\n".join(filter(None, (file.question, words)))[:MOST_WORDS])
    return CallbackDecision(
        after, (Note("callback: asked again"), *show(after), *remark(after, text("callback.thread.again")))
    )


def cancelled(file: CallbackFile) -> CallbackDecision:
    if not file.waits:
        return _too_late(file)
    after = over(file, "cancelled")
    told = tell(after, [text("callback.cancelled", case=file.case)])
    staff = (*show(after), *remark(after, text("callback.thread.cancelled")))
    return CallbackDecision(after, (Note("callback cancelled"), *told, *staff))


def _too_late(file: CallbackFile) -> CallbackDecision:
    """After an old button was pressed."""
    return CallbackDecision(file, tell(file, [text("callback.over", case=file.case)], steps(file)))
