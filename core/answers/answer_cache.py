"""Says again what was once answered, as long as the question, the articles, the model and its instructions are the same."""

import logging
from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256

import msgspec

from core.answers.help_centre import Hit
from core.answers.writing import Draft, Show, Writer
from core.language.masking import masked
from core.model.codec import decode, encode
from core.model.errors import DeskError
from core.model.question import Question
from core.ports import Clock, Store, Transaction

log = logging.getLogger(__name__)

DAYS = 30
MOST = 10_000  # drafts, of which the oldest make room
_LONGEST = 20_000  # characters of JSON
_ENDS = " .,;:!?…¿¡。，！？"


class AnswerCache:
    """Drafts by a digest of all that they depend on, so that a changed article is another key and nothing stale is said.

    `model` and `prompt` name the model and the version of its instructions. A question that holds personal data is
    neither looked up nor kept. Trouble with the store is logged and costs a call of the model, never an answer.
    """

    def __init__(
        self, store: Store, clock: Clock, *, model: str, prompt: str = "", days: int = DAYS, most: int = MOST
    ) -> None:
        self._store = store
        self._clock = clock
        self._versions = (model, prompt)
        self._life = timedelta(days=days)
        self._most = most

    async def find(self, question: Question, hits: Sequence[Hit]) -> Draft | None:
        """The draft that was remembered for the same; it has no usage, for it costs nothing."""
        if not _is_for_all(question):
            return None
        key, since = self._key(question, hits), self._clock.now() - self._life
        try:
            stored = await self._store.transact(lambda tx: tx.cached_answers.get(key, since))
            return decode(stored, Draft) if stored is not None else None
        except DeskError as error:  # also a draft that another release wrote
            log.warning("an answer is not taken from the cache: %s", error)
            return None

    async def remember(self, question: Question, hits: Sequence[Hit], draft: Draft) -> None:
        """For a draft that may be sent; one that was found here keeps its age."""
        stored = encode(msgspec.structs.replace(draft, usage=None))
        if not _is_for_all(question) or len(stored) > _LONGEST:
            return
        key = self._key(question, hits)
        try:
            await self._store.transact(lambda tx: self._keep(tx, key, stored))
        except DeskError as error:
            log.warning("an answer is not kept in the cache: %s", error)

    async def _keep(self, tx: Transaction, key: str, draft: str) -> None:
        now = self._clock.now()
        await tx.cached_answers.forget(now - self._life)
        await tx.cached_answers.put(key, draft, now, self._most)

    def _key(self, question: Question, hits: Sequence[Hit]) -> str:
        asked = [_plain(text) for text in (*question.before, question.text)]
        about = (question.language, question.audience, question.topic)
        articles = [(hit.article, hit.passage) for hit in hits]
        return sha256(encode((self._versions, about, asked, articles)).encode()).hexdigest()


class Cached:
    """A writer that is asked only what it has not been asked before; what may be sent is for others to remember."""

    def __init__(self, writer: Writer, cache: AnswerCache) -> None:
        self._writer = writer
        self._cache = cache

    async def write(self, question: Question, hits: Sequence[Hit], show: Show) -> Draft:
        found = await self._cache.find(question, hits)
        return found or await self._writer.write(question, hits, show)


def _plain(text: str) -> str:
    """Alike for what differs in case, white space and the marks at its ends; numbers and accents tell questions apart."""
    return " ".join(text.casefold().split()).strip(_ENDS)


def _is_for_all(question: Question) -> bool:
    return all(masked(text) == text for text in (*question.before, question.text))
