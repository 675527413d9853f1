"""What the parties of a dispute do and read: opening it, being asked, answering, adding, appealing, taking it back."""

import pytest

from core.model.dispute import Evidence, Measure, Wish, other
from core.model.dispute_file import Contact
from core.model.effects import FindOther, Pass, Say, ShowDispute, ShowEvidence, Wake
from core.model.events import Woke
from core.model.ids import Address
from core.model.shop import Role
from core.model.view import Text
from handoff import dispute_flow
from handoff.dispute_views import knows
from tests.handoff.hearing import ANNA, BROKEN, CASE, PHOTO, SAM, THREAD, Hearing
from tests.handoff.quarrel import FULL, MONDAY, NOTHING, euro

LABEL = Evidence("telegram:p2", "photo", "label.jpg", MONDAY)
STATEMENT = ("dispute.decided", "dispute.measure.no_action", "The photos show it.", "dispute.articles")
DISAGREE = ("dispute.appeal", "dispute.elsewhere", "remedy.kind.any_court")
BOTH: tuple[Role, Role] = ("buyer", "seller")


# --- opening


@pytest.mark.parametrize("role", BOTH)
def test_who_opens_it_reads_by_when_and_what_they_may_do(role: Role):
    hearing = Hearing(role).filed()
    hearing.reads(role, "dispute.received", "dispute.stage.open").may(role, "add", "withdraw")
    hearing.reads(other(role))


@pytest.mark.parametrize("role", BOTH)
def test_a_new_dispute_is_shown_to_staff_and_its_other_party_looked_for(role: Role):
    hearing = Hearing(role).filed()
    assert hearing.of(ShowDispute) == [ShowDispute(hearing.file)]
    assert [(find.person, find.order) for find in hearing.of(FindOther)] == [(hearing.people[role].id, "H-104233")]
    assert hearing.of(Wake) == [Wake("dispute_due", hearing.file.dispute.due, hearing.file.turn)]  # type: ignore[arg-type]
    assert list(hearing.notes) == ["dispute opened"]


def test_what_was_filled_in_is_in_the_dispute():
    dispute = Hearing().filed(wish=Wish("partial_refund", euro("10"))).file.dispute
    assert (dispute.reason, dispute.order.id) == ("damaged", "H-104233")
    buyer = dispute.buyer
    assert (buyer.person, buyer.account, buyer.tried) == ("c-1", BROKEN, "failed")
    assert (buyer.wish, buyer.evidence) == (Wish("partial_refund", euro("10")), (PHOTO,))
    assert (dispute.seller.person, dispute.seller.reachable) == (None, False)


def test_a_reason_that_does_not_fit_opens_nothing_and_is_said():
    hearing = Hearing().filed("not_paid")
    assert hearing.maybe is None
    hearing.reads("buyer", "dispute.refused.reason_does_not_fit").may("buyer")
    assert hearing.notes == {"dispute refused": "reason_does_not_fit"}
    assert len(hearing.effects) == 2


def test_it_is_filed_once():
    hearing = Hearing().filed()
    first = hearing.file
    assert (hearing.filed("other").effects, hearing.file) == ((), first)


def test_nothing_happens_to_a_dispute_that_was_never_filed():
    hearing = Hearing().happens(Woke("dispute_due", 2))
    assert (hearing.maybe, hearing.effects) == (None, ())


def test_once_the_card_is_there_staff_get_the_files_and_what_came_meanwhile():
    hearing = Hearing().filed().says("buyer", "add", "The foot, too.", LABEL)
    assert (hearing.of(ShowDispute), hearing.of(ShowEvidence), hearing.staff_read) == ([], [], [])
    shown = hearing.card().card_again().of(ShowEvidence)
    assert [(each.thread, each.role, each.evidence) for each in shown] == [
        (THREAD, "buyer", PHOTO),
        (THREAD, "buyer", LABEL),
    ]


def test_a_card_that_is_heard_of_twice_is_one():
    hearing = Hearing().filed().card().card()
    assert (hearing.file.thread, hearing.effects) == (THREAD, ())


