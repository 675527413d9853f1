"""`frontdesk ask`: an answer for people and for programs, and exit codes for scripts."""

import json

import pytest

from bots.cli.commands import main
from tests.cli.conftest import Frontdesk


async def test_an_answer_is_printed_with_its_source(frontdesk: Frontdesk) -> None:
    printed = await frontdesk("ask", "When do I get my money back?")
    assert printed.code == 0
    assert "2 working days" in printed.out
    assert "From: When do I get my money back?\nhttps://help.hamerslag.example/en/refund-timing\n" in printed.out
    assert printed.err == ""


async def test_the_language_is_found_from_the_question_or_given(frontdesk: Frontdesk) -> None:
    assert "/nl/refund-timing" in (await frontdesk("ask", "Wanneer krijg ik mijn geld terug?")).out
    assert "/nl/refund-timing" in (await frontdesk("ask", "geld terug", "--language", "nl")).out


async def test_a_program_gets_json(frontdesk: Frontdesk) -> None:
    answer = json.loads((await frontdesk("ask", "When do I get my money back?", "--json")).out)
    assert (answer["kind"], answer["language"]) == ("answered", "en")
    assert 0 < answer["probability"] <= 1
    assert answer["ranked"][0][0] == "refund-timing"
    assert answer["citations"] == [
        {
            "article": "refund-timing",
            "title": "When do I get my money back?",
            "address": "https://help.hamerslag.example/en/refund-timing",
            "language": "en",
        }
    ]


async def test_it_explains_what_was_found_and_how_it_was_decided(frontdesk: Frontdesk) -> None:
    explained = (await frontdesk("ask", "When do I get my money back?", "--explain")).out.partition("\n\n")[0]
    assert [line.split()[0] for line in explained.splitlines() if line[0] != " "] == [
        "language", "the", "searched", "found", "probability", "decision", "quoted",
    ]  # fmt: skip
    assert "en/refund-timing  When do I get my money back?  (passage says" in explained
    assert "the first is named exactly" in explained
    assert "quoted       en/refund-timing" in explained


async def test_it_explains_what_is_not_searched_for(frontdesk: Frontdesk) -> None:
    printed = await frontdesk("ask", "I want to talk to a person", "--explain")
    assert "the words    person\n" in printed.out
    assert "decision     person\nquoted       nothing\n" in printed.out


async def test_the_explanation_stands_beside_what_a_program_reads(frontdesk: Frontdesk) -> None:
    printed = await frontdesk("ask", "When do I get my money back?", "--json", "--explain")
    assert json.loads(printed.out)["kind"] == "answered"
    assert "quoted       en/refund-timing" in printed.err


@pytest.mark.parametrize("question", ["Which colour has the moon?", "", "' OR 1=1 --", "x" * 100_000])
async def test_what_the_help_centre_does_not_say_is_exit_code_1(frontdesk: Frontdesk, question: str) -> None:
    printed = await frontdesk("ask", question)
    assert (printed.code, printed.out[:30]) == (1, "The help centre does not say. ")
    unknown = json.loads((await frontdesk("ask", question, "--json")).out)
    assert (unknown["kind"], unknown["answer"], unknown["citations"]) == ("unknown", "", [])


@pytest.mark.parametrize("arguments", [[], ["ask"], ["nonsense"], ["ask", "a", "b"], ["check", "--loud"]])
def test_a_command_that_there_is_not_is_exit_code_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert "usage: frontdesk" in capsys.readouterr().err


async def test_wrong_settings_are_exit_code_2_and_told_together(
    frontdesk: Frontdesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", "canary")
    monkeypatch.setenv("LISTEN_PORT", "-1")
    printed = await frontdesk("ask", "refund")
    assert (printed.code, printed.out) == (2, "")
    assert printed.err.splitlines()[0] == "The settings need a correction:"
    assert len(printed.err.splitlines()) == 3
    assert "canary" not in printed.err
