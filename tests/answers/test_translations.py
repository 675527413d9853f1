"""What is missing, outdated or different in a translation is named."""

from datetime import date
from pathlib import Path

import pytest

from bots.cli.commands import main
from core.answers.articles import Article
from core.answers.translations import differences, inconsistencies, outdated, untranslated
from core.language.catalog import read_catalog
from core.language.plain import plain
from core.model.ids import Language
from core.model.view import Quote, View

BODY = """You pay 9% of €1,000.50. See [fees](https://help.example/en/fees).

1. Open **Fees**.
2. Pay within 3 days."""

DUTCH = """Je betaalt 9% van € 1.000,50. Zie [kosten](https://help.example/nl/fees).

1. Open **Kosten**.
2. Betaal binnen 3 dagen."""


def article(language: str = "en", body: str = BODY, **fields: object) -> Article:
    known: dict[str, object] = {
        "title": f"Fees {language}",
        "audience": "buyer",
        "topic": "fees",
        "address": f"https://help.example/{language}/fees",
        "updated": date(2026, 9, 14),
        "aliases": (f"cost {language}", f"price {language}", f"sum {language}"),
    }
    return Article(id="fees", language=language, body=body, **{**known, **fields})  # type: ignore[arg-type]


def test_an_article_without_a_file_in_a_language_is_missing_there() -> None:
    other = Article("pay", "en", "Paying", "Text.")
    articles = [article(), other, article("nl"), Article("only-here", "pl", "Tylko tu", "Tekst.")]
    assert untranslated(articles, ["da", "nl"]) == {"da": ["fees", "pay"], "nl": ["pay"], "pl": ["fees", "pay"]}


def test_a_full_help_centre_misses_nothing() -> None:
    assert untranslated([article(), article("nl")], ["en", "nl"]) == {}


@pytest.mark.parametrize(
    ("translated", "old"),
    [(date(2026, 9, 13), True), (date(2026, 9, 14), False), (date(2026, 9, 15), False), (None, False)],
)
def test_a_translation_older_than_its_original_is_outdated(translated: date | None, old: bool) -> None:
    found = outdated([article(), article("nl", updated=translated)])
    assert [(here.language, original.language) for here, original in found] == ([("nl", "en")] if old else [])


def test_a_translation_that_says_the_same_has_no_differences() -> None:
    assert list(differences(article("nl", DUTCH), article())) == []


@pytest.mark.parametrize(
    ("here", "said"),
    [
        (article("nl", DUTCH.replace("9%", "8%")), "figures of the original that are not here: 9%"),
        (article("nl", DUTCH.replace("9%", "8%")), "figures that are not in the original: 8%"),
        (article("nl", DUTCH.replace("1.000,50", "1,000.50")), "figures of the original that are not here: €1000.5"),
        (article("nl", f"{DUTCH} 3"), "figures that are not in the original: 3"),
        (article("nl", DUTCH, title="Kosten 2026"), "figures that are not in the original: 2026"),
        (article("nl", DUTCH, audience="seller"), "audience is seller, in the original buyer"),
        (article("nl", DUTCH, topic=""), "topic is empty, in the original fees"),
        (
            article("nl", DUTCH.replace("/nl/fees", "/nl/pay")),
            "links that are not in the original: https://help.example/pay",
        ),
        (
            article("nl", f"{DUTCH}\n3. Klaar."),
            "built as paragraph, ordered list of 3, the original as paragraph, ordered list of 2",
        ),
        (
            article("nl", DUTCH.replace("1.", "-").replace("2.", "-")),
            "built as paragraph, bullet list of 2, the original as paragraph, ordered list of 2",
        ),
    ],
)
def test_what_a_translation_says_otherwise_is_named(here: Article, said: str) -> None:
    assert said in list(differences(here, article()))


@pytest.mark.parametrize(
    ("articles", "said"),
    [
        ([article(aliases=("cost", "price"))], "2 aliases: write 3 to 5"),
        ([article(aliases=tuple("abcdef"))], "6 aliases: write 3 to 5"),
        ([article(aliases=("cost", "price", "The COST"))], None),
        ([article(aliases=("cost", "price", "Cost?"))], "'Cost?' stands in fees too"),
        ([article(aliases=("cost", "price", "fees EN!"))], "'fees EN!' stands in fees too"),
        (
            [article(body="See [it](https://help.example/en/pay).")],
            "no article in en has the address https://help.example/en/pay",
        ),
        ([article(body="See [it](https://elsewhere.example/pay).")], None),
    ],
)
def test_what_no_article_should_have_is_named(articles: list[Article], said: str | None) -> None:
    assert [words for _, words in inconsistencies(articles)] == ([said] if said else [])


def test_a_quotation_in_another_language_says_so_in_plain_text() -> None:
    catalog, quote = read_catalog(), Quote("Ten **days**.", "Refunds", "https://help.example/en/refunds", "en")
    danish = plain(View((quote,)), Language("da"), catalog).splitlines()
    english = plain(View((quote,)), Language("en"), catalog).splitlines()
    assert danish[0] == catalog.say("quote.other_language", {"language": "engelsk"}, Language("da"))
    assert english[0] == danish[2] == "Ten days."


@pytest.fixture
def help_folder(tmp_path: Path) -> Path:
    for path, updated in {"en/a": "2026-09-14", "en/b": "2026-09-14", "nl/a": "2026-05-04"}.items():
        file = tmp_path / f"{path}.md"
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"---\ntitle: {path}\nupdated: {updated}\n---\n\nText.\n", encoding="utf-8")
    return tmp_path


def test_check_names_what_is_to_be_translated_and_fails_for_none_of_it(
    help_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for server in ("TELEGRAM_TOKEN", "SLACK_BOT_TOKEN", "SMTP_URL"):
        monkeypatch.delenv(server, raising=False)
    monkeypatch.chdir(help_folder)
    monkeypatch.setenv("HELP_FOLDER", str(help_folder))
    assert main(["check"]) == 0
    printed = capsys.readouterr().out
    assert "3 articles in en, nl; English is quoted in da, de," in printed
    notes = [line.split(maxsplit=2)[2] for line in printed.splitlines() if line.startswith("note")]
    assert [note for note in notes if "nl" in note] == [
        "not in nl, where English is quoted instead: b",
        "nl/a may be outdated: it is of 2026-05-04, the English original of 2026-09-14",
    ]
