"""A customer writes Swedish, an agent English, and a model stands between them: as it should be, down, and restarted."""

import pytest

from bots.playground.openai import trouble
from bots.playground.slack import Person
from bots.playground.slack.state import Message as Post
from bots.playground.telegram import Customer
from core.engine.dispatcher import Dispatcher
from tests.scenarios.town import Town

pytestmark = pytest.mark.faults

LIVE_CHAT_SV = "Starta en livechatt"
PROMISED = "översätts det du och vårt team skriver av en maskin"
TRANSLATED = "(machine translation)"


@pytest.fixture
def settings() -> dict[str, str]:
    return {"OPENAI_MODEL": "scripted", "HOURS_LIVE_CHAT": "Mo-Su 0:00-24:00"}


@pytest.fixture
def maja(town: Town) -> Customer:
    return town.customer(1003, "Maja", language="sv")


async def waiting(town: Town, maja: Customer, tom: Person) -> Post:
    """She has chosen English, and asked for a live chat."""
    await tom.slash("/frontdesk", "on en", town.support)
    await town.support.shows(lambda message: "Tom (en)" in message.plain)
    await maja.write("/support")
    assert PROMISED in (await maja.reads("Välj vilket språk vårt team ska prata med dig på:")).text
    await maja.press("English")
    chosen = await maja.reads("Vårt team pratar med dig på det här språket: engelska.")
    assert PROMISED in chosen.text
    await maja.press(next(label for label in chosen.buttons if "chatt" in label))
    await maja.reads("FD-")
    card = await town.shows_card(maja)
    assert "Translation: by a machine" in str(card.blocks)
    return card


async def chatting(town: Town, maja: Customer, tom: Person) -> Post:
    card = await waiting(town, maja, tom)
    await tom.clicks("Claim", in_=card)
    await maja.reads("Tom är nu med dig i chatten.")
    await in_thread(town, card, "The customer reads: Swedish. You read: English")
    return card


async def in_thread(town: Town, card: Post, *words: str) -> Post:
    return await town.support.shows(
        lambda message: message.thread_ts == card.ts and all(each in message.plain for each in words)
    )


async def test_each_reads_their_own_language(town: Town, maja: Customer, tom: Person) -> None:
    card = await chatting(town, maja, tom)
    await maja.write("Var är mitt paket?")
    shown = await in_thread(town, card, "Where is my parcel?")
    assert TRANSLATED in shown.plain
    assert shown.plain.index("Where is my parcel?") < shown.plain.index("Var är mitt paket?")

    await tom.writes(town.support, "Which order is it about?", card.ts)
    asked = await maja.reads("Vilken beställning gäller det?")
    assert "Meddelandena i den här chatten översätts av en maskin." in asked.text
    assert asked.text.index("Tom") < asked.text.index("Vilken")
    assert asked.buttons == ["Visa originalet"]

    await maja.write("Det gäller beställning H-104233.")
    await in_thread(town, card, "It is about order H-104233.")
    assert "104233" not in str([request.body for request in town.model.requests])

    await tom.writes(town.support, "The parcel arrives tomorrow before 16:30.", card.ts)
    told = await maja.reads("Paketet kommer i morgon före 16:30.")
    assert "maskin" not in told.text
    await maja.press("Visa originalet")
    assert "The parcel arrives tomorrow before 16:30." in (await maja.reads("Så här skrev Tom:")).text


async def test_what_was_written_while_waiting_is_translated_for_whoever_comes(
    town: Town, maja: Customer, tom: Person
) -> None:
    card = await waiting(town, maja, tom)
    await maja.write("Vasen är trasig.")
    await in_thread(town, card, "Vasen är trasig.")
    await tom.clicks("Claim", in_=card)
    await in_thread(town, card, "(from before)", "The vase is broken.")


