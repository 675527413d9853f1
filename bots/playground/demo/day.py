"""The invented day as a whole: who comes and when, and what is swept away so that it can go on for ever."""

import asyncio
import contextlib
import time
from collections.abc import Coroutine, Iterator

from bots.playground.demo.agents import Agent, Chat
from bots.playground.demo.cast import Customer, customers, team
from bots.playground.demo.customers import Visit
from bots.playground.demo.pace import Pace
from bots.playground.demo.quarrels import QUARRELS, Report
from bots.playground.demo.team import MailTeam
from bots.playground.slack import NotAcknowledged, Unseen
from bots.playground.world import SUPPORT_CHANNEL, TEAM_INBOX, Playground
from core.ports import Catalog

_AT_ONCE = 34  # customers who have something under way
_COMES = (1.2, 3.5)  # seconds between two customers
_SWEPT = 60.0  # seconds between two sweeps
_KEPT_POSTS = 45 * 60.0  # seconds: longer than any chat, for its thread must be there to its end
_KEPT_MESSAGES = 60  # of each phone
_MISHAP = (NotAcknowledged, Unseen, LookupError)  # the desk is starting over, or somebody at the page was quicker


class Day:
    """Begins with `begin`, and goes on until `end`. Whoever is at the page can take part meanwhile."""

    def __init__(self, playground: Playground, catalog: Catalog, pace: Pace) -> None:
        self._playground = playground
        self._catalog = catalog
        self._pace = pace
        self._cast = customers()
        self._visits: dict[int, asyncio.Task[None]] = {}
        self._tasks: list[asyncio.Task[None]] = []

    def begin(self) -> None:
        self._tasks = [
            asyncio.create_task(each)
            for each in (*self._agents(), *self._quarrels(), self._mail(), self._come(), self._sweep())
        ]

    async def end(self) -> None:
        running = [*self._tasks, *self._visits.values()]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    # --- customers
    async def _come(self) -> None:
        while True:
            await self._pace.pause(*_COMES)
            at_home = [each for each in self._cast if each.number not in self._visits]
            if at_home and len(self._visits) < _AT_ONCE:
                self._comes(self._pace.dice.choice(at_home))

    def _comes(self, who: Customer) -> None:
        telegram = self._playground.telegram
        assert telegram is not None
        phone = telegram.customer(who.number, who.name, language_code=who.language)
        names = [name for each in team().values() for name in (each.name, each.name.partition(" ")[0])]
        visit = Visit(who, phone, names, self._catalog, self._pace)
        task = self._visits[who.number] = asyncio.create_task(visit.happens())
        task.add_done_callback(lambda _: self._visits.pop(who.number, None))

    def _quarrels(self) -> Iterator[Coroutine[None, None, None]]:
        telegram, shop = self._playground.telegram, self._playground.shop
        assert telegram is not None
        assert shop is not None
        for quarrel in QUARRELS:
            phone = telegram.customer(quarrel.number, quarrel.name, language_code="en")
            yield Report(quarrel, phone, shop.root, self._catalog, self._pace).happens()

    # --- staff
    def _agents(self) -> list[Coroutine[None, None, None]]:
        slack = self._playground.slack
        assert slack is not None
        channel, colleagues = slack.channel(SUPPORT_CHANNEL), team()
        passed: dict[str, list[Chat]] = {}
        agents = [
            Agent(slack.agent(each.name, id), each, passed, channel, self._language_on, self._pace)
            for id, each in colleagues.items()
        ]
        return [_goes_on(agent) for agent in agents]

    def _language_on(self, card: str) -> str:
        """Of the customer whose name stands on the card; of others, who are played by somebody, none."""
        return next((each.language for each in self._cast if each.name in card), "")

    async def _mail(self) -> None:
        assert self._playground.mail is not None
        await MailTeam(self._playground.mail.mailbox(TEAM_INBOX), self._pace).works()

    # --- what is old
    async def _sweep(self) -> None:
        """The desk keeps everything; what its people scroll past is not needed."""
        while True:
            await asyncio.sleep(_SWEPT)
            telegram, slack = self._playground.telegram, self._playground.slack
            assert telegram is not None
            assert slack is not None
            for who in self._cast:
                del telegram.customer(who.number, who.name).chat.messages[:-_KEPT_MESSAGES]
            for messages in slack.workspace.state.messages.values():
                messages[:] = [message for message in messages if float(message.ts) > time.time() - _KEPT_POSTS]
            slack.workspace.posts.clear()
            self._playground.faults.seen.clear()


async def _goes_on(agent: Agent) -> None:
    """A mishap is no reason to go home."""
    while True:
        with contextlib.suppress(*_MISHAP):
            await agent.works()
        await asyncio.sleep(1)
