"""Hours in which the desk was away: thousands of updates wait, and all who wrote are told something, within the platforms' limits."""

import random
import re
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Set
from pathlib import Path
from typing import NamedTuple

from benchmarks.load.oracle import DEAD, FAILED, STUCK, WRONG
from benchmarks.load.people import said_in
from benchmarks.load.run import drained
from benchmarks.load.world import Desk, World, desk_of
from benchmarks.throughput.process import used
from benchmarks.throughput.questions import questions
from bots.playground.telegram import Customer
from bots.playground.telegram.limits import Limits, Rates
from core.model.facts import Patience

FIRST = 20_000  # the number of the first chat
TOGETHER = 180.0  # seconds within which one customer writes all of it
SORRY = "I was away for a while"
SLOW_START = 600.0  # seconds until the last is read, in which nobody is to become late
LONGEST = 1800.0  # seconds, of a machine that others use too
TAG = re.compile(r"\((\d+:\d+)\)")
CUSTOMERS = "SELECT conversation, text FROM messages WHERE author = 'customer' ORDER BY seq"
TICKETS = "SELECT conversation, count(*) FROM tickets GROUP BY conversation"

People = dict[int, tuple[Customer, bool]]
"""By chat: who wrote, and whether all of it is too old to be answered."""


class Plan(NamedTuple):
    """`away`: minutes. Each customer has written `each` messages, within some minutes."""

    waiting: int = 5000
    away: float = 180.0
    store: str = "sqlite"
    each: int = 5


class Waited(NamedTuple):
    """`late`: customers whose words are older than the assistant may be. `goodput`: of what Telegram takes a second, 0 to 1."""

    plan: Plan
    customers: int
    late: int
    seconds: float
    processor: float  # seconds of the desk
    sent: int
    goodput: float
    too_fast: int
    apologies: int
    tickets: int
    answers: int
    asked_model: int
    wrong: list[str]

    def hold(self) -> bool:
        return not self.wrong


class Counted(Rates):
    """Telegram's limits; when each message was taken, and how often it was too fast."""

    def __init__(self) -> None:
        super().__init__(Limits(), time.monotonic)
        self.taken: list[float] = []
        self.refused = 0

    def retry_after(self, chat_id: int) -> int:
        wait = super().retry_after(chat_id)
        if wait:
            self.refused += 1
        else:
            self.taken.append(time.monotonic())
        return wait

    def goodput(self) -> float:
        """Between the first and the last tenth, where there is enough to do."""
        cut = len(self.taken) // 10
        middle = self.taken[cut : len(self.taken) - cut]
        return (len(middle) - 1) / (middle[-1] - middle[0]) / Limits().total_per_second if len(middle) > 1 else 0.0


async def measure(plan: Plan) -> Waited:
    world = World(lifted=False)
    world.telegram.account.rates = rates = Counted()
    settings = await world.start()
    try:
        with tempfile.TemporaryDirectory(prefix="outage-") as folder:
            async with desk_of(Path(folder), settings, plan.store) as desk:
                return await _come_back(plan, world, rates, desk)
    finally:
        await world.stop()


async def _come_back(plan: Plan, world: World, rates: Counted, desk: Desk) -> Waited:
    """The desk has said once where its door is; then it is away, and they write."""
    async with desk.running(world):
        pass
    people = await _written(plan, world)
    began = time.perf_counter()
    async with desk.running(world) as running:
        await drained(world, desk, LONGEST)
        took = time.perf_counter() - began, used(running.pid)
    return await _looked_at(plan, world, rates, desk, people, took)


