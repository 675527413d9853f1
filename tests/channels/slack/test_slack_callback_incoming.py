"""What staff do about a callback, as Slack delivers it: presses as a table, their order, and which of them are one."""

from typing import Any

import pytest

from bots.slack.received import received
from core.model.callback import CallbackClaimed, CallDone, CallNotReached, CallReached, StaffCallback
from core.model.errors import Unreadable
from core.model.heard import FromCallback, Ignored
from core.model.ids import Address, AgentId, CaseCode
from core.model.people import Agent
from tests.channels.slack.presses import STRANGER, TOM, Json, block_actions, read

THREAD = Address("slack", "C1/100.1")
CASE = CaseCode("FD-7K2M9C")


def press(action: str, case: object = CASE, at: str = "1760000000.1", **fields: Any) -> Json:
    return block_actions(action, case, at, **fields)


HEARD: dict[str, tuple[Json, StaffCallback]] = {
    "claim": (press("call.claim"), CallbackClaimed(TOM, THREAD)),
    "reached": (press("call.reached"), CallReached(TOM, THREAD)),
    "not reached": (press("call.not_reached"), CallNotReached(TOM, THREAD)),
    "done, and the note is to be asked for": (press("call.done"), CallDone(TOM, THREAD, "")),
    "by somebody new": (
        press("call.claim", user={"id": "U7", "name": "zofia", "team_id": "T1"}),
        CallbackClaimed(Agent(AgentId("U7"), "zofia"), THREAD),
    ),
}


@pytest.mark.parametrize(("body", "event"), HEARD.values(), ids=HEARD)
def test_heard(body: Json, event: StaffCallback) -> None:
    assert read(body) == FromCallback(CASE, event)


IGNORED: dict[str, tuple[Json, str]] = {
    "a guest's press": (press("call.claim", user={"id": "UGUEST"}), "a guest"),
    "a stranger's press": (press("call.reached", user=STRANGER), "from another workspace"),
    "a press from another workspace": (press("call.done", team={"id": "T2"}), "from another workspace"),
    "a press in another channel": (press("call.claim", channel={"id": "C9"}), "another channel"),
    "a button that we do not have": (press("call.off"), "the button call.off is nothing for us"),
}


@pytest.mark.parametrize(("body", "why"), IGNORED.values(), ids=IGNORED)
def test_ignored(body: Json, why: str) -> None:
    assert read(body) == Ignored(why)


NO_CASES = ["", "../x", "a b", "FD-1\n", "x" * 41, None]


@pytest.mark.parametrize("case", NO_CASES)
def test_a_button_without_a_case_is_unreadable(case: object) -> None:
    with pytest.raises(Unreadable):
        read(press("call.claim", case))


# --- order, and what is one


@pytest.mark.parametrize("body", [body for body, _ in HEARD.values()], ids=HEARD)
def test_all_that_happens_to_a_callback_keeps_its_order(body: Json) -> None:
    assert received(body).stream == "callback:FD-7K2M9C"


@pytest.mark.parametrize("case", [*NO_CASES, 7])
def test_a_case_that_is_none_of_ours_makes_no_stream_of_its_own(case: object) -> None:
    assert received(press("call.claim", case)).stream == "slack:U1"


def test_a_press_delivered_again_is_one() -> None:
    again = press("call.not_reached", trigger_id="99.9")
    assert received(press("call.not_reached")).key == received(again).key


def test_a_double_click_is_one() -> None:
    first, second = press("call.not_reached", at="1760000000.1"), press("call.not_reached", at="1760000000.6")
    assert received(first).key == received(second).key


def test_presses_that_differ_are_two() -> None:
    presses = [
        press("call.not_reached"),
        press("call.reached"),
        press("call.not_reached", at="1760000009.1"),
        press("call.not_reached", user={"id": "U2"}),
        press("call.not_reached", "FD-OTHER"),
    ]
    assert len({received(each).key for each in presses}) == len(presses)
