"""A chat that nobody takes: who had it before them goes off duty, and where nobody is left the customer reads the other ways."""

from msgspec.structs import replace

from core.flow import waits
from core.flow.decision import Decision, wake, within
from core.flow.present import present
from core.model.conversation import Conversation, Queued
from core.model.effects import Post, PutOffDuty
from core.model.facts import Facts
from core.model.posts import Remark
from core.model.view import Line, text

CLOSED_NOW = "closed_now"  # the code of an offer that a supervisor has closed for everybody


def put_off(conversation: Conversation, stage: Queued, facts: Facts) -> Decision:
    """From now on the chat is before those who are still there, or come. In no thread it was before nobody."""
    if stage.thread is None:
        return Decision(conversation)
    waiting = within(conversation, replace(stage, offered_at=facts.now))
    again = wake(waiting, "untaken", facts.patience.take, facts)
    agents = facts.staff.idle
    if not agents:
        return Decision(waiting, (again,))
    told = Post(stage.thread, Remark(text("staff.put_off"), agents))
    return Decision(waiting, (PutOffDuty(agents), told, again))


def nobody_there(conversation: Conversation, stage: Queued, facts: Facts) -> Decision:
    """The place is kept until another way is confirmed; what was promised cannot be kept."""
    waiting = within(conversation, refreshed(replace(stage, told=None, told_at=None, others=()), facts))
    return Decision(waiting, (present(waiting, *why(facts)), *waits.timers(waiting, facts)))


def why(facts: Facts) -> tuple[Line, ...]:
    """Nobody is there, or live chat is closed for a reason that customers may know."""
    shut = next((offer for offer in facts.offers if offer.live and offer.code == CLOSED_NOW), None)
    if shut is None:
        return (Line(text("queued.nobody")),)
    return (Line(shut.reason), Line(text("queued.closed_now")))


def somebody_came(conversation: Conversation, stage: Queued, facts: Facts) -> Decision:
    waiting = within(conversation, waits.told(replace(stage, others=None), facts))
    lines = (Line(text("queued.somebody")), *waits.lines(facts.wait))
    return Decision(waiting, (present(waiting, *lines), *waits.timers(waiting, facts)))


def refreshed(stage: Queued, facts: Facts) -> Queued:
    """The other ways as they are now, where the customer was told of them."""
    if stage.others is None:
        return stage
    return replace(stage, others=tuple(offer for offer in facts.offers if offer.method != stage.offer.method))
