"""What staff do with a dispute: move it, write to a party, decide, confirm, try again; and what the shop answers."""

from datetime import timedelta

import pytest

from core.model.dispute import Stage
from core.model.dispute_events import FormKind
from core.model.effects import CarryOut, FindOther, Note, Pass, Post, Say, ShowDispute, ShowForm, Wake
from core.model.ids import Address
from core.model.shop import Role
from core.model.view import Text
from handoff.disputes import working_days_later
from tests.handoff.hearing import CANCEL, EVA, POLICE, THREAD, TOM, Hearing
from tests.handoff.quarrel import FULL, NOTHING, part

BOTH: tuple[Role, Role] = ("buyer", "seller")


# --- moving it on


def test_a_review_is_told_to_who_knows_of_the_dispute():
    hearing = Hearing().opened().reviews().is_at("under_review").staff("dispute.thread.review").card_again()
    hearing.reads("buyer", "dispute.stage.under_review").reads("seller")
    assert hearing.notes == {"dispute moved": "open -> under_review by UTOM"}


def test_each_stage_has_its_own_turn_and_timer():
    hearing = Hearing().opened()
    before = hearing.file.turn
    wake = hearing.reviews().wakes()
    assert wake
    assert (wake.at, wake.turn) == (hearing.file.dispute.due, hearing.file.turn)
    assert hearing.file.turn > before


@pytest.mark.parametrize(
    ("to", "why"), [("closed", "not_yours"), ("decided", "not_from_here"), ("open", "not_from_here")]
)
def test_what_staff_may_not_do_is_said_to_them_alone(to: Stage, why: str):
    hearing = Hearing().opened().moves(to).is_at("open")
    assert (hearing.whispered, len(hearing.effects)) == ([f"dispute.refused.{why}"], 1)


def test_who_cannot_be_reached_is_not_asked_and_the_shop_is_asked_again_who_they_are():
    hearing = Hearing().filed().card().nobody_found().asks_other().is_at("open")
    assert hearing.whispered == ["dispute.refused.not_reachable"]
    assert len(hearing.of(FindOther)) == 1


def test_the_shop_is_asked_again_at_the_next_step():
    hearing = Hearing().filed().card().nobody_found().reviews()
    assert len(hearing.of(FindOther)) == 1
    assert hearing.other_found().reviews().of(FindOther) == []


def test_there_is_nobody_to_look_for_who_is_known_but_has_no_way():
    hearing = Hearing(signed_in=("buyer",)).without_mail("seller").opened().asks_other()
    assert (hearing.whispered, hearing.of(FindOther)) == (["dispute.refused.not_reachable"], [])


# --- writing to a party


@pytest.mark.parametrize("role", BOTH)
def test_a_colleagues_words_go_to_one_party_under_their_name(role: Role):
    hearing = Hearing().opened().writes(role, "Have you kept the parcel?")
    hearing.reads(role, "dispute.about", "Have you kept the parcel?", "dispute.press_add").may(role, "add")
    assert hearing.news(role).speaker == TOM
    assert (len(hearing.of(Pass)), hearing.of(Say)) == (1, [])
    hearing.staff(f"dispute.thread.wrote_{role}")
    assert hearing.notes == {"party asked": f"the {role} by UTOM"}


def test_a_colleagues_words_go_by_mail_to_who_is_not_signed_in():
    hearing = Hearing(signed_in=("buyer",)).opened().writes("seller", "Have you kept the parcel?")
    hearing.reads("seller", "dispute.about", "Have you kept the parcel?", "dispute.mail_answer")
    assert hearing.mail("seller").speaker == TOM


def test_words_that_reach_nobody_are_not_taken():
    hearing = Hearing().filed().card().writes("seller", "Hello?")
    assert (hearing.whispered, hearing.staff_read, hearing.of(Pass)) == (["dispute.refused.not_reachable"], [], [])


def test_to_a_closed_dispute_nobody_writes():
    hearing = Hearing().opened().says("buyer", "withdraw").writes("buyer", "One more thing.")
    assert hearing.whispered == ["dispute.refused.closed"]


# --- forms


@pytest.mark.parametrize("form", ["decide", "ask"])
def test_a_form_is_shown_to_who_asked_for_it(form: FormKind):
    hearing = Hearing().opened().reviews().wants(form)
    assert hearing.effects == (ShowForm(hearing.file, TOM, form, "trigger-1"),)


