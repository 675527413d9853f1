"""What must hold after every run, whatever was done to the product: read on the other side's screens and in its database."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bots.playground.telegram.customer import Customer
from tests.faults.database import changes, rows
from tests.faults.product import until
from tests.faults.stage import PATIENCE, SECRETS, Stage, bot_messages
from tests.faults.wrong import Doubled, InLimbo, Leaked, Lost, Reordered, compare

NO_TIMER_NEEDED = {"Idle", "Closed"}
OPEN_WORK = (
    "SELECT (SELECT count(*) FROM inbox WHERE state = 'new') + (SELECT count(*) FROM outbox WHERE state = 'waiting')"
)


@dataclass(frozen=True)
class Story:
    """What one customer's conversation must have come to: words of each message, in order.

    `screen`: the customer's. `thread`: the case's in Slack, its card first. `mails` by mailbox. `transcript`: "author"
    or "author: text". `stage`: where the conversation stands. `private`: words that nobody else may come to see.
    `given_up`: why, of each thing that could not be done and was told instead.
    """

    screen: tuple[str, ...]
    transcript: tuple[str, ...]
    stage: str
    thread: tuple[str, ...] = ()
    mails: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    private: tuple[str, ...] = ()
    given_up: tuple[str, ...] = ()


def waits_too_long(folder: Path) -> None:
    """The time that customers in the queue were told is over."""
    time_comes(folder, "unclaimed")


def time_comes(folder: Path, reason: str) -> None:
    """What is to happen later for this reason is due now."""
    changes(folder, "UPDATE timers SET due = 0 WHERE reason = ?", reason)


async def drained(stage: Stage) -> None:
    """Returns when nothing is left in the inbox and the outbox, nor on the way to the inbox."""
    try:
        async with asyncio.timeout(PATIENCE):
            await stage.product.ready()
            await stage.slack.deliveries.quiet()
            await stage.mail.door.quiet()  # one that is handed in again could meet its kill while the product stops
            await until(lambda: rows(stage.folder, OPEN_WORK) == [(0,)], 0.03)
    except TimeoutError:
        left = rows(stage.folder, "SELECT lane, state, attempts, reason, effect FROM outbox WHERE state = 'waiting'")
        raise InLimbo(f"not drained: {left}\n{stage.product.log()}") from None


async def check(stage: Stage, stories: Mapping[Customer, Story]) -> int:
    """Let it drain, stop it, and look at everything; how many chat messages came twice inside the declared windows."""
    await drained(stage)
    stage.faults.clear()  # a fresh start goes on asking for its own things: no kill that is left may meet the stop
    code = await stage.product.stop()
    assert code == 0, f"exit code {code}\n{stage.product.log()}"
    doubled = sum(screen(stage, customer, story) for customer, story in stories.items())
    for customer, story in stories.items():
        transcript(stage, customer, story)
        thread(stage, customer, story)
        where_it_stands(stage, customer, story)
        mails(stage, story)
        nothing_of_others(stage, customer, [other for other in stories.values() if other is not story])
    panel(stage)
    nothing_given_up(stage, but=[why for story in stories.values() for why in story.given_up])
    repeats_are_in_the_audit(stage)
    log_is_clean(stage)
    return doubled


def screen(stage: Stage, customer: Customer, story: Story) -> int:
    """Each message once and in order; what was in flight at a kill may stand there twice, one after the other.

    No more often than the desk itself knows of: kills that follow each other closely leave little that was not in flight.
    """
    doubled, expected, before = 0, list(story.screen), None
    for message in bot_messages(customer):
        if expected and expected[0] in message.text:
            expected.pop(0)
        else:
            if before is None or message.text != before.text:
                raise Reordered(f"{message.text!r} is out of place\n{customer.described()}")
            if before.id not in stage.in_flight:
                raise Doubled(f"{message.text!r}, outside the window\n{customer.described()}")
            doubled += 1
        before = message
    if expected:
        raise Lost(f"{expected}\n{customer.described()}\n{stage.product.log()}")
    if doubled > (known := tried_again(stage, customer)):
        raise Doubled(f"{doubled} came twice, and of {known} it is known\n{customer.described()}")
    return doubled


def tried_again(stage: Stage, customer: Customer) -> int:
    """How often the desk knows that it sent something to this chat that it may have sent before."""
    known = "SELECT coalesce(sum(attempts - 1), 0) FROM outbox WHERE attempts > 1 AND lane = ?"
    ((times,),) = rows(stage.folder, known, f"telegram:{customer.id}")
    return int(times)


def transcript(stage: Stage, customer: Customer, story: Story) -> None:
    lines = rows(
        stage.folder, "SELECT author, text FROM messages WHERE conversation = ? ORDER BY seq", f"telegram:{customer.id}"
    )
    told = [f"{author}: {text}" if author in ("customer", "agent") else author for author, text in lines]
    if told != list(story.transcript):
        compare(story.transcript, told, "the transcript")
        raise Reordered(f"{told} in the transcript")


def thread(stage: Stage, customer: Customer, story: Story) -> None:
    """One card, and under it each message of the desk once, in order."""
    compare(story.thread, in_thread(stage, customer), stage.support)


def in_thread(stage: Stage, customer: Customer) -> list[str]:
    """What the desk has posted about this customer for everybody."""
    cards = [m for m in stage.support.messages if f"- {customer.chat.first_name}: " in m.plain]
    return [m.plain for card in cards for m in stage.support.thread(card.ts) if m.bot_id and m.ephemeral_to is None]


def nothing_of_others(stage: Stage, customer: Customer, stories: list[Story]) -> None:
    seen = "\n".join([*(message.text for message in bot_messages(customer)), *in_thread(stage, customer)])
    if others := [words for other in stories for words in other.private if words in seen]:
        raise Leaked(f"{others}: {customer.described()}\n{stage.support}")


def where_it_stands(stage: Stage, customer: Customer, story: Story) -> None:
    """Where it should, and never without somebody or something to wake it."""
    id = f"telegram:{customer.id}"
    stands = rows(stage.folder, "SELECT stage FROM conversations WHERE id = ?", id)
    if stands != [(story.stage,)]:
        raise InLimbo(f"{id} stands at {stands}, not at {story.stage}")
    timers = rows(stage.folder, "SELECT reason FROM timers WHERE conversation = ?", id)
    if story.stage not in NO_TIMER_NEEDED and not timers:
        raise InLimbo(f"nothing will wake {id}")


def mails(stage: Stage, story: Story) -> None:
    """Each mail once by its Message-ID; one that was on its way at a kill is sent again, and mail programs fold it into one."""
    for address, expected in story.mails.items():
        box = stage.mail.mailbox(address)
        compare(expected, [mail.subject for mail in box.mails], box.described())
        if any(mail.times > 1 + stage.product.kills for mail in box.mails):
            raise Doubled(box.described())


def panel(stage: Stage) -> None:
    assert len([m for m in stage.support.messages if "I am on duty" in m.buttons]) <= 1, str(stage.support)


def nothing_given_up(stage: Stage, but: Sequence[str] = ()) -> None:
    assert rows(stage.folder, "SELECT id, reason FROM inbox WHERE state = 'dead'") == []
    given_up = "SELECT reason FROM outbox WHERE state = 'failed' AND lane NOT LIKE 'form:%'"  # a form has seconds
    assert [why for (why,) in rows(stage.folder, given_up)] == list(but)
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
