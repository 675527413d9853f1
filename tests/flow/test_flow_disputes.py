"""A report about an order in the chat: filled in step by step, left and taken up again, sent, and what comes of it."""

import pytest
from msgspec.structs import replace

from core.model.conversation import Adding, Choosing, Closed, Idle, PickingOrder, Queued, SigningIn
from core.model.dispute import Wish
from core.model.effects import Look, Say
from core.model.view import Money
from tests.flow.cast import ANNA, BERT, SIGN_IN, VASE
from tests.flow.dialogue import Dialogue
from tests.flow.scenes import LINE, adding, advised, answered, queued, reporting, summed_up, told_of_order

ASKED = replace(LINE, role="seller", stage="waiting_other_party", steps=("answer", "add"))
DECIDED = replace(LINE, stage="decided", steps=("add", "appeal"))


def choices(chat: Dialogue) -> list[str]:
    return [button.action for button in chat._last(Say).view.buttons]


# --- filling it in


def test_it_is_filled_in_question_by_question_and_sent_once_confirmed(chat: Dialogue) -> None:
    summed_up(chat).presses("send").sees("dispute.sent", buttons=["dispute", "orders", "talk"])
    filed = chat.files()
    draft = filed.draft
    assert (filed.case, filed.person, filed.conversation) == ("FD-1", ANNA, chat.conversation.id)
    assert (draft.reason, draft.role, draft.tried, draft.account) == (
        "not_received",
        "buyer",
        "failed",
        "It never came.",
    )
    assert (draft.wish, draft.order.id, draft.evidence) == (Wish("full_refund"), VASE.id, ())
    chat.is_in(Closed)
    assert chat.conversation.drafts == ()


def test_only_reasons_that_fit_the_order_are_offered(chat: Dialogue) -> None:
    reporting(chat)
    assert choices(chat) == [
        "reason.not_received", "reason.counterfeit", "reason.wrong_amount", "reason.other", "pause", "talk",
    ]  # fmt: skip


def test_before_a_counterfeit_is_reported_nobody_is_sent_to_its_seller(chat: Dialogue) -> None:
    reporting(chat).presses("reason.counterfeit").sees("advice.not.counterfeit", "dispute.ask.account")


def test_who_has_been_advised_before_is_not_advised_again(chat: Dialogue) -> None:
    advised(chat).presses("advice.tried").sees("choosing.ways", "way.live", "way.email").is_in(Choosing)
    chat.presses("dispute").asks_shop("H-104233", kind="order")
    chat.shop_finds(VASE.about, VASE).sees("dispute.ask.reason")
    chat.presses("reason.not_received").sees("dispute.ask.account")


def test_part_of_the_money_needs_an_amount_that_was_paid(chat: Dialogue) -> None:
    reporting(chat).presses("reason.not_received").sees("advice.seller")
    chat.presses("advice.failed").sees("dispute.ask.account")
    chat.customer("It is late.").sees("dispute.ask.wish").presses("wish.partial_refund").sees("dispute.ask.amount")
    chat.customer("a lot").sees("dispute.refused.amount_unreadable", "dispute.ask.amount")
    chat.customer("999", amount="999").sees("dispute.refused.amount_too_high", "dispute.ask.amount")
    chat.customer("5 zł", amount="5", currency="PLN").sees("dispute.refused.other_currency", "dispute.ask.amount")
    chat.customer("5", amount="5").sees("dispute.ask.evidence")
    assert chat.conversation.drafts[0].wish == Wish("partial_refund", Money("5", "EUR"))


def test_another_wish_is_said_in_words(chat: Dialogue) -> None:
    reporting(chat).presses("reason.not_received").sees("advice.seller")
    chat.presses("advice.failed").sees("dispute.ask.account").customer("It is late.").sees("dispute.ask.wish")
    chat.presses("wish.other").sees("dispute.ask.wish_words").customer("An apology").sees("dispute.ask.evidence")
    assert chat.conversation.drafts[0].wish == Wish("other", words="An apology")


def test_photos_and_files_are_evidence_whenever_they_come(chat: Dialogue) -> None:
    reporting(chat).sends("photo", "The empty box", file="a1").sees("dispute.file_kept", "dispute.ask.reason")
    chat.sends("file", file="b2", name="bill.pdf").sees("dispute.file_kept", "dispute.ask.reason")
    draft = chat.conversation.drafts[0]
    assert [(each.file, each.kind, each.name) for each in draft.evidence] == [
        ("telegram:a1", "photo", ""),
        ("telegram:b2", "document", "bill.pdf"),
    ]
    assert draft.account == "The empty box"


@pytest.mark.parametrize(
    ("file", "size", "words"), [("a", 21_000_000, "dispute.file_too_large"), ("", 0, "dispute.file_unreadable")]
)
def test_a_file_that_cannot_be_kept_is_refused_at_once(chat: Dialogue, file: str, size: int, words: str) -> None:
    reporting(chat).sends("video", file=file, size=size).sees(words, "dispute.ask.reason")


