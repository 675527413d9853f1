"""`frontdesk eval`: a question set in, figures and results out, without any channel."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bots.settings import sample_folder
from core.model.answer import Answer
from core.model.conversation import Answering, Conversation
from core.model.events import AnswerReady
from core.model.facts import Facts
from core.model.ids import Address, CaseCode, ConversationId, Language
from core.model.rows import Decided
from core.store.sqlite import SqliteStore
from tests.cli.conftest import Frontdesk

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
REFUND = "When do I get my money back?"
QUESTIONS = [
    {"id": "1", "text": "When do I get my money back?", "lang": "en", "gold": "refund-timing"},
    {"id": "2", "text": "Kan ik mijn bod annuleren?", "gold": "cancel-bid"},
    {"id": "3", "text": "Which colour has the moon?", "lang": "en", "gold": None},
    {"id": "4", "text": "I want to talk to a person", "lang": "en", "label": 1},
    {"id": "5", "text": "What does selling cost?", "lang": "en", "label": 0},
]
DECISIONS = {"answer", "careful", "abstain", "person", "order", "smalltalk", "urgent"}


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    file = tmp_path / "questions.jsonl"
    file.write_text("".join(json.dumps(each) + "\n" for each in QUESTIONS), encoding="utf-8")
    return file


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def add(file: Path, line: str) -> None:
    with file.open("a", encoding="utf-8") as end:
        end.write(f"{line}\n")


async def test_every_question_gets_a_result_and_the_set_its_figures(frontdesk: Frontdesk, questions: Path) -> None:
    help_centre = str(sample_folder() / "help")
    printed = await frontdesk("eval", "--help-centre", help_centre, str(questions), "--out", "out.jsonl")
    assert (printed.code, printed.err) == (0, "")
    results = lines(Path("out.jsonl"))
    assert [each["id"] for each in results] == ["1", "2", "3", "4", "5"]
    assert [each["language"] for each in results] == ["en", "nl", "en", "en", "en"]
    assert results[0]["ranked"][0][0] == "refund-timing"
    assert results[0]["citations"][0]["article"] == "refund-timing"
    assert results[3]["decision"] == "person"
    for each in results:
        assert len(each["ranked"]) <= 10
        assert 0 <= each["probability"] <= 1
        assert each["decision"] in DECISIONS
        assert bool(each["answer"]) == bool(each["citations"])
    assert "recall at 1                       100.0 % (2 of 2)" in printed.out
    assert "wants a person: recall            100.0 % (1 of 1)" in printed.out


async def test_what_changed_since_an_earlier_run_is_listed(frontdesk: Frontdesk, questions: Path) -> None:
    """The first run has one article in two languages, the second the whole sample."""
    await frontdesk("eval", str(questions), "--out", "old.jsonl")
    printed = await frontdesk(
        "eval", "--help-centre", str(sample_folder() / "help"), str(questions), "--compare", "old.jsonl"
    )
    assert "questions are treated otherwise than before" in printed.out
    assert "Kan ik mijn bod annuleren?" in printed.out


async def test_a_bad_line_is_named_and_the_others_are_asked(frontdesk: Frontdesk, questions: Path) -> None:
    add(questions, "not json")
    printed = await frontdesk("eval", str(questions))
    assert printed.code == 1
    assert "questions.jsonl:6:" in printed.err
    assert printed.out.startswith("questions                         5\n")


@pytest.mark.parametrize(
    ("arguments", "words", "code"),
    [
        (["missing.jsonl"], "cannot be read", 1),
        (["questions.jsonl", "--help-centre", "nowhere"], "is no folder", 2),
        (["questions.jsonl", "--writer", "model"], "set OPENAI_MODEL", 1),
        (["questions.jsonl", "--compare", "missing.jsonl"], "cannot be read", 1),
        (["questions.jsonl", "--out", "nowhere/out.jsonl"], "cannot be written", 1),
        (["questions.jsonl", "--out", "questions.jsonl"], "holds the questions", 1),
    ],
)
async def test_what_cannot_be_done_is_said(
    frontdesk: Frontdesk, questions: Path, arguments: list[str], words: str, code: int
) -> None:
    printed = await frontdesk("eval", *arguments)
    assert printed.code == code
    assert words in printed.err


@pytest.mark.parametrize(
    ("lang", "language"), [("pt-BR", "pt"), ("zh_Hant", "zh"), ("NL", "nl"), ("xx", "en"), ("", "en"), (None, "en")]
)
async def test_a_language_is_ours_however_its_tag_is_written(
    frontdesk: Frontdesk, tmp_path: Path, lang: str | None, language: str
) -> None:
    (tmp_path / "one.jsonl").write_text(json.dumps({"id": "1", "text": "How do I pay?", "lang": lang}), "utf-8")
    printed = await frontdesk("eval", "one.jsonl", "--out", "out.jsonl")
    assert (printed.code, lines(Path("out.jsonl"))[0]["language"]) == (0, language)


@pytest.fixture
async def stored(tmp_path: Path) -> None:
    """A conversation whose question an earlier help centre could not answer."""
    (tmp_path / "data").mkdir(exist_ok=True)
    store = SqliteStore.open(tmp_path / "data" / "desk.db")
    asking = Conversation(ConversationId("telegram:1"), Address("telegram", "1"), turn=1, stage=Answering(REFUND))
    unknown = AnswerReady(1, Answer("unknown", "", (), 0.1, "abstain"))
    facts = Facts(NOON, Language("en"), (), CaseCode("FD-1"))
    await store.transact(lambda tx: tx.decisions.add(Decided(1, unknown, facts, asking, asking, ())))
    await store.close()


@pytest.mark.usefixtures("stored")
async def test_stored_conversations_are_asked_again(frontdesk: Frontdesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RETENTION_EVALUATION", "true")
    printed = await frontdesk("eval", "--conversations")
    assert printed.code == 0
    assert "1 of 1 questions are treated otherwise than before" in printed.out
    assert "before  abstain (0.10)" in printed.out
    assert "refund-timing" in printed.out


@pytest.mark.usefixtures("stored")
async def test_stored_conversations_are_not_asked_again_without_consent(frontdesk: Frontdesk) -> None:
    printed = await frontdesk("eval", "--conversations")
    assert (printed.code, printed.out) == (1, "")
    assert "RETENTION_EVALUATION=true" in printed.err
