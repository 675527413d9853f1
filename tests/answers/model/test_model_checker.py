"""The second opinion: the sentences that no source supports, or no verdict, with its reason."""

import pytest

from bots.playground.openai import OpenAIServer, Trouble, trouble
from core.answers.llm import ModelServer
from core.answers.model_checker import ModelChecker
from core.answers.prompt import Material

SOURCES = (Material("Refunds", "We pay refunds within 14 days of the return."),)


async def test_sentences_that_the_sources_do_not_say_are_named(model: ModelServer) -> None:
    checked = await ModelChecker(model).check("We pay refunds within 14 days. Gold members fly for nothing.", SOURCES)
    assert checked.unsupported == ("Gold members fly for nothing.",)
    assert checked.problem == ""


async def test_an_answer_that_the_sources_say_has_none(model: ModelServer) -> None:
    checked = await ModelChecker(model).check("We pay refunds within 14 days.", SOURCES)
    assert (checked.unsupported, checked.problem) == ((), "")
    assert checked.usage is not None
    assert checked.usage.cost > 0


@pytest.mark.parametrize(
    ("goes_wrong", "problem"),
    [
        (trouble.says("The second sentence is doubtful."), "the model's verdict cannot be read"),
        (trouble.says("7"), "the model's verdict cannot be read"),
        (trouble.EMPTY, "the model's verdict cannot be read"),
        (trouble.BROKEN, "the model server answered 500 (server_error)"),
        (trouble.late(), "the model server did not answer in time"),
    ],
)
async def test_without_a_verdict_nothing_is_named_and_the_reason_is_kept(
    model: ModelServer, playground: OpenAIServer, goes_wrong: Trouble, problem: str
) -> None:
    playground.script(goes_wrong)
    checked = await ModelChecker(model).check("Gold members fly for nothing.", SOURCES)
    assert (checked.unsupported, checked.problem) == ((), problem)
    assert playground.asked() == 1


async def test_steps_are_checked_one_by_one(model: ModelServer, playground: OpenAIServer) -> None:
    await ModelChecker(model).check("Do this:\n\n1. Open it. Wait.\n2. Press *Pay*!\n- Done", SOURCES)
    sentences = [each.text for each in playground.requests[0].prompt.sentences]
    assert sentences == ["Do this:", "Open it.", "Wait.", "Press *Pay*!", "Done"]
