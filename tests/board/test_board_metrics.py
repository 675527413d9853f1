"""What Prometheus reads: the figures as they stand, what is counted once, and who may read them."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace as changed
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from msgspec.structs import replace
from prometheus_client.parser import text_string_to_metric_families

from core.model.alarms import ALARMS, Rung, ToldAlarms
from core.model.answer import Usage
from core.model.codec import encode
from core.model.figures import AskedRow, Closure, HandoffRow
from core.model.ids import AgentId, CaseCode, ConversationId, EffectId, Language
from core.model.people import Agent, Duty
from core.model.rows import ChatRow, NewEffect, Received
from handoff.board.gate.place import Place
from handoff.board.room import Room
from handoff.board.upkeep.metrics_door import METRICS, MetricsDoor
from tests.board.doors import town
from tests.board.visiting import room_at
from tests.engine.fakes import NOON, Clock, say

DASHBOARD = Path(__file__).parents[2] / "deploy" / "grafana-frontdesk.json"
SECOND = timedelta(seconds=1)
ANNA = ConversationId("telegram:1001")
NL, JA = Language("nl"), Language("ja")
HERE = Place("127.0.0.1")
TOKEN = "a-token-of-prometheus"


@asynccontextmanager
async def prometheus(room: Room, place: Place = HERE, token: str = "") -> AsyncIterator[TestClient]:
    app = web.Application()
    app.router.add_routes([MetricsDoor(room, place, token).route()])
    async with TestClient(TestServer(app)) as client:
        yield client


async def scraped(client: TestClient) -> dict[tuple[str, ...], float]:
    """By a sample's name and the values of its labels, in the order of their names."""
    answer = await client.get(METRICS)
    assert answer.status == 200
    samples = [each for family in text_string_to_metric_families(await answer.text()) for each in family.samples]
    return {(each.name, *(each.labels[name] for name in sorted(each.labels))): each.value for each in samples}


def chat(number: int, language: Language = NL, **more) -> ChatRow:
    return ChatRow(CaseCode(f"FD-{number}"), ANNA, language, NOON - 60 * SECOND, **more)


async def puts(room: Room, *chats: ChatRow) -> None:
    for row in chats:
        await room.store.transact(lambda tx, row=row: tx.chats.put(row))


# --- the figures


async def test_who_waits_and_how_long():
    async with room_at(Clock()) as room, prometheus(room) as client:
        await puts(room, chat(1), replace(chat(2), queued_at=NOON - 200 * SECOND), chat(3, JA))
        seen = await scraped(client)
    assert seen["frontdesk_waiting", "nl", "live_chat"] == 2
    assert seen["frontdesk_longest_wait_seconds", "nl", "live_chat"] == 200
    assert seen["frontdesk_waiting", "other", "live_chat"] == 1
    assert seen["frontdesk_waiting", "en", "email"] == 0


@pytest.mark.parametrize(("told", "rings"), [({"imap": Rung(NOON - 60 * SECOND)}, 1), ({}, 0)])
async def test_a_trouble_of_the_desk_itself_rings_from_when_it_was_told_of_until_it_is_over(
    told: dict[str, Rung], rings: int
):
    async with room_at(Clock()) as room, prometheus(room) as client:
        await room.store.transact(lambda tx: tx.keep.put(ALARMS, encode(ToldAlarms(told))))
        seen = await scraped(client)
    assert (seen["frontdesk_alarm", "imap"], seen["frontdesk_alarm", "database"]) == (rings, 0)


async def test_who_is_there():
    tom = Duty(Agent(AgentId("U0TOM"), "Tom"), on_duty=True, languages=("nl", "en"), capacity=2)
    eva = Duty(Agent(AgentId("U0EVA"), "Eva"), on_duty=True, away=True)
    async with room_at(Clock()) as room, prometheus(room) as client:
        await room.store.transact(lambda tx: tx.staff.put(tom, NOON))
        await room.store.transact(lambda tx: tx.staff.put(eva, NOON))
        await puts(room, chat(1, agent="U0TOM", claimed_at=NOON))
        seen = await scraped(client)
    assert (seen["frontdesk_agents", "there"], seen["frontdesk_agents", "away"]) == (1, 1)
    assert (seen["frontdesk_agents_there", "nl"], seen["frontdesk_agents_there", "pl"]) == (1, 0)
    assert (seen["frontdesk_chat_capacity", "en"], seen["frontdesk_chat_capacity_free", "en"]) == (2, 1)
    assert seen["frontdesk_live_chats", "nl"] == 1
    assert seen["frontdesk_waiting", "nl", "live_chat"] == 0


async def test_how_promises_stand():
    async with room_at(Clock()) as room, prometheus(room) as client:
        await puts(
            room,
            chat(1),
            replace(chat(2), queued_at=NOON - 170 * SECOND),
            replace(chat(3), queued_at=NOON - 999 * SECOND),
        )
        seen = await scraped(client)
    assert [seen["frontdesk_promises", "claim", each] for each in ("fine", "soon", "broken")] == [1, 1, 1]


