"""What happens when a callback's time has come and nothing was done, or could not be shown: nobody waits without a word. Pure."""

from datetime import timedelta

from msgspec.structs import replace

from core.model.callback import CallbackFacts, CallbackFile, ShowTask
from core.model.effects import Note, Post
from core.model.events import EffectFailed, Woke
from core.model.view import Moment, Text, text
from handoff.callback_plan import plan, steps
from handoff.callback_staff import given_up
from handoff.callback_telling import REMIND, CallbackDecision, Effects, at, remark, show, tell, wake, wake_at

CARD_AGAIN = timedelta(minutes=10)
MOST_LATE = 3  # promises of a call that are broken before none is made any more


def woke(file: CallbackFile, event: Woke, facts: CallbackFacts) -> CallbackDecision:
    """A timer of an earlier plan means nothing. A card that is not there yet is shown again, whatever else is due."""
    if event.turn != file.turn or file.due is None:
        return CallbackDecision(file)
    then = _overdue(file, facts) if facts.now >= file.due else CallbackDecision(file, _remind(file, facts))
    card = (ShowTask(then.file),) if then.file and not file.thread else ()
    return CallbackDecision(then.file, (*then.effects, *card))


def _remind(file: CallbackFile, facts: CallbackFacts) -> Effects:
    if not file.slot or not file.waits or facts.now < file.slot - REMIND:
        return wake(file, facts.now)
    return (*remark(file, _expected(file, facts)), *wake(file, facts.now))


def _expected(file: CallbackFile, facts: CallbackFacts) -> Text:
    assert file.slot
    when = Moment(file.slot, facts.zone)
    if file.owner:
        return text("callback.thread.expected", owner=file.owner.name, at=when)
    return text("callback.thread.unclaimed", at=when)


def _overdue(file: CallbackFile, facts: CallbackFacts) -> CallbackDecision:
    if file.state == "reached":
        return _unfinished(file, facts)
    assert file.due
    noted = Note("callback late", f"{file.due:%Y-%m-%d %H:%M} UTC, {file.owner.id if file.owner else 'unclaimed'}")
    sorry = text("callback.late", due=at(file, file.due))
    broken = replace(file, late=file.late + 1)
    if broken.late >= MOST_LATE or facts.soon is None:
        failed = given_up(broken, sorry)
        return CallbackDecision(failed.file, (noted, *failed.effects))
    return _promised_anew(broken, sorry, noted, facts)


def _promised_anew(file: CallbackFile, sorry: Text, noted: Note, facts: CallbackFacts) -> CallbackDecision:
    """As soon as possible, by anybody; or at another time, or by e-mail, if the customer wants."""
    assert file.due
    assert facts.soon
    after = plan(file, None, facts)
    anew = text("callback.late.soon", due=at(file, facts.soon))
    told = tell(after, [sorry, anew], (*steps(after), "email"), facts)
    said = text("callback.thread.late", due=Moment(file.due, facts.zone), next=Moment(facts.soon, facts.zone))
    return CallbackDecision(after, (noted, *told, *show(after), *remark(after, said), *wake(after, facts.now)))


def _unfinished(file: CallbackFile, facts: CallbackFacts) -> CallbackDecision:
    """The customer was called and waits for nothing; staff are asked for the note."""
    after = replace(file, due=facts.soon, turn=file.turn + 1)
    owner = file.owner.name if file.owner else ""
    said = remark(after, text("callback.thread.unfinished", owner=owner))
    return CallbackDecision(after, (*said, *wake(after, facts.now)))


def failed(file: CallbackFile, event: EffectFailed, facts: CallbackFacts) -> CallbackDecision:
    """Staff must see it: a card that was never there is tried again until it is. The customer is told in time all the same."""
    match event.effect:
        case ShowTask():
            return CallbackDecision(file, (Note("callback not shown", event.reason), *_card_again(file, facts)))
        case Post():
            return CallbackDecision(file, (Note("callback not shown", event.reason),))
        case _:
            return CallbackDecision(file)


def _card_again(file: CallbackFile, facts: CallbackFacts) -> Effects:
    if file.thread or file.due is None:
        return ()
    return wake_at(file, min(file.due, facts.now + CARD_AGAIN))
