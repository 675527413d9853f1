"""Signed in, about an order of one's own, and the other party first."""

import pytest

from core.model.conversation import Advising, Answering, Choosing, Idle, PickingOrder, Queued, SigningIn, WithAgent
from core.model.effects import Look, OpenHandoff, Say
from core.model.facts import Start
from tests.flow.cast import ANNA, BERT, CLOCK, CLOCK_LINE, LAMP, LINK, SIGN_IN, VASE, WAYS
from tests.flow.dialogue import Dialogue
from tests.flow.scenes import QUESTION, advised, answered, picking, queued, signing_in, told_of_order, with_tom


def is_signed_in(chat: Dialogue) -> Dialogue:
    answered(chat).signs_in().audits("signed in").sees("sign_in.done", "idle.ask", buttons=["orders", "talk"])
    return chat


# --- signing in


def test_without_signing_in_the_general_answer_comes_and_it_is_said_once_what_signing_in_adds(chat: Dialogue) -> None:
    chat.customer(QUESTION, shop=True, order=True).looks_up(QUESTION)
    chat.decides("order", "Refunds take 5 days.").sees(
        "greeting", "Refunds take 5 days.", "answer.general", "sign_in.offer", buttons=["sign_in", "talk"]
    )
    chat.customer("And my parcel?", order=True).looks_up("And my parcel?")
    chat.decides("order", "It takes 3 days.").sees("It takes 3 days.", "answer.general", buttons=["sign_in", "talk"])


def test_where_there_is_no_shop_nobody_is_asked_to_sign_in(chat: Dialogue) -> None:
    chat.customer(QUESTION, order=True).looks_up(QUESTION)
    chat.decides("order", "Refunds take 5 days.").sees(
        "greeting", "Refunds take 5 days.", "answer.general", buttons=["talk"]
    )


def test_signing_in_goes_on_with_the_question_that_was_interrupted(chat: Dialogue) -> None:
    signing_in(chat)
    chat.signs_in().audits("signed in").sees("sign_in.done").asks_shop().is_in(PickingOrder)
    chat.shop_lists(VASE).sees("orders.choose", buttons=["order.0", "cancel", "talk"])
    chat.presses("order.0").asks_shop("H-104233", kind="order")
    chat.shop_finds(VASE.about).looks_into(QUESTION, VASE.about).is_in(Answering)


def test_the_link_is_a_button_that_opens_the_shop(chat: Dialogue) -> None:
    signing_in(chat)
    assert chat._last(Say).view.buttons[0].url == LINK


def test_an_unused_link_is_forgotten_and_the_conversation_goes_on(chat: Dialogue) -> None:
    signing_in(chat).passes(minutes=10).silence().is_in(Idle)
    chat.customer("Something else").looks_up("Something else")


def test_who_writes_on_instead_is_answered(chat: Dialogue) -> None:
    signing_in(chat).customer("What does shipping cost?").looks_up("What does shipping cost?").is_in(Answering)


def test_the_interrupted_question_goes_on_with_the_order_that_it_names(chat: Dialogue) -> None:
    signing_in(chat).signs_in(number="H-104233").audits("signed in").sees("sign_in.done").asks_shop("H-104233")
    chat.shop_finds(VASE.about).looks_into(QUESTION, VASE.about).is_in(Answering)


def test_signing_in_as_somebody_else_forgets_what_was_read_before(chat: Dialogue) -> None:
    told_of_order(chat).signs_in(BERT).audits("signed in").sees("sign_in.done", "sign_in.again", "idle.ask")
    now = chat.conversation
    assert (now.person, now.about, now.question, now.sources, now.asked) == (BERT, None, "", (), ())


def test_orders_of_the_account_before_are_not_shown_to_the_next_one(chat: Dialogue) -> None:
    is_signed_in(chat).presses("orders").asks_shop()
    looked = chat._last(Look)
    chat.signs_in(BERT).audits("signed in").sees("sign_in.done", "sign_in.again", "idle.ask")
    assert looked.person == ANNA.id
    chat.shop_lists(VASE).silence().is_in(Idle)


def test_an_answer_about_an_order_that_comes_after_signing_out_is_dropped(chat: Dialogue) -> None:
    picking(chat).presses("order.0").asks_shop("H-104233", kind="order")
    chat.shop_finds(VASE.about).looks_into(QUESTION, VASE.about)
    chat.customer("/signout", typed="sign_out").audits("signed out").sees("sign_out.done", "idle.ask")
    chat.shop_tells(VASE, "Refunds take 5 days.").silence()
    assert chat.conversation.person is None