async def test_what_waits_to_go_out_and_what_was_given_up():
    rows = [NewEffect(EffectId(f"{n}.0"), ANNA, f"telegram:{n}", say("hi"), 0) for n in range(3)]
    async with room_at(Clock()) as room, prometheus(room) as client:
        before = await scraped(client)
        _, held, failed = await room.store.transact(lambda tx: tx.outbox.add(rows, NOON - 40 * SECOND))
        until = NOON + 600 * SECOND
        await room.store.transact(lambda tx: tx.outbox.settle(held.seq, "waiting", reason="429", until=until))
        await room.store.transact(lambda tx: tx.outbox.settle(failed.seq, "failed", reason="Blocked"))
        await room.store.transact(lambda tx: tx.inbox.add([Received("k", "telegram", "s", "{}")], NOON - SECOND))
        seen = await scraped(client)
        again = await scraped(client)
    assert seen["frontdesk_queue_depth", "telegram"] == 2
    assert seen["frontdesk_queue_age_seconds", "telegram"] == 40
    assert seen["frontdesk_lanes_held", "telegram"] == 1
    assert seen["frontdesk_queue_depth", "slack"] == 0
    assert (seen["frontdesk_inbox_undone",], seen["frontdesk_inbox_age_seconds",]) == (1, 1)
    assert seen["frontdesk_dead_letters",] == 1
    given_up = ("frontdesk_given_up_total",)
    assert [each[given_up] for each in (before, seen, again)] == [0, 1, 1]


async def test_what_models_cost_and_what_is_connected_and_closed():
    async with room_at(Clock()) as room:
        rich = changed(room, rules=changed(room.rules, budget=5.0))
        room.vitals.well("telegram")
        room.vitals.ill("slack", "gone")
        await room.store.transact(lambda tx: tx.spending.add(NOON.date(), "c", ANNA, Usage(10, 10, 1.5)))
        await room.store.transact(lambda tx: tx.closures.put(Closure("callback", "busy", "Eva", NOON)))
        async with prometheus(rich) as client:
            seen = await scraped(client)
        async with prometheus(room) as client:
            without = await scraped(client)
    assert (seen["frontdesk_model_cost_today",], seen["frontdesk_model_budget",]) == (1.5, 5.0)
    assert ("frontdesk_model_budget",) not in without
    assert (seen["frontdesk_connection_up", "telegram"], seen["frontdesk_connection_up", "slack"]) == (1, 0)
    assert (seen["frontdesk_closed", "callback"], seen["frontdesk_closed", "live_chat"]) == (1, 0)


# --- what is counted


def asked(id: str, told: str = "answered", at: timedelta = SECOND) -> AskedRow:
    return AskedRow(id, ANNA, NOON + at, NL, "payment", "Waar is mijn geld?", told)


async def test_each_question_is_counted_once_and_none_from_before():
    async with room_at(clock := Clock()) as room, prometheus(room) as client:
        for row in (asked("1"), asked("2"), asked("3", "abstained"), asked("0", at=-60 * SECOND)):
            await room.store.transact(lambda tx, row=row: tx.asked.put(row))
        clock.passes(2)
        first = await scraped(client)
        for _ in range(5):
            clock.passes(2000)
            last = await scraped(client)
    assert first["frontdesk_asked_total", "nl", "answered"] == 2
    assert {key: last[key] for key in last if key[0] == "frontdesk_asked_total"} == {
        ("frontdesk_asked_total", "nl", "answered"): 2,
        ("frontdesk_asked_total", "nl", "abstained"): 1,
    }


async def test_a_first_word_is_measured_when_it_comes():
    row = HandoffRow(CaseCode("FD-1"), ANNA, "live_chat", NL, "payment", "wished", NOON + SECOND)
    async with room_at(clock := Clock()) as room, prometheus(room) as client:
        await room.store.transact(lambda tx: tx.handoffs.put(row))
        clock.passes(60)
        before = await scraped(client)
        await room.store.transact(lambda tx: tx.handoffs.put(replace(row, answered_at=NOON + 46 * SECOND)))
        after = await scraped(client)
        again = await scraped(client)
    assert before["frontdesk_handed_over_total", "live_chat", "wished"] == 1
    assert ("frontdesk_first_response_seconds_count", "live_chat") not in before
    assert after == again
    assert after["frontdesk_first_response_seconds_count", "live_chat"] == 1
    assert after["frontdesk_first_response_seconds_sum", "live_chat"] == 45
    bucket = "frontdesk_first_response_seconds_bucket"
    assert [after[bucket, each, "live_chat"] for each in ("30.0", "60.0", "+Inf")] == [0, 1, 1]


