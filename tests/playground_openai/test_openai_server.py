"""The playground's model, as any client meets it: it answers from the prompt, and goes wrong as it is told."""

from collections.abc import AsyncIterator
from typing import Any

import openai
import pytest

from bots.playground.faults import Fault
from bots.playground.openai import OpenAIServer, trouble

PROMPT: Any = [
    {"role": "system", "content": "Answer from the passages, and cite them."},
    {
        "role": "user",
        "content": """
<passage number="1">
Delivery

A parcel needs three days. On Sundays nothing is delivered.
</passage>

<passage number="2">
Refunds

We pay refunds within 14 days of the return.

1. Open the order.
2. Press Refund.
</passage>

<question>
How do I get a refund for my order?
</question>""",
    },
]


@pytest.fixture
async def server() -> AsyncIterator[OpenAIServer]:
    server = OpenAIServer()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def client(server: OpenAIServer) -> AsyncIterator[openai.AsyncOpenAI]:
    async with openai.AsyncOpenAI(api_key="any", base_url=server.base_url, max_retries=0) as client:
        yield client


async def _said(client: openai.AsyncOpenAI, messages: Any = PROMPT) -> str:
    completion = await client.chat.completions.create(model="playground", messages=messages)
    return completion.choices[0].message.content or ""


async def test_it_answers_with_the_sentences_that_speak_of_the_question(client: openai.AsyncOpenAI) -> None:
    assert await _said(client) == (
        "We pay refunds within 14 days of the return. [2]\n\n1. Open the order. [2]\n2. Press Refund. [2]"
    )


async def test_the_same_prompt_gets_the_same_answer(client: openai.AsyncOpenAI) -> None:
    assert await _said(client) == await _said(client)


async def test_it_says_so_when_no_passage_speaks_of_the_question(client: openai.AsyncOpenAI) -> None:
    question = PROMPT[1]["content"].replace("How do I get a refund for my order?", "What colour has the moon?")
    assert await _said(client, [{"role": "user", "content": question}]) == "NONE"


async def test_a_question_of_short_words_is_answered_from_the_first_passage(client: openai.AsyncOpenAI) -> None:
    question = PROMPT[1]["content"].replace("How do I get a refund for my order?", "How do I pay?")
    assert (await _said(client, [{"role": "user", "content": question}])).endswith("[1]")


async def test_it_names_the_sentences_that_the_passages_do_not_say(client: openai.AsyncOpenAI) -> None:
    sentences = """
<passage number="1">
A parcel needs three days.
</passage>
<sentence number="1">
Your parcel needs three days.
</sentence>
<sentence number="2">
Gold members fly free of charge.
</sentence>"""
    assert await _said(client, [{"role": "user", "content": sentences}]) == "2"


async def test_a_stream_is_the_same_answer_in_pieces_and_ends_with_its_usage(client: openai.AsyncOpenAI) -> None:
    stream = await client.chat.completions.create(
        model="playground", messages=PROMPT, stream=True, stream_options={"include_usage": True}
    )
    chunks = [chunk async for chunk in stream]
    pieces = [choice.delta.content or "" for chunk in chunks for choice in chunk.choices]
    assert len(pieces) > 10
    assert "".join(pieces) == await _said(client)
    usage = chunks[-1].usage
    assert usage is not None
    assert usage.total_tokens == usage.prompt_tokens + usage.completion_tokens > 50


async def test_usage_is_streamed_only_when_it_is_asked_for(client: openai.AsyncOpenAI) -> None:
    stream = await client.chat.completions.create(model="playground", messages=PROMPT, stream=True)
    assert all(chunk.usage is None for chunk in [chunk async for chunk in stream])


async def test_a_script_holds_for_one_request_each(server: OpenAIServer, client: openai.AsyncOpenAI) -> None:
    server.script(trouble.says("one"), trouble.says("two"))
    assert [await _said(client) for _ in range(2)] == ["one", "two"]
    assert "refunds" in await _said(client)
    assert server.asked() == 3


async def test_a_refusal_has_the_status_headers_and_code(server: OpenAIServer, client: openai.AsyncOpenAI) -> None:
    server.script(trouble.rate_limited("7"))
    with pytest.raises(openai.RateLimitError) as limited:
        await _said(client)
    assert limited.value.response.headers["retry-after"] == "7"
    assert limited.value.code == "rate_limit_exceeded"


async def test_it_takes_the_same_faults_as_the_other_servers(server: OpenAIServer, client: openai.AsyncOpenAI) -> None:
    server.faults.add(Fault(server="openai", method="chat", status=503, body="<html>"))
    with pytest.raises(openai.InternalServerError):
        await _said(client)
    assert server.faults.seen[0].server == "openai"


async def test_nobody_listens_while_connections_are_refused(server: OpenAIServer, client: openai.AsyncOpenAI) -> None:
    await server.refuse_connections()
    with pytest.raises(openai.APIConnectionError):
        await _said(client)
    await server.accept_connections()
    assert await _said(client)


async def test_with_a_key_others_are_refused() -> None:
    server = OpenAIServer(key="ours")
    async with openai.AsyncOpenAI(api_key="theirs", base_url=await server.start(), max_retries=0) as stranger:
        with pytest.raises(openai.AuthenticationError):
            await stranger.models.list()
    async with openai.AsyncOpenAI(api_key="ours", base_url=server.base_url, max_retries=0) as owner:
        assert [model.id async for model in owner.models.list()] == ["playground"]
    await server.stop()


async def test_texts_with_like_words_have_like_embeddings(client: openai.AsyncOpenAI) -> None:
    texts = ["Where is my parcel?", "The parcels are late", "Change the password"]
    answer = await client.embeddings.create(model="e", input=texts)
    parcel, parcels, password = (each.embedding for each in answer.data)
    assert _cosine(parcel, parcels) > _cosine(parcel, password) + 0.2
    assert _cosine(parcel, parcel) == pytest.approx(1, abs=1e-3)


def _cosine(one: list[float], other: list[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize(
    ("words", "into", "said"),
    [
        ("Var är mitt paket?", "English", "Where is my parcel?"),
        ("Hello\nIt is about order ⟦1⟧.", "Swedish", "Hej\nDet gäller beställning ⟦1⟧."),
        ("The parcel arrives tomorrow before 16:30.", "Danish", "Pakken kommer i morgen inden 16:30."),
        ("Nobody has taught it this.", "Swedish", "Nobody has taught it this."),
        ("Hello", "Klingon", "Hello"),
    ],
)
async def test_it_translates_what_its_phrasebook_has(
    client: openai.AsyncOpenAI, words: str, into: str, said: str
) -> None:
    asked = f"<words>\n{words}\n</words>\n\nTranslate the text in <words> into {into}."
    assert await _said(client, [{"role": "user", "content": asked}]) == said