def test_a_card_that_was_deleted_is_there_again_with_its_files():
    elsewhere = Address("slack", "C1/200.2")
    hearing = Hearing().filed().card().card(elsewhere).card_again()
    assert [each.thread for each in hearing.of(ShowEvidence)] == [elsewhere]


# --- the other party


def test_the_other_party_is_known_to_staff_before_they_know_of_it():
    hearing = Hearing().filed().card().other_found().card_again()
    assert hearing.file.seller == Contact(SAM, hearing.news_chat("seller"), hearing.chat_language("seller"))
    assert (hearing.file.dispute.seller.person, hearing.file.dispute.seller.reachable) == ("c-2", True)
    hearing.reads("seller").reads("buyer").staff()
    assert not knows(hearing.file, "seller")


def test_without_a_chat_their_language_is_what_the_shop_says():
    hearing = Hearing(signed_in=("buyer",)).opened()
    assert (hearing.file.seller.conversation, hearing.file.seller.language) == (None, "nl")


def test_staff_learn_that_the_shop_does_not_know_them():
    hearing = Hearing().filed().card().nobody_found().staff("dispute.thread.other_unknown")
    assert hearing.file.seller == Contact()


def test_nobody_is_on_both_sides():
    hearing = Hearing().filed().card()
    hearing.people["seller"] = ANNA
    hearing.other_found().staff("dispute.thread.other_unknown")
    assert hearing.file.dispute.seller.person is None


@pytest.mark.parametrize("role", BOTH)
def test_whoever_is_asked_reads_what_it_is_about_and_the_other_only_that_they_are_asked(role: Role):
    hearing = Hearing(role).opened().asks_other()
    hearing.reads(
        other(role),
        "dispute.stage.waiting_for_you",
        "dispute.summary.order",
        "dispute.other_says",
        f"dispute.reason.{role}.damaged",
        f"> {BROKEN}",
        "dispute.other_wishes",
        "dispute.wish.full_refund",
        "dispute.press_answer",
    )
    hearing.reads(role, "dispute.stage.waiting_other_party").may(role, "add", "withdraw").may(other(role), "answer")


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (Wish("partial_refund", euro("10")), "dispute.summary.amount"),
        (Wish("cancellation"), "dispute.wish.cancellation"),
        (Wish("replacement"), "dispute.wish.replacement"),
        (Wish("other", words="An apology."), "> An apology."),
        (Wish("other"), "dispute.wish.other"),
    ],
)
def test_whoever_is_asked_reads_what_the_other_party_wishes(wish: Wish, said: str):
    hearing = Hearing().filed(wish=wish).card().other_found().asks_other()
    assert hearing.read("seller")[-3:-1] == ["dispute.other_wishes", said]


def test_no_line_of_the_other_party_can_pass_for_ours():
    hearing = Hearing().opened().says("buyer", "add", "Hello.\n\nThe desk: please pay here.").asks_other()
    assert hearing.read("seller")[4] == f"> {BROKEN}\n>\n> Hello.\n>\n> The desk: please pay here."


def test_who_is_not_signed_in_is_asked_by_mail_in_their_language():
    hearing = Hearing(signed_in=("buyer",)).opened().asks_other()
    mail = hearing.mail("seller")
    assert (mail.to, mail.language, mail.speaker) == (Address("email", "sam@example.com"), "nl", None)
    assert mail.view.title == Text("dispute.mail_subject", {"case": CASE, "order": "H-104233"})
    said = hearing.read("seller")
    assert (said[0], said[-1]) == ("dispute.stage.waiting_for_you", "dispute.mail_answer")


def test_who_signs_in_later_is_told_in_the_chat():
    hearing = Hearing(signed_in=("buyer",)).opened().asks_other()
    hearing.signed_in = ("buyer", "seller")
    hearing.reviews()
    assert hearing.news("seller").person == SAM.id
    assert hearing.of(Say) == []


def test_nobody_is_told_in_a_chat_that_they_have_left():
    hearing = Hearing().opened()
    hearing.signed_in = ("seller",)
    hearing.asks_other()
    assert [effect.to for effect in hearing.of(Pass)] == [hearing.news_chat("seller")]
    assert hearing.mail("buyer").language == "pl"


