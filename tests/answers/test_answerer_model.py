"""A model's draft is sent if every rule lets it pass; else the article is quoted, and the reason is kept."""

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.answers import answerer as module
from core.answers.answerer import Answerer
from core.answers.articles import Article
from core.answers.errors import WriterFailed
from core.answers.help_centre import HelpCentre, Hit
from core.answers.writing import Draft, Show, cite
from core.model.answer import Answer, Usage
from core.model.ids import Language
from core.model.question import Question

BODY = "Refunds take 5 days. You can see the status under **My purchases**."
CENTRE = HelpCentre([Article("refund", "en", "When do I get a refund?", BODY, address="https://help.example/refund")])
ASKED = Question("When do I get a refund?", Language("en"))
PAID = Usage(900, 60, 0.001, "a-model")


class Pen:
    """A model that says what it is told to."""

    def __init__(self, *said: str, fails: Exception | None = None, objects: tuple[str, ...] = ()) -> None:
        self.said = said
        self.fails = fails
        self.objects = objects
        self.remembered: list[Draft] = []

    async def draft(self, question: Question, hits: Sequence[Hit], show: Show) -> Draft:
        for end in range(1, len(self.said) + 1):
            await show("".join(self.said[:end]))
        if self.fails:
            raise self.fails
        return Draft("".join(self.said), (cite(hits[0]),), usage=PAID, writer="model")

    async def objections(self, question: Question, draft: Draft, hits: Sequence[Hit]) -> tuple[str, ...]:
        return self.objects

    async def remember(self, question: Question, hits: Sequence[Hit], draft: Draft) -> None:
        self.remembered.append(draft)


async def answered(pen: Pen, seen: list[str] | None = None) -> Answer:
    async def show(text: str) -> None:
        if seen is not None:
            seen.append(text)

    return await Answerer(CENTRE, model=pen).answer(ASKED, show)


async def test_a_draft_that_says_what_its_source_says_is_sent_and_remembered() -> None:
    pen = Pen("Refunds take 5 days.")
    answer = await answered(pen)
    assert (answer.writer, answer.markdown, answer.failures, answer.usage) == (
        "model",
        "Refunds take 5 days.",
        (),
        PAID,
    )
    assert [cited.article for cited in answer.citations] == ["refund"]
    assert len(pen.remembered) == 1


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("Refunds take 3 days.", "figure"),
        ("Refunds take 5 days, see https://evil.example/refund.", "link"),
        ("Refunds take 5 days. We will refund you today.", "promise"),
        ("Terugbetalingen duren 5 dagen, je ziet de status onder je aankopen.", "language"),
        ("Refunds take 5 days. <script>alert(1)</script>", "markup"),
        ("Refunds take 5 days. Penguins live at the South Pole and eat fish.", "sentence"),
        ("", "length"),
    ],
)
async def test_a_draft_that_breaks_a_rule_is_not_sent(said: str, rule: str) -> None:
    pen = Pen(said)
    answer = await answered(pen)
    assert (answer.writer, answer.markdown) == ("extractive", BODY)
    assert any(failure.startswith(f"{rule}:") for failure in answer.failures)
    assert (answer.usage, pen.remembered) == (PAID, [])


async def test_what_the_second_look_objects_to_is_not_sent() -> None:
    answer = await answered(Pen("Refunds take 5 days.", objects=("not supported",)))
    assert answer.writer == "extractive"


async def test_a_model_that_fails_costs_and_the_article_is_quoted() -> None:
    answer = await answered(Pen(fails=WriterFailed("429", usage=PAID)))
    assert (answer.writer, answer.markdown, answer.failures, answer.usage) == ("extractive", BODY, ("429",), PAID)


async def test_a_model_that_says_that_the_passages_do_not_say_is_believed() -> None:
    answer = await answered(Pen(fails=WriterFailed("the passages do not say", abstained=True)))
    assert (answer.kind, answer.markdown) == ("unknown", "")


async def test_a_model_that_takes_too_long_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    class Asleep(Pen):
        async def draft(self, question: Question, hits: Sequence[Hit], show: Show) -> Draft:
            await asyncio.sleep(60)
            raise AssertionError

    monkeypatch.setattr(module, "WRITING", 0.05)
    answer = await answered(Asleep())
    assert (answer.writer, answer.failures) == ("extractive", ("no draft within 0 s",))


async def test_only_whole_sentences_that_pass_are_shown_while_it_writes() -> None:
    seen: list[str] = []
    await answered(Pen("Refunds ", "take 5 days.", " You can see", " the status.", " We promise", " 100 euro."), seen)
    assert seen == ["Refunds take 5 days.", "Refunds take 5 days. You can see the status."]


@given(st.lists(st.text(max_size=40), max_size=6))
async def test_whatever_a_model_says_what_is_sent_passed_the_guard(said: list[str]) -> None:
    answer = await answered(Pen(*said))
    assert answer.kind == "answered"
    assert answer.writer == "extractive" or not answer.failures
