"""Shows callbacks to staff: the card on top of a thread in the support channel, as it stands."""

from bots.slack.callback.card import callback_blocks, headline
from bots.slack.cases.card import Say
from bots.slack.ids import place_of
from bots.slack.outgoing import lane as lane_of
from bots.slack.posting import Content, Poster
from bots.slack.standing_card import StandingCards
from core.model.callback import CallbackFile, ShowTask, TaskShown
from core.model.effects import Effect
from core.model.errors import Refused
from core.model.ids import ConversationId
from core.model.rows import Done, Limit, OutboxRow
from core.ports import Store


def lane(_effect: Effect, conversation: ConversationId) -> str:
    """A callback's card and its thread keep order."""
    return lane_of(conversation)


def parts(_effect: Effect) -> int:
    return 1


class CallbackPerformer:
    """The Performer of `ShowTask`; new cards go to `channel`.

    `say` gives catalog texts in the staff's language, `zone` (IANA) is where they read times, `per_second` is how
    often one channel may be posted to.
    """

    def __init__(
        self, poster: Poster, channel: str, store: Store, say: Say, zone: str, per_second: float = 1.0
    ) -> None:
        self._cards = StandingCards(poster, channel, store, per_second)
        self._say = say
        self._zone = zone

    def lane(self, effect: Effect, conversation: ConversationId) -> str:
        return lane(effect, conversation)

    def limits(self, effect: Effect) -> tuple[Limit, ...]:
        return (self._cards.limit(effect.file.thread if isinstance(effect, ShowTask) else None),)

    def parts(self, effect: Effect) -> int:
        return parts(effect)

    async def perform(self, row: OutboxRow) -> Done:
        """Raises Transient, Limited, Uncertain, Gone or Refused."""
        match row.effect:
            case ShowTask(file=file):
                return await self._show(row, file)
            case other:
                raise Refused(f"{type(other).__name__} shows nothing of a callback")

    async def _show(self, row: OutboxRow, file: CallbackFile) -> Done:
        thread = await self._cards.show(row, f"callback_card:{file.case}", file.thread, self._card(file))
        return Done(place_of(thread).ts, None if file.thread == thread else TaskShown(thread))

    def _card(self, file: CallbackFile) -> Content:
        return Content(headline(file, self._say), callback_blocks(file, self._zone, self._say))
