"""What must hold after every run, whatever was done to the product: read on the other side's screens and in its database."""

import asyncio
import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bots.playground.telegram.customer import Customer
from tests.faults.product import until
from tests.faults.stage import PATIENCE, SECRETS, Stage, bot_messages

NO_TIMER_NEEDED = {"Idle", "Closed"}
OPEN_WORK = (
    "SELECT (SELECT count(*) FROM inbox WHERE state = 'new') + (SELECT count(*) FROM outbox WHERE state = 'waiting')"
)


@dataclass(frozen=True)
class Story:
    """What one customer's conversation must have come to: words of each message, in order.

    `screen`: the customer's. `thread`: the case's in Slack, its card first. `mails` by mailbox. `transcript`: "author"
    or "author: text". `stage`: where the conversation stands. `private`: words that nobody else may come to see.
    """

    screen: tuple[str, ...]
    transcript: tuple[str, ...]
    stage: str
    thread: tuple[str, ...] = ()
    mails: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    private: tuple[str, ...] = ()


def rows(folder: Path, question: str, *values: Any) -> list[tuple[Any, ...]]:
    """Ask the product's database, also while it runs."""
    with closing(sqlite3.connect(f"file:{folder / 'data' / 'desk.db'}?mode=ro", uri=True, timeout=5)) as connection:
        return connection.execute(question, values).fetchall()


def waits_too_long(folder: Path) -> None:
    """The time that customers in the queue were told is over."""
    time_comes(folder, "unclaimed")


def time_comes(folder: Path, reason: str) -> None:
    """What is to happen later for this reason is due now."""
    with closing(sqlite3.connect(folder / "data" / "desk.db", timeout=5)) as connection, connection:
        connection.execute("UPDATE timers SET due = 0 WHERE reason = ?", (reason,))


async def drained(stage: Stage) -> None:
    """Returns when nothing is left in the inbox and the outbox."""
    try:
        async with asyncio.timeout(PATIENCE):
            await stage.product.ready()
            await stage.slack.deliveries.quiet()
            await until(lambda: rows(stage.folder, OPEN_WORK) == [(0,)])
    except TimeoutError:
        left = rows(stage.folder, "SELECT lane, state, attempts, reason, effect FROM outbox WHERE state = 'waiting'")
        raise AssertionError(f"not drained: {left}\n{stage.product.log()}") from None


async def check(stage: Stage, stories: Mapping[Customer, Story]) -> int:
    """Let it drain, stop it, and look at everything; how many messages came twice inside the declared windows."""
    await drained(stage)
    assert await stage.product.stop() == 0, stage.product.log()
    doubled = sum(screen(stage, customer, story) for customer, story in stories.items())
    for customer, story in stories.items():
        transcript(stage, customer, story)
        thread(stage, customer, story)
        where_it_stands(stage, customer, story)
        doubled += mails(stage, story)
        nothing_of_others(stage, customer, [other for other in stories.values() if other is not story])
    panel(stage)
    nothing_given_up(stage)
    repeats_are_in_the_audit(stage)
    log_is_clean(stage)
    return doubled


def screen(stage: Stage, customer: Customer, story: Story) -> int:
    """Each message once and in order; what was in flight at a kill may stand there twice, one after the other."""
    doubled, expected, before = 0, list(story.screen), None
    for message in bot_messages(customer):
        if expected and expected[0] in message.text:
            expected.pop(0)
        else:
            assert before is not None, f"out of place: {message.text!r}\n{customer.described()}"
            assert message.text == before.text, f"out of place: {message.text!r}\n{customer.described()}"
            assert before.id in stage.in_flight, f"twice, outside the window: {message.text!r}\n{customer.described()}"
            doubled += 1
        before = message
    assert not expected, f"lost: {expected}\n{customer.described()}\n{stage.product.log()}"
    return doubled


def transcript(stage: Stage, customer: Customer, story: Story) -> None:
    lines = rows(
        stage.folder, "SELECT author, text FROM messages WHERE conversation = ? ORDER BY seq", f"telegram:{customer.id}"
    )
    told = [f"{author}: {text}" if author in ("customer", "agent") else author for author, text in lines]
    assert told == list(story.transcript)


def thread(stage: Stage, customer: Customer, story: Story) -> None:
    """One card, and under it each message of the desk once, in order."""
    shown = in_thread(stage, customer)
    assert len(shown) == len(story.thread), f"{shown}\n{stage.support}"
    assert all(words in said for words, said in zip(story.thread, shown, strict=True)), f"{shown}\n{stage.support}"


def in_thread(stage: Stage, customer: Customer) -> list[str]:
    """What the desk has posted about this customer for everybody."""
    cards = [m for m in stage.support.messages if f"- {customer.chat.first_name}: " in m.plain]
    return [m.plain for card in cards for m in stage.support.thread(card.ts) if m.bot_id and m.ephemeral_to is None]


def nothing_of_others(stage: Stage, customer: Customer, others: list[Story]) -> None:
    seen = "\n".join([*(message.text for message in bot_messages(customer)), *in_thread(stage, customer)])
    assert [words for other in others for words in other.private if words in seen] == []


def where_it_stands(stage: Stage, customer: Customer, story: Story) -> None:
    """Where it should, and never without somebody or something to wake it."""
    id = f"telegram:{customer.id}"
    assert rows(stage.folder, "SELECT stage FROM conversations WHERE id = ?", id) == [(story.stage,)]
    if story.stage not in NO_TIMER_NEEDED:
        assert rows(stage.folder, "SELECT reason FROM timers WHERE conversation = ?", id), "nothing will wake it"


def mails(stage: Stage, story: Story) -> int:
    """Each mail once by its Message-ID; how often one was sent again, which mail programs fold into one."""
    again = 0
    for address, expected in story.mails.items():
        box = stage.mail.mailbox(address)
        assert len(box.mails) == len(expected), box.described()
        assert all(words in mail.subject for words, mail in zip(expected, box.mails, strict=True)), box.described()
        assert all(mail.times <= 1 + stage.product.kills for mail in box.mails), box.described()
        again += sum(mail.times - 1 for mail in box.mails)
    return again


def panel(stage: Stage) -> None:
    assert len([m for m in stage.support.messages if "I am on duty" in m.buttons]) <= 1, str(stage.support)


def nothing_given_up(stage: Stage) -> None:
    assert rows(stage.folder, "SELECT id, reason FROM inbox WHERE state = 'dead'") == []
    given_up = "SELECT id, reason FROM outbox WHERE state = 'failed' AND lane NOT LIKE 'form:%'"  # a form has seconds
    assert rows(stage.folder, given_up) == []
    assert stage.slack.deliveries.given_up == []


def repeats_are_in_the_audit(stage: Stage) -> None:
    repeats = rows(
        stage.folder, "SELECT coalesce(sum(attempts - 1), 0) FROM outbox WHERE attempts > 1 AND lane NOT LIKE 'ask:%'"
    )
    assert rows(stage.folder, "SELECT count(*) FROM audit WHERE kind = 'effect tried again'") == repeats


def log_is_clean(stage: Stage) -> None:
    """No secret, nobody's words, no address, and no mistake of the product's own."""
    log = stage.product.log()
    written = {
        text for (text,) in rows(stage.folder, "SELECT text FROM messages WHERE author IN ('customer', 'agent')")
    }
    told = [words for words in (*SECRETS, *written, "@customer.example") if words in log]
    assert told == [], log
    assert not re.search(r"Traceback|mistake of ours|never (awaited|retrieved)|Unclosed", log), log
