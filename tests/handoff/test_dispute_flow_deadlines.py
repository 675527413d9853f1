"""What happens to a dispute when a deadline comes, or something could not be done."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from core.model.dispute import Stage
from core.model.dispute_events import NewsLost
from core.model.effects import CarryOut, FindOther, Note, Pass, Post, Say, ShowDispute, ShowEvidence, ShowForm, Wake
from core.model.events import Woke
from core.model.ids import Address
from core.model.posts import Remark, Whisper
from core.model.shop import CustomerId, Role
from core.model.view import Line, Text, View
from handoff.disputes import working_days_later
from tests.handoff.hearing import CHATS, PHOTO, THREAD, TOM, Hearing
from tests.handoff.quarrel import FULL, NOTHING

BOTH: tuple[Role, Role] = ("buyer", "seller")


# --- the desk goes on


def test_who_does_not_answer_in_time_holds_nothing_up():
    hearing = (
        Hearing().opened().asks_other().deadline().is_at("under_review").staff("dispute.thread.no_answer").card_again()
    )
    for role in BOTH:
        hearing.reads(role, "dispute.stage.under_review")
    assert hearing.notes == {"dispute moved": "waiting_other_party -> under_review by desk"}


def test_when_the_time_for_an_appeal_is_over_it_closes():
    hearing = Hearing().opened().reviews().decides(NOTHING).deadline().is_at("closed").staff("dispute.thread.closed")
    for role in BOTH:
        hearing.reads(role, "dispute.stage.closed").may(role)
    assert hearing.wakes() is None


def test_it_does_not_close_over_money_and_staff_read_that_every_day():
    hearing = Hearing().opened().reviews().decides(FULL).confirms().shop_refuses()
    for _ in range(2):
        hearing.deadline().is_at("decided").staff("dispute.thread.unfinished").reads("buyer")
        assert hearing.of(Wake) == [Wake("dispute_due", hearing.now + timedelta(days=1), hearing.file.turn)]
        hearing.now += timedelta(days=1)
    hearing.tries_again().shop_does().deadline().is_at("closed")


# --- late

LATE: list[tuple[str, Hearing]] = [
    ("open", Hearing().opened()),
    ("under_review", Hearing().opened().asks_other().reviews()),
    ("appealed", Hearing().opened().reviews().decides(NOTHING).says("seller", "appeal")),
]


@pytest.mark.parametrize(("stage", "hearing"), LATE)
def test_who_knows_of_it_is_told_once_that_we_are_late_and_staff_are_reminded_every_working_day(
    stage: Stage, hearing: Hearing
):
    hearing.deadline().is_at(stage).staff("dispute.thread.overdue").reads("buyer", "dispute.late")
    hearing.reads("seller", *([] if stage == "open" else ["dispute.late"]))
    assert list(hearing.notes) == ["dispute overdue"]
    for _ in range(3):
        wake = hearing.wakes()
        assert wake
        assert (wake.at, wake.turn) == (working_days_later(hearing.now, 1), hearing.file.turn)
        hearing.next_day().staff("dispute.thread.still_overdue").reads("buyer").reads("seller")


def test_the_next_stage_has_an_apology_of_its_own():
    hearing = Hearing().opened().deadline().next_day().reviews()
    hearing.deadline().reads("buyer", "dispute.late").staff("dispute.thread.overdue")


def test_a_decision_that_nobody_confirms_is_late_when_the_parties_were_to_hear():
    hearing = Hearing().opened().asks_other().reviews()
    promised = hearing.file.dispute.due
    wake = hearing.decides(FULL).wakes()
    assert wake
    assert (wake.at, hearing.file.dispute.due) == (promised, promised)
    hearing.deadline().is_at("decided").staff("dispute.thread.overdue")
    for role in BOTH:
        hearing.reads(role, "dispute.late")
    hearing.next_day().staff("dispute.thread.still_overdue").reads("buyer")
    hearing.confirms()
    assert hearing.file.dispute.due == working_days_later(hearing.now, 133)
    assert "dispute.decided" in hearing.read("buyer")


def test_who_has_been_told_that_we_are_late_is_not_told_again_when_it_is_decided():
    hearing = Hearing().opened().reviews().deadline().decides(FULL).reads("buyer")
    hearing.next_day().staff("dispute.thread.still_overdue").reads("buyer")


def test_a_timer_of_an_earlier_stage_means_nothing():
    hearing = Hearing().opened()
    early = hearing.file.turn
    hearing.reviews().deadline(early)
    assert (hearing.effects, hearing.stage) == ((), "under_review")


def test_a_timer_that_comes_early_is_set_again():
    hearing = Hearing().opened()
    hearing.happens(Woke("dispute_due", hearing.file.turn))
    assert hearing.effects == (Wake("dispute_due", hearing.file.dispute.due, hearing.file.turn),)  # type: ignore[arg-type]


def test_other_timers_are_none_of_its_own():
    hearing = Hearing().opened()
    assert hearing.happens(Woke("expire", hearing.file.turn)).effects == ()


# --- what could not be done


def test_a_card_that_never_came_is_shown_again_until_it_is_there():
    hearing = Hearing().filed()
    for _ in range(3):
        hearing.fails(ShowDispute(hearing.file), "Slack is down")
        [wake] = hearing.of(Wake)
        assert wake.at == hearing.now + timedelta(minutes=10)
        assert hearing.notes == {"dispute not shown": "Slack is down"}
        hearing.happens(Woke("dispute_due", wake.turn), wake.at)
        assert hearing.of(ShowDispute) == [ShowDispute(hearing.file)]
        assert [wake.at for wake in hearing.of(Wake)] == [hearing.file.dispute.due]
    hearing.card().fails(ShowDispute(hearing.file), "Slack is down")
    assert hearing.effects == (Note("dispute not shown", "Slack is down"),)


def test_an_overdue_dispute_without_a_card_is_still_shown():
    hearing = Hearing().filed().deadline().reads("buyer", "dispute.late")
    assert len(hearing.of(ShowDispute)) == 1


def test_staff_decide_without_a_party_whom_the_shop_does_not_tell():
    hearing = Hearing().filed().card()
    hearing.fails(FindOther(hearing.file.buyer.person.id, hearing.file.dispute.order.id), "404")  # type: ignore[union-attr]
    hearing.staff("dispute.thread.other_unknown")
    assert hearing.notes == {"other party not found": "404"}


@pytest.mark.parametrize("certain", [True, False])
def test_what_did_not_get_to_the_shop_can_be_tried_again(certain: bool):
    hearing = Hearing().opened().reviews().decides(FULL).confirms()
    [sent] = hearing.of(CarryOut)
    hearing.fails(sent, "timed out", certain).staff("dispute.thread.not_carried_out").card_again()
    assert hearing.notes == {"measure failed": "FD-7K2M9.1.refund: timed out"}
    [deed] = hearing.file.dispute.deeds
    assert deed.outcome
    assert deed.outcome.refused
    assert hearing.tries_again().of(CarryOut) == [sent]


def test_a_failure_after_the_deed_was_done_is_no_news():
    hearing = Hearing().opened().reviews().decides(FULL).confirms()
    [sent] = hearing.of(CarryOut)
    assert hearing.shop_does().fails(sent).effects == ()


def test_a_file_that_cannot_be_shown_is_named():
    hearing = Hearing().opened()
    hearing.fails(ShowEvidence(THREAD, hearing.file.case, "buyer", PHOTO), "too large")
    [post] = hearing.of(Post)
    assert post.body == Remark(Text("dispute.thread.file_lost", {"name": "vase.jpg", "reason": "too large"}))


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("anna@example.com", "dispute.thread.undelivered_buyer"),
        ("sam@example.com", "dispute.thread.undelivered_seller"),
        ("old@example.com", "staff.not_delivered"),
    ],
)
def test_a_mail_that_came_back_is_said_to_staff(address: str, said: str):
    hearing = Hearing().opened()
    mail = Say(Address("email", address), View(()), hearing.chat_language("seller"))
    hearing.fails(mail, "550").staff(said)


PRESS = Line(Text("dispute.press_answer"))
CHAT_LOST = {"buyer": "dispute.thread.chat_lost_buyer", "seller": "dispute.thread.chat_lost_seller"}


@pytest.mark.parametrize("role", ["buyer", "seller"])
def test_what_a_chat_did_not_take_goes_by_mail_and_staff_read_of_it(role: Role):
    hearing = Hearing().opened().asks_other()
    news, chat = hearing.news(role), CHATS[role].conversation
    hearing.happens(NewsLost(news, chat, "blocked")).staff(CHAT_LOST[role])
    told = tuple(block for block in news.blocks if block != PRESS)
    assert hearing.mail(role).view.blocks == (*told, Line(Text("dispute.mail_answer")))
    assert not hearing.of(Pass)


def test_what_a_chat_that_they_have_left_did_not_take_goes_to_the_one_where_they_are():
    hearing = Hearing().opened().asks_other()
    news = hearing.news("seller")
    hearing.happens(NewsLost(news, CHATS["buyer"].conversation, "signed out meanwhile"))
    assert hearing.news("seller") == news
    assert not hearing.of(Say)


def test_what_neither_chat_nor_mail_can_tell_is_said_to_staff():
    hearing = Hearing()
    hearing.people["seller"] = replace(hearing.people["seller"], email="")
    news = hearing.opened().asks_other().news("seller")
    hearing.happens(NewsLost(news, CHATS["seller"].conversation, "blocked"))
    hearing.staff("dispute.thread.chat_lost_seller", "dispute.thread.untold_seller")


def test_news_for_somebody_who_is_no_party_are_told_to_nobody():
    hearing = Hearing().opened().asks_other()
    lost = replace(hearing.news("seller"), person=CustomerId("c-9"))
    assert hearing.happens(NewsLost(lost, CHATS["seller"].conversation, "blocked")).effects == ()


def test_whoever_wanted_a_form_is_asked_to_press_again():
    hearing = Hearing().opened().reviews()
    hearing.fails(ShowForm(hearing.file, TOM, "decide", "t"))
    assert hearing.effects == (Post(THREAD, Whisper(TOM, Text("dispute.thread.form_lost"))),)


def test_a_line_that_staff_could_not_be_shown_is_in_the_audit():
    hearing = Hearing().opened()
    hearing.fails(Post(THREAD, Remark(Text("dispute.thread.review"))), "channel_not_found")
    assert hearing.effects == (Note("dispute not shown", "channel_not_found"),)