def test_signing_out_without_being_signed_in_is_said(chat: Dialogue) -> None:
    chat.customer("/signout", typed="sign_out", shop=True).sees("greeting", "sign_out.not_in", "idle.ask")


def test_with_a_person_there_the_link_comes_beside_the_chat_and_the_person_is_told(chat: Dialogue) -> None:
    with_tom(chat).customer("/signin", typed="sign_in", sign_in=SIGN_IN, shop=True).audits("link made").invites().sees(
        "sign_in.how"
    )
    chat.is_in(WithAgent).signs_in().audits("signed in").sees("sign_in.done").thread_remarks("staff.signed_in")
    chat.is_in(WithAgent)


def test_in_the_queue_signing_in_keeps_the_place(chat: Dialogue) -> None:
    queued(chat).signs_in().audits("signed in").sees("sign_in.done").thread_remarks("staff.signed_in").is_in(Queued)


# --- about an order


def test_an_order_is_told_as_the_shop_has_it_with_the_help_centre_below(chat: Dialogue) -> None:
    picking(chat).presses("order.0").asks_shop("H-104233", kind="order")
    chat.shop_finds(VASE.about).looks_into(QUESTION, VASE.about)
    chat.shop_tells(VASE, "Refunds take 5 days.")
    said = chat._last(Say)
    order, how_it_stands, *_ = said.view.blocks
    assert (order.text.key, how_it_stands.texts[-1].key) == ("order.bought", "orders.read_at")  # type: ignore[union-attr]
    assert [button.url or button.action for button in said.view.buttons] == [VASE.address, "dispute", "orders", "talk"]
    chat.untold.clear()


def test_a_question_that_names_its_order_needs_no_list(chat: Dialogue) -> None:
    is_signed_in(chat).customer("where is H-104233", order=True, number="H-104233").asks_shop("H-104233")
    chat.shop_finds(VASE.about).looks_into("where is H-104233", VASE.about)


def test_a_number_alone_is_looked_up(chat: Dialogue) -> None:
    is_signed_in(chat).customer("h-104233", number="H-104233").asks_shop("H-104233")
    chat.shop_finds(VASE.about).looks_into("", VASE.about)


def test_the_next_question_about_it_needs_no_choice(chat: Dialogue) -> None:
    told_of_order(chat).customer("and when will it arrive?", order=True)
    chat.looks_into("and when will it arrive?", VASE.about)


def test_a_general_question_in_between_is_general(chat: Dialogue) -> None:
    told_of_order(chat).customer("How do I change my password?").looks_up("How do I change my password?")


def test_what_there_is_not_and_what_is_somebody_elses_reads_the_same(chat: Dialogue) -> None:
    picking(chat).customer("H-999999", number="H-999999").asks_shop("H-999999")
    chat.shop_finds(None).sees("orders.not_found", "orders.choose").is_in(PickingOrder)


def test_a_number_that_is_not_found_before_any_list_brings_the_list(chat: Dialogue) -> None:
    is_signed_in(chat).customer("where is H-999999", order=True, number="H-999999").asks_shop("H-999999")
    chat.shop_finds(None).sees("orders.not_found").asks_shop()
    chat.shop_lists(VASE).sees("orders.choose")


def test_none_of_these_asks_the_question_in_general(chat: Dialogue) -> None:
    picking(chat).presses("cancel").looks_up(QUESTION).is_in(Answering)


def test_what_is_asked_meanwhile_is_about_the_same_order(chat: Dialogue) -> None:
    picking(chat).presses("order.0").asks_shop("H-104233", kind="order")
    chat.shop_finds(VASE.about).looks_into(QUESTION, VASE.about).customer("and the invoice?").silence()
    chat.shop_tells(VASE)
    chat.untold.pop(0)
    chat.looks_into("and the invoice?", VASE.about)


def test_an_order_question_that_the_help_centre_does_not_know_is_told_of_signing_in(chat: Dialogue) -> None:
    chat.customer("Where is my violin?", shop=True, order=True).looks_up("Where is my violin?")
    chat.decides("order").sees("greeting", "answer.unknown", "sign_in.offer", buttons=["sign_in", "talk"])
    chat.notes_gap("unanswered", "Where is my violin?")


def test_an_address_of_the_account_before_is_forgotten_with_it(chat: Dialogue) -> None:
    is_signed_in(chat).presses("talk").sees(*WAYS).presses("offer.email").sees("filling.email")
    chat.customer("anna@example.com", email="anna@example.com")
    chat.untold.clear()
    chat.signs_in(BERT)
    assert chat.conversation.email == ""
    chat.untold.clear()


