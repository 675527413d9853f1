"""Asking for what a way needs, one thing at a time; a place in the queue or a chat goes on meanwhile."""

from msgspec.structs import replace

from core.flow import calling, chat, chat_files, choosing, opening, queue, untaken
from core.flow.choices import CANCEL, SLOT
from core.flow.decision import Decision
from core.flow.meanwhile import behind, resume
from core.flow.present import present
from core.model.conversation import Conversation, Filling, Queued
from core.model.events import CustomerChose, CustomerSentFile, CustomerWrote, Woke
from core.model.facts import Facts
from core.model.view import Line, text


def wrote(conversation: Conversation, event: CustomerWrote, facts: Facts) -> Decision:
    stage = conversation.stage
    assert isinstance(stage, Filling)
    if stage.missing[0] == "message":
        return _given(replace(conversation, question=event.text), stage, facts)
    if stage.missing[0] in ("phone", "slot"):
        return _gone(conversation, stage, facts) or calling.number_given(conversation, stage, facts)
    if facts.email:
        return _given(replace(conversation, email=facts.email), stage, facts)
    return Decision(conversation, (present(conversation, Line(text("filling.no_email"))),))


def picked(conversation: Conversation, event: CustomerChose, facts: Facts) -> Decision:
    stage = conversation.stage
    assert isinstance(stage, Filling)
    if event.action == CANCEL:
        return back(conversation, event, facts)
    if event.action.startswith(SLOT):
        return _gone(conversation, stage, facts) or calling.time_chosen(conversation, stage, event, facts)
    return _given(conversation, stage, facts)


def sent_file(conversation: Conversation, event: CustomerSentFile, facts: Facts) -> Decision:
    """A caption may be what is asked for; else the file is for the person behind the form, if there is one."""
    stage = conversation.stage
    assert isinstance(stage, Filling)
    if stage.missing[0] == "message" and event.caption.strip():
        return _given(replace(conversation, question=event.caption), stage, facts)
    line = chat_files.line(event) if stage.meanwhile else Line(text("file.words_only"))
    passed = _pass_on(conversation, event, facts)
    return Decision(passed.conversation, (*passed.effects, present(passed.conversation, line)))


def _no_one(conversation: Conversation, event: CustomerSentFile, facts: Facts) -> Decision:
    return Decision(conversation)


_pass_on = behind(queue.pass_on, chat.pass_on, _no_one)


def _given(conversation: Conversation, stage: Filling, facts: Facts) -> Decision:
    going_on = replace(stage, missing=stage.missing[1:])
    return _gone(conversation, stage, facts) or opening.begin(conversation, going_on, facts)


def _gone(conversation: Conversation, stage: Filling, facts: Facts) -> Decision | None:
    """The people of a live way may have left while the customer wrote, and any way may have been closed."""
    left = stage.offer.live and choosing.find(facts.offers, stage.offer.method) is None
    return _other_ways(conversation, stage, facts) if left or _is_closed(stage, facts) else None


def _is_closed(stage: Filling, facts: Facts) -> bool:
    return any(offer.method == stage.offer.method and offer.code == untaken.CLOSED_NOW for offer in facts.offers)


def _other_ways(conversation: Conversation, stage: Filling, facts: Facts) -> Decision:
    """Who waits for a person or talks with one goes on with that."""
    if stage.meanwhile is None:
        return choosing.show_offers(conversation, facts.offers, facts, Line(text("choosing.gone")))
    before = stage.meanwhile
    goes_on = untaken.refreshed(before, facts) if isinstance(before, Queued) else before
    returned = resume(conversation, goes_on, facts)
    told = present(returned.conversation, Line(text("choosing.gone")))
    return Decision(returned.conversation, (told, *returned.effects))


def talk(conversation: Conversation, event: CustomerChose, facts: Facts) -> Decision:
    """Asked for a person while filling in: back to the one who is waited for, or to all ways again."""
    stage = conversation.stage
    assert isinstance(stage, Filling)
    return back(conversation, event, facts) if stage.meanwhile else choosing.talk(conversation, event, facts)


def back(conversation: Conversation, event: CustomerChose | Woke, facts: Facts) -> Decision:
    """To what goes on meanwhile, or to nothing."""
    stage = conversation.stage
    assert isinstance(stage, Filling)
    if stage.meanwhile is None:
        return choosing.cancelled(conversation, event, facts)
    returned = resume(conversation, stage.meanwhile, facts)
    return Decision(returned.conversation, (present(returned.conversation), *returned.effects))


def woke(conversation: Conversation, event: Woke, facts: Facts) -> Decision:
    """The form was left, or a way was closed: what is asked for in vain is not asked for any longer."""
    if event.reason != "place":
        return expired(conversation, event, facts)
    stage = conversation.stage
    assert isinstance(stage, Filling)
    return _other_ways(conversation, stage, facts) if _is_closed(stage, facts) else Decision(conversation)


def expired(conversation: Conversation, event: Woke, facts: Facts) -> Decision:
    """Who went away is not disturbed; who waits for a person reads that their words go there again."""
    stage = conversation.stage
    assert isinstance(stage, Filling)
    if stage.meanwhile is None:
        return choosing.expired(conversation, event, facts)
    return back(conversation, event, facts)
