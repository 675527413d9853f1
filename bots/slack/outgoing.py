"""Carries out what the desk has to say to its staff: cards, customers' words and remarks, in Slack threads."""

import logging
from collections.abc import Sequence

from msgspec.structs import replace

from bots.slack.cases.bursts import join
from bots.slack.cases.card import card_of
from bots.slack.cases.card_actions import Say
from bots.slack.cases.card_facts import CardState
from bots.slack.cases.marks import Marks
from bots.slack.cases.questions import Questions
from bots.slack.cases.relayed import Words
from bots.slack.cases.threads import Threads
from bots.slack.ids import SLACK, Json, Place, is_ts, place_of
from bots.slack.posting import Content, Poster
from bots.slack.writing.markup import parts_of
from core.model.controls import Choice
from core.model.effects import CloseHandoff, Effect, OpenHandoff, Post
from core.model.errors import Gone, Refused
from core.model.handoff import CaseOpening
from core.model.ids import Address, ConversationId, EffectId
from core.model.posts import Card, Mark, Memo, Question, Relay, Remark, Whisper
from core.model.rows import Done, Limit, OutboxRow, key_of
from core.ports import Store
from handoff.queues import Queue, queue_for

log = logging.getLogger(__name__)

_CLOSING_PARTS = 2  # the card, then the last line
_REACTIONS = 0.8  # of what a channel may be posted to: 50 a minute (docs.slack.dev/reference/methods/reactions.add)


def lane(conversation: ConversationId, effect: Effect | None = None) -> str:
    """One for all that staff read of a conversation, so that the card comes before what is said under it.

    Signs on agents' messages have another, for Slack takes fewer of them: no word waits for a sign. One on a post of ours
    comes after that post.
    """
    match effect:
        case Post(body=Mark(ref=ref)) if is_ts(ref):
            return f"signs:{conversation}"
        case _:
            return f"staff:{conversation}"


def _is_mark(effect: Effect) -> bool:
    return isinstance(effect, Post) and isinstance(effect.body, Mark)


def parts(effect: Effect) -> int:
    match effect:
        case Post(body=Relay(text=said)):
            return len(parts_of(said))
        case CloseHandoff():
            return _CLOSING_PARTS
        case _:
            return 1


def limits(effect: Effect, per_second: float) -> tuple[Limit, ...]:
    """The rates that it counts against. They are known before Slack is reached: what a restart takes up keeps to them too."""
    if _is_mark(effect):
        return (Limit(f"{SLACK}:reactions", per_second * _REACTIONS),)
    return in_channel(_thread(effect).key.partition("/")[0], per_second)


def in_channel(channel: str, per_second: float) -> tuple[Limit, ...]:
    """Of all that is posted in a channel, in its threads too."""
    return (Limit(f"{SLACK}:{channel}", per_second),)


