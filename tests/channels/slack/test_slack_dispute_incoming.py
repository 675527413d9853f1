"""What staff do about a dispute, as Slack delivers it: presses and forms as a table, their order, and which of them are one."""

import json
from typing import Any

import pytest

from bots.slack.received import received
from core.model.dispute import Decision, Measure
from core.model.dispute_events import (
    FormWanted,
    StaffAsked,
    StaffConfirmed,
    StaffDecided,
    StaffEvent,
    StaffMoved,
    StaffRetried,
)
from core.model.errors import Unreadable
from core.model.heard import FromDispute, Ignored
from core.model.ids import Address, AgentId, CaseCode
from core.model.people import Agent
from core.model.view import Money
from tests.channels.slack.presses import SENDER, STRANGER, TOM, Json, block_actions, read

THREAD = Address("slack", "C2/100.1")
CASE = CaseCode("FD-7K2M9C")
KEY = "FD-7K2M9C.1.refund"


def press(action: str, key: str = "", at: str = "1760000000.1", **fields: Any) -> Json:
    return block_actions(action, json.dumps({"case": CASE, "key": key}), at, "C2", **fields)


def option(value: str) -> Json:
    return {"text": {"type": "plain_text", "text": value, "emoji": False}, "value": value}


def ticked(*values: str) -> Json:
    return {"type": "checkboxes", "selected_options": [option(value) for value in values]}


def typed(value: str | None) -> Json:
    return {"type": "plain_text_input", "value": value}


def form(name: str, view: Json | None = None, **fields: Json) -> Json:
    """As Slack sends `view_submission`: each field under its block and its element."""
    metadata = {"case": CASE, "thread": {"channel": "slack", "key": "C2/100.1"}, "currency": "EUR"}
    sent = {
        "id": "V1",
        "team_id": "T1",
        "type": "modal",
        "callback_id": name,
        "private_metadata": json.dumps(metadata),
        "blocks": [],
        "state": {"values": {block: {block: field} for block, field in fields.items()}},
        "hash": "1760000000.abc",
        "root_view_id": "V1",
        "app_id": "A1",
        "bot_id": "B1",
    }
    return {
        "type": "view_submission",
        **SENDER,
        "trigger_id": "13.38.abc",
        "view": sent | (view or {}),
        "response_urls": [],
    }


def decided(*measures: str, amount: str | None = None, accounts: tuple[str, ...] = (), articles: str = "4.2") -> Json:
    return form(
        "dispute.decide",
        measures=ticked(*measures),
        amount=typed(amount),
        accounts=ticked(*accounts),
        reasons=typed(" The photos show it. "),
        articles=typed(articles),
    )


def asked(words: str | None, party: str = "seller") -> Json:
    chosen = {"type": "radio_buttons", "selected_option": option(party)}
    return form("dispute.ask", party=chosen, words=typed(words))


def ruling(*measures: Measure, articles: tuple[str, ...] = ("4.2",)) -> StaffDecided:
    return StaffDecided(TOM, THREAD, Decision(measures, "The photos show it.", articles))


HEARD: dict[str, tuple[Json, StaffEvent]] = {
    "ask the other party": (press("dispute.move.waiting_other_party"), StaffMoved(TOM, THREAD, "waiting_other_party")),
    "take under review": (press("dispute.move.under_review"), StaffMoved(TOM, THREAD, "under_review")),
    "confirm": (press("dispute.confirm.0", KEY), StaffConfirmed(TOM, THREAD, KEY)),
    "try again": (press("dispute.retry.3", KEY), StaffRetried(TOM, THREAD, KEY)),
    "wants to decide": (press("dispute.decide"), FormWanted(TOM, THREAD, "decide", "13.37.abc")),
    "wants to write": (press("dispute.ask"), FormWanted(TOM, THREAD, "ask", "13.37.abc")),
    "by somebody new": (
        press("dispute.confirm.0", KEY, user={"id": "U7", "name": "zofia", "team_id": "T1"}),
        StaffConfirmed(Agent(AgentId("U7"), "zofia"), THREAD, KEY),
    ),
    "no action": (decided("no_action"), ruling(Measure("no_action"))),
    "a part of the money": (
        decided("partial_refund", amount="12,50"),
        ruling(Measure("partial_refund", Money("12.50", "EUR"))),
    ),
    "a part, with a point and a sign": (
        decided("partial_refund", amount=" € 1.012.50 "),
        ruling(Measure("partial_refund", Money("1012.50", "EUR"))),
    ),
    "a part that is no number": (
        decided("partial_refund", amount="1e3"),
        ruling(Measure("partial_refund", Money("", "EUR"))),
    ),
    "several at once": (
        decided("full_refund", "remove_item", "referred_to_police", accounts=("suspend_account.seller",)),
        ruling(
            Measure("full_refund"),
            Measure("remove_item"),
            Measure("referred_to_police"),
            Measure("suspend_account", account="seller"),
        ),
    ),
    "articles in lines and with commas": (
        decided("no_action", articles="4.2, 5.1\n\n 6 ;7 "),
        ruling(Measure("no_action"), articles=("4.2", "5.1", "6", "7")),
    ),
    "words to the seller": (asked(" What happened? "), StaffAsked(TOM, THREAD, "seller", "What happened?")),
    "words to the buyer": (asked("Hello", "buyer"), StaffAsked(TOM, THREAD, "buyer", "Hello")),
}