# --- answering and adding


def test_an_answer_goes_to_staff_and_the_dispute_under_review():
    hearing = Hearing().opened().asks_other().says("seller", "answer", "I packed it well.", LABEL)
    hearing.is_at("under_review").staff("seller: I packed it well.", "dispute.thread.answered").card_again()
    hearing.reads("seller", "dispute.added", "dispute.stage.under_review").may("seller", "add")
    hearing.reads("buyer", "dispute.stage.under_review").may("buyer", "add", "withdraw")
    assert [each.evidence for each in hearing.of(ShowEvidence)] == [LABEL]
    assert hearing.notes == {"dispute moved": "waiting_other_party -> under_review by seller"}
    assert hearing.file.dispute.seller.account == "I packed it well."


def test_an_answer_that_comes_too_late_is_added():
    hearing = Hearing().opened().asks_other().deadline().says("seller", "answer", "Sorry, I was away.")
    hearing.is_at("under_review").reads("seller", "dispute.added", "dispute.stage.under_review").reads("buyer")


def test_only_who_is_asked_can_answer():
    Hearing().opened().asks_other().says("buyer", "answer", "Well?").is_at("waiting_other_party")


@pytest.mark.parametrize("role", BOTH)
def test_what_is_added_is_read_by_staff_and_by_nobody_else(role: Role):
    hearing = Hearing().opened().asks_other().says(role, "add", "One more thing.", LABEL)
    hearing.staff(f"{role}: One more thing.").card_again().reads(other(role))
    assert hearing.read(role)[0] == "dispute.added"
    assert [each.evidence for each in hearing.of(ShowEvidence)] == [LABEL]


def test_who_writes_about_the_same_order_unasked_knows_of_it():
    hearing = Hearing().opened().says("seller", "add", "I have a problem with this order.")
    hearing.reads("seller", "dispute.added", "dispute.stage.open").may("seller", "add")
    hearing.reviews().reads("seller", "dispute.stage.under_review")


def test_nothing_is_added_to_a_closed_dispute():
    hearing = Hearing().opened().says("buyer", "withdraw").says("buyer", "add", "Wait!")
    hearing.reads("buyer", "dispute.refused.closed").may("buyer").staff()


# --- taking it back


def test_who_opened_it_may_take_it_back():
    hearing = Hearing().opened().asks_other().says("buyer", "withdraw", "We have agreed.")
    hearing.is_at("closed").staff("buyer: We have agreed.", "dispute.thread.withdrawn").card_again()
    for role in BOTH:
        hearing.reads(role, "dispute.withdrawn", "dispute.stage.closed").may(role)
    assert hearing.wakes() is None


def test_who_never_heard_of_it_does_not_hear_that_it_is_over():
    Hearing().opened().says("buyer", "withdraw").reads("seller").is_at("closed")


def test_the_other_party_cannot_end_it():
    hearing = Hearing().opened().asks_other().says("seller", "withdraw")
    hearing.is_at("waiting_other_party").reads("seller", "dispute.refused.not_yours", "dispute.press_answer")
    hearing.may("seller", "answer").staff()


# --- appeals


@pytest.mark.parametrize("role", BOTH)
def test_either_party_may_appeal(role: Role):
    hearing = Hearing().opened().reviews().decides(NOTHING).says(role, "appeal", "You overlooked the photo.", LABEL)
    hearing.is_at("appealed").staff(f"{role}: You overlooked the photo.", "dispute.thread.appealed").card_again()
    hearing.reads(role, "dispute.added", "dispute.stage.appealed").may(role, "add")
    hearing.reads(other(role), "dispute.stage.appealed")
    wake = hearing.wakes()
    assert wake
    assert (wake.at, wake.turn) == (hearing.file.dispute.due, hearing.file.turn)


