"""Questions to staff in a thread: posted once, and shown anew in their place when they are settled."""

from bots.slack.ids import Place, question_name
from bots.slack.kept import Kept
from bots.slack.posting import Content, Poster
from core.model.errors import Gone
from core.model.posts import Question
from core.model.rows import Done, OutboxRow
from core.ports import Store


class Questions:
    """Where each one stands is kept by its key."""

    def __init__(self, poster: Poster, store: Store) -> None:
        self._poster = poster
        self._kept = Kept(store)

    async def show(self, row: OutboxRow, place: Place, question: Question, content: Content) -> Done:
        """Raises as `Poster` does. What was taken away while it was open needs no end."""
        name = question_name(place, question.key)
        ts = await self._kept.get(name)
        if ts and await self._updated(place, ts, content):
            return Done(ts)
        if question.settled:
            return Done(ts)
        return Done(await self._post(row, place, question, content, name))

    async def _updated(self, place: Place, ts: str, content: Content) -> bool:
        try:
            await self._poster.update(place.channel, ts, content)
        except Gone:
            return False
        return True

    async def _post(self, row: OutboxRow, place: Place, question: Question, content: Content, name: str) -> str:
        """Once: an earlier try that may have happened is looked for first."""
        key = f"{row.id}.{row.part}"
        ts = await self._poster.find_reply(place, key, row.created_at) if row.attempts > 1 else ""
        ts = ts or await self._poster.post(place.channel, content, key, place.ts)
        await self._kept.put({name: ts})
        return ts