@pytest.mark.parametrize(("body", "event"), HEARD.values(), ids=HEARD)
def test_heard(body: Json, event: StaffEvent) -> None:
    assert read(body) == FromDispute(CASE, event)


IGNORED: dict[str, tuple[Json, str]] = {
    "a guest's press": (press("dispute.confirm.0", KEY, user={"id": "UGUEST"}), "a guest"),
    "a stranger's press": (press("dispute.confirm.0", KEY, user=STRANGER), "from another workspace"),
    "a press from another workspace": (press("dispute.decide", team={"id": "T2"}), "from another workspace"),
    "a press in another channel": (press("dispute.decide", channel={"id": "C9"}), "another channel"),
    "a button that we do not have": (press("dispute.other"), "the button dispute.other is nothing for us"),
    "a guest's form": (decided("no_action") | {"user": {"id": "UGUEST"}}, "a guest"),
    "a stranger's form": (decided("no_action") | {"user": STRANGER}, "from another workspace"),
    "a form from another workspace": (asked("Hello") | {"team": {"id": "T2"}}, "from another workspace"),
    "a form about another channel": (
        form(
            "dispute.ask",
            {"private_metadata": '{"case":"FD-1","thread":{"channel":"slack","key":"C9/1.1"},"currency":"EUR"}'},
            party={"type": "radio_buttons", "selected_option": option("buyer")},
        ),
        "another channel",
    ),
    "a form of others": (form("their.form"), "view_submission is nothing for us"),
    "a form that was closed": (asked("Hello") | {"type": "view_closed"}, "view_closed is nothing for us"),
}


@pytest.mark.parametrize(("body", "why"), IGNORED.values(), ids=IGNORED)
def test_ignored(body: Json, why: str) -> None:
    assert read(body) == Ignored(why)


UNREADABLE: dict[str, Json] = {
    "a button without its case": press("dispute.decide", actions=[{"action_id": "dispute.decide", "value": "{}"}]),
    "a stage that there is not": press("dispute.move.heaven"),
    "a form without its case": form("dispute.decide", {"private_metadata": "x"}),
    "a measure that there is not": decided("hang_them"),
    "words for nobody": asked("Hello", "bank"),
    "a form by nobody": asked("Hello") | {"user": None},
}


@pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE)
def test_unreadable(body: Json) -> None:
    with pytest.raises(Unreadable):
        read(body)


# --- order, and what is one


@pytest.mark.parametrize("body", [body for body, _ in HEARD.values()], ids=HEARD)
def test_all_that_happens_to_a_dispute_keeps_its_order(body: Json) -> None:
    assert received(body).stream == "dispute:FD-7K2M9C"


@pytest.mark.parametrize("case", ["", "../x", "a b", "x" * 41, None, 7])
def test_a_case_that_is_none_of_ours_makes_no_stream_of_its_own(case: object) -> None:
    button = {"action_id": "dispute.decide", "value": json.dumps({"case": case}), "action_ts": "1.1"}
    assert received(press("dispute.decide", actions=[button])).stream == "slack:U1"


def test_a_press_delivered_again_is_one() -> None:
    again = press("dispute.confirm.0", KEY, trigger_id="99.9")
    assert received(press("dispute.confirm.0", KEY)).key == received(again).key


def test_a_double_click_is_one() -> None:
    first = press("dispute.move.under_review", at="1760000000.1")
    second = press("dispute.move.under_review", at="1760000000.6")
    assert received(first).key == received(second).key


def test_presses_that_differ_are_two() -> None:
    presses = [
        press("dispute.confirm.0", KEY),
        press("dispute.confirm.1", "FD-7K2M9C.1.cancel_order"),
        press("dispute.confirm.0", KEY, at="1760000009.1"),
        press("dispute.confirm.0", KEY, user={"id": "U2"}),
        press("dispute.retry.0", KEY),
    ]
    assert len({received(each).key for each in presses}) == len(presses)


def test_a_form_may_be_asked_for_again_at_once() -> None:
    first, second = press("dispute.decide", at="1760000000.1"), press("dispute.decide", at="1760000000.6")
    assert received(first).key != received(second).key


def test_a_form_sent_twice_is_one_and_with_other_words_it_is_two() -> None:
    first, again = asked("Hello"), asked("Hello") | {"trigger_id": "99.9"}
    assert received(first).key == received(again).key
    others = [asked("Hello!"), asked("Hello", "buyer"), asked("Hello") | {"user": {"id": "U2"}}]
    others.append(form("dispute.ask", {"id": "V2"}, **{k: v[k] for k, v in first["view"]["state"]["values"].items()}))
    assert len({received(each).key for each in (first, *others)}) == 5
