"""A dispute's card: what it shows at each stage, the same for both parties, and that Slack would take it whatever is on it."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bots.slack.dispute.card import cut_words, dispute_blocks, headline
from core.model.dispute import Dispute, Evidence, Measure, Wish
from core.model.dispute_file import Contact, DisputeFile
from core.model.ids import ConversationId
from core.model.shop import CustomerId, Outcome, Person
from handoff.deeds import record
from handoff.dispute_views import summary
from handoff.disputes import add, move
from tests.channels.slack.cards import ANNA, DAAN, NOBODY, Json, check, parts, read
from tests.handoff.quarrel import (
    BUYER,
    DESK,
    EVA,
    FULL,
    LATER,
    MONDAY,
    NOTHING,
    TOM,
    agreed,
    decided,
    decision,
    done,
    euro,
    key_of,
    order,
    part,
    quarrel,
    under_review,
    walk,
)
from tests.handoff.ringing import said_in_english as say


def card(dispute: Dispute, buyer: Contact = ANNA, seller: Contact = DAAN) -> list[Json]:
    return dispute_blocks(DisputeFile(dispute, buyer, seller), say)


def buttons(blocks: list[Json]) -> list[str]:
    return [e["text"]["text"] for b in blocks if b["type"] == "actions" for e in b["elements"]]


def told(dispute: Dispute) -> Dispute:
    """The buyer with a wish and a photo."""
    photo = Evidence("kept/1", "photo", "vase.jpg", MONDAY)
    buyer = replace(dispute.buyer, tried="failed", wish=Wish("partial_refund", euro("12.50")), evidence=(photo,))
    return replace(dispute, buyer=buyer)


def test_as_it_is_opened() -> None:
    assert read(card(told(quarrel()))) == [
        "Dispute FD-7K2M9",
        "Order: H-104233 · Vase · delivered",
        "Total: €45.00",
        "Reason: Damaged",
        "Opened: <!date^1795424400^{date_short_pretty} {time}|2026-11-23 09:00 UTC>",
        "Order as of: <!date^1795424400^{date_short_pretty} {time}|2026-11-23 09:00 UTC>",
        "*Open* · until: <!date^1795597200^{date_short_pretty} {time}|2026-11-25 09:00 UTC>",
        "*Buyer* · opened the dispute · reached in the chat",
        "Anna · c-1 · PL · English",
        "It is broken.",
        "Wants: Partial refund: €12.50",
        "With the other party: Has written to them, and it didn’t help",
        "Evidence: 1\n• vase.jpg",
        "*Seller* · reached by e-mail",
        "Daan · c-2 · NL · English",
        "Has said nothing yet.",
        "Wants: –",
        "With the other party: –",
        "Evidence: –",
    ]


def test_both_parties_are_shown_in_the_same_shape() -> None:
    shown = [block["type"] for block in card(told(quarrel()))]
    first, second = (at for at, kind in enumerate(shown) if kind == "divider")
    assert shown[first:second] == shown[second : second + second - first]


def test_a_photo_that_has_no_name_of_its_own() -> None:
    dispute = quarrel()
    buyer = replace(dispute.buyer, evidence=(Evidence("kept/1", "photo", "", MONDAY),))
    assert "Evidence: 1\n• photo" in read(card(replace(dispute, buyer=buyer)))


def test_a_decision_with_who_took_it_why_and_what_became_of_it() -> None:
    dispute = agreed(decided(part("12.50"), Measure("suspend_account", account="seller")))
    key = dispute.deeds[0].proposal.key
    dispute = done(record(dispute, key, Outcome(refused="the bank is closed"), MONDAY))
    assert read(card(dispute))[-5:] == [
        "*Decision* · <@UTOM> · <!date^1795431600^{date_short_pretty} {time}|2026-11-23 11:00 UTC>",
        "• Partial refund: €12.50\n• Suspend the seller’s account",
        "The photos show it.",
        "Articles: 4.2",
        "• Refund of €12.50: not done (the bank is closed)\n"
        "• Suspend the seller’s account: confirmed, the shop has not answered yet",
    ]


def test_what_waits_for_a_second_person_and_what_is_done() -> None:
    waiting = decided(FULL)
    assert read(card(waiting))[-1] == "• Refund of €45.00: waits for a second person"
    carried_out = done(record(agreed(waiting), key_of(waiting), Outcome(reference="R-1"), MONDAY))
    assert read(card(carried_out))[-1] == "• Refund of €45.00: done"


def test_a_legal_hold_is_said() -> None:
    assert "Legal hold: nothing of this case may be deleted." in read(card(decided(Measure("referred_to_police"))))


def test_who_cannot_be_reached() -> None:
    shown = read(card(quarrel(), seller=NOBODY))
    assert "*Seller* · cannot be reached from here" in shown
    assert shown[shown.index("*Seller* · cannot be reached from here") + 1] == "–"


def test_who_has_appealed() -> None:
    appealed = walk(decided(NOTHING), ("appealed", BUYER, MONDAY + 3 * LATER))
    assert "*Buyer* · opened the dispute · has appealed · reached in the chat" in read(card(appealed))


# --- what can be done now

APPEALED = walk(decided(NOTHING), ("appealed", BUYER, MONDAY + 3 * LATER))
AGREED = agreed(decided(FULL))
REFUSED = done(record(AGREED, key_of(AGREED), Outcome(refused="no"), MONDAY))
CLOSED = done(move(decided(NOTHING), "closed", DESK, MONDAY + timedelta(days=365)))

CAN_BE_DONE: dict[str, tuple[Dispute, list[str]]] = {
    "open": (quarrel(), ["Ask the other party", "Take under review", "Write to a party…"]),
    "waiting": (
        walk(quarrel(), ("waiting_other_party", TOM, MONDAY)),
        ["Take under review", "Write to a party…"],
    ),
    "under review": (under_review(), ["Ask the other party", "Decide…", "Write to a party…"]),
    "under review, the other party not reachable": (
        under_review(quarrel(reachable=False)),
        ["Decide…", "Write to a party…"],
    ),
    "decided": (
        decided(part("5.00"), Measure("cancel_order")),
        ["Confirm: Refund of €5.00", "Confirm: Cancel the order", "Take under review", "Write to a party…"],
    ),
    "confirmed": (AGREED, ["Take under review", "Write to a party…"]),
    "refused by the shop": (REFUSED, ["Try again: Refund of €45.00", "Take under review", "Write to a party…"]),
    "decided, and taken under review again": (
        walk(decided(FULL), ("under_review", EVA, MONDAY + 3 * LATER)),
        ["Ask the other party", "Decide…", "Write to a party…"],
    ),
    "appealed": (APPEALED, ["Ask the other party", "Take under review", "Decide…", "Write to a party…"]),
    "closed": (CLOSED, []),
}


@pytest.mark.parametrize(("dispute", "labels"), CAN_BE_DONE.values(), ids=CAN_BE_DONE)
def test_the_buttons(dispute: Dispute, labels: list[str]) -> None:
    assert buttons(card(dispute)) == labels
    check(card(dispute))


def test_nobody_is_written_to_who_cannot_be_reached() -> None:
    assert "Write to a party…" not in buttons(card(quarrel(), NOBODY, NOBODY))


# --- whatever is on it

HOSTILE = "*bold* <!channel> <https://evil.example|bank> :skull:"


def hostile(dispute: Dispute) -> DisputeFile:
    who = Contact(Person(CustomerId(HOSTILE), HOSTILE, HOSTILE), ConversationId("telegram:1"))
    files = (Evidence("kept/1", "photo", HOSTILE, MONDAY),)
    buyer = replace(dispute.buyer, account=HOSTILE, tried=HOSTILE, wish=Wish("other", words=HOSTILE), evidence=files)
    facts = replace(dispute.order, title=HOSTILE)
    return DisputeFile(replace(dispute, buyer=buyer, order=facts), who, who)


def test_what_a_party_wrote_is_never_markup() -> None:
    file = hostile(decided(FULL))
    spoken = [part for part in parts(dispute_blocks(file, say)) if "<!channel>" in part["text"]]
    assert {part["type"] for part in spoken} == {"plain_text"}
    assert all(part["emoji"] is False for part in spoken)
    assert len(spoken) == 7
    assert "<" not in headline(file, say)


def test_who_decided_is_a_mention_only_where_it_is_a_members_id() -> None:
    dispute = decided(NOTHING)
    by = replace(dispute.decisions[0], by="!channel> <@U1")
    shown = read(card(replace(dispute, decisions=(by,))))
    assert any("*Decision* · !channel&gt; &lt;@U1 · " in line for line in shown)


TEXTS = st.text(max_size=12)
MANY = st.integers(1, 900)


@settings(max_examples=40)
@given(TEXTS, MANY, st.integers(0, 40), st.sampled_from([dispute for dispute, _ in CAN_BE_DONE.values()]))
def test_slack_takes_every_card(said: str, times: int, files: int, dispute: Dispute) -> None:
    words = said * times
    kept = tuple(Evidence(f"kept/{n}", "photo", words, MONDAY) for n in range(files))
    side = replace(dispute.buyer, account=words, tried=words, wish=Wish("other", words=words), evidence=kept)
    ruled = tuple(
        replace(each, decision=decision(*each.decision.measures, reasons=words, articles=(words,) * 9))
        for each in dispute.decisions * 4
    )
    whole = replace(dispute, buyer=side, seller=replace(side, role="seller"), decisions=ruled, deeds=dispute.deeds * 9)
    long = replace(whole, order=replace(order(), id=words, title=words))
    who = Contact(Person(CustomerId(words), words, words), ConversationId("telegram:1"))
    check(dispute_blocks(DisputeFile(long, who, who), say))


def test_what_does_not_fit_on_the_card_is_known() -> None:
    short, long = quarrel(), done(add(quarrel(), "buyer", "word " * 300))
    assert cut_words(summary(short).sides[0]) == ""
    assert cut_words(summary(long).sides[0]) == long.buyer.account
