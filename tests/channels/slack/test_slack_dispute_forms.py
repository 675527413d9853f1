"""The forms about a dispute: what they offer, and what is said of a submission before it is taken."""

import json

import pytest
from msgspec.structs import replace
from slack_sdk.models.views import View

from bots.playground.slack.blocks import view_mistakes
from bots.slack.dispute.forms import form_view
from bots.slack.dispute.submission import FormCheck
from bots.slack.ids import FormRef
from core.model.codec import encode
from core.model.dispute import Dispute, Measure
from core.model.dispute_events import FormKind
from core.model.dispute_file import Contact, DisputeFile
from core.model.effects import ShowForm
from core.model.errors import Refused, Transient
from core.model.ids import Address, AgentId, CaseCode, Language
from core.model.people import Agent
from core.model.view import Text
from tests.channels.slack.cards import ANNA, DAAN, NOBODY, Json
from tests.handoff.quarrel import (
    BUYER,
    FULL,
    LATER,
    MONDAY,
    NOTHING,
    agreed,
    decided,
    euro,
    order,
    part,
    quarrel,
    under_review,
    walk,
)
from tests.handoff.ringing import CATALOG
from tests.handoff.ringing import said_in_english as say

THREAD = Address("slack", "C2/100.1")
TOM = Agent(AgentId("UTOM"), "Tom")


def file(dispute: Dispute, buyer: Contact = ANNA, seller: Contact = DAAN) -> DisputeFile:
    return DisputeFile(dispute, buyer, seller, thread=THREAD)


def shown(form: FormKind, of: DisputeFile) -> Json:
    view = form_view(ShowForm(of, TOM, form, "13.37"), say)
    assert view_mistakes(view) == []
    View(**view).validate_json()
    return view


def offered(view: Json, block: str) -> list[str]:
    [element] = [each["element"] for each in view["blocks"] if each.get("block_id") == block]
    return [option["text"]["text"] for option in element["options"]]


def fields(view: Json) -> list[str]:
    return [block["block_id"] for block in view["blocks"] if block["type"] == "input"]


# --- what they offer


def test_all_that_can_be_decided() -> None:
    view = shown("decide", file(under_review()))
    assert view["title"]["text"] == "Dispute FD-7K2M9"
    assert fields(view) == ["measures", "amount", "accounts", "reasons", "articles"]
    assert offered(view, "measures") == [
        "Full refund",
        "Partial refund of the amount below",
        "Cancel the order",
        "Remove the item",
        "Refer to law enforcement",
        "No action",
    ]
    assert offered(view, "accounts") == [
        "Restrict the buyer’s account",
        "Suspend the buyer’s account",
        "Restrict the seller’s account",
        "Suspend the seller’s account",
    ]


def test_how_much_can_go_back() -> None:
    given_back = under_review(quarrel(facts=order(payment="refund_started", refunded=euro("20.00"))))
    [amount] = [block for block in shown("decide", file(given_back))["blocks"] if block.get("block_id") == "amount"]
    assert amount["label"]["text"] == "Amount of a partial refund (EUR)"
    assert amount["hint"]["text"] == "At most €25.00 can go back."


def hint(view: Json, block: str) -> str:
    [found] = [each["hint"]["text"] for each in view["blocks"] if each.get("block_id") == block]
    return str(found)


def test_who_reads_which_language() -> None:
    polish, nobody = replace(ANNA, language=Language("pl")), file(under_review(), seller=NOBODY)
    both = file(under_review(), buyer=polish)
    assert hint(shown("decide", both), "reasons").endswith("The buyer reads Polish, the seller English.")
    assert hint(shown("ask", nobody), "words").endswith("The buyer reads English, the seller –.")


@pytest.mark.parametrize(
    ("dispute", "missing"),
    [
        (under_review(quarrel("other", facts=order(payment="awaited"))), {"Full refund"}),
        (under_review(quarrel(facts=order(payment="refunded"))), {"Full refund"}),
        (under_review(quarrel("other", facts=order(status="cancelled"))), {"Cancel the order"}),
        (under_review(quarrel(facts=order(item=None))), {"Remove the item"}),
    ],
)
def test_what_makes_no_sense_is_not_offered(dispute: Dispute, missing: set[str]) -> None:
    view = shown("decide", file(dispute))
    assert not missing & set(offered(view, "measures"))
    assert ("amount" in fields(view)) == ("Full refund" in offered(view, "measures"))


def test_no_account_of_whom_the_shop_does_not_name() -> None:
    view = shown("decide", file(under_review(quarrel(seller=None))))
    assert offered(view, "accounts") == ["Restrict the buyer’s account", "Suspend the buyer’s account"]


