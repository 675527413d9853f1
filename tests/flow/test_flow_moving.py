"""The staff's thread is gone and there is a new one: the chat goes on there, and the customer hears nothing of it."""

import pytest
from msgspec.structs import replace

from core.flow.decide import decide
from core.model.conversation import Conversation, Filling, Queued, Stage, WithAgent
from core.model.effects import Effect, Post, Say
from core.model.events import ThreadMoved
from core.model.ids import Address, CaseCode
from core.model.offer import Offer
from core.model.posts import Card
from core.model.view import text
from tests.flow.cast import NOON, OTHER_THREAD, THREAD, TOM, facts
from tests.flow.dialogue import Dialogue

NEW = Address("slack", "C2/300.3")
CASE = CaseCode("FD-1")
LIVE = Offer("live_chat", True, True, text("offer.live_chat.ready"), text("offer.live_chat.promise"))
QUEUED = Queued(LIVE, CASE, NOON, THREAD)
CHATTING = WithAgent(TOM, CASE, THREAD, NOON)


def at(stage: Stage) -> Conversation:
    return replace(Dialogue().conversation, stage=stage)


def happens(stage: Stage, thread: Address = THREAD) -> tuple[Stage, tuple[Effect, ...]]:
    conversation, effects = decide(at(stage), ThreadMoved(CASE, thread, NEW), facts())
    return conversation.stage, effects


@pytest.mark.parametrize(("stage", "shown"), [(QUEUED, "waiting"), (CHATTING, "claimed")])
def test_the_case_is_shown_as_it_stands_in_the_new_thread(stage: Queued | WithAgent, shown: str) -> None:
    after, effects = happens(stage)
    assert after == replace(stage, thread=NEW)
    (post,) = effects
    assert isinstance(post, Post)
    assert isinstance(post.body, Card)
    assert (post.to, post.body.state) == (NEW, shown)


@pytest.mark.parametrize("stage", [QUEUED, CHATTING])
def test_behind_a_form_the_form_stays(stage: Queued | WithAgent) -> None:
    form = Filling(LIVE, ("email",), CASE, stage)
    after, effects = happens(form)
    assert after == replace(form, meanwhile=replace(stage, thread=NEW))
    assert not any(isinstance(effect, Say) for effect in effects)


@pytest.mark.parametrize("stage", [QUEUED, CHATTING])
def test_news_of_another_thread_or_told_twice_change_nothing(stage: Queued | WithAgent) -> None:
    moved, _ = happens(stage)
    assert happens(stage, OTHER_THREAD) == (stage, ())
    assert happens(moved) == (moved, ())
