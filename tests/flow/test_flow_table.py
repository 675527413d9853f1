"""The table as a whole: every arrow is walked, and silence stands only where it is meant."""

import random
from collections.abc import Callable
from typing import get_args

import pytest

from core.flow.table import EVERYWHERE, TABLE
from core.flow.triggers import Trigger, as_choice, trigger
from core.model.conversation import (
    Adding,
    Advising,
    Answering,
    Choosing,
    Closed,
    Corresponding,
    Disputing,
    Filling,
    Idle,
    PickingOrder,
    Queued,
    SigningIn,
    Stage,
    WithAgent,
)
from core.model.effects import Say, WakeReason
from tests.flow.cast import OTHER_THREAD, THREAD, TOM
from tests.flow.dialogue import Dialogue
from tests.flow.histories import DEEDS, after
from tests.flow.scenes import (
    adding,
    advised,
    answered,
    asked_for_email,
    chat_over,
    choosing,
    corresponding,
    picking,
    queued,
    reporting,
    signing_in,
    with_tom,
)
from tests.flow.world import Step
from tests.flow.world_scenes import SCENES

MOST_WALKS = 40_000


def asked(chat: Dialogue) -> Dialogue:
    return chat.customer("Where is my refund?").looks_up("Where is my refund?")


STAGES: dict[type[Stage], Callable[[Dialogue], Dialogue]] = {
    Idle: answered,
    Answering: asked,
    SigningIn: signing_in,
    PickingOrder: picking,
    Advising: advised,
    Disputing: reporting,
    Adding: adding,
    Choosing: choosing,
    Filling: asked_for_email,
    Queued: queued,
    WithAgent: with_tom,
    Corresponding: corresponding,
    Closed: chat_over,
}

DEEDS_OF_PEOPLE: dict[Trigger, Callable[[Dialogue], Dialogue]] = {
    Trigger.STARTED: lambda chat: chat.customer("/start", typed="start"),
    Trigger.ASKED: lambda chat: chat.customer("Something new"),
    Trigger.TALK: lambda chat: chat.presses("talk", 0),
    Trigger.STALE: lambda chat: chat.presses("offer.live_chat", 99),
    Trigger.FILE: lambda chat: chat.sends("photo"),
    Trigger.EDITED: lambda chat: chat.edits("Something else"),
    Trigger.AGENT_WROTE: lambda chat: chat.replies(TOM, "Hello", OTHER_THREAD),
    Trigger.AGENT_CHANGED: lambda chat: chat.rewrites(TOM, "Hello", THREAD),
    Trigger.AGENT_CLAIMED: lambda chat: chat.claims(TOM, OTHER_THREAD, "FD-0"),
    Trigger.AGENT_CLOSED: lambda chat: chat.closes(TOM, OTHER_THREAD, "FD-0"),
}

# Deeds of people that are met with silence, and why.
SILENT: dict[tuple[type[Stage], Trigger], str] = {
    (Answering, Trigger.ASKED): "asked next",
    (Answering, Trigger.EDITED): "asked next",
    (SigningIn, Trigger.EDITED): "the transcript has it, and nobody has read it yet",
    (PickingOrder, Trigger.EDITED): "the transcript has it, and nobody has read it yet",
    (Advising, Trigger.EDITED): "the transcript has it, and nobody has read it yet",
    (Disputing, Trigger.EDITED): "the transcript has it, and so has the report what was written first",
    (Adding, Trigger.EDITED): "the transcript has it, and so has what is added what was written first",
    (Choosing, Trigger.EDITED): "the transcript has it, and nobody has read it yet",
    (Filling, Trigger.EDITED): "the transcript has it, and nobody has read it yet",
    (Closed, Trigger.EDITED): "nobody is there any more, and it is no new question",
    **{(stage, Trigger.AGENT_CHANGED): "what the customer has not read needs no correction" for stage in STAGES},
}


@pytest.mark.parametrize("deed", DEEDS_OF_PEOPLE, ids=str)
@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.__name__)
def test_people_are_answered_in_every_stage(stage: type[Stage], deed: Trigger) -> None:
    chat = STAGES[stage](Dialogue()).is_in(stage)
    DEEDS_OF_PEOPLE[deed](chat)
    assert bool(chat.untold) is ((stage, deed) not in SILENT)


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.__name__)
def test_asking_for_a_person_is_answered_with_a_way_in_every_stage(stage: type[Stage]) -> None:
    chat = STAGES[stage](Dialogue()).presses("talk", 0)
    (said,) = chat.untold
    assert isinstance(said, Say)
    assert isinstance(chat.stage, Choosing | Queued | WithAgent)


def test_every_stage_has_a_row_for_every_trigger() -> None:
    assert set(TABLE) == {(stage, kind) for stage in STAGES for kind in Trigger}
    assert set(EVERYWHERE) == set(Trigger)


def test_every_arrow_of_the_table_is_walked() -> None:
    """What is drawn can happen: an arrow that no walk finds is one too many. Walks begin where arrows are missing."""
    missing = {(stage, kind, to) for (stage, kind), row in TABLE.items() for to in row.to}
    begun = [after((scene, ())) for scene in range(len(SCENES))]
    missing -= {_arrow(step) for world in begun for step in world.steps}
    scenes = {
        stage: [n for n, world in enumerate(begun) if type(world.conversation.stage) is stage] for stage in STAGES
    }
    chance = random.Random(11)  # meets the rarest soon
    for _ in range(MOST_WALKS):
        if not missing:
            break
        stage = chance.choice([stage for stage in STAGES if any(start is stage for start, _, _ in missing)])
        scene = chance.choice(scenes[stage])
        missing -= {_arrow(step) for step in _walk(chance, scene)[len(begun[scene].steps) :]}
    assert not missing


def _walk(chance: random.Random, scene: int) -> list[Step]:
    deeds = [(chance.randrange(len(DEEDS)), chance.randrange(2**10)) for _ in range(chance.choice((3, 8, 30)))]
    return after((scene, deeds)).steps


def _arrow(step: Step) -> tuple[type[Stage], Trigger, type[Stage]]:
    kind = trigger(step.before, as_choice(step.before, step.event, step.facts), step.facts)
    return type(step.before.stage), kind, type(step.after.stage)


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.__name__)
def test_a_timer_of_an_older_turn_changes_nothing(stage: type[Stage]) -> None:
    chat = STAGES[stage](Dialogue())
    before = chat.conversation
    for reason in get_args(WakeReason):
        chat.wakes(reason, chat.turn - 1).silence()
    assert chat.conversation == before
