"""Files in Slack's threads: each once, whatever the network does between the three steps."""

import math
from pathlib import Path

import pytest

from bots.files.passing import OnDisk
from bots.playground.faults import Fault
from bots.playground.slack import ChannelScreen, Message, SlackServer
from bots.slack.errors import NoAccess
from bots.slack.files import FilesOnceReached, SlackFiles
from core.model.errors import DeskError, Gone, Limited, Refused, Transient, Uncertain
from core.model.ids import Address
from core.model.rows import Limit
from core.model.view import Text

WORDS = Text("dispute.evidence.buyer")
CRACK = b"\x89PNG" + bytes(300_000)


@pytest.fixture
def crack(tmp_path: Path) -> Path:
    path = tmp_path / "3f2a.png"
    path.write_bytes(CRACK)
    return path


def shown(trust: ChannelScreen) -> list[Message]:
    return [message for message in trust.all if message.files]


async def test_a_file_shows_in_the_thread_with_whose_it_is(
    staff: SlackFiles, trust: ChannelScreen, thread: Address, crack: Path
) -> None:
    ts = await staff.upload(thread, crack, "pęknięcie <!channel>.png", WORDS, "a")
    [message] = shown(trust)
    assert (message.ts, message.thread_ts) == (ts, thread.key.partition("/")[2])
    assert message.text == "dispute.evidence.buyer &lt;&amp;&gt;"
    [file] = message.files
    assert (file.title, file.content) == ("pęknięcie <!channel>.png", CRACK)


async def test_the_same_key_is_the_same_file(
    staff: SlackFiles, trust: ChannelScreen, thread: Address, crack: Path
) -> None:
    first = await staff.upload(thread, crack, "crack.png", WORDS, "a")
    assert await staff.upload(thread, crack, "crack.png", WORDS, "a") == first
    assert len(shown(trust)) == 1


async def test_another_key_is_another_file(
    staff: SlackFiles, trust: ChannelScreen, thread: Address, crack: Path
) -> None:
    await staff.upload(thread, crack, "crack.png", WORDS, "a")
    await staff.upload(thread, crack, "crack.png", WORDS, "b")
    assert len(shown(trust)) == 2


@pytest.mark.parametrize("lost", [False, True], ids=["", "whose answer is lost"])
async def test_several_are_one_message_by_each_of_their_keys(
    staff: SlackFiles, slack: SlackServer, trust: ChannelScreen, thread: Address, crack: Path, lost: bool
) -> None:
    files = [OnDisk(crack, f"crack {key}.png", key) for key in "abc"]
    if lost:
        slack.faults.add(Fault(method="files.completeUploadExternal", effect=True, drop=True))
        with pytest.raises(Uncertain):
            await staff.share(thread, files, WORDS)
    else:
        await staff.share(thread, files, WORDS)
    [message] = shown(trust)
    assert [file.title for file in message.files] == ["crack a.png", "crack b.png", "crack c.png"]
    assert [await staff.shown(thread, key) for key in "abc"] == [message.ts] * 3
    assert await staff.share(thread, files, WORDS) == message.ts
    assert len(shown(trust)) == 1


async def test_a_completion_whose_answer_is_lost_is_not_repeated(
    staff: SlackFiles, slack: SlackServer, trust: ChannelScreen, thread: Address, crack: Path
) -> None:
    slack.faults.add(Fault(method="files.completeUploadExternal", effect=True, drop=True))
    with pytest.raises(Uncertain):
        await staff.upload(thread, crack, "crack.png", WORDS, "a")
    assert await staff.upload(thread, crack, "crack.png", WORDS, "a") == shown(trust)[0].ts
    assert len(shown(trust)) == 1


async def test_a_message_that_comes_late_is_waited_for(
    staff: SlackFiles, slack: SlackServer, trust: ChannelScreen, thread: Address, crack: Path
) -> None:
    slack.workspace.share_seconds = 0.03
    ts = await staff.upload(thread, crack, "crack.png", WORDS, "a")
    assert [message.ts for message in shown(trust)] == [ts]