@pytest.mark.parametrize(
    ("hearing", "form", "why"),
    [
        (Hearing().opened(), "decide", "not_from_here"),
        (Hearing().opened().asks_other(), "decide", "not_from_here"),
        (Hearing().opened().reviews().decides(NOTHING), "decide", "not_from_here"),
        (Hearing().opened().reviews().decides(NOTHING).says("buyer", "appeal", "No!"), "decide", "same_person"),
        (Hearing().opened().says("buyer", "withdraw"), "decide", "closed"),
        (Hearing().opened().says("buyer", "withdraw"), "ask", "closed"),
    ],
)
def test_a_form_that_could_not_be_sent_is_not_shown(hearing: Hearing, form: FormKind, why: str):
    assert (hearing.wants(form).whispered, hearing.of(ShowForm)) == ([f"dispute.refused.{why}"], [])


# --- deciding


def test_a_decision_that_needs_nobody_else_is_told_to_both_at_once():
    hearing = (
        Hearing().opened().reviews().decides(NOTHING).is_at("decided").staff("dispute.thread.decided").card_again()
    )
    for role in BOTH:
        assert hearing.read(role)[:3] == ["dispute.decided", "dispute.measure.no_action", "The photos show it."]
        assert hearing.read(role)[-2:] == ["dispute.elsewhere", "remedy.kind.any_court"]
        hearing.may(role, "appeal", "add")
    assert hearing.file.told == 1


def test_who_decided_on_what_and_how_long_it_took_is_in_the_audit():
    hearing = Hearing().opened().reviews().decides(part("5"), CANCEL)
    assert hearing.notes["dispute decided"] == (
        "partial_refund, cancel_order; articles 4.2; by UTOM; 4:00:00 after the opening"
    )


def test_money_waits_for_a_second_person_and_the_parties_are_told_nothing_meanwhile():
    hearing = Hearing().opened().reviews().decides(FULL).staff("dispute.thread.to_confirm").card_again()
    hearing.reads("buyer").reads("seller")
    assert (hearing.of(CarryOut), hearing.file.told) == ([], 0)


def test_the_second_person_sends_it_to_the_shop_and_the_parties_are_told():
    hearing = Hearing().opened().reviews().decides(FULL).confirms().card_again()
    assert [(carry.proposal.key, carry.proposal.confirmed_by) for carry in hearing.of(CarryOut)] == [
        ("FD-7K2M9.1.refund", ("UTOM", "UEVA"))
    ]
    hearing.staff("dispute.thread.confirmed", "dispute.thread.told")
    assert hearing.notes == {"measure confirmed": "FD-7K2M9.1.refund by UEVA"}
    for role in BOTH:
        assert hearing.read(role)[:2] == ["dispute.decided", "dispute.measure.full_refund"]


def test_the_parties_are_told_once_everything_is_confirmed():
    hearing = Hearing().opened().reviews().decides(part("5"), CANCEL)
    first, second = (deed.proposal.key for deed in hearing.file.dispute.deeds)
    hearing.confirms(first).reads("buyer").staff("dispute.thread.confirmed")
    hearing.confirms(second)
    assert hearing.read("buyer")[0] == hearing.read("seller")[0] == "dispute.decided"


def test_the_time_for_an_appeal_begins_when_the_parties_are_told():
    hearing = Hearing().opened().reviews().decides(FULL)
    hearing.now += timedelta(days=10)
    hearing.confirms()
    until = working_days_later(hearing.now, hearing.file.dispute.deadlines.decided)
    assert (hearing.file.dispute.due, hearing.wakes()) == (until, Wake("dispute_due", until, hearing.file.turn))


@pytest.mark.parametrize(
    ("key", "agent", "why"),
    [("", TOM, "own_decision"), ("FD-7K2M9.9.refund", EVA, "no_such_proposal")],
)
def test_a_confirmation_that_does_not_count_is_said_to_who_gave_it(key: str, agent: object, why: str):
    hearing = Hearing().opened().reviews().decides(FULL).confirms(key, agent)  # type: ignore[arg-type]
    assert (hearing.whispered, len(hearing.effects)) == ([f"dispute.refused.{why}"], 1)


def test_a_decision_that_is_wrong_is_said_to_who_took_it():
    hearing = Hearing().opened().reviews().decides(part("46")).is_at("under_review")
    [post] = hearing.of(Post)
    assert (post.to, hearing.whispered) == (THREAD, ["dispute.refused.amount_too_high"])