def test_words_where_a_choice_is_asked_for_are_kept(chat: Dialogue) -> None:
    reporting(chat).customer("The postman came, but he had nothing.").sees("dispute.noted", "dispute.ask.reason")
    chat.presses("reason.not_received").sees("advice.seller").presses("advice.skipped").sees("dispute.ask.wish")


@pytest.mark.parametrize(
    ("what", "question"),
    [("reason", "dispute.ask.reason"), ("account", "dispute.ask.account"), ("wish", "dispute.ask.wish")],
)
def test_each_part_of_the_summary_can_be_changed(chat: Dialogue, what: str, question: str) -> None:
    summed_up(chat).presses(f"change.{what}").sees(question)


# --- leaving it


def test_who_stops_goes_on_where_they_stopped(chat: Dialogue) -> None:
    reporting(chat).presses("reason.not_received").sees("advice.seller").presses("advice.tried").sees(
        "dispute.ask.account"
    )
    chat.presses("pause").sees("dispute.paused", "idle.ask").is_in(Idle)
    chat.presses("dispute").asks_shop("H-104233", kind="order")
    chat.shop_finds(VASE.about, VASE).sees("dispute.resumed", "dispute.ask.account")


def test_asking_for_a_person_in_between_keeps_the_report(chat: Dialogue) -> None:
    reporting(chat).presses("reason.not_received").sees("advice.seller")
    chat.presses("talk").sees("choosing.ways", "way.live", "way.email", buttons=[
        "offer.live_chat", "offer.email", "dispute", "cancel",
    ]).is_in(Choosing)  # fmt: skip
    assert chat.conversation.drafts[0].reason == "not_received"


def test_after_a_day_the_report_waits_without_a_word(chat: Dialogue) -> None:
    reporting(chat).presses("reason.other").sees("advice.seller").passes(days=1).silence().is_in(Idle)
    assert chat.conversation.drafts[0].reason == "other"


def test_a_report_can_be_deleted(chat: Dialogue) -> None:
    summed_up(chat).presses("discard").sees("dispute.discarded", "idle.ask")
    assert chat.conversation.drafts == ()


def test_nobody_sees_anothers_draft(chat: Dialogue) -> None:
    summed_up(chat).signs_in(BERT).audits("signed in").sees("sign_in.done", "sign_in.again", "idle.ask").is_in(Idle)
    chat.presses("orders").asks_shop().shop_lists(VASE).sees("orders.choose")
    chat.presses("order.0").asks_shop("H-104233", kind="order")
    chat.shop_finds(VASE.about).looks_into("", VASE.about).shop_tells(VASE)
    chat.untold.clear()
    chat.presses("dispute").asks_shop("H-104233", kind="order").shop_finds(VASE.about, VASE).sees("dispute.ask.reason")


def test_a_reason_that_the_order_has_outgrown_is_asked_for_again(chat: Dialogue) -> None:
    reporting(chat).presses("reason.not_received").sees("advice.seller").presses("pause").sees(
        "dispute.paused", "idle.ask"
    )
    returned = replace(VASE, status="returned")
    chat.presses("dispute").asks_shop("H-104233", kind="order")
    chat.shop_finds(VASE.about, returned).sees("dispute.resumed", "dispute.ask.reason")


# --- beginning


def test_the_command_without_an_order_asks_which(chat: Dialogue) -> None:
    answered(chat).signs_in().audits("signed in").sees("sign_in.done", "idle.ask")
    chat.customer("/dispute", typed="dispute").asks_shop().is_in(PickingOrder)


def test_the_command_of_a_stranger_leads_to_signing_in(chat: Dialogue) -> None:
    answered(chat).customer("/dispute", typed="dispute", shop=True, sign_in=SIGN_IN).audits("link made").invites()
    chat.sees("sign_in.how").is_in(SigningIn)


def test_where_the_shop_does_not_answer_the_ways_stay(chat: Dialogue) -> None:
    told_of_order(chat).presses("dispute", shop=True).asks_shop("H-104233", kind="order")
    chat.fails(Look).sees("orders.failed", "idle.ask", buttons=["dispute", "orders", "talk"]).is_in(Idle)


def test_while_a_person_is_waited_for_no_report_is_begun(chat: Dialogue) -> None:
    queued(chat).customer("/dispute", typed="dispute", shop=True).sees("queued.place").is_in(Queued)


# --- one dispute for each order


def test_an_order_with_a_report_has_more_added_to_it(chat: Dialogue) -> None:
    adding(chat).customer("And the box was open.").sees(
        "dispute.noted", "dispute.ask.anything_else", buttons=["enough", "cancel", "talk"]
    )
    chat.sends("photo", file="a1").sees("dispute.file_kept", "dispute.files", "dispute.ask.anything_else")
    chat.presses("enough").party_says("add", "And the box was open.", files=1).is_in(Idle)


def test_a_report_that_is_sent_as_another_is_open_joins_it(chat: Dialogue) -> None:
    summed_up(chat).presses("send", disputes=(LINE,)).sees("dispute.exists")
    chat.party_says("add", "It never came.").is_in(Closed)