async def test_a_message_that_never_comes_is_made_anew(
    staff: SlackFiles, slack: SlackServer, trust: ChannelScreen, thread: Address, crack: Path
) -> None:
    slack.workspace.share_seconds = math.inf
    with pytest.raises(Transient, match="does not show it"):
        await staff.upload(thread, crack, "crack.png", WORDS, "a")
    slack.workspace.share_seconds = 0
    await staff.upload(thread, crack, "crack.png", WORDS, "a")
    assert len(shown(trust)) == 1


def refusing(method: str, error: str) -> Fault:
    body = f'{{"ok": false, "error": "{error}"}}'
    return Fault(method=method, status=200, body=body, headers={"Content-Type": "application/json"})


TROUBLE: dict[str, tuple[Fault, type[DeskError]]] = {
    "no address is given": (Fault(method="files.getUploadURLExternal", drop=True), Transient),
    "no scope": (refusing("files.getUploadURLExternal", "missing_scope"), NoAccess),
    "limited": (
        Fault(method="files.getUploadURLExternal", status=429, headers={"Retry-After": "7"}, body='{"ok":false}'),
        Limited,
    ),
    "the bytes break off": (Fault(method="upload", drop=True), Transient),
    "the bytes are not taken": (Fault(method="upload", status=503), Transient),
    "the bytes are limited": (Fault(method="upload", status=429, headers={"Retry-After": "7"}), Limited),
    "the completion fails": (Fault(method="files.completeUploadExternal", status=500), Transient),
    "the look fails": (Fault(method="files.info", status=500), Transient),
}


@pytest.mark.parametrize(("fault", "error"), TROUBLE.values(), ids=TROUBLE)
async def test_trouble_passes_and_the_file_shows_once(
    staff: SlackFiles,
    slack: SlackServer,
    trust: ChannelScreen,
    thread: Address,
    crack: Path,
    fault: Fault,
    error: type[DeskError],
) -> None:
    slack.faults.add(fault)
    with pytest.raises(error) as raised:
        await staff.upload(thread, crack, "crack.png", WORDS, "a")
    assert "/upload/" not in str(raised.value)
    await staff.upload(thread, crack, "crack.png", WORDS, "a")
    assert len(shown(trust)) == 1


@pytest.mark.parametrize(
    "fault",
    [
        refusing("files.getUploadURLExternal", "file_uploads_disabled"),
        refusing("files.completeUploadExternal", "file_type_not_allowed"),
        Fault(method="upload", status=413),
    ],
    ids=["uploads are disabled", "the kind is not allowed", "too large"],
)
async def test_what_the_workspace_does_not_want_is_refused(
    staff: SlackFiles, slack: SlackServer, thread: Address, crack: Path, fault: Fault
) -> None:
    slack.faults.add(fault)
    with pytest.raises(Refused):
        await staff.upload(thread, crack, "crack.png", WORDS, "a")


async def test_a_channel_that_is_gone(staff: SlackFiles, trust: ChannelScreen, thread: Address, crack: Path) -> None:
    trust.archive()
    with pytest.raises(Gone, match="is_archived"):
        await staff.upload(thread, crack, "crack.png", WORDS, "a")
    with pytest.raises(Gone):
        await staff.upload(Address("slack", "nowhere"), crack, "crack.png", WORDS, "a")


async def test_an_upload_counts_as_a_message_of_its_channel(
    staff: SlackFiles, trust: ChannelScreen, thread: Address
) -> None:
    assert staff.limits(thread) == (Limit(f"slack:{trust.id}", 1.0),)


async def test_files_wait_until_slack_is_reached(
    staff: SlackFiles, trust: ChannelScreen, thread: Address, crack: Path
) -> None:
    reached: list[SlackFiles] = []

    async def soon() -> SlackFiles:
        if reached:
            return reached[0]
        raise Transient("Slack is not reached yet")

    files = FilesOnceReached(soon, 1.0)
    assert files.limits(thread) == staff.limits(thread)
    with pytest.raises(Transient, match="not reached yet"):
        await files.upload(thread, crack, "crack.png", WORDS, "a")
    reached.append(staff)
    assert await files.upload(thread, crack, "crack.png", WORDS, "a") == shown(trust)[0].ts
