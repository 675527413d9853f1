"""kill -9 while a customer's photo and an agent's file are on their way: neither is lost, and each is shown once.

The kills begin in the chat.
"""

import pytest

from bots.playground.faults import Fault, Moment
from tests.faults import ways
from tests.faults.database import rows
from tests.faults.killing import Steps, killed_at_each
from tests.faults.oracle import Story, check, drained
from tests.faults.stage import Stage

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]

STEPS = Steps(
    once={
        ("telegram", "sendMessage"): 1,
        ("telegram", "sendDocument"): 1,
        ("slack", "files.completeUploadExternal"): 1,
    },
    again={
        ("telegram", "getFile"): 1,
        ("telegram", "file"): 1,
        ("slack", "files.getUploadURLExternal"): 1,
        ("slack", "upload"): 1,
        ("slack", "files.info"): 2,
        ("slack", "reactions.add"): 1,
        ("slack", "chat.update"): 1,
    },
)
APART = {Moment.BEFORE: 4, Moment.AFTER: 2, Moment.ANSWERED: 2}

PHOTO, LABEL = b"\xff\xd8 the crack \xff\xd9", b"%PDF-1.7 a label"


@pytest.fixture
async def stage(stage: Stage) -> Stage:
    await stage.product.start()
    await ways.live_chat_until_claimed(stage)
    await drained(stage)
    stage.faults.seen.clear()
    return stage


async def to_the_end(stage: Stage) -> Story:
    """Anna shows Tom a photo, and he sends her a label."""
    await stage.anna.sends_photo(PHOTO, "the crack")
    shown = await stage.shows(lambda m: m.plain.startswith("Anna: the crack"))
    await stage.reads(stage.anna, "I’ve passed that on")
    await stage.tom.shares(stage.support, "label.pdf", LABEL, "Print it", shown.thread_ts)
    await stage.reads(stage.anna, "Print it")
    await stage.shows(lambda m: "white_check_mark" in m.reactions)
    return STORY


def check_files(stage: Stage) -> None:
    [photo] = [file for m in stage.support.all for file in m.files if m.bot_id]
    assert photo.content == PHOTO
    sent = {m.media.file_id for m in stage.anna.screen if m.by_bot and m.media}
    assert {stage.telegram.account.state.files[id].content for id in sent} == {LABEL}
    assert rows(stage.folder, "SELECT count(*) FROM outbox WHERE state = 'failed'") == [(0,)]


@pytest.mark.parametrize("kills", list(STEPS.runs(APART)))
async def test_killed_again_and_again(stage: Stage, kills: list[Fault], record_property):
    killed_at_each(stage, kills)

    doubled = await check(stage, {stage.anna: await to_the_end(stage)})

    check_files(stage)
    assert stage.product.kills
    record_property("kills", stage.product.kills)
    record_property("doubled", doubled)


async def test_the_steps_are_all_that_files_ask_of_the_world(stage: Stage):
    doubled = await check(stage, {stage.anna: await to_the_end(stage)})

    check_files(stage)
    STEPS.are_all_that_was_asked(stage)
    assert doubled == 0


STORY = Story(
    screen=(
        "I’m an AI assistant",
        "This is how you can reach our team",
        "I’ve asked a colleague to join us",
        "Tom is now in the chat",
        "I’ve passed that on",
        "Print it",
    ),
    transcript=(
        "customer: When do I get my money back?",
        "assistant",
        "customer: [Talk to customer support]",
        "desk",
        "customer: [Start a live chat]",
        "desk",
        "desk",
        "customer: [photo] the crack",
        "desk",
        "agent: [label.pdf] Print it",
    ),
    thread=("Case FD-", "Anna: the crack"),
    stage="WithAgent",
)


@pytest.mark.parametrize("moment", [Moment.BEFORE, Moment.AFTER, Moment.ANSWERED])
@pytest.mark.parametrize("method", ["upload", "files.completeUploadExternal"])
async def test_killed_while_an_album_is_shown_each_of_it_is_shown_once(stage: Stage, method: str, moment: Moment):
    """What was shown together is found by each; what was not is shown, one by one."""
    stage.faults.add(Fault("slack", method, kill=moment))
    album = [PHOTO + bytes([number]) for number in range(3)]
    for photo in album:
        await stage.anna.sends_photo(photo, album="crack")
    await stage.shows(lambda _: len(shown(stage)) >= len(album))
    await drained(stage)

    assert shown(stage) == album
    assert stage.product.kills == 1


def shown(stage: Stage) -> list[bytes]:
    return [file.content for m in stage.support.all for file in m.files if m.bot_id]
