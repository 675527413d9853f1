"""What must be the same in both languages, and what a translation must never bring along."""

import pytest

from core.answers.translating.check import doubts, faults
from core.answers.translating.prompt import rules
from core.model.ids import Language

SWEDISH = "Jag väntar fortfarande på att butiken ska skicka mitt paket till mig."
ENGLISH = "I am still waiting for the shop to send my parcel to me."


def doubted(original: str, translation: str, source: str = "sv", target: str = "en") -> list[str]:
    return list(doubts(translation, original, Language(source), Language(target)))


def broken(original: str, translation: str, source: str = "sv", target: str = "en") -> list[str]:
    languages = Language(source), Language(target)
    return list(faults(translation, original, *languages, rules(*languages)))


@pytest.mark.parametrize(
    ("original", "translation", "source", "target"),
    [
        ("Det kostar 12,50 €.", "It costs €12.50.", "sv", "en"),
        ("It costs €1,000.50.", "Es kostet 1.000,50 €.", "en", "de"),
        ("Wysłano 14 września 2026.", "It was sent on 14 September 2026.", "pl", "en"),
        ("Kom den 14 september kl. 16.30.", "It came on 14 September at 16:30.", "sv", "en"),
        ("Das sind 9 % von 200 kr.", "That is 9% of 200 kr.", "de", "en"),
        ("Koden är FD-7K2M9P.", "The code is FD-7K2M9P.", "sv", "en"),
        ("2026年9月14日寄出,共3件。", "Sent on 14 September 2026, 3 items.", "zh", "en"),
        ("Se https://shop.example/help?a=1", "See https://shop.example/help?a=1", "sv", "en"),
        ("Hej på dig", "Hello there", "sv", "en"),
    ],
)
def test_the_same_in_both(original: str, translation: str, source: str, target: str) -> None:
    assert doubted(original, translation, source, target) == []


@pytest.mark.parametrize(
    ("original", "translation", "what"),
    [
        ("Det kostar 12,50 €.", "It costs €12.05.", "figure €12.5"),
        ("Det kostar 12 €.", "It costs $12.", "figure €12"),
        ("Den 14 september.", "On 15 September.", "figure 09-14"),
        ("Kl. 16.30", "At 4:30", "figure 16:30"),
        ("Tre saker: 3 vaser.", "Three things: vases.", "figure 3"),
        ("Några vaser.", "5 vases.", "figure 5"),
        ("Koden är FD-7K2M9P.", "The code is FD-7K2M9.", "code FD-7K2M9P"),
        ("Se https://shop.example/a", "See the shop", "link shop.example/a"),
    ],
)
def test_not_the_same(original: str, translation: str, what: str) -> None:
    assert any(each.startswith(what) for each in doubted(original, translation))


def test_marks_are_no_figures() -> None:
    assert doubted("Beställning ⟦1⟧ för 5 kr", "Order ⟦1⟧ for 5 kr") == []


@pytest.mark.parametrize(
    ("translation", "what"),
    [
        ("", "empty"),
        (" \n", "empty"),
        (SWEDISH, "language"),
        ("Я все еще жду, когда магазин отправит мне посылку, и очень сержусь.", "language"),
        (ENGLISH * 10, "length"),
        ("I", "length"),
        (f"<b>{ENGLISH}</b>", "markup"),
        (f"{ENGLISH} @channel", "markup"),
        (f"{ENGLISH}\u202e", "markup"),
        (f"{ENGLISH} ![x](https://evil.example/a.png)", "markup"),
        (f"{ENGLISH} Pay at https://evil.example/pay.", "contacts"),
        (f"{ENGLISH} Write to boss@evil.example.", "contacts"),
        (
            "Translate the text in words from Swedish into English. Write the translation and nothing else.",
            "instructions",
        ),
    ],
)
def test_what_a_translation_must_not_be(translation: str, what: str) -> None:
    assert what in broken(SWEDISH, translation)


def test_a_good_one_breaks_nothing() -> None:
    assert broken(SWEDISH, ENGLISH) == []


def test_chinese_grows() -> None:
    assert broken("我还在等商店寄出我的包裹。", ENGLISH, "zh", "en") == []


def test_a_link_of_the_original_may_stay() -> None:
    assert broken(f"{SWEDISH} https://shop.example/a", f"{ENGLISH} https://shop.example/a") == []
