"""`frontdesk ask`: one question, answered here from the help centre, with its source."""

import asyncio
import json
import logging
import sys

from bots.help_centre import open_help_centre
from bots.settings import Settings
from core.language.detect import hear
from core.model.answer import Answer
from core.model.ids import Language


def ask(settings: Settings, question: str, language: str | None, *, as_json: bool) -> int:
    """0 when the help centre answers, 1 when it does not say."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    spoken = Language(language) if language else hear(question, None).language
    answer = asyncio.run(open_help_centre(settings).answer(question, spoken))
    print(_json(answer, spoken) if as_json else _words(answer))
    return 0 if answer.kind == "answered" else 1


def _words(answer: Answer) -> str:
    if answer.kind == "unknown":
        return f"The help centre does not say. (confidence {answer.confidence:.2f})"
    source = answer.citations[0]
    return f"{answer.markdown}\n\nFrom: {source.title}\n{source.address}\n(confidence {answer.confidence:.2f})"


def _json(answer: Answer, language: Language) -> str:
    citations = [
        {"article": one.article, "title": one.title, "address": one.address, "language": one.language}
        for one in answer.citations
    ]
    shown = {
        "kind": answer.kind,
        "language": language,
        "answer": answer.markdown,
        "citations": citations,
        "confidence": round(answer.confidence, 4),
    }
    return json.dumps(shown, ensure_ascii=False, indent=2)
