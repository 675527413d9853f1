"""`frontdesk ask`: one question, answered here from the help centre, with its source and, if asked for, the reasons."""

import asyncio
import json
import logging
import sys
from contextlib import AsyncExitStack

from bots.cli.desk_store import desk_store
from bots.help_centre import answers_from
from bots.settings import Settings
from core.answers.confidence import explain
from core.answers.consider import Considered
from core.answers.help_centre import Hit
from core.language.detect import spoken_in
from core.model.answer import Answer
from core.model.ids import Language
from core.model.question import Question

WITHOUT_ANSWER = {
    "person": "Asks for a person: the customer is shown the ways to one.",
    "urgent": "Somebody may come to harm: the customer is shown the ways to a person at once, and the case is marked.",
    "smalltalk": "Small talk: the customer gets a word, and no article.",
}


def ask(
    settings: Settings, words: str, language: str | None, *, as_json: bool, explained: bool = False, writer: str = ""
) -> int:
    """0 when there is an answer, 1 when the help centre does not say."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    question = Question(words, spoken_in(words, language or ""))
    considered, answer = asyncio.run(_answer(settings, question, writer))
    if explained:
        print(_explained(question, considered, settings), end="\n\n", file=sys.stderr if as_json else sys.stdout)
    print(_json(answer, question.language) if as_json else _words(answer))
    return 0 if answer.kind == "answered" else 1


async def _answer(settings: Settings, question: Question, writer: str) -> tuple[Considered, Answer]:
    async with AsyncExitStack() as doors:
        by_model = writer == "model"  # what it costs counts, and repeated questions cost nothing
        store = await doors.enter_async_context(desk_store(settings, read_only=False)) if by_model else None
        answers = await doors.enter_async_context(answers_from(settings, store))
        return await answers.answerer.consider(question), await answers.answerer.answer(question, _unseen)


async def _unseen(_: str) -> None:
    """The answer is printed when it is whole."""


def _words(answer: Answer) -> str:
    if answer.kind == "unknown":
        said = WITHOUT_ANSWER.get(answer.verdict, "The help centre does not say.")
        return f"{said} (probability {answer.confidence:.2f})"
    sources = "\n".join(f"From: {source.title}\n{source.address}".rstrip() for source in answer.citations)
    return f"{answer.markdown}\n\n{sources}\n({answer.verdict}, probability {answer.confidence:.2f})"


def _explained(question: Question, considered: Considered, settings: Settings) -> str:
    intent = considered.intent
    heard = [name for name in ("urgent", "person", "order", "abuse") if getattr(intent, name)]
    words = [*heard, *([f"small talk ({intent.smalltalk})"] if intent.smalltalk else [])]
    lines = [
        f"language     {question.language}",
        f"the words    {', '.join(words) or 'a question'}",
        f"searched     {considered.searched!r}",
        "found",
        *(
            f"  {hit.score:6.2f}  {_place(hit)}  {hit.article.title}"
            f"  (passage says {hit.covered:.0%}, title {hit.titled:.0%}, known {hit.known:.0%}"
            f"{', named exactly' if hit.exact else ''})"
            for hit in considered.hits[:5]
        ),
        "probability",
        *(f"  {contribution:+6.2f}  {name}" for name, contribution in explain(considered.hits)),
        *(["          the first is named exactly, which is sure whatever these say"] if _is_exact(considered) else []),
        f"  {considered.probability:6.2f}  answers from {settings.help.answer:.2f}, carefully from {settings.help.careful:.2f}",
        f"decision     {considered.verdict}",
        f"quoted       {', '.join(map(_place, considered.quoted)) or 'nothing'}",
    ]
    return "\n".join(lines)


def _is_exact(considered: Considered) -> bool:
    return any(hit.exact for hit in considered.hits[:1])


def _place(hit: Hit) -> str:
    return f"{hit.article.language}/{hit.article.id}"


def _json(answer: Answer, language: Language) -> str:
    citations = [
        {"article": one.article, "title": one.title, "address": one.address, "language": one.language}
        for one in answer.citations
    ]
    shown = {
        "kind": answer.kind,
        "decision": answer.verdict,
        "language": language,
        "answer": answer.markdown,
        "writer": answer.writer,
        "citations": citations,
        "ranked": [[each.article, each.score] for each in answer.ranked],
        "failures": list(answer.failures),
        "probability": round(answer.confidence, 4),
    }
    return json.dumps(shown, ensure_ascii=False, indent=2)
