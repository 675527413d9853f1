"""Has a model translate a few words, within the budget, and looks at what it made of them."""

import asyncio
import logging

from core.answers.budget import Budget
from core.answers.llm import ModelServer
from core.answers.marks import spoken
from core.answers.model_failures import ModelFailed, Unreadable
from core.answers.translating.check import doubts, faults, promises_more
from core.answers.translating.prompt import rules, translating
from core.answers.translating.veil import Veiled, veiled
from core.language.detect import hear
from core.language.spec import BY_CODE
from core.model.answer import Usage
from core.model.question import Question
from core.model.translation import Rendering, Wording

log = logging.getLogger(__name__)

MAX_WORDS = 3_000  # characters; what is longer is read as it was written
MAX_SAID = 12_000  # characters, of which nothing could be used


class ModelTranslator:
    """One completion for each wording, which knows nothing of any other."""

    def __init__(self, server: ModelServer, budget: Budget) -> None:
        self._server = server
        self._budget = budget

    async def translate(self, wording: Wording) -> Rendering:
        if wording.source not in BY_CODE or wording.target not in BY_CODE:
            return Rendering(failure="no language of ours")
        if len(wording.text) > MAX_WORDS:
            return Rendering(failure=f"longer than {MAX_WORDS} characters")
        if hear(wording.text, wording.source).writes == wording.target:
            return Rendering(same=True)
        veil = veiled(wording.text)
        if not any(map(str.isalpha, veil.text)):
            return Rendering(same=True)
        allowed = await self._budget.allows(wording.customer)
        if not allowed:
            return Rendering(failure=allowed.reason)
        return await self._paid(wording, veil)

    async def _paid(self, wording: Wording, veil: Veiled) -> Rendering:
        usage: Usage | None = None
        try:
            messages = translating(veil.text, wording.source, wording.target)
            completion = await self._server.complete(messages, _not_too_much)
            usage = completion.usage
        except ModelFailed as failed:
            usage = failed.usage
            return Rendering(failure=failed.reason)
        except asyncio.CancelledError:
            usage = self._budget.usual  # broken off: the server wants its money and told nobody how much
            raise
        finally:
            whose = Question(wording.text, wording.target, customer=wording.customer, conversation=wording.conversation)
            await self._budget.count(whose, usage)
        return _judged(wording, veil, spoken(completion.text).strip())


def _judged(wording: Wording, veil: Veiled, said: str) -> Rendering:
    """Marks and figures are compared while the hidden things are still hidden."""
    source, target = wording.source, wording.target
    broken = [*faults(said, veil.text, source, target, rules(source, target))]
    if wording.reader == "customer" and promises_more(said, veil.text, source, target):
        broken.append("promise")
    if not veil.lifts(said):
        broken.append("marks")
    if broken:
        return Rendering(failure=f"the translation breaks {', '.join(broken)}")
    if said == veil.text.strip():
        return Rendering(same=True)
    text = veil.lifted(said if "‹" in wording.text else said.replace("‹", "<"))
    return Rendering(text, doubts=tuple(doubts(said, veil.text, source, target)))


async def _not_too_much(said: str) -> None:
    if len(said) > MAX_SAID:
        raise Unreadable(f"the model said more than {MAX_SAID} characters")
