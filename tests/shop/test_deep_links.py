"""Links from the shop's pages: what was put in comes out, and nothing that somebody changed."""

import base64
import hashlib
import hmac
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.shop.deep_links import Kind, LinkError, Target, kept_secret, link, read_payload, start_payload
from core.store.sqlite import SqliteStore

SECRET = "a secret of the shop and the desk alone"
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

KINDS = st.sampled_from(["order", "article"])
PLAIN_IDS = st.text(ALPHABET, min_size=1, max_size=51)
ANY_IDS = st.text(min_size=1, max_size=12).filter(lambda id: len(id.encode()) <= 38)


@given(KINDS, PLAIN_IDS | ANY_IDS)
def test_what_is_put_in_comes_out(kind: Kind, id: str) -> None:
    assert read_payload(start_payload(kind, id, SECRET), SECRET) == Target(kind, id)


@given(KINDS, PLAIN_IDS | ANY_IDS)
def test_a_payload_is_what_telegram_takes(kind: Kind, id: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", start_payload(kind, id, SECRET), re.ASCII)


@given(KINDS, PLAIN_IDS | ANY_IDS, st.data())
def test_one_character_changed_added_or_taken_away_is_nothing(kind: Kind, id: str, data: st.DataObject) -> None:
    payload = start_payload(kind, id, SECRET)
    at = data.draw(st.integers(0, len(payload) - 1))
    other = data.draw(st.sampled_from(ALPHABET).filter(lambda each: each != payload[at]))
    assert read_payload(payload[:at] + other + payload[at + 1 :], SECRET) is None
    assert read_payload(payload[:at] + other + payload[at:], SECRET) is None
    assert read_payload(payload[:at] + payload[at + 1 :], SECRET) is None


@given(st.text(max_size=80) | st.text(ALPHABET, max_size=64))
def test_what_somebody_made_up_is_nothing(payload: str) -> None:
    assert read_payload(payload, SECRET) is None


@given(KINDS, PLAIN_IDS)
def test_another_secret_reads_nothing(kind: Kind, id: str) -> None:
    assert read_payload(start_payload(kind, id, SECRET), SECRET + "!") is None


def test_every_other_single_character_is_nothing() -> None:
    payload = start_payload("order", "H-104233", SECRET)
    for at, was in enumerate(payload):
        for other in set(ALPHABET) - {was}:
            assert read_payload(payload[:at] + other + payload[at + 1 :], SECRET) is None


def test_an_order_and_an_article_of_one_id_are_two_payloads() -> None:
    order, article = (start_payload(kind, "7", SECRET) for kind in ("order", "article"))
    assert order[1:] != article[1:]
    assert read_payload("a" + order[1:], SECRET) is None


@pytest.mark.parametrize(
    "id", ["H-104233", "2026/0417", "NL#7", "Zażółć", "🐸", " x ", "o" * 51, "é" * 19], ids=lambda id: id[:9]
)
def test_ids_of_every_sort_fit(id: str) -> None:
    assert read_payload(start_payload("order", id, SECRET), SECRET) == Target("order", id)


@pytest.mark.parametrize(
    ("id", "why"),
    [
        ("", "The order has no id."),
        ("o" * 52, "too long for a link: 51 letters, digits, _ and - fit"),
        ("é" * 20, "or 38 bytes where there are others"),
        ("\udcff", "half a character"),
    ],
)
def test_an_id_that_does_not_fit_is_refused_in_words(id: str, why: str) -> None:
    with pytest.raises(LinkError, match=why):
        start_payload("order", id, SECRET)


def test_a_shop_can_make_the_same_payload_itself() -> None:
    mac = hmac.new(SECRET.encode(), b"frontdesk link:oH-104233", hashlib.sha256).digest()
    made = "o" + base64.urlsafe_b64encode(mac).decode()[:12] + "H-104233"
    assert start_payload("order", "H-104233", SECRET) == made


@pytest.mark.parametrize("written", ["A", "_w", "gICA"], ids=["half an octet", "no UTF-8", "no UTF-8 either"])
def test_what_a_shop_encoded_wrongly_is_nothing(written: str) -> None:
    mac = hmac.new(SECRET.encode(), f"frontdesk link:O{written}".encode(), hashlib.sha256).digest()
    assert read_payload("O" + base64.urlsafe_b64encode(mac).decode()[:12] + written, SECRET) is None


def test_a_link_opens_the_messenger_with_the_payload() -> None:
    assert link("HamerslagBot", "oabc") == "https://t.me/HamerslagBot?start=oabc"


async def test_the_secret_of_a_desk_without_a_shop_outlives_a_restart(tmp_path: Path) -> None:
    found = []
    for _ in range(2):
        store = SqliteStore.open(tmp_path / "desk.db")
        found += [await store.transact(kept_secret), await store.transact(kept_secret)]
        await store.close()
    assert len(set(found)) == 1
    assert len(found[0]) >= 43


async def test_no_two_desks_have_the_same_secret() -> None:
    found = set()
    for _ in range(2):
        store = SqliteStore.open(":memory:")
        found.add(await store.transact(kept_secret))
        await store.close()
    assert len(found) == 2
