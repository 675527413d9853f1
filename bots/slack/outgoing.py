"""Carries out what the desk has to say to its staff: cards, customers' words and remarks, in Slack threads."""

from collections.abc import Sequence
from typing import assert_never

from bots.slack.card import WAITING, CardState, CaseCard, Say, card_blocks, card_of, headline
from bots.slack.dispute_words import ROLES
from bots.slack.ids import SLACK, Place, place_of
from bots.slack.markup import escaped, parts_of, quote, quoted, remark, words
from bots.slack.posting import Content, Poster
from core.model.codec import decode, encode
from core.model.effects import Card, CloseHandoff, Effect, Post, Relay, Remark, Whisper
from core.model.errors import Refused
from core.model.handoff import CaseOpening
from core.model.ids import Address, ConversationId, EffectId
from core.model.people import Agent
from core.model.rows import Done, Limit, OutboxRow
from core.model.view import Text, text
from core.ports import Store, Transaction

_CLOSING_PARTS = 2  # the card, then the last line


def lane(conversation: ConversationId) -> str:
    """One for all that staff read of a conversation, so that the card comes before what is said under it."""
    return f"staff:{conversation}"


def parts(effect: Effect) -> int:
    match effect:
        case Post(body=Relay(text=said)):
            return len(parts_of(said))
        case CloseHandoff():
            return _CLOSING_PARTS
        case _:
            return 1


class SlackPerformer:
    """The Performer of `Post` and `CloseHandoff`, and the StaffDesk that opens threads in `channel`.

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
    ) -> None:
        self._poster = poster
        self._channel = channel
        self._store = store
        self._say = say
        self._per_second = per_second

    # --- the Performer
    def lane(self, effect: Effect, conversation: ConversationId) -> str:
        return lane(conversation)

    def limits(self, effect: Effect) -> tuple[Limit, ...]:
        return self._limits(_thread(effect).key.partition("/")[0])

    def parts(self, effect: Effect) -> int:
        return parts(effect)

    async def perform(self, row: OutboxRow) -> Done:
        """Raises Transient, Limited, Uncertain, Gone or Refused."""
        match row.effect:
            case Post(to=thread, body=Relay() as relay):
                return await self._reply(row, place_of(thread), self._relayed(relay, row.part))
            case Post(to=thread, body=Remark(text=line, to=agents)):
                return await self._reply(row, place_of(thread), self._remark(line, agents))
            case Post(to=thread, body=Whisper() as whisper):
                return await self._whisper(row, place_of(thread), whisper)
            case Post(to=thread, body=Card() as card):
                return await self._show(place_of(thread), CardState(card.state, card.owner, card.closing))
            case CloseHandoff(thread=thread, reason=reason) if row.part == 0:
                return await self._show(place_of(thread), CardState("closed", closing=reason))
            case CloseHandoff(thread=thread, reason=reason):
                return await self._reply(row, place_of(thread), self._remark(reason))
            case other:
                raise Refused(f"Slack does not carry out {type(other).__name__}")

    # --- the StaffDesk
    def opening_limits(self) -> tuple[Limit, ...]:
        return self._limits(self._channel)

    async def open_thread(self, opening: CaseOpening, key: EffectId, again: bool) -> Address:
        """Raises Transient, Limited, Uncertain, Gone or Refused."""
        card = card_of(opening)
        ts = await self._poster.find_root(self._channel, key, opening.opened_at) if again else ""
        if not ts:
            ts = await self._poster.post(self._channel, self._shown(card, WAITING), key)
        thread = Place(self._channel, ts).address
        await self._keep(thread, card)
        return thread

    async def _keep(self, thread: Address, card: CaseCard) -> None:
        async def put(tx: Transaction) -> None:
            await tx.keep.put(_name(thread), encode(card))

        await self._store.transact(put)

    def _limits(self, channel: str) -> tuple[Limit, ...]:
        return (Limit(f"{SLACK}:{channel}", self._per_second),)

    # --- cards
    async def _show(self, place: Place, state: CardState) -> Done:
        stored = await self._kept(place.address)
        if stored is None:
            raise Refused(f"the card on {place.address} is not one of ours")
        await self._poster.update(place.channel, place.ts, self._shown(decode(stored, CaseCard), state))
        return Done(place.ts)

    async def _kept(self, thread: Address) -> str | None:
        async def get(tx: Transaction) -> str | None:
            return await tx.keep.get(_name(thread))

        return await self._store.transact(get)

    def _shown(self, card: CaseCard, state: CardState) -> Content:
        return Content(headline(card, self._say), card_blocks(card, state, self._say))

    # --- messages in the thread
    async def _reply(self, row: OutboxRow, place: Place, content: Content) -> Done:
        """Once: an earlier try that may have happened is looked for first."""
        key = f"{row.id}.{row.part}"
        ts = await self._poster.find_reply(place, key, row.created_at) if row.attempts > 1 else ""
        return Done(ts or await self._poster.post(place.channel, content, key, place.ts))

    async def _whisper(self, row: OutboxRow, place: Place, whisper: Whisper) -> Done:
        """Whoever may not be whispered to (they left the channel) is answered aloud: silence would look like success."""
        content = self._remark(whisper.text)
        try:
            return Done(await self._poster.whisper(place, whisper.agent.id, content))
        except Refused:
            named = f"{whisper.agent.name}: {self._say(whisper.text)}"
            return await self._reply(row, place, Content(escaped(named), remark(named)))

    def _relayed(self, relay: Relay, part: int) -> Content:
        said = parts_of(relay.text)
        count = f"({part + 1}/{len(said)})" if len(said) > 1 else ""
        marks = (self._mark(relay), self._translation(relay), count)
        name = " ".join(filter(None, (self._author(relay), *marks)))
        original = relay.original if part + 1 == len(said) else ""
        shown = f"*{escaped(name)}*\n{escaped(said[part])}"
        beneath = f"\n{quoted(original)}" if original else ""
        return Content(shown + beneath, [*words(name, said[part]), *quote(original)])

    def _author(self, relay: Relay) -> str:
        """In a dispute it is the role, as the card names it."""
        known = {"": text("card.customer"), "buyer": ROLES["buyer"], "seller": ROLES["seller"]}
        return self._say(known[relay.author]) if relay.author in known else relay.author

    def _mark(self, relay: Relay) -> str:
        match relay.mark:
            case "":
                return ""
            case "edited":
                return self._say(text("relay.edited"))
            case "file":
                return self._say(text("relay.file"))
            case "earlier":
                return self._say(text("relay.earlier"))
            case other:
                assert_never(other)

    def _translation(self, relay: Relay) -> str:
        match relay.translation:
            case "":
                return ""
            case "machine":
                return self._say(text("relay.translated"))
            case "doubtful":
                return self._say(text("relay.doubtful"))
            case "none":
                return self._say(text("relay.untranslated"))
            case other:
                assert_never(other)

    def _remark(self, line: Text, to: Sequence[Agent] = ()) -> Content:
        said, users = self._say(line), [agent.id for agent in to]
        mentions = "".join(f"<@{escaped(user)}> " for user in users)
        return Content(f"{mentions}_{escaped(said)}_", remark(said, users))


def _thread(effect: Effect) -> Address:
    match effect:
        case Post(to=thread) | CloseHandoff(thread=thread):
            return thread
        case other:
            raise Refused(f"Slack does not carry out {type(other).__name__}")


def _name(thread: Address) -> str:
    return f"card:{thread}"