# --- what comes of it


def test_news_is_said_wherever_the_conversation_stands(chat: Dialogue) -> None:
    told_of_order(chat).dispute_tells("dispute.stage.under_review", steps=("add",))
    chat.sees("dispute.stage.under_review", buttons=["add.FD-9", "talk"]).is_in(Idle)
    reporting_turn = chat.turn
    chat.customer("When?", order=True).looks_into("When?", VASE.about)
    chat.dispute_tells("dispute.stage.under_review").sees("dispute.stage.under_review", buttons=["talk"])
    assert chat.turn == reporting_turn + 1


def test_news_for_somebody_who_has_signed_out_is_said_to_nobody(chat: Dialogue) -> None:
    told_of_order(chat).dispute_tells("dispute.stage.under_review", person=BERT).news_lost("signed out meanwhile")


def test_news_that_the_chat_does_not_take_go_back_to_the_dispute(chat: Dialogue) -> None:
    told_of_order(chat).dispute_tells("dispute.stage.under_review").sees("dispute.stage.under_review")
    chat.fails(Say, "blocked").news_lost("the reason").is_in(Idle)


def test_the_other_party_answers(chat: Dialogue) -> None:
    told_of_order(chat).dispute_tells("dispute.stage.waiting_for_you", steps=("answer",)).sees(
        "dispute.stage.waiting_for_you"
    )
    chat.presses("answer.FD-9", disputes=(ASKED,)).sees("dispute.ask.answer", buttons=["cancel", "talk"]).is_in(Adding)
    chat.customer("I sent it on Monday.").sees("dispute.noted", "dispute.ask.anything_else")
    chat.presses("enough").party_says("answer", "I sent it on Monday.")


def test_who_signs_in_reads_what_waits_for_their_answer(chat: Dialogue) -> None:
    answered(chat).signs_in(disputes=(ASKED, DECIDED)).audits("signed in").sees("sign_in.done", "idle.ask")
    chat.sees("dispute.about", "dispute.press_answer", buttons=["answer.FD-9", "talk"])
    chat.presses("answer.FD-9", disputes=(ASKED,)).sees("dispute.ask.answer").is_in(Adding)


def test_a_file_that_nobody_asked_for_may_belong_to_a_dispute(chat: Dialogue) -> None:
    told_of_order(chat).sends("photo", file="a1", disputes=(LINE,)).sees(
        "dispute.file_belongs", buttons=["add.FD-9", "dispute", "orders", "talk"]
    )
    chat.sends("photo", file="a1", disputes=(ASKED,)).sees("dispute.file_belongs")
    chat.presses("answer.FD-9", disputes=(ASKED,)).sees("dispute.ask.answer").is_in(Adding)


def test_a_decision_is_appealed_against_with_words(chat: Dialogue) -> None:
    told_of_order(chat).dispute_tells("dispute.stage.decided", steps=("appeal",)).sees("dispute.stage.decided")
    chat.presses("appeal.FD-9", disputes=(DECIDED,)).sees("dispute.ask.appeal", buttons=["cancel", "talk"])
    chat.customer("The photos are of another vase.").sees("dispute.noted", "dispute.ask.anything_else")
    chat.presses("enough").party_says("appeal", "The photos are of another vase.")


def test_a_report_is_withdrawn_after_one_question(chat: Dialogue) -> None:
    told_of_order(chat).dispute_tells("dispute.stage.open", steps=("withdraw",)).sees("dispute.stage.open")
    chat.presses("withdraw.FD-9", disputes=(LINE,)).sees("dispute.ask.withdraw", buttons=["enough", "cancel", "talk"])
    chat.presses("enough").party_says("withdraw")


def test_what_the_dispute_does_not_allow_any_more_is_said(chat: Dialogue) -> None:
    told_of_order(chat).dispute_tells("dispute.stage.decided", steps=("appeal",)).sees("dispute.stage.decided")
    chat.presses("appeal.FD-9", disputes=(LINE,)).sees("dispute.step_over", "idle.ask")


def test_the_button_of_anothers_dispute_does_nothing(chat: Dialogue) -> None:
    """Facts hold nobody's disputes but of who is signed in."""
    told_of_order(chat).customer("x", typed="withdraw.FD-8", disputes=(LINE,)).sees("dispute.step_over", "idle.ask")


def test_words_that_were_not_sent_are_not_lost_when_something_else_is_begun(chat: Dialogue) -> None:
    adding(chat).customer("The box was open.").sees("dispute.noted", "dispute.ask.anything_else")
    chat.presses("talk", disputes=(LINE,))
    chat.untold = [effect for effect in chat.untold if not isinstance(effect, Say)]
    chat.party_says("add", "The box was open.")


def test_what_was_cancelled_is_not_sent(chat: Dialogue) -> None:
    adding(chat).customer("No").sees("dispute.noted", "dispute.ask.anything_else").presses("cancel").sees(
        "choosing.cancelled", "idle.ask"
    )
