"""A visit of an invented customer: asks, reads, chooses a way to a person, waits, loses patience or talks, and says how it was."""

from collections.abc import Collection

from bots.playground.demo.cast import Customer
from bots.playground.demo.pace import Pace
from bots.playground.telegram import Customer as Phone
from bots.playground.telegram import NothingToRead
from bots.playground.telegram.state import Message
from core.model.view import Text, text
from core.ports import Catalog

TALK, HELPED, NOT_HELPED = text("button.talk"), text("button.helped"), text("button.not_helped")
LIVE_CHAT, EMAIL = text("button.live_chat"), text("button.email")
CALL, SOON = text("button.callback"), text("button.callback_soon")
STOP, CANCEL = text("button.stop_waiting"), text("button.cancel")
SOLVED, NOT_SOLVED = text("button.solved"), text("button.not_solved")

_PATIENCE = (50.0, 200.0)  # seconds until a customer in the queue leaves
_SILENCE = 240.0  # seconds after which a customer believes that nothing comes any more
_PHONES = {"pl": "+48 512 345 678", "nl": "+31 6 12345678", "en": "+44 7400 123456", "de": "+49 1512 3456789"}


class Visit:
    """`agents`: the names under which agents write."""

    def __init__(self, who: Customer, phone: Phone, agents: Collection[str], catalog: Catalog, pace: Pace) -> None:
        self._who = who
        self._phone = phone
        self._agents = agents
        self._catalog = catalog
        self._pace = pace
        self._lines = iter(who.crowd.chat)

    async def happens(self) -> None:
        """Ends when the customer has nothing left to say, or nobody says anything to them."""
        try:
            if await self._asks():
                await self._wishes_for_somebody()
        except (NothingToRead, LookupError):  # as people do, they put the phone away
            return

    # --- the assistant
    async def _asks(self) -> bool:
        """Whether they still want a person."""
        self._phone.unblocks()
        await self._phone.write(self._pace.dice.choice(self._who.crowd.questions))
        answer = await self._reads(60)
        await self._pace.pause(3, 9)
        if self._pace.happens(0.35):
            return False
        if self._has(answer, HELPED) and self._pace.happens(0.4):
            await self._presses(HELPED)
            return False
        if self._has(answer, NOT_HELPED):
            await self._presses(NOT_HELPED)
            await self._reads(30)
        return True

    # --- a person
    async def _wishes_for_somebody(self) -> None:
        await self._pace.pause(1, 4)
        await self._phone.write("/support")
        ways = await self._phone.reads(
            lambda message: self._has(message, EMAIL) or self._has(message, LIVE_CHAT), self._pace.seconds(60)
        )
        await self._pace.pause(2, 7)
        if self._has(ways, CALL) and self._pace.happens(0.12):
            await self._asks_for_a_call()
        elif self._has(ways, LIVE_CHAT) and self._pace.happens(0.85):
            await self._presses(LIVE_CHAT)
            await self._waits()
        else:
            await self._asks_by_mail()

    async def _asks_for_a_call(self) -> None:
        await self._presses(CALL)
        await self._reads(30)
        await self._pace.pause(3, 8)
        await self._phone.write(_PHONES.get(self._who.language, _PHONES["en"]))
        await self._phone.reads(lambda message: self._has(message, SOON), self._pace.seconds(30))
        await self._pace.pause(2, 5)
        await self._presses(SOON)

    async def _asks_by_mail(self) -> None:
        await self._presses(EMAIL)
        await self._reads(30)
        await self._pace.pause(3, 8)
        name, _, surname = self._who.name.partition(" ")
        await self._phone.write(f"{name.casefold()}@{surname.casefold()}.example".translate(_PLAIN))

    async def _waits(self) -> None:
        patience = self._pace.dice.uniform(*_PATIENCE)
        if self._pace.happens(0.4):
            await self._pace.pause(5, 20)
            await self._phone.write(next(self._lines, self._who.crowd.mail))
        try:
            said = await self._phone.reads(self._is_an_agents, self._pace.seconds(patience))
        except NothingToRead:
            await self._leaves()
            return
        if self._pace.happens(0.03):
            self._phone.blocks()  # what agents write to them now does not arrive
            return
        await self._talks(said)

    async def _leaves(self) -> None:
        for label in (STOP, CANCEL):
            if self._has(self._phone.screen[-1], label):
                await self._presses(label)
                return

    async def _talks(self, said: Message) -> None:
        while not self._has(said, SOLVED):
            await self._pace.pause(4, 18)
            line = next(self._lines, None)
            if line is None:
                await self._phone.write(self._who.crowd.thanks)
                said = await self._phone.reads(lambda message: self._has(message, SOLVED), self._pace.seconds(_SILENCE))
            else:
                await self._phone.write(line)
                said = await self._phone.reads(
                    lambda message: self._is_an_agents(message) or self._has(message, SOLVED),
                    self._pace.seconds(_SILENCE),
                )
        await self._rates()

    async def _rates(self) -> None:
        await self._pace.pause(2, 8)
        if self._pace.happens(0.3):
            return
        await self._presses(SOLVED if self._pace.happens(0.85) else NOT_SOLVED)
        asked = await self._reads(30)
        stars = [label for label in asked.buttons if "★" in label]
        if stars:
            await self._pace.pause(1, 4)
            await self._phone.press(self._pace.dice.choices(stars, range(1, len(stars) + 1))[0])

    # --- the phone
    async def _reads(self, seconds: float) -> Message:
        return await self._phone.reads(timeout=self._pace.seconds(seconds))

    async def _presses(self, label: Text) -> None:
        await self._phone.press(self._label(label))

    def _has(self, message: Message, label: Text) -> bool:
        return self._label(label) in message.buttons

    def _label(self, label: Text) -> str:
        return self._catalog.say(label.key, label.params, self._who.language)

    def _is_an_agents(self, message: Message) -> bool:
        return any(message.text.startswith(name) for name in self._agents)


_PLAIN = str.maketrans("éèąćęłńóśźżü", "eeacelnoszzu")
