"""A model writes the answers while the process is killed around it, or while it is gone: one answer, nothing lost."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bots.playground.faults import Moment
from bots.playground.openai import trouble
from tests.faults.database import rows
from tests.faults.oracle import Story, check, drained, nothing_given_up
from tests.faults.product import until
from tests.faults.stage import Stage, bot_messages, kill_at, staged
from tests.faults.warm import WarmStarts

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]

QUESTION = "How do I change my password?"
WRITTEN = "\n\nFrom the help centre: How do I change my password?"
QUOTED = "Quoted from the help centre: How do I change my password?"
STORED = "SELECT decided -> 'event' FROM decisions WHERE decided ->> '$.event.is' = 'AnswerReady'"


@pytest.fixture
async def stage(tmp_path: Path, warm_starts: WarmStarts) -> AsyncIterator[Stage]:
    async with staged(tmp_path, warm_starts.start, OPENAI_MODEL="scripted") as stage:
        yield stage


async def asks(stage: Stage, answer: str = WRITTEN) -> Story:
    """One question and its answer."""
    await stage.anna.write(QUESTION)
    await stage.reads(stage.anna, answer)
    return Story(screen=(answer,), transcript=(f"customer: {QUESTION}", "assistant"), stage="Idle")


def failures(stage: Stage) -> list[list[str]]:
    """Of each answer that was stored, why a draft was not sent."""
    return [json.loads(event)["answer"].get("failures", []) for (event,) in rows(stage.folder, STORED)]


# --- killed


@pytest.mark.fault("Process", "kill -9 at every step of a first question", "one answer, and nothing lost")
@pytest.mark.parametrize("moment", Moment)
async def test_killed_at_the_models_request_it_is_asked_again(stage: Stage, moment: Moment):
    stage.faults.add(kill_at("openai", "chat", 1, moment))
    await stage.product.start()

    assert await check(stage, {stage.anna: await asks(stage)}) == 0

    assert stage.product.kills == 1
    assert stage.model.asked() <= 2
    assert failures(stage) == [[]]


async def test_killed_while_the_model_thinks_it_is_asked_again(stage: Stage):
    stage.model.script(trouble.late())
    await stage.product.start()
    await stage.anna.write(QUESTION)
    await until(lambda: stage.model.open_streams == 1)

    stage.product.kill()

    await stage.reads(stage.anna, WRITTEN)
    await check(stage, {stage.anna: Story((WRITTEN,), (f"customer: {QUESTION}", "assistant"), "Idle")})
    assert stage.model.asked() == 2


async def test_killed_again_and_again_while_the_answer_streams_it_is_asked_again(stage: Stage):
    kills = 2
    stage.model.script(*[trouble.stalls(40)] * kills)
    await stage.product.start()
    await stage.anna.write(QUESTION)
    for count in range(1, kills + 1):
        await until(lambda count=count: stage.model.asked() == count and stage.model.open_streams == 1)
        stage.product.kill()
        await until(lambda: stage.model.open_streams == 0)

    await stage.reads(stage.anna, WRITTEN)
    await check(stage, {stage.anna: Story((WRITTEN,), (f"customer: {QUESTION}", "assistant"), "Idle")})
    assert stage.model.asked() == kills + 1
    assert failures(stage) == [[]]


@pytest.mark.fault("Model", "result stored before it is sent", "killed while it is sent, the model is not asked again")
@pytest.mark.parametrize("moment", Moment)
async def test_killed_when_the_answer_is_sent_it_was_stored_before_and_the_model_is_not_asked_again(
    stage: Stage, moment: Moment
):
    stage.faults.add(kill_at("telegram", "sendMessage", 1, moment))
    await stage.product.start()

    doubled = await check(stage, {stage.anna: await asks(stage)})

    assert stage.product.kills == 1
    assert stage.model.asked() == 1
    if moment is not Moment.ANSWERED:
        assert doubled == (moment is Moment.AFTER), "the declared window, and nothing but it"


@pytest.mark.fault("Model", "an answer that comes too late")
async def test_killed_after_a_person_was_asked_for_the_late_answer_is_never_sent(stage: Stage):
    stage.model.always(trouble.late(0.5))
    await stage.product.start()
    await stage.anna.write(QUESTION)
    await until(lambda: stage.model.open_streams == 1)
    await stage.anna.write("talk to support")
    await stage.reads(stage.anna, "This is how you can reach our team")

    stage.product.kill()

    story = Story(
        screen=("This is how you can reach our team",),
        transcript=(f"customer: {QUESTION}", "customer: talk to support", "desk"),
        stage="Choosing",
    )
    await check(stage, {stage.anna: story})


async def test_stopped_while_the_model_thinks_the_answer_is_kept_and_sent_by_the_next_process(stage: Stage):
    stage.model.script(trouble.late(1.0))
    await stage.product.start()
    await stage.product.ready()
    await stage.anna.write(QUESTION)
    await until(lambda: stage.model.open_streams == 1)

    assert await stage.product.stop() == 0

    await stage.product.start_again()
    await stage.reads(stage.anna, WRITTEN)
    await check(stage, {stage.anna: Story((WRITTEN,), (f"customer: {QUESTION}", "assistant"), "Idle")})
    assert stage.model.asked() == 1


# --- gone


async def test_without_the_model_everybody_is_answered_from_the_help_centre_also_around_a_kill(stage: Stage):
    await stage.model.refuse_connections()
    stage.faults.add(kill_at("telegram", "sendMessage", 1, Moment.BEFORE))
    await stage.product.start()

    assert await check(stage, {stage.anna: await asks(stage, QUOTED)}) == 0
    assert failures(stage) == [["no connection to the model server"]]


async def test_a_model_that_is_down_for_long_is_left_alone_and_asked_again_by_the_next_process(stage: Stage):
    stage.model.always(trouble.BROKEN)
    await stage.product.start()
    await stage.product.ready()
    questions = [QUESTION, "What does selling cost?", "My parcel has not arrived", "Can I cancel a bid?"]
    for question in questions:
        await stage.anna.write(question)
        await stage.reads(stage.anna, "Quoted from the help centre")
    assert stage.model.asked() == 3
    await drained(stage)
    nothing_given_up(stage)

    stage.model.always(trouble.Trouble())
    stage.product.kill()
    await stage.daan.write(QUESTION)
    await stage.reads(stage.daan, "How do I change my password?")
    assert stage.model.asked() == 4


@pytest.mark.parametrize("mischief", [trouble.WRONG_KEY, trouble.INVENTED_AMOUNT], ids=["wrong key", "invented"])
async def test_what_the_model_did_is_stored_and_tells_no_secret(stage: Stage, mischief: trouble.Trouble):
    stage.model.always(mischief)
    await stage.product.start()

    assert await check(stage, {stage.anna: await asks(stage, QUOTED)}) == 0

    assert all(failures(stage))
    assert all("9,999" not in message.text for message in bot_messages(stage.anna))
    assert "9,999" not in stage.product.log(), "what nobody may read is not in the log either"


async def test_many_customers_at_once_each_get_their_own_answer(stage: Stage):
    customers = [stage.telegram.customer(2000 + each, f"Customer {each}", language_code="en") for each in range(12)]
    await stage.product.start()
    await stage.product.ready()
    await asyncio.gather(*(customer.write(QUESTION) for customer in customers))
    for customer in customers:
        await stage.reads(customer, WRITTEN)
    await drained(stage)
    assert {len(bot_messages(customer)) for customer in customers} == {1}
    assert stage.model.asked() <= len(customers)