async def _written(plan: Plan, world: World) -> People:
    """Telegram has dated what they write, and keeps it."""
    chance, asked = random.Random(4), questions()["en"]
    account, now = world.telegram.account, time.time()
    people: People = {}
    for number in range(plan.waiting // plan.each):
        customer = world.telegram.customer(FIRST + number, f"Customer{number}", language_code="en")
        last = now - chance.uniform(0, 60 * plan.away)
        late = now - last >= Patience().fresh + TOGETHER
        if not late and now - last + TOGETHER + SLOW_START >= Patience().fresh:
            last, late = now - 60.0, False  # neither old nor new would do
        for place in range(plan.each):
            account.clock = lambda at=last - TOGETHER * (plan.each - 1 - place) / plan.each: at  # type: ignore[misc]
            await customer.write(f"{chance.choice(asked)} ({customer.id}:{place})")
        people[customer.id] = customer, late
    account.clock = time.time
    return people


async def _looked_at(
    plan: Plan, world: World, rates: Counted, desk: Desk, people: People, took: tuple[float, float]
) -> Waited:
    late = {number for number, (_, is_late) in people.items() if is_late}
    apologies = {number: _said(customer, SORRY) for number, (customer, _) in people.items()}
    tickets = Counter({_chat(conversation): count for conversation, count in await desk.database.rows(TICKETS)})
    ours = {number: sum(m.by_bot for m in customer.chat.messages) for number, (customer, _) in people.items()}
    prompts = [request.prompt.question for request in world.model.requests if request.method == "chat"]
    asked = {int(tag.partition(":")[0]) for prompt in prompts for tag in TAG.findall(prompt)}
    wrong = [f"the model was asked for {number}" for number in sorted(asked & late)]
    for number in people:
        found = apologies[number], tickets[number], ours[number]
        fits = found == (1, 1, 1) if number in late else found[:2] == (0, 0) and found[2] > 0
        wrong += [] if fits else [f"{number}: {found} apologies, cases and words, late: {number in late}"]
    wrong += _out_of_order(world, late, await _transcripts(desk), people)
    for question, what in ((DEAD, "a dead letter"), (FAILED, "given up"), (STUCK, "nothing will wake it")):
        wrong += [f"{what}: {row}" for row in await desk.database.rows(question)]
    wrong += [f"in the log: {each}" for each in WRONG.findall(desk.log())]
    return Waited(
        plan,
        len(people),
        len(late),
        *took,
        len(rates.taken),
        rates.goodput(),
        rates.refused,
        sum(apologies.values()),
        tickets.total(),
        sum(count for number, count in ours.items() if number not in late),
        len(prompts),
        wrong,
    )


def _said(customer: Customer, words: str) -> int:
    return sum(message.by_bot and words in message.text for message in customer.chat.messages)


async def _transcripts(desk: Desk) -> defaultdict[int, list[str]]:
    told: defaultdict[int, list[str]] = defaultdict(list)
    for conversation, text in await desk.database.rows(CUSTOMERS):
        told[_chat(conversation)].append(text)
    return told


def _chat(conversation: str) -> int:
    return int(conversation.removeprefix("telegram:"))


def _out_of_order(world: World, late: Set[int], told: Mapping[int, list[str]], people: People) -> list[str]:
    """Transcripts in which not all is there once, oldest first, and cases of which the team has not got all of it so."""
    wrong, mailed = [], _in_mails(world)
    for number in people:
        said = said_in(world.webhook.taken[f"chat {number}"])
        tags = [tag for text in said for tag in TAG.findall(text)]
        wrong += [] if told[number] == said else [f"{number}: {told[number]} instead of {said}"]
        wrong += [f"{number}: the team has {mailed[number]}"] if number in late and mailed[number] != tags else []
    return wrong


def _in_mails(world: World) -> defaultdict[int, list[str]]:
    """By chat, its words in the order in which the team got each of them first."""
    mailed: defaultdict[int, dict[str, None]] = defaultdict(dict)
    texts = (mail.text for box in world.mail.mailboxes for mail in box.mails)
    for tag in (tag for text in texts for tag in TAG.findall(text)):
        mailed[int(tag.partition(":")[0])][tag] = None
    return defaultdict(list, {number: list(tags) for number, tags in mailed.items()})


def lines(waited: Waited) -> list[tuple[str, str, str]]:
    """What, the figure, what is required."""
    plan, fresh = waited.plan, waited.customers - waited.late
    return [
        (
            "updates that waited, of chats, after",
            f"{plan.waiting:,}, {waited.customers:,}, {plan.away:.0f} minutes",
            "",
        ),
        ("all of it done after; processor time of the desk", f"{waited.seconds:.0f} s; {waited.processor:.0f} s", ""),
        ("messages sent, of Telegram's 30 a second", f"{waited.sent:,}, {waited.goodput:.0%}", ""),
        ("answered 429", f"{waited.too_fast}", ""),
        (
            "customers who wrote too long ago: apologies, cases",
            f"{waited.late:,}: {waited.apologies:,}, {waited.tickets:,}",
            "one each",
        ),
        ("customers who wrote lately: messages of ours", f"{fresh:,}: {waited.answers:,}", "one at least"),
        ("questions to the model, for who wrote too long ago", f"{waited.asked_model:,}, none", "none"),
        ("transcripts and the team's mails", "oldest first", "oldest first"),
        ("what does not hold", f"{len(waited.wrong) or 'nothing'}", "nothing"),
    ]
