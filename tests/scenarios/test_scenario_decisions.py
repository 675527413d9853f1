"""What is answered, how surely, and what comes instead: doubt, insults, danger, small talk, a no, the same question again."""

import asyncio
import json
from typing import NamedTuple

import pytest

from bots.cli.gaps import gaps
from bots.playground.slack import Person
from bots.playground.telegram import Customer
from bots.playground.telegram.state import Message
from bots.read_settings import load
from core.language.catalog import read_catalog
from core.model.ids import Language
from tests.scenarios.town import Town

CATALOG = read_catalog()


class Words(NamedTuple):
    """What a customer of one language writes."""

    code: str
    question: str
    says: str  # of its answer
    other: str
    other_says: str
    follow_up: str
    both: str
    insult: str
    danger: str
    smalltalk: str
    yes: str
    no: str

    def text(self, key: str) -> str:
        return CATALOG.say(key, {}, Language(self.code))

    def labels(self, *keys: str) -> list[str]:
        return [self.text(f"button.{key}") for key in keys]


EN = Words(
    "en",
    "How do I pay?",
    "within 3 days of the end of the auction",
    "How do I verify my identity?",
    "about 5 minutes",
    "and for Spain?",
    "How do I pay? How do I verify my identity?",
    "You stupid idiots, how do I pay?",
    "I will kill myself",
    "Are you a robot?",
    "yes",
    "no",
)
NL = Words(
    "nl",
    "Hoe betaal ik?",
    "binnen 3 dagen",
    "Hoe bevestig ik mijn identiteit?",
    "ongeveer 5 minuten",
    "en in Spanje?",
    "Hoe betaal ik? Hoe bevestig ik mijn identiteit?",
    "Stelletje idioten, hoe betaal ik?",
    "Ik maak een einde aan mijn leven",
    "Ben je een robot?",
    "ja",
    "nee",
)
PL = Words(
    "pl",
    "Jak mogę zapłacić?",
    "3 dni",
    "Jak potwierdzić tożsamość?",
    "około 5 minut",
    "a w Hiszpanii?",
    "Jak mogę zapłacić? Jak potwierdzić tożsamość?",
    "Idioci, jak mogę zapłacić?",
    "Zabiję się",
    "Jesteś botem?",
    "tak",
    "nie",
)
each_language = pytest.mark.parametrize("words", [EN, NL, PL], ids=lambda words: words.code)


@pytest.fixture
def customer(town: Town, request: pytest.FixtureRequest) -> Customer:
    """She has the language of the test's words."""
    words: Words = request.getfixturevalue("words")
    return town.customer(language=words.code)


@pytest.fixture
def words() -> Words:
    return EN


async def asks(customer: Customer, words: Words) -> Message:
    """Her question, and its answer."""
    await customer.write(words.question)
    return await customer.reads(words.says)


def replies(customer: Customer) -> int:
    return sum(message.by_bot for message in customer.screen)


async def left_open(capsys: pytest.CaptureFixture[str]) -> list[tuple[str, str, str, int, int]]:
    """What `frontdesk gaps` tells the operator: language, question, article, unanswered, disliked."""
    capsys.readouterr()
    assert await asyncio.to_thread(lambda: gaps(load(), days=1, language="", limit=10, as_json=True)) == 0
    told = json.loads(capsys.readouterr().out)
    return [(*(each[key] for key in ("language", "question", "article", "unanswered", "disliked")),) for each in told]


# --- how sure


@each_language
async def test_a_sure_answer_asks_whether_it_helped_and_shows_the_way_to_a_person(
    customer: Customer, words: Words
) -> None:
    said = await asks(customer, words)
    assert words.text("rating.ask") in said.text
    assert words.text("answer.careful") not in said.text
    assert said.buttons == words.labels("helped", "not_helped", "talk")