def test_a_referral_holds_the_data_and_is_told_to_no_party():
    hearing = Hearing().opened().reviews().decides(POLICE).staff("dispute.thread.decided", "card.dispute.hold")
    assert (hearing.file.dispute.legal_hold, hearing.notes["legal hold"]) == (True, "")
    for role in BOTH:
        assert not [said for said in hearing.read(role) if "police" in said or "hold" in said]


def test_a_hold_is_put_on_once():
    hearing = Hearing().opened().reviews().decides(POLICE).reviews().decides(POLICE)
    assert ("legal hold" in hearing.notes, hearing.staff_read) == (False, ["dispute.thread.decided"])


def test_a_decision_that_was_replaced_before_it_was_confirmed_is_never_told():
    hearing = Hearing().opened().reviews().decides(FULL).reviews().decides(NOTHING)
    assert "dispute.measure.no_action" in hearing.read("buyer")
    assert "dispute.measure.full_refund" not in hearing.read("buyer")
    assert hearing.file.told == len(hearing.file.dispute.decisions) == 2


# --- what the shop does


def test_what_the_shop_has_done_is_said_once():
    hearing = (
        Hearing().opened().reviews().decides(FULL).confirms().shop_does("r-7").staff("dispute.thread.done").card_again()
    )
    assert hearing.notes == {"measure done": "FD-7K2M9.1.refund as r-7"}
    hearing.reads("buyer").reads("seller")
    assert hearing.shop_does("r-7").effects == hearing.shop_refuses().effects == ()


def test_what_the_shop_refuses_staff_may_try_again_under_the_same_key():
    hearing = Hearing().opened().reviews().decides(FULL).confirms()
    sent = hearing.of(CarryOut)
    hearing.shop_refuses("The bank is closed.").staff("dispute.thread.refused").card_again()
    assert hearing.notes == {"measure refused": "FD-7K2M9.1.refund: The bank is closed."}
    hearing.tries_again().staff("dispute.thread.retried").card_again()
    assert hearing.of(CarryOut) == sent
    hearing.shop_refuses("The bank is closed.").staff("dispute.thread.refused")
    hearing.tries_again().shop_does().staff("dispute.thread.done")
    assert hearing.file.dispute.deeds[0].done


@pytest.mark.parametrize(
    "hearing",
    [
        Hearing().opened().reviews().decides(FULL),
        Hearing().opened().reviews().decides(FULL).confirms().shop_does(),
    ],
    ids=["not confirmed", "done"],
)
def test_only_what_two_people_want_and_is_not_done_is_tried_again(hearing: Hearing):
    assert (hearing.tries_again().whispered, hearing.of(CarryOut)) == (["dispute.refused.no_such_proposal"], [])


def test_staff_hear_of_a_deed_that_a_later_decision_has_replaced():
    hearing = Hearing().opened().reviews().decides(FULL).confirms().shop_refuses().reviews().decides(part("5"))
    hearing.shop_does("r-9", key="FD-7K2M9.1.refund").staff("dispute.thread.done")
    assert hearing.of(Note) == [Note("measure done", "FD-7K2M9.1.refund as r-9")]


def test_while_it_is_tried_again_a_new_decision_does_not_forget_it():
    hearing = (
        Hearing().opened().reviews().decides(FULL).confirms().shop_refuses().tries_again().reviews().decides(part("5"))
    )
    assert (hearing.whispered, hearing.stage) == (["dispute.refused.nothing_left"], "under_review")


def test_the_card_is_shown_as_it_is_at_the_end():
    """Also where several things follow from one event: there is one card."""
    hearing = Hearing().opened().reviews().decides(FULL).confirms()
    assert [shown.file.told for shown in hearing.of(ShowDispute)] == [1]


def test_a_whisper_stays_where_the_press_came_from():
    hearing = Hearing().opened().moves("closed")
    assert [post.to for post in hearing.of(Post)] == [Address("slack", "C1/100.1")]


def test_what_a_remark_says_has_its_values():
    hearing = Hearing().opened().reviews().decides(FULL).confirms().shop_refuses("No money.")
    [post] = hearing.of(Post)
    assert post.body.text == Text(  # type: ignore[union-attr]
        "dispute.thread.refused", {"proposal": "FD-7K2M9.1.refund", "reason": "No money."}
    )