def test_words_go_to_those_who_can_be_reached() -> None:
    both = shown("ask", file(quarrel()))
    assert offered(both, "party") == ["Buyer", "Seller"]
    one = shown("ask", file(quarrel(), seller=NOBODY))
    assert offered(one, "party") == ["Buyer"]
    assert one["blocks"][0]["element"]["initial_option"]["value"] == "buyer"


def test_no_form_for_words_to_nobody() -> None:
    with pytest.raises(Refused, match="no party of dispute FD-7K2M9 can be reached"):
        form_view(ShowForm(file(quarrel(), NOBODY, NOBODY), TOM, "ask", "13.37"), say)


def test_no_form_of_what_is_not_shown() -> None:
    with pytest.raises(Refused, match="nowhere shown"):
        form_view(ShowForm(replace(file(quarrel()), thread=None), TOM, "decide", "13.37"), say)


@pytest.mark.parametrize("language", ["en", "es", "it", "fr", "nl", "de", "zh", "pt", "pl", "sv", "da"])
def test_slack_takes_both_forms_in_every_language(language: str) -> None:
    def says(line: Text) -> str:
        return CATALOG.say(line.key, line.params, Language(language))

    for form in ("decide", "ask"):
        view = form_view(ShowForm(file(under_review()), TOM, form, "13.37"), says)
        assert view_mistakes(view) == []
        assert "…" not in view["title"]["text"] + view["submit"]["text"] + view["close"]["text"]


# --- what is said of a submission

CASE = CaseCode("FD-7K2M9")
REF = encode(FormRef(CASE, THREAD, "EUR"))


def sent(name: str, user: str = "UEVA", **values: Json) -> Json:
    state = {"values": {block: {block: field} for block, field in values.items()}}
    view = {"id": "V1", "callback_id": name, "private_metadata": REF, "state": state}
    return {"type": "view_submission", "user": {"id": user}, "view": view}


def deciding(
    *measures: str,
    accounts: tuple[str, ...] = (),
    amount: str | None = None,
    reasons: str | None = "The photos show it.",
    articles: str | None = "4.2",
    user: str = "UEVA",
) -> Json:
    return sent(
        "dispute.decide",
        user,
        measures={"selected_options": [{"value": each} for each in measures]},
        accounts={"selected_options": [{"value": each} for each in accounts]},
        amount={"value": amount},
        reasons={"value": reasons},
        articles={"value": articles},
    )


def asking(words: str | None, party: str = "seller") -> Json:
    return sent("dispute.ask", party={"selected_option": {"value": party}}, words={"value": words})


async def complaints(body: Json, of: DisputeFile | None) -> dict[str, str]:
    async def load(case: CaseCode) -> DisputeFile | None:
        assert case == CASE
        return of

    return await FormCheck(load, say, lambda: MONDAY + 5 * LATER).complaints(body)


REVIEWED = file(under_review())
APPEALED = file(walk(decided(NOTHING), ("appealed", BUYER, MONDAY + 3 * LATER)))
NOT_PAID = file(under_review(quarrel("other", facts=order(payment="awaited"))))
PARTLY = file(walk(agreed(decided(part("40.00"))), ("appealed", BUYER, MONDAY + 3 * LATER)))

