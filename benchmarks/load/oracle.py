"""What must hold when all is over: read on people's screens, in their threads, and in the desk's database."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from benchmarks.load.people import REPLY, WORD, Town, said_in
from benchmarks.load.world import Desk
from bots.playground.telegram import Customer

WRONG = re.compile(r"Traceback|mistake of ours|never (?:awaited|retrieved)|Unclosed")
EXCERPT = 4000  # characters of a log
MOST_SHOWN = 5  # of what is wrong in one way

CUSTOMERS = "SELECT conversation, text FROM messages WHERE author = 'customer' ORDER BY seq"
AGENTS = "SELECT conversation, text FROM messages WHERE author = 'agent' ORDER BY seq"
SENT = "SELECT lane, receipt, attempts FROM outbox WHERE lane LIKE 'telegram:%' AND receipt <> '' ORDER BY seq"
DEAD = "SELECT id, reason FROM inbox WHERE state = 'dead'"
FAILED = "SELECT lane, reason FROM outbox WHERE state = 'failed' AND lane NOT LIKE 'form:%'"
STUCK = """
SELECT id, stage FROM conversations WHERE stage NOT IN ('Idle', 'Closed')
AND NOT EXISTS (SELECT 1 FROM timers WHERE conversation = conversations.id)
"""
REPEATS = "SELECT coalesce(sum(attempts - 1), 0) FROM outbox WHERE attempts > 1 AND lane NOT LIKE 'ask:%'"
AUDITED = "SELECT count(*) FROM audit WHERE kind = 'effect tried again'"


class Verdict(NamedTuple):
    """`doubled`: chat messages that came twice, each of them declared. `wrong`: what does not hold, in words."""

    incoming: int
    words: int
    replies: int
    doubled: int
    dead: int
    wrong: list[str]


class Oracle:
    def __init__(self, town: Town, desk: Desk) -> None:
        self._town = town
        self._desk = desk
        self._wrong: list[str] = []

    async def verdict(self) -> Verdict:
        customers = {each.id: each for each in (*self._town.asking, *(chat.customer for chat in self._town.talking))}
        incoming = await self._transcripts(customers)
        doubled = await self._screens(customers)
        words, replies = self._threads(), await self._replies()
        self._words_for_all()
        dead = await self._given_up()
        self._all("nothing will wake", await self._desk.database.rows(STUCK))
        self._log()
        return Verdict(incoming, words, replies, doubled, dead, self._wrong)

    def _all(self, what: str, found: Sequence[object]) -> None:
        """Nothing of the kind may be there."""
        if found:
            shown = "; ".join(map(str, found[:MOST_SHOWN]))
            self._wrong.append(f"{what}: {len(found)} ({shown})")

    async def _transcripts(self, customers: Mapping[int, Customer]) -> int:
        """What was acknowledged is there once, in the order in which it was."""
        told = _by_chat(await self._desk.database.rows(CUSTOMERS))
        counted, differs = 0, []
        for number in customers:
            said = said_in(self._town.world.webhook.taken[f"chat {number}"])
            counted += len(said)
            if [each for each in told[number] if each in set(said)] != said:
                differs.append(f"{number}: {_difference(said, told[number])}")
        self._all("transcripts that are not what was acknowledged", differs)
        return counted

    async def _screens(self, customers: Mapping[int, Customer]) -> int:
        """What was sent is there in its order, and twice only what the audit says; how many came twice."""
        sent: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        for lane, receipt, attempts in await self._desk.database.rows(SENT):
            sent[_chat(lane)].append((int(receipt), attempts))
        doubled, order, lost, twice = 0, [], [], []
        for number, customer in customers.items():
            texts = {m.id: m.text for m in customer.chat.messages if m.by_bot}
            receipts = list(dict.fromkeys(receipt for receipt, _ in sent[number]))
            order += [number] if receipts != sorted(receipts) else []
            lost += sorted(set(receipts) - set(texts))
            again = Counter(texts.get(each, "") for each, tries in sent[number] for _ in range(tries - 1))
            extra = Counter(texts[each] for each in set(texts) - set(receipts))
            twice += list((extra - again).elements())
            doubled += extra.total()
        self._all("chats out of order", order)
        self._all("messages that were sent and are not there", lost)
        self._all("messages twice, and nobody knows", twice)
        repeats, audited = await self._desk.database.rows(REPEATS), await self._desk.database.rows(AUDITED)
        if int(repeats[0][0]) != audited[0][0]:
            self._wrong.append(f"{repeats[0][0]} repeats, of which the audit has {audited[0][0]}")
        return doubled

    def _threads(self) -> int:
        """Each word of a customer stands in their own thread once and in order, and nobody else's does."""
        threads, counted, differs, foreign = self._town.threads(), 0, [], []
        for chat in self._town.talking:
            number = chat.customer.id
            taken = said_in(self._town.world.webhook.taken[f"chat {number}"])
            expected = [each for text in taken for each in WORD.findall(text)]
            shown = [each for post in threads.get(number, []) for each in WORD.findall(post.plain)]
            counted += len(expected)
            differs += [f"{number}: {_difference(expected, shown)}"] if shown != expected else []
            foreign += [each for each in shown if not each.startswith(f"{number}:")]
        self._all("threads that are not what their customers wrote", differs)
        self._all("words in somebody else's thread", foreign)
        return counted

    async def _replies(self) -> int:
        """Each word of an agent is in the transcript once, and on the customer's own screen, in the same order."""
        told = _by_chat(await self._desk.database.rows(AGENTS))
        counted, lost, order, foreign = 0, [], [], []
        for chat in self._town.talking:
            number = chat.customer.id
            written = [f"{number}:{count}" for count in range(chat.answered)]
            kept = [each for text in told[number] for each in REPLY.findall(text)]
            screen = [each for m in chat.customer.chat.messages if m.by_bot for each in REPLY.findall(m.text)]
            counted += len(written)
            lost += sorted(set(written) - set(kept)) + sorted(set(written) - set(screen))
            order += [number] if list(dict.fromkeys(screen)) != kept else []
            foreign += [each for each in screen if not each.startswith(f"{number}:")]
        self._all("replies that are lost", lost)
        self._all("chats in which replies are out of order, or kept twice", order)
        self._all("replies on somebody else's screen", foreign)
        return counted

    def _words_for_all(self) -> None:
        """Nobody is left without a word after what they asked last."""
        self._all("customers without a word", [each.id for each in self._town.asking if _is_left_alone(each)])

    async def _given_up(self) -> int:
        """With their reasons; nothing but what nobody can read."""
        dead = await self._desk.database.rows(DEAD)
        self._all("dead letters without a reason", [row for row in dead if not row[1]])
        if len(dead) != self._town.poisoned:
            self._wrong.append(f"{len(dead)} dead letters of {self._town.poisoned} that nobody can read: {dead[:3]}")
        self._all("effects that were given up", await self._desk.database.rows(FAILED))
        self._all("events that Slack gave up", self._town.world.slack.deliveries.given_up)
        return len(dead)

    def _log(self) -> None:
        log = self._desk.log()
        if found := WRONG.search(log):
            begins = max(0, found.start() - EXCERPT // 4)
            self._wrong.append(f"a mistake in the log:\n{log[begins : begins + EXCERPT]}")


def _by_chat(rows: Sequence[tuple[str, str]]) -> defaultdict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    for conversation, text in rows:
        if conversation.startswith("telegram:"):
            found[_chat(conversation)].append(text)
    return found


def _chat(conversation: str) -> int:
    return int(conversation.removeprefix("telegram:").partition(":")[0])


def _is_left_alone(customer: Customer) -> bool:
    asked = [m.id for m in customer.chat.messages if not m.by_bot and m.text]
    told = [m.id for m in customer.chat.messages if m.by_bot]
    return bool(asked) and max(told, default=0) < asked[-1]


def _difference(expected: Sequence[str], found: Sequence[str]) -> str:
    """In few words: what is missing, what is too much, or that the order is another."""
    missing, more = Counter(expected) - Counter(found), Counter(found) - Counter(expected)
    parts = [*_some("missing", missing), *_some("more", more)]
    return ", ".join(parts) or "another order"


def _some(what: str, found: Counter[str]) -> Iterator[str]:
    if found:
        yield f"{what} {found.total()} such as {next(iter(found))!r}"