def test_more_orders_come_page_by_page(chat: Dialogue) -> None:
    picking(chat).presses("more").asks_shop(after="2")
    chat.shop_lists(LAMP).sees("orders.choose", buttons=["order.0", "item.0", "cancel", "talk"])


def test_an_item_that_was_looked_at_can_be_chosen(chat: Dialogue) -> None:
    picking(chat).presses("item.0").asks_shop("I-7", kind="item")
    chat.shop_finds(CLOCK.about).looks_into(QUESTION, CLOCK.about)
    assert CLOCK_LINE.id == CLOCK.id


def test_without_orders_the_question_is_answered_in_general(chat: Dialogue) -> None:
    signing_in(chat).signs_in().audits("signed in").sees("sign_in.done").asks_shop()
    chat.shop_lists().sees("orders.none").looks_up(QUESTION)


@pytest.mark.parametrize("how", ["fails", "late"])
def test_a_shop_that_does_not_answer_leaves_the_general_way(chat: Dialogue, how: str) -> None:
    signing_in(chat).signs_in().audits("signed in").sees("sign_in.done").asks_shop()
    if how == "fails":
        chat.fails(Look, "exhausted")
    else:
        chat.passes(seconds=30)
    chat.sees("orders.failed").looks_up(QUESTION)


def test_an_order_that_cannot_be_read_is_said_and_the_answer_is_general(chat: Dialogue) -> None:
    told_of_order(chat).customer("and when will it arrive?", order=True)
    chat.looks_into("and when will it arrive?", VASE.about)
    chat.decides("order", "In 3 days.").sees("orders.failed", "In 3 days.", "answer.general")


def test_an_old_order_button_is_expired(chat: Dialogue) -> None:
    told_of_order(chat)
    chat.presses("order.1", turn=chat.turn - 3).sees("choice.expired", "idle.ask")


# --- from the shop's pages


def test_an_orders_page_opens_the_chat_with_that_order(chat: Dialogue) -> None:
    start = Start("order", "H-104233")
    chat.customer("/start x", typed="start", start=start, sign_in=SIGN_IN, shop=True).audits(
        "link made"
    ).invites().sees("greeting", "sign_in.how")
    chat.signs_in().audits("signed in").sees("sign_in.done").asks_shop("H-104233")
    chat.shop_finds(VASE.about).looks_into("", VASE.about)


def test_an_articles_page_opens_the_chat_about_that_article(chat: Dialogue) -> None:
    start = Start("article", "refund-timing", "Refund timing")
    chat.customer("/start x", typed="start", start=start).sees("greeting", "orders.about", "orders.ask").is_in(Idle)
    chat.presses("talk").sees(*WAYS).presses("offer.live_chat").sees("queued.joined", "promise.live")
    chat.hands_over("live_chat", sources=("Refund timing",))


# --- the other party first


def test_before_a_person_the_other_party_is_recommended_once(chat: Dialogue) -> None:
    advised(chat)
    write, *others = chat._last(Say).view.buttons
    assert write.url == VASE.other.messages
    assert [button.action for button in others] == ["advice.tried", "advice.failed", "advice.skipped"]


@pytest.mark.parametrize(
    ("press", "tried"),
    [("advice.tried", "tried"), ("advice.failed", "failed"), ("advice.skipped", "skipped"), ("talk", "skipped")],
)
def test_whatever_they_say_the_ways_come_next_and_it_is_on_the_card(chat: Dialogue, press: str, tried: str) -> None:
    advised(chat).presses(press).sees(*WAYS).is_in(Choosing)
    chat.presses("offer.live_chat").sees("queued.joined", "promise.live").hands_over("live_chat", tried=tried)
    opening = chat._last(OpenHandoff)
    assert (opening.person, opening.about) == (ANNA, VASE.about)


@pytest.mark.parametrize("known", [{"suspicion": True}, {"wants_person": True}])
def test_fraud_or_a_wish_in_words_is_not_sent_back(chat: Dialogue, known: dict[str, object]) -> None:
    told_of_order(chat)
    words = "talk to a person"
    chat.customer(words, typed="" if "wants_person" in known else "talk", **known).sees(*WAYS).is_in(Choosing)


def test_advice_is_no_wall_for_another_question(chat: Dialogue) -> None:
    advised(chat).customer("How do I change my password?").looks_up("How do I change my password?")


def test_advice_is_given_once_for_an_order(chat: Dialogue) -> None:
    advised(chat).presses("advice.failed").sees(*WAYS).presses("cancel").sees("choosing.cancelled", "idle.ask")
    chat.presses("talk").sees(*WAYS).is_in(Choosing)
    assert not isinstance(chat.stage, Advising | SigningIn)