class TestDoubt:
    @pytest.fixture
    def settings(self) -> dict[str, str]:
        """Only what an article asks word for word is answered without a doubt."""
        return {"HELP_ANSWER": "1", "HELP_CAREFUL": "0.3"}

    @each_language
    async def test_a_careful_answer_says_so_and_the_way_to_a_person_comes_first(
        self, town: Town, customer: Customer, words: Words
    ) -> None:
        said = await asks(customer, words)
        assert words.text("answer.careful") in said.text
        assert said.buttons == words.labels("talk", "helped", "not_helped")
        stored = await town.why(said)
        assert stored.verdict == "careful"
        assert 0.3 <= stored.confidence < 1


async def test_what_the_help_centre_does_not_say_is_kept_for_the_operator_without_personal_data(
    town: Town, customer: Customer, words: Words, capsys: pytest.CaptureFixture[str]
) -> None:
    await customer.write("Which colour has the moon of Jupiter? Tell anna@shop.example")
    await customer.reads(words.text("answer.unknown"))
    ((language, question, article, unanswered, disliked),) = await left_open(capsys)
    assert (language, article, unanswered, disliked) == ("en", "", 1, 0)
    assert question.startswith("Which colour has the moon of Jupiter?")
    assert "anna" not in question


# --- whether it helped


