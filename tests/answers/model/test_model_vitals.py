"""What a model server's answers say of whether it can be asked."""

from contextlib import suppress

import pytest

from bots.playground.openai import OpenAIServer, trouble
from core.answers.errors import WriterFailed
from core.answers.llm import ModelServer
from core.answers.model_writer import ModelWriter
from core.engine.vitals import KnownVitals
from tests.answers.model.asked import HITS, KEY, QUESTION, Screen, Servers
from tests.engine.fakes import Clock


async def asked(connect: Servers, playground: OpenAIServer, times: int = 1) -> list[tuple[bool, str]]:
    """How it stands after so many questions."""
    vitals = KnownVitals(Clock())
    server = ModelServer(connect().access, vitals=vitals)
    for _ in range(times):
        with suppress(WriterFailed):
            await ModelWriter(server).write(QUESTION, HITS, Screen().show)
    await server.close()
    assert KEY not in str(vitals.all())
    return [(vital.well, vital.why) for vital in vitals.all() if vital.name == "model"]


async def test_one_that_answers_is_well(connect: Servers, playground: OpenAIServer) -> None:
    assert await asked(connect, playground) == [(True, "")]


async def test_one_that_is_broken_is_ill_and_rests_after_a_while(connect: Servers, playground: OpenAIServer) -> None:
    playground.always(trouble.BROKEN)
    [(well, why)] = await asked(connect, playground)
    assert (well, "rests" in why) == (False, False)
    [(well, why)] = await asked(connect, playground, times=4)
    assert not well
    assert "rests for 30 s" in why


async def test_one_that_has_no_time_says_how_long(connect: Servers, playground: OpenAIServer) -> None:
    playground.script(trouble.rate_limited("30"))
    [(well, why)] = await asked(connect, playground)
    assert not well
    assert "429" in why
    assert "rests for 30 s" in why


async def test_the_next_answer_mends_it(connect: Servers, playground: OpenAIServer) -> None:
    playground.script(trouble.BROKEN)
    assert await asked(connect, playground, times=2) == [(True, "")]


@pytest.mark.parametrize("bad", [trouble.EMPTY, trouble.BAD_JSON, trouble.FILTERED, trouble.CUT_BY_LENGTH])
async def test_a_bad_answer_is_no_bad_server(connect: Servers, playground: OpenAIServer, bad: trouble.Trouble) -> None:
    playground.script(bad)
    assert [well for well, _ in await asked(connect, playground)] in ([], [True])