async def test_a_dead_letter_that_is_sent_again_takes_nothing_back():
    async with room_at(Clock()) as room, prometheus(room) as client:
        await scraped(client)
        (row,) = await room.store.transact(
            lambda tx: tx.outbox.add([NewEffect(EffectId("1.0"), ANNA, "x:1", say("hi"), 0)], NOON)
        )
        await room.store.transact(lambda tx: tx.outbox.settle(row.seq, "failed", reason="Blocked"))
        counts = [(await scraped(client))["frontdesk_given_up_total",]]
        await room.store.transact(lambda tx: tx.letters.again("outbox", "1.0", NOON))
        counts.append((await scraped(client))["frontdesk_given_up_total",])
    assert counts == [1, 1]


# --- labels


async def test_no_label_names_a_customer_an_agent_or_a_case():
    async with room_at(Clock()) as room, prometheus(room) as client:
        await puts(room, chat(77, agent="U0TOM", claimed_at=NOON, name="Anna"))
        await room.store.transact(
            lambda tx: tx.outbox.add(
                [NewEffect(EffectId("1.0"), ANNA, "mail:fd:anna@shop.example", say("hi"), 0)], NOON
            )
        )
        text = await (await client.get(METRICS)).text()
    assert not re.search("Anna|anna@|1001|U0TOM|FD-77", text)


# --- the door


@pytest.mark.fault("Security", "metrics and health on loopback by default")
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"X-Forwarded-For": "10.0.0.9"}, 403),
        ({"Forwarded": "for=10.0.0.9"}, 403),
        ({"Via": "1.1 proxy"}, 403),
        ({"Host": "rebound.example"}, 403),
        ({"Host": "localhost:8090"}, 200),
    ],
)
async def test_without_a_token_only_this_machine_reads(headers: dict[str, str], status: int):
    async with room_at(Clock()) as room, prometheus(room) as client:
        assert (await client.get(METRICS, headers=headers)).status == status


async def test_behind_a_proxy_there_is_no_door_without_a_token():
    async with room_at(Clock()) as room, prometheus(room, Place("127.0.0.1", "https://board.example")) as client:
        answer = await client.get(METRICS)
        assert answer.status == 403
        assert "BOARD_METRICS_TOKEN" in await answer.text()


@pytest.mark.parametrize(
    ("given", "status"),
    [
        (None, 401),
        ("", 401),
        ("Bearer", 401),
        ("Bearer wrong", 401),
        ("Bearer é", 401),
        (f"Basic {TOKEN}", 401),
        (f"Bearer {TOKEN}", 200),
        (f"bearer {TOKEN}", 200),
    ],
)
async def test_with_a_token_everybody_needs_it(given: str | None, status: int):
    headers = {} if given is None else {"Authorization": given}
    async with room_at(Clock()) as room, prometheus(room, token=TOKEN) as client:
        answer = await client.get(METRICS, headers=headers)
        assert answer.status == status
        assert TOKEN not in await answer.text()


async def test_the_door_stands_in_the_board_outside_of_the_sign_in(tmp_path: Path):
    async with town(tmp_path) as real:
        nobody = real.browser()
        near = await nobody.asks("GET", METRICS)
        rebound = await nobody.asks("GET", METRICS, headers={"Host": "rebound.example"})
    assert (near.status, rebound.status) == (200, 403)
    assert "frontdesk_waiting" in near.text
    assert near.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_scraper_on_another_machine_needs_no_name_of_ours_but_the_token(tmp_path: Path):
    async with town(tmp_path, metrics_token=TOKEN) as real:
        scraper = real.browser()
        found = [
            (await scraper.asks("GET", METRICS, headers={"Host": "desk:8090", **more})).status
            for more in ({}, {"Authorization": f"Bearer {TOKEN}"})
        ]
        posted = await scraper.asks("POST", METRICS)
    assert found == [401, 200]
    assert posted.status in (403, 405)


async def test_bytes_that_are_no_text_are_no_token():
    async with room_at(Clock()) as room, prometheus(room, token=TOKEN) as client:
        reader, writer = await asyncio.open_connection("127.0.0.1", client.port)
        writer.write(b"GET /metrics HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \xff\xfe\r\nConnection: close\r\n\r\n")
        status = await reader.readline()
        writer.close()
    assert b" 401 " in status or b" 400 " in status


# --- the dashboard


def queries() -> list[str]:
    panels = json.loads(DASHBOARD.read_text("utf-8"))["panels"]
    return [target["expr"] for panel in panels for target in panel.get("targets", [])]


async def test_every_metric_of_the_dashboard_is_there_and_every_metric_is_on_it():
    row = HandoffRow(CaseCode("FD-1"), ANNA, "live_chat", NL, "payment", "wished", NOON, answered_at=NOON + SECOND)
    async with room_at(clock := Clock()) as room:
        full = changed(room, rules=changed(room.rules, budget=5.0))
        room.vitals.well("telegram")
        async with prometheus(full) as client:
            await room.store.transact(lambda tx: tx.asked.put(asked("1")))
            await room.store.transact(lambda tx: tx.handoffs.put(row))
            clock.passes(2)
            there = {key[0] for key in await scraped(client)}
    named = set(re.findall(r"frontdesk_\w+", " ".join(queries())))
    assert named <= there
    histogram = {name for name in there if name.endswith(("_sum", "_count"))}
    assert there - histogram <= named