COMPLAINTS: dict[str, tuple[Json, DisputeFile | None, dict[str, str]]] = {
    "nothing chosen": (
        deciding(),
        REVIEWED,
        {"measures": "Please choose what is decided, even if it is no action."},
    ),
    "no reasons": (
        deciding("no_action", reasons="  "),
        REVIEWED,
        {"reasons": "Please write the reasons in plain words: both parties read them."},
    ),
    "no articles": (
        deciding("no_action", articles=" , \n"),
        REVIEWED,
        {"articles": "Please name the articles of the policy that the decision rests on."},
    ),
    "no action and more": (
        deciding("no_action", "cancel_order"),
        REVIEWED,
        {"measures": "“No action” cannot be combined with anything else."},
    ),
    "all and a part": (
        deciding("full_refund", "partial_refund", amount="5"),
        REVIEWED,
        {"measures": "A refund is either full or partial."},
    ),
    "restricted and suspended": (
        deciding(accounts=("restrict_account.seller", "suspend_account.seller")),
        REVIEWED,
        {"accounts": "An account is either restricted or suspended."},
    ),
    "a part of what": (deciding("partial_refund"), REVIEWED, {"amount": "Please give the amount."}),
    "a part that is no number": (
        deciding("partial_refund", amount="half"),
        REVIEWED,
        {"amount": "Please write the amount as a number above zero, such as 12.50."},
    ),
    "too much": (
        deciding("partial_refund", amount="45,01"),
        REVIEWED,
        {"amount": "That is too much: at most €45.00 can be refunded."},
    ),
    "more than is left": (
        deciding("partial_refund", amount="5.01"),
        PARTLY,
        {"amount": "That is too much: at most €5.00 can be refunded."},
    ),
    "another currency": (
        deciding("partial_refund", amount="10 zł"),
        REVIEWED,
        {"amount": "The amount must be in the currency of the order: EUR."},
    ),
    "an amount for nothing": (
        deciding("full_refund", amount="5"),
        REVIEWED,
        {"amount": "An amount belongs to a partial refund: choose that too, or leave this empty."},
    ),
    "a refund of what was not paid": (
        deciding("full_refund"),
        NOT_PAID,
        {"measures": "The order has not been paid, so there is nothing to refund."},
    ),
    "too early": (
        deciding("no_action"),
        file(quarrel()),
        {"measures": "That is not possible at this stage."},
    ),
    "an appeal against one's own decision": (
        deciding("full_refund", user="UTOM"),
        APPEALED,
        {"measures": "You took the decision that is appealed: somebody else must decide now."},
    ),
    "a dispute that is gone": (
        deciding("no_action"),
        None,
        {"measures": "This dispute is not known here any more."},
    ),
    "no words": (asking("  "), REVIEWED, {"words": "Please write something."}),
    "words to somebody who cannot be reached": (
        asking("Hello"),
        file(under_review(), seller=NOBODY),
        {"party": "The other party cannot be reached from here."},
    ),
    "words when it is over": (
        asking("Hello"),
        file(replace(under_review(), stage="closed")),
        {"words": "This dispute is closed."},
    ),
    "words about what is gone": (asking("Hello"), None, {"party": "This dispute is not known here any more."}),
}


@pytest.mark.parametrize(("body", "of", "said"), COMPLAINTS.values(), ids=COMPLAINTS)
async def test_what_is_wrong_is_said_at_its_field(body: Json, of: DisputeFile | None, said: dict[str, str]) -> None:
    assert await complaints(body, of) == said


GOOD: dict[str, tuple[Json, DisputeFile]] = {
    "a part, with a comma": (deciding("partial_refund", amount="12,50"), REVIEWED),
    "a part, with a point": (deciding("partial_refund", amount="12.50"), REVIEWED),
    "an account": (deciding(accounts=("suspend_account.buyer", "restrict_account.seller")), REVIEWED),
    "an appeal, by somebody else": (deciding("full_refund"), APPEALED),
    "words": (asking("What happened?"), REVIEWED),
    "words to the buyer": (asking("What happened?", "buyer"), file(quarrel(), seller=NOBODY)),
    "the same decision once more, whose first acknowledgement was lost": (
        deciding("full_refund", user="UTOM"),
        file(decided(FULL)),
    ),
}


@pytest.mark.parametrize(("body", "of"), GOOD.values(), ids=GOOD)
async def test_what_is_good_is_taken(body: Json, of: DisputeFile) -> None:
    assert await complaints(body, of) == {}


async def test_somebody_elses_later_decision_is_not_taken_for_the_same() -> None:
    other = file(decided(FULL))
    assert await complaints(deciding("full_refund", user="UEVA"), other) == {
        "measures": "That is not possible at this stage."
    }


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"type": "block_actions"},
        {"type": "view_submission"},
        {"type": "view_submission", "view": 5, "user": None},
        sent("their.form"),
        sent("dispute.decide", measures={"selected_options": [{"value": "hang_them"}]}),
        json.loads(
            '{"type": "view_submission", "user": {"id": "U1"}, "view": {"id": "V1", "callback_id": "dispute.ask"}}'
        ),
    ],
)
async def test_what_is_no_form_of_ours_is_left_to_its_reader(body: Json) -> None:
    assert await complaints(body, REVIEWED) == {}


async def test_a_store_that_is_away_takes_no_form() -> None:
    async def load(case: CaseCode) -> DisputeFile | None:
        raise Transient("the disk is full")

    with pytest.raises(Transient):
        await FormCheck(load, say).complaints(asking("Hello"))


def test_measures_of_the_forms_are_those_of_the_rules() -> None:
    view = shown("decide", file(under_review()))
    [boxes] = [block["element"]["options"] for block in view["blocks"] if block.get("block_id") == "measures"]
    kinds = {option["value"] for option in boxes}
    assert kinds | {"restrict_account", "suspend_account"} == set(Measure.__annotations__["kind"].__args__)