@each_language
@pytest.mark.parametrize("by_hand", [False, True], ids=["pressed", "typed"])
async def test_a_yes_is_met_with_a_word_and_nothing_is_left_open(
    customer: Customer, words: Words, by_hand: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    await asks(customer, words)
    await (customer.write(words.yes) if by_hand else customer.press(words.text("button.helped")))
    said = await customer.reads(words.text("rating.thanks"))
    assert said.buttons == words.labels("talk")
    assert await left_open(capsys) == []


@each_language
@pytest.mark.parametrize("by_hand", [False, True], ids=["pressed", "typed"])
async def test_a_no_leads_to_a_person_and_is_kept_for_the_operator(
    customer: Customer, words: Words, by_hand: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    await asks(customer, words)
    await (customer.write(words.no) if by_hand else customer.press(words.text("button.not_helped")))
    said = await customer.reads(words.text("rating.sorry"))
    assert words.text("choosing.ways") in said.text
    assert said.buttons == words.labels("email", "cancel")
    ((language, question, article, unanswered, disliked),) = await left_open(capsys)
    assert (language, question, unanswered, disliked) == (words.code, words.question, 0, 1)
    assert article


@each_language
async def test_the_buttons_of_an_old_answer_say_that_they_are_old(
    customer: Customer, words: Words, capsys: pytest.CaptureFixture[str]
) -> None:
    old = await asks(customer, words)
    await customer.write(words.other)
    await customer.reads(words.other_says)
    await customer.press(words.text("button.not_helped"), message_id=old.id)
    said = await customer.reads(words.text("choice.expired"))
    assert words.text("idle.ask") in said.text
    assert await left_open(capsys) == []


async def test_an_answer_is_rated_once(
    town: Town, customer: Customer, words: Words, capsys: pytest.CaptureFixture[str]
) -> None:
    said = await asks(customer, words)
    for _ in range(3):
        await customer.press(words.text("button.not_helped"), message_id=said.id)
    await customer.reads(words.text("rating.sorry"))
    await town.closes()
    assert [gap[-1] for gap in await left_open(capsys)] == [1]


# --- the same again, and what goes on


@each_language
async def test_the_same_question_again_brings_a_person_first(customer: Customer, words: Words) -> None:
    await asks(customer, words)
    await customer.write(f"{words.question.lower()}!!")
    said = await customer.reads(words.text("answer.again"))
    assert words.text("choosing.ways") in said.text
    assert words.says not in said.text


@each_language
async def test_a_follow_up_is_searched_with_what_it_continues(town: Town, customer: Customer, words: Words) -> None:
    await asks(customer, words)
    await customer.write(words.follow_up)
    said = await customer.reads(words.says)
    assert [each.article for each in (await town.why(said)).citations] == ["how-to-pay"]


@each_language
async def test_a_follow_up_that_continues_nothing_is_not_guessed_at(customer: Customer, words: Words) -> None:
    await customer.write(words.follow_up)
    await customer.reads(words.text("answer.unknown"))


@each_language
async def test_two_questions_in_one_message_are_answered_with_two_passages(
    town: Town, customer: Customer, words: Words
) -> None:
    await customer.write(words.both)
    said = await customer.reads(words.says)
    assert words.other_says in said.text
    assert [each.citation.article for each in (await town.why(said)).quotes] == ["how-to-pay", "verify-identity"]
    assert len([entity for entity in said.entities if entity.url and "hamerslag.example" in entity.url]) >= 2


# --- what is no question


@each_language
async def test_small_talk_gets_a_word_and_no_article(customer: Customer, words: Words) -> None:
    await customer.write(words.smalltalk)
    said = await customer.reads(words.text("smalltalk.assistant"))
    assert said.buttons == words.labels("talk")


@pytest.mark.parametrize(
    ("said", "answer"),
    [("Thank you!", "thanks"), ("Bye", "goodbye"), ("How are you?", "chat"), ("are you human or a bot", "assistant")],
)
async def test_every_kind_of_small_talk_has_its_word(customer: Customer, words: Words, said: str, answer: str) -> None:
    await customer.write(said)
    await customer.reads(words.text(f"smalltalk.{answer}"))


@each_language
async def test_insults_get_a_calm_word_and_the_same_help(customer: Customer, words: Words) -> None:
    await customer.write(words.insult)
    said = await customer.reads(words.text("answer.calm"))
    assert words.says in said.text
    assert replies(customer) == 1


async def test_an_insult_alone_gets_a_calm_word_and_the_way_to_a_person(customer: Customer, words: Words) -> None:
    await customer.write("you stupid idiots")
    said = await customer.reads(words.text("answer.calm"))
    assert words.text("button.talk") in said.buttons


# --- danger


@each_language
async def test_who_speaks_of_harm_is_shown_help_and_a_person_at_once(customer: Customer, words: Words) -> None:
    await customer.write(words.danger)
    said = await customer.reads(words.text("urgent.now"))
    assert "112" in said.text
    assert words.text("choosing.ways") in said.text


@each_language
async def test_danger_is_marked_on_the_card(town: Town, customer: Customer, words: Words, tom: Person) -> None:
    await town.has_on_duty(tom)
    await customer.write(words.danger)
    await customer.reads(words.text("urgent.now"))
    await customer.press(words.text("button.live_chat"))
    card = await town.shows_card(customer)
    assert "URGENT" in card.plain
    assert words.danger in card.plain


async def test_danger_is_marked_in_the_teams_mail(town: Town, customer: Customer, words: Words) -> None:
    await customer.write(words.danger)
    await customer.reads(words.text("urgent.now"))
    await customer.press(words.text("button.email"))
    await customer.reads("Which e-mail address")
    await customer.write("anna@shop.example")
    mail = await town.team_gets()
    assert "URGENT" in mail.text
    assert words.danger in mail.text


async def test_danger_in_the_middle_of_a_question_stops_the_search(
    town: Town, customer: Customer, words: Words
) -> None:
    await customer.write(f"{words.question} {words.danger} if this goes on.")
    await customer.reads(words.text("urgent.now"))
    await town.closes()
    assert replies(customer) == 1


async def test_an_ordinary_case_is_not_marked(town: Town, customer: Customer, words: Words, tom: Person) -> None:
    await town.has_on_duty(tom)
    await asks(customer, words)
    await customer.press(words.text("button.not_helped"))
    await customer.reads(words.text("rating.sorry"))
    await customer.press(words.text("button.live_chat"))
    assert "URGENT" not in (await town.shows_card(customer)).plain
