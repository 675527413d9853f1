"""An invented agent at work: comes on duty, takes what waits, answers, writes notes, passes on, closes, and takes breaks."""

import re
from collections.abc import Callable, Iterator

import msgspec

from bots.playground.demo.cast import Colleague, agents_say, team
from bots.playground.demo.pace import Pace
from bots.playground.slack import Person
from bots.playground.slack.channel import ChannelScreen
from bots.playground.slack.state import Message

COMMAND = "/frontdesk"
_AT_ONCE = 3  # chats
_CODE = re.compile(r"\bFD-[0-9A-Z]{6}\b")


class Chat(msgspec.Struct):
    """`ends_after`: so many messages. `seen`: how much of the thread was answered."""

    case: str
    card: str
    language: str
    ends_after: int
    said: int = 0
    seen: int = 1


class Agent:
    """`speaks`: the language of a customer whose name stands on a card; empty: it is not known.

    `passed`: the chats that colleagues passed on, by the id of whom they gave them to.
    """

    def __init__(
        self,
        person: Person,
        colleague: Colleague,
        passed: dict[str, list[Chat]],
        channel: ChannelScreen,
        speaks: Callable[[str], str],
        pace: Pace,
    ) -> None:
        self._person = person
        self._colleague = colleague
        self._passed = passed
        self._channel = channel
        self._speaks = speaks
        self._pace = pace
        self._first_name = colleague.name.partition(" ")[0]
        self._chats: dict[str, Chat] = {}

    async def works(self) -> None:
        """Until it is cancelled."""
        await self._pace.pause(0, 5)
        await self._comes()
        while True:
            await self._pace.pause(2, 5)
            self._chats |= {chat.case: chat for chat in self._passed.pop(self._person.id, [])}
            for chat in list(self._chats.values()):
                await self._looks_after(chat)
            if len(self._chats) < _AT_ONCE:
                await self._takes_something()
            if not self._chats and self._pace.happens(0.01):
                await self._has_a_break()

    async def _comes(self) -> None:
        await self._types(f"on {' '.join(self._colleague.languages)}")

    async def _has_a_break(self) -> None:
        await self._types("off")
        await self._pace.pause(60, 150)
        await self._comes()

    # --- what waits
    async def _takes_something(self) -> None:
        waiting = list(self._waiting())
        if not waiting or not self._pace.happens(0.12):  # so that somebody waits
            return
        card, language = waiting[0]
        await self._person.clicks("Claim", in_=card)
        if card.plain.startswith("Callback"):
            await self._calls(card)
            return
        await self._pace.pause(1, 2)  # until it is seen whether a colleague was quicker
        found = _CODE.search(_all_of(card))
        if found and self._is_mine(self._stands(card)):
            self._chats[found[0]] = Chat(found[0], card.ts, language, self._pace.dice.randint(5, 11))

    def _waiting(self) -> Iterator[tuple[Message, str]]:
        """Cards that nobody has and whose language they speak."""
        for message in self._channel.messages:
            if "Claim" in message.buttons:
                language = self._speaks(_all_of(message))
                if language in self._colleague.languages:
                    yield message, language

    def _is_mine(self, card: Message) -> bool:
        return bool(re.search(rf"\b{self._first_name}\b", _all_of(card)))

    def _stands(self, card: Message) -> Message:
        return next((message for message in self._channel.messages if message.ts == card.ts), card)

    async def _calls(self, card: Message) -> None:
        await self._pace.pause(6, 15)
        await self._person.clicks("Reached" if self._pace.happens(0.7) else "Not reached", in_=self._stands(card))
        await self._pace.pause(6, 15)
        if "Done…" in self._stands(card).buttons:
            await self._person.writes(self._channel, self._pace.dice.choice(agents_say("calls")), card.ts)

    # --- a chat
    async def _looks_after(self, chat: Chat) -> None:
        thread = [message for message in self._channel.thread(chat.card) if not message.ephemeral_to]
        if not thread or "Reopen" in thread[0].buttons or not self._is_mine(thread[0]):
            del self._chats[chat.case]  # over, or somebody else's
            return
        waits = len(thread) > chat.seen
        chat.seen = len(thread)
        if waits or chat.said == 0 or self._pace.happens(0.12):
            await self._answers(chat)

    async def _answers(self, chat: Chat) -> None:
        await self._pace.pause(1, 3)
        if chat.said >= chat.ends_after:
            await self._types(f"close {chat.case} {self._pace.dice.choices(('solved', 'no_answer'), (9, 1))[0]}")
            del self._chats[chat.case]
        elif chat.said > 1 and self._pace.happens(0.12):
            await self._passes_on(chat)
        else:
            await self._writes(chat)

    async def _passes_on(self, chat: Chat) -> None:
        """To somebody who speaks the language; who is not there does not get it, and it stays."""
        others = [id for id, each in team().items() if id != self._person.id and chat.language in each.languages]
        chat.said += 1
        if others:
            to = self._pace.dice.choice(others)
            await self._types(f"transfer {chat.case} @{team()[to].name} knows more about it")
            await self._pace.pause(1, 2)  # until the card says so
            self._passed.setdefault(to, []).append(msgspec.structs.replace(chat))

    async def _writes(self, chat: Chat) -> None:
        if self._pace.happens(0.08):
            await self._types(f"note {chat.case} {self._pace.dice.choice(agents_say('notes'))}")
        lines = agents_say(chat.language)
        await self._person.writes(self._channel, lines[chat.said % len(lines)], chat.card)
        chat.said += 1

    async def _types(self, words: str) -> None:
        await self._person.slash(COMMAND, words, self._channel)


def _all_of(message: Message) -> str:
    return f"{message.plain} {message.blocks}"