class SlackPerformer:
    """The Performer of `Post` and `CloseHandoff`, and the StaffDesk that opens threads in the channels of the `queues`.

    What no queue takes goes to `channel`; where a thread or its channel is gone, its case goes on in the channel `fallback`.
    `say` gives catalog texts in the staff's language. `per_second` is how often one channel may be posted to, for all
    its threads together (docs.slack.dev/apis/web-api/rate-limits: about 1).
    """

    def __init__(
        self,
        poster: Poster,
        channel: str,
        store: Store,
        say: Say,
        per_second: float = 1.0,
        *,
        queues: Sequence[Queue] = (),
        fallback: str = "",
    ) -> None:
        self._poster = poster
        self._channel = channel
        self._queues = queues
        self._per_second = per_second
        self._threads = Threads(poster, store, say, fallback or channel)
        self._words = Words(say)
        self._questions = Questions(poster, store)
        self._marks = Marks(poster.api, store)

    # --- the Performer
    def lane(self, effect: Effect, conversation: ConversationId) -> str:
        return lane(conversation, effect)

    def limits(self, effect: Effect) -> tuple[Limit, ...]:
        return limits(effect, self._per_second)

    def parts(self, effect: Effect) -> int:
        return parts(effect)

    def join(self, first: Effect, then: Effect) -> Effect | None:
        return join(first, then)

    async def perform(self, row: OutboxRow) -> Done:
        """Where the thread is gone, in another one, and the conversation is told.

        Raises Transient, Limited, Uncertain, Gone or Refused.
        """
        if _is_mark(row.effect):
            return await self._carry_out(row)
        thread = _thread(row.effect)
        there = await self._threads.now(thread)
        try:
            done = await self._carry_out(_in(row, there))
        except Gone as error:
            if isinstance(row.effect, CloseHandoff):  # it is over, and the old thread told all of it
                return self._without_card(row, error)
            moved = await self._threads.move(there, row, error)
            done = await self._carry_out(_in(row, moved.to))
            return Done(done.receipt, replace(moved, thread=thread))
        return done if there == thread else Done(done.receipt, await self._threads.moved(thread))

    async def _carry_out(self, row: OutboxRow) -> Done:
        match row.effect:
            case Post(to=thread, body=Relay() as relay):
                return await self._reply(row, place_of(thread), self._words.relayed(relay, row.part))
            case Post(to=thread, body=Remark(text=line, to=agents)):
                return await self._reply(row, place_of(thread), self._words.remark(line, agents))
            case Post(to=thread, body=Memo() as memo):
                return await self._reply(row, place_of(thread), self._words.memo(memo))
            case Post(to=thread, body=Question() as question):
                return await self._question(row, place_of(thread), question)
            case Post(to=thread, body=Mark() as mark):
                return await self._marks.show(place_of(thread), mark)
            case Post(to=thread, body=Whisper() as whisper):
                return await self._whisper(row, place_of(thread), whisper)
            case Post(to=thread, body=Card() as card):
                return await self._show(place_of(thread), _state_of(card))
            case CloseHandoff(thread=thread, reason=reason, reopens=reopens) if row.part == 0:
                return await self._show(place_of(thread), CardState("closed", closing=reason, reopens=reopens))
            case CloseHandoff(thread=thread, reason=reason):
                return await self._reply(row, place_of(thread), self._words.remark(reason))
            case other:
                raise Refused(f"Slack does not carry out {type(other).__name__}")

    # --- the StaffDesk
    def opening_limits(self, handoff: OpenHandoff) -> tuple[Limit, ...]:
        return in_channel(self._place_for(handoff), self._per_second)

    async def open_thread(self, opening: CaseOpening, key: EffectId, again: bool) -> Address:
        """In the channel of its queue; where that one is gone, in the one to fall back to.

        Raises Transient, Limited, Uncertain, Gone or Refused.
        """
        card = card_of(opening)
        return await self._threads.open(self._place_for(opening.handoff), card, key, opening.opened_at, again=again)

    def _place_for(self, handoff: OpenHandoff) -> str:
        """A channel's id."""
        queue = queue_for(handoff, self._queues)
        return queue.channel if queue else self._channel

    async def _show(self, place: Place, state: CardState) -> Done:
        card = await self._threads.card(place.address)
        await self._poster.update(place.channel, place.ts, self._threads.shown(card, state))
        return Done(place.ts)

    def _without_card(self, row: OutboxRow, error: Gone) -> Done:
        """Where only the card cannot be changed, the last line beneath it says how it ended. Raises the error for that line."""
        if row.part:
            raise error
        log.info("the card on %s is not closed: %s", _thread(row.effect), error)
        return Done()

    # --- messages in the thread
    async def _reply(self, row: OutboxRow, place: Place, content: Content) -> Done:
        """Once: an earlier try that may have happened is looked for first."""
        key = key_of(row)
        ts = await self._poster.find_reply(place, key, row.created_at) if row.attempts > 1 else ""
        joined = tuple(map(key_of, row.joined))
        return Done(ts or await self._poster.post(place.channel, content, key, place.ts, joined))

    async def _question(self, row: OutboxRow, place: Place, question: Question) -> Done:
        buttons = await self._buttons(row, place, question.choices)
        return await self._questions.show(row, place, question, self._words.question(question, buttons))

    async def _whisper(self, row: OutboxRow, place: Place, whisper: Whisper) -> Done:
        """Whoever may not be whispered to (they left the channel) is answered aloud: silence would look like success."""
        buttons = await self._buttons(row, place, whisper.choices)
        try:
            return Done(await self._poster.whisper(place, whisper.agent.id, self._words.whisper(whisper, buttons)))
        except Refused:
            aloud = self._words.remark(whisper.text, name=whisper.agent.name)
            return await self._reply(row, place, aloud)

    async def _buttons(self, row: OutboxRow, place: Place, choices: Sequence[Choice]) -> list[Json]:
        if not choices:
            return []
        card = await self._threads.card(place.address)
        return self._words.buttons(choices, row.conversation, card.case, place.address)


def _state_of(card: Card) -> CardState:
    return CardState(card.state, card.owner, card.closing, card.until, card.since, card.due, card.language)


def _thread(effect: Effect) -> Address:
    match effect:
        case Post(to=thread) | CloseHandoff(thread=thread):
            return thread
        case other:
            raise Refused(f"Slack does not carry out {type(other).__name__}")


def _in(row: OutboxRow, thread: Address) -> OutboxRow:
    """The same in the thread as it is now."""
    match row.effect:
        case Post() as post:
            return replace(row, effect=replace(post, to=thread))
        case CloseHandoff() as close:
            return replace(row, effect=replace(close, thread=thread))
        case _:
            return row
