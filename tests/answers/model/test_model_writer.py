"""The model writer with a server that behaves: an answer of the passages, with its sources, shown as it grows."""

import asyncio

import pytest

from bots.playground.openai import OpenAIServer, Trouble, trouble
from core.answers.articles import Article
from core.answers.errors import WriterFailed
from core.answers.model_writer import ModelWriter, material
from core.answers.prompt import MAX_PASSAGE
from core.model.ids import Language
from core.model.question import Question
from tests.answers.model.asked import DELIVERY, HITS, QUESTION, REFUNDS, Answers, Screen, Servers, hit, until


async def test_the_answer_has_its_sources_and_no_marks(answer: Answers) -> None:
    draft = await answer()
    assert draft.markdown == "We pay refunds within 14 days of the return.\n\n1. Open the order.\n2. Press Refund."
    assert [cited.article for cited in draft.citations] == ["refunds"]
    assert draft.citations[0].address == "https://help.example/refunds"
    assert draft.writer == "model"


async def test_one_answer_is_one_request_with_the_question_and_the_passages(
    answer: Answers, playground: OpenAIServer
) -> None:
    await answer(Question("And refunds in Spain?", Language("es"), before=("How much is delivery?",)))
    [request] = playground.requests
    assert request.prompt.question == "And refunds in Spain?"
    assert [passage.text.partition("\n")[0] for passage in request.prompt.passages] == ["Refunds", "Delivery"]
    assert "How much is delivery?" in request.body["messages"][1]["content"]
    assert "Write in Spanish" in request.prompt.rules
    assert request.body["stream"] is True


async def test_tokens_and_their_price_are_counted(answer: Answers, playground: OpenAIServer) -> None:
    playground.script(trouble.says("Press Refund [1]."))
    usage = (await answer()).usage
    assert usage is not None
    assert usage.completion_tokens == 3
    assert usage.prompt_tokens > 300
    assert usage.cost == pytest.approx((usage.prompt_tokens * 2 + 3 * 8) / 1_000_000)
    assert usage.model == "playground"


async def test_tokens_are_estimated_where_the_server_does_not_count(answer: Answers, playground: OpenAIServer) -> None:
    counted = (await answer()).usage
    playground.script(trouble.NO_USAGE)
    estimated = (await answer()).usage
    assert counted is not None
    assert estimated is not None
    assert estimated.prompt_tokens == pytest.approx(counted.prompt_tokens, rel=0.2)
    assert estimated.completion_tokens > 10


async def test_several_sources_stand_in_the_order_in_which_they_are_cited(
    answer: Answers, playground: OpenAIServer
) -> None:
    playground.script(trouble.says("It costs 4.99 EUR [2]. Refunds take 14 days [1][2], or less [1, 2]."))
    draft = await answer()
    assert draft.markdown == "It costs 4.99 EUR. Refunds take 14 days, or less."
    assert [cited.article for cited in draft.citations] == ["delivery", "refunds"]


@pytest.mark.parametrize("said", ["NONE", "NONE.", "**NONE**", "NONE: no passage is about that [1]."])
async def test_a_model_that_finds_nothing_abstains(answer: Answers, playground: OpenAIServer, said: str) -> None:
    playground.script(trouble.says(said))
    with pytest.raises(WriterFailed) as failed:
        await answer()
    assert failed.value.abstained
    assert failed.value.usage is not None


async def test_an_answer_that_begins_with_the_word_none_is_an_answer(answer: Answers, playground: OpenAIServer) -> None:
    playground.script(trouble.says("None of the fees is paid by you [1]."))
    assert (await answer()).markdown == "None of the fees is paid by you."


async def test_thoughts_before_the_answer_are_not_part_of_it(
    answer: Answers, playground: OpenAIServer, screen: Screen
) -> None:
    playground.script(trouble.THINKS_ALOUD)
    draft = await answer()
    assert draft.markdown.startswith("We pay refunds")
    assert not any("passage" in each for each in screen.seen)