async def test_another_amount_brings_the_original(town: Town, maja: Customer, tom: Person) -> None:
    card = await chatting(town, maja, tom)
    town.model.script(trouble.says("Butiken betalar 500 € till dig."))
    await tom.writes(town.support, "The shop pays you €5.", card.ts)
    told = await maja.reads("Butiken betalar 500 € till dig.")
    assert "Översättningen kan ha ändrat en siffra" in told.text
    assert "The shop pays you €5." in told.text


@pytest.mark.parametrize(
    "goes_wrong", [trouble.BROKEN, trouble.DROPPED, trouble.EMPTY, trouble.says("<b>Hej</b>"), trouble.REFUSAL]
)
async def test_where_the_model_fails_everybody_reads_originals_in_their_order(
    town: Town, maja: Customer, tom: Person, goes_wrong: trouble.Trouble
) -> None:
    card = await chatting(town, maja, tom)
    town.model.always(goes_wrong)
    for words in ("Hello", "Have a nice day!", "Thank you!"):
        await tom.writes(town.support, words, card.ts)
    last = await maja.reads("Thank you!")
    assert "(Det här meddelandet kunde inte översättas.)" in last.text
    told = [message.text for message in maja.screen if message.text.startswith("Tom\n")]
    assert [text.split("\n")[1] for text in told] == ["Hello", "Have a nice day!", "Thank you!"]

    await maja.write("Var är mitt paket?")
    assert "(not translated)" in (await in_thread(town, card, "Var är mitt paket?")).plain


async def test_what_is_said_before_closing_comes_before_the_closing_words(
    town: Town, maja: Customer, tom: Person
) -> None:
    card = await chatting(town, maja, tom)
    town.model.always(trouble.late())
    await tom.writes(town.support, "Have a nice day!", card.ts)
    await town.until(lambda: town.model.open_streams == 1)
    await tom.clicks("Close", in_=card)
    await maja.reads("Tom har avslutat chatten")
    texts = [message.text for message in maja.screen]
    said = next(at for at, text in enumerate(texts) if "Have a nice day!" in text)
    assert said < next(at for at, text in enumerate(texts) if "Tom har avslutat chatten" in text)


async def test_a_restart_in_the_middle_loses_nothing_and_repeats_nothing(
    town: Town, maja: Customer, tom: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The desk stops without waiting for what it has begun, as when it is killed."""
    monkeypatch.setattr(Dispatcher.stop, "__defaults__", (0.05,))
    card = await chatting(town, maja, tom)
    town.model.script(trouble.late(), trouble.late())
    await tom.writes(town.support, "Which order is it about?", card.ts)
    await maja.write("Var är mitt paket?")
    await town.until(lambda: town.model.open_streams == 2)
    await tom.writes(town.support, "Thank you!", card.ts)

    await town.reopens()

    await maja.reads("Tack så mycket!")
    await in_thread(town, card, "Where is my parcel?", TRANSLATED)
    told = [message.text for message in maja.screen if "Vilken beställning" in message.text or "Tack" in message.text]
    assert ["Vilken" in text for text in told] == [True, False]
    assert sum("Var är mitt paket?" in line for line in town.thread(card)) == 1


async def test_without_a_model_nothing_is_promised(
    town: Town, maja: Customer, tom: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    await town.closes()
    monkeypatch.setenv("OPENAI_TRANSLATES", "false")
    await town.opens()
    await tom.slash("/frontdesk", "on en", town.support)
    await town.support.shows(lambda message: "Tom (en)" in message.plain)
    await maja.write("/support")
    assert PROMISED not in (await maja.reads("Välj vilket språk vårt team ska prata med dig på:")).text
    await maja.press("English")
    chosen = await maja.reads("Vårt team pratar med dig på det här språket: engelska.")
    await maja.press(next(label for label in chosen.buttons if "chatt" in label))
    await maja.reads("FD-")
    card = await town.shows_card(maja)
    assert "Translation: none" in str(card.blocks)
    await tom.clicks("Claim", in_=card)
    await maja.write("Hej")
    await in_thread(town, card, "Hej")
    await tom.writes(town.support, "Hello", card.ts)
    assert (await maja.reads("Hello")).text == "Tom\nHello"
    assert town.model.asked() == 0