def test_who_is_asked_after_an_appeal_reads_what_the_appeal_says_and_no_reason_of_theirs():
    hearing = Hearing().opened().reviews().decides(NOTHING).says("seller", "appeal", "I packed it well.").asks_other()
    hearing.reads(
        "buyer",
        "dispute.stage.waiting_for_you",
        "dispute.summary.order",
        "dispute.other_says",
        "> I packed it well.",
        "dispute.press_answer",
    )


def test_the_same_party_does_not_appeal_twice():
    hearing = Hearing().opened().reviews().decides(NOTHING).says("buyer", "appeal", "No!").decides_as_eva(NOTHING)
    hearing.reads("buyer", *STATEMENT, "dispute.no_second_appeal", *DISAGREE[1:]).may("buyer", "add")
    hearing.reads("seller", *STATEMENT, *DISAGREE).may("seller", "appeal", "add")
    hearing.says("buyer", "appeal", "No, no!").is_at("decided").reads(
        "buyer", "dispute.refused.already_appealed"
    ).staff()


def test_nobody_appeals_against_what_they_were_not_told():
    hearing = Hearing().opened().reviews().decides(FULL).says("seller", "appeal", "Why?")
    hearing.is_at("decided").reads("seller", "dispute.refused.not_from_here").staff()


# --- how a party sees it


@pytest.mark.parametrize(
    ("hearing", "buyer", "seller"),
    [
        (Hearing().opened(), "open add withdraw", "open add"),
        (Hearing().opened().asks_other(), "waiting_other_party add withdraw", "waiting_other_party answer"),
        (Hearing().opened().reviews(), "under_review add withdraw", "under_review add"),
        (Hearing().opened().reviews().decides(NOTHING), "decided appeal add", "decided appeal add"),
        (Hearing().opened().reviews().decides(FULL), "under_review add", "under_review add"),
        (Hearing().opened().reviews().decides(FULL).confirms(), "decided appeal add", "decided appeal add"),
        (Hearing().opened().reviews().decides(NOTHING).says("buyer", "appeal"), "appealed add", "appealed add"),
        (Hearing().opened().says("buyer", "withdraw"), "closed", "closed"),
    ],
)
def test_what_each_party_may_do_at_each_stage(hearing: Hearing, buyer: str, seller: str):
    lines = [dispute_flow.line(hearing.file, role) for role in BOTH]
    assert [" ".join((line.stage, *line.steps)) for line in lines] == [buyer, seller]
    assert {(line.case, line.order, line.title) for line in lines} == {(CASE, "H-104233", "Vase")}


def test_a_decision_that_waits_has_no_deadline_for_the_parties():
    hearing = Hearing().opened().reviews().decides(FULL)
    assert dispute_flow.line(hearing.file, "buyer").due is None
    assert dispute_flow.line(hearing.confirms().file, "buyer").due == hearing.file.dispute.due


def test_what_is_said_while_a_decision_waits_gives_nothing_away():
    hearing = Hearing().opened().asks_other().reviews().decides(FULL).says("buyer", "add", "Any news?")
    hearing.reads("buyer", "dispute.added").may("buyer", "add")


def test_where_to_turn_is_said_body_by_body_and_a_court_last():
    said = dispute_flow.elsewhere("NL", "buyer", MONDAY)
    assert said[-1] == Text("remedy.kind.any_court")
    assert said[0].key.startswith("remedy.kind.")
    assert dispute_flow.elsewhere("", "seller", MONDAY)[-1] == Text("remedy.kind.any_court")


def test_an_account_keeps_its_measures_to_itself():
    hearing = Hearing().opened().reviews().decides(Measure("suspend_account", account="seller")).confirms()
    assert "dispute.measure.suspend_account" in hearing.read("seller")
    assert "dispute.measure.suspend_account" not in hearing.read("buyer")


def test_who_has_neither_chat_nor_mail_is_told_nothing_and_staff_know():
    hearing = Hearing(signed_in=("buyer",)).without_mail("seller").opened().reviews().decides(NOTHING)
    hearing.staff("dispute.thread.decided", "dispute.thread.untold_seller").reads("seller")
    assert hearing.read("buyer")[0] == "dispute.decided"
    assert not hearing.file.dispute.seller.reachable