async def test_it_is_shown_as_it_grows_without_marks_and_never_uncited(
    answer: Answers, playground: OpenAIServer, screen: Screen
) -> None:
    playground.script(trouble.says("Open the order [1]. Press Refund [1]. " + "We pay within 14 days [1]. " * 100))
    whole = (await answer()).markdown
    assert screen.seen
    for shown in screen.seen:
        assert whole.startswith(shown)
        assert shown.endswith(".")


async def test_it_is_shown_a_few_times_a_second_however_fast_it_comes(
    answer: Answers, playground: OpenAIServer, screen: Screen
) -> None:
    playground.script(trouble.says("We pay within 14 days [1]. " * 200))
    loop = asyncio.get_running_loop()
    began = loop.time()
    await answer()
    assert 1 <= len(screen.seen) <= 1 + (loop.time() - began) / 0.3


async def test_nothing_is_shown_of_an_answer_that_cites_what_there_is_not(
    answer: Answers, playground: OpenAIServer, screen: Screen
) -> None:
    playground.script(trouble.says("See our terms [9]."))
    with pytest.raises(WriterFailed, match="a passage that there is not: 9"):
        await answer()
    assert screen.seen == []


async def test_a_server_that_knows_no_optional_fields_is_asked_without_them(
    answer: Answers, playground: OpenAIServer
) -> None:
    playground.always(trouble.knows_no("stream_options", "max_completion_tokens"))
    assert (await answer()).markdown
    assert playground.asked() == 2
    assert (await answer()).markdown
    assert playground.asked() == 3


async def test_the_temperature_is_sent_only_where_it_is_set(connect: Servers, playground: OpenAIServer) -> None:
    await ModelWriter(connect()).write(QUESTION, HITS, Screen().show)
    await ModelWriter(connect(temperature=0.0)).write(QUESTION, HITS, Screen().show)
    assert ["temperature" in request.body for request in playground.requests] == [False, True]


async def test_what_only_this_server_knows_goes_along(connect: Servers, playground: OpenAIServer) -> None:
    await ModelWriter(connect(extra={"reasoning_effort": "low"})).write(QUESTION, HITS, Screen().show)
    assert playground.requests[0].body["reasoning_effort"] == "low"


async def test_a_server_without_a_key_is_asked_without_one(connect: Servers) -> None:
    open_to_all = OpenAIServer()
    server = connect(base_url=await open_to_all.start(), key="")
    assert (await ModelWriter(server).write(QUESTION, HITS, Screen().show)).markdown
    await open_to_all.stop()


def test_a_short_article_is_given_whole_and_of_a_long_one_the_passage() -> None:
    long = Article("long", "en", "Fees", "The first passage is about fees.\n\n" + "Another word. " * 200)
    assert material(hit(REFUNDS)).markdown == REFUNDS.body
    assert material(hit(DELIVERY)).title == "Delivery"
    assert len(long.body) > MAX_PASSAGE
    assert len(material(hit(long)).markdown) < MAX_PASSAGE


async def test_two_hundred_answers_at_once_are_two_hundred_requests(connect: Servers, playground: OpenAIServer) -> None:
    server = connect(first_token=20.0, stall=20.0, whole=30.0)
    writer = ModelWriter(server)
    drafts = await asyncio.gather(*(writer.write(QUESTION, HITS, Screen().show) for _ in range(200)))
    assert len({draft.markdown for draft in drafts}) == 1
    assert playground.asked() == 200
    assert playground.open_streams == 0


async def test_an_answer_that_nobody_waits_for_any_more_ends_its_stream(
    answer: Answers, playground: OpenAIServer, connect: Servers
) -> None:
    playground.script(Trouble(wait=None))
    writing = asyncio.create_task(ModelWriter(connect(first_token=20.0)).write(QUESTION, HITS, Screen().show))
    await until(lambda: playground.open_streams == 1)
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    await until(lambda: playground.open_streams == 0)


async def test_a_caller_that_waits_no_longer_gets_its_own_time_out(playground: OpenAIServer, connect: Servers) -> None:
    playground.script(trouble.stalls())
    server = connect(first_token=20.0, stall=20.0, whole=20.0)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await ModelWriter(server).write(QUESTION, HITS, Screen().show)
    await until(lambda: playground.open_streams == 0)
