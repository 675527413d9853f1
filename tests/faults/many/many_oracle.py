"""What must hold after every run with many processes, read on people's screens and in the database that the processes share."""

import asyncio
import re
from collections import Counter

import asyncpg

from tests.faults.many.machines import Machines
from tests.faults.many.town import ANSWER, WORDS, Chat, Town, relayed
from tests.faults.oracle import NO_TIMER_NEEDED
from tests.faults.stage import SECRETS, bot_messages

PATIENCE = 120.0  # seconds
OPEN_WORK = """
SELECT (SELECT count(*) FROM inbox WHERE state = 'new') + (SELECT count(*) FROM outbox WHERE state = 'waiting')
"""
LEFT = """
SELECT 'inbox', stream, attempts, reason FROM inbox WHERE state = 'new'
UNION ALL SELECT 'outbox', lane, attempts, reason FROM outbox WHERE state = 'waiting'
"""
WRONG = r"Traceback|mistake of ours|never (awaited|retrieved)|Unclosed"


async def drained(desk: Machines) -> None:
    """Returns when nothing is left in the inbox and the outbox, and nothing is still to come in."""
    try:
        async with asyncio.timeout(PATIENCE):
            await desk.stage.slack.deliveries.quiet()
            while desk.stage.telegram.account.updates.pending() or await _work(desk):  # noqa: ASYNC110
                await asyncio.sleep(0.1)
    except TimeoutError:
        raise AssertionError(f"not drained: {await desk.rows(LEFT)}\n{desk.log()}") from None


async def _work(desk: Machines) -> bool:
    try:
        return await desk.rows(OPEN_WORK) != [(0,)]
    except (OSError, asyncpg.PostgresError):  # it is being restarted
        return True


async def check(town: Town) -> int:
    """Let it drain, stop all that run, and look at everything; how many messages came twice, as the audit says."""
    desk = town.desk
    await drained(desk)
    for name, process in desk.processes.items():
        if process.runs:
            assert await desk.leaves(name) == 0, process.log()
    doubled = 0
    for chat in town.chats:
        await said_once(desk, chat)
        doubled += await shown(desk, chat)
        nothing_of_others(town, chat)
    for chat in town.talking:
        await talked(town, chat)
    for chat in town.asking:
        assert bot_messages(chat.customer), f"{chat.id} was left without a word"
    await no_limbo(desk)
    await nothing_given_up(desk)
    logs_are_clean(town)
    return doubled


async def said_once(desk: Machines, chat: Chat) -> None:
    """Everything that the customer wrote is in the transcript, once and in order."""
    lines = "SELECT text FROM messages WHERE conversation = $1 AND author = 'customer' ORDER BY seq"
    told = [text for (text,) in await desk.rows(lines, chat.id) if WORDS.search(text)]
    assert told == chat.said, f"{chat.id}: {told}\n{desk.log()}"


async def shown(desk: Machines, chat: Chat) -> int:
    """The screen shows what was sent in the order in which it was decided, and nothing twice but what the audit says."""
    sent = await desk.rows(
        "SELECT receipt, attempts FROM outbox WHERE lane = $1 AND receipt <> '' ORDER BY seq", chat.id
    )
    receipts = list(dict.fromkeys(int(receipt) for receipt, _ in sent))
    assert receipts == sorted(receipts), f"{chat.id}: out of order\n{chat.customer.described()}\n{desk.log()}"
    texts = {m.id: m.text for m in bot_messages(chat.customer)}
    assert set(receipts) <= set(texts), f"{chat.id}: lost\n{chat.customer.described()}\n{desk.log()}"
    doubles = [number for number in texts if number not in receipts]
    again = Counter(texts[int(receipt)] for receipt, attempts in sent for _ in range(attempts - 1))
    twice = Counter(texts[number] for number in doubles)
    assert twice <= again, f"{chat.id}: twice, and nobody knows: {twice - again}\n{desk.log()}"
    return len(doubles)


async def talked(town: Town, chat: Chat) -> None:
    """Each word is in the chat's thread once and in order, and each of the agent's in the transcript and on the screen."""
    posts = relayed(town.thread(chat))
    opening = chat.numbers[0]
    assert [each for each in posts if each != opening] == chat.numbers[1:], f"{posts}\n{town.desk.log()}"
    lines = await town.desk.rows(
        "SELECT text FROM messages WHERE conversation = $1 AND author = 'agent' ORDER BY seq", chat.id
    )
    answers = [number for (text,) in lines for number in ANSWER.findall(text)]
    assert sorted(answers) == sorted(chat.answered), f"{chat.id}: {answers}\n{town.desk.log()}"
    screen = [number for m in bot_messages(chat.customer) for number in ANSWER.findall(m.text)]
    assert list(dict.fromkeys(screen)) == answers, f"{chat.id}: {screen}\n{town.desk.log()}"


def nothing_of_others(town: Town, chat: Chat) -> None:
    posts = town.thread(chat) if chat.card else []
    seen = " ".join([*(m.text for m in bot_messages(chat.customer)), *(m.plain for m in posts)])
    whose = {number.partition(":")[0] for number in (*WORDS.findall(seen), *ANSWER.findall(seen))}
    assert whose <= {str(chat.customer.id)}, f"{chat.id}: {seen}"


async def no_limbo(desk: Machines) -> None:
    stuck = await desk.rows(
        "SELECT id, stage FROM conversations WHERE stage <> ALL($1) "
        "AND NOT EXISTS (SELECT 1 FROM timers WHERE conversation = conversations.id)",
        list(NO_TIMER_NEEDED),
    )
    assert stuck == [], "nothing will wake them"


async def nothing_given_up(desk: Machines) -> None:
    assert await desk.rows("SELECT id, reason FROM inbox WHERE state = 'dead'") == []
    assert await desk.rows("SELECT id, reason FROM outbox WHERE state = 'failed'") == []
    assert desk.stage.slack.deliveries.given_up == []
    repeats = "SELECT coalesce(sum(attempts - 1), 0)::bigint FROM outbox WHERE attempts > 1 AND lane NOT LIKE 'ask:%'"
    audited = "SELECT count(*) FROM audit WHERE kind = 'effect tried again'"
    assert await desk.rows(audited) == await desk.rows(repeats), "a repeat is not in the audit"


def logs_are_clean(town: Town) -> None:
    """No secret, nobody's words, no mistake of the product's own."""
    log = town.desk.log()
    words = [text for chat in town.chats for text in chat.said]
    assert [each for each in (*SECRETS, *words) if each in log] == [], log
    assert not re.search(WRONG, log), log
