"""Mails that come to a ticket: from its customer, from strangers, from machines, and those that nobody can read."""

from itertools import count

import pytest

from core.model.events import Woke
from core.model.ticket_events import TicketSolved
from handoff.ticket_mails import MOST_ENCLOSED
from tests.handoff.mailing import (
    ANNA,
    DAY,
    HOUR,
    MINUTE,
    MONDAY,
    OFTEN,
    TEAM,
    TOKENS,
    Mailing,
    lines,
    mailing,
    photo,
)

# --- the customer


def test_what_the_customer_mails_reaches_the_team_and_is_shown_nowhere_else():
    played = mailing()
    assert played.customer("It is blue.") == []
    assert played.team_read == ["The customer wrote by e-mail:", "It is blue."]
    assert (played.to_customer, played.file and played.file.due) == ([], MONDAY + 4 * HOUR)


def test_who_mails_after_an_answer_is_promised_one_anew():
    played = mailing()
    played.team("It comes on Friday.")
    played.now += DAY
    played.customer("It did not come.")
    assert played.file is not None
    assert (played.state, played.file.due, played.file.asked_at) == (
        "waiting",
        MONDAY + DAY + 4 * HOUR,
        MONDAY + DAY,
    )
    assert played.file.ahead == 3


def test_a_mail_to_a_closed_ticket_opens_it_again():
    played = mailing()
    played.do(TicketSolved())
    played.customer("It broke.")
    assert played.state == "waiting"


def test_files_go_on_to_the_team():
    played = mailing()
    played.customer("Look:", photo(), photo(MOST_ENCLOSED, "film.mp4", 3))
    mail = played.to_team[-1]
    assert mail.letterhead is not None
    assert [each.name for each in mail.letterhead.enclosed] == ["vase.jpg"]
    assert played.team_read[-1] == "Not passed on: film.mp4. The mail with these files is kept as mail-1."


def test_files_alone_are_words_enough():
    played = mailing()
    played.customer("", photo())
    assert played.team_read == ["The customer wrote by e-mail:"]


def test_an_empty_mail_says_nothing():
    played = mailing()
    played.customer(" \n")
    assert (played.mails, played.notes[-1]) == ([], "empty mail")


# --- a card number or an account stood in it

REMOVED = (
    "We’ve taken the card or account number out of your e-mail, so it isn’t kept with your case. "
    "Nobody at our desk needs it, and we never ask for it."
)


@pytest.mark.parametrize("words", [{"text": "I paid with [card]."}, {"text": "It is blue.", "subject": "Pay [IBAN]"}])
def test_what_was_taken_out_is_said_at_the_end_of_the_next_mail_to_them(words: dict[str, str]):
    played = mailing()
    assert played.customer(**words) == []
    assert played.to_customer == []
    played.team("It comes on Friday.")
    assert (played.customer_read[0], played.customer_read[-1]) == ("It comes on Friday.", REMOVED)
    assert played.to_customer[-1].language == "en"


def test_it_is_said_once():
    played = mailing()
    played.customer("I paid with [card].")
    played.team("It comes on Friday.")
    played.customer("Or refund it to [IBAN].")
    played.team("We will.")
    assert REMOVED not in played.customer_read


def test_where_the_answer_is_late_the_apology_says_it():
    played = mailing()
    played.customer("I paid with [card].")
    assert played.file is not None
    played.now = MONDAY + 4 * HOUR
    played.do(Woke("ticket_due", played.file.turn))
    assert played.customer_read[-1] == REMOVED
    played.team("It comes on Friday.")
    assert REMOVED not in played.customer_read


def test_an_address_that_may_be_somebody_elses_does_not_read_it_until_it_is_theirs():
    played = mailing(proven=False)
    played.customer("I paid with [card].", token=TOKENS.team)
    played.team("It comes on Friday.")
    assert REMOVED not in played.customer_read
    played.customer("Yes please.")
    played.team("It comes on Monday.")
    assert played.customer_read[-1] == REMOVED


@pytest.mark.parametrize("side", ["stranger", "machine", "team"])
def test_what_others_wrote_is_no_word_to_the_customer(side: str):
    played = mailing()
    match side:
        case "stranger":
            played.stranger("I paid with [card].")
        case "machine":
            played.customer("I paid with [card].", automatic=True)
        case _:
            played.team("We sent it to [IBAN].")
    assert len(played.to_customer) == (side == "team")
    played.team("It comes on Friday.")
    assert all(REMOVED not in lines(mail.view) for mail in played.to_customer)


# --- the address is theirs


def test_who_answers_our_mail_has_shown_that_the_address_is_theirs():
    played = mailing(proven=False)
    assert played.customer("Yes please.") == [
        "Thank you, your e-mail has reached our team (case FD-7K2M9P). From now on answers also go to anna@home.example."
    ]
    played.team("It comes on Friday.")
    assert played.customer_read[0] == "It comes on Friday."
    assert played.customer("Thank you!") == []


@pytest.mark.parametrize(
    ("changes", "proves"),
    [
        ({}, True),
        ({"sender": ANNA.upper()}, True),
        ({"token": TOKENS.team, "trust": "aligned"}, True),
        ({"token": TOKENS.team}, False),
        ({"sender": "anna@old.example"}, False),
    ],
)
def test_a_name_on_a_mail_is_not_enough(changes: dict[str, object], proves: bool):
    played = mailing(proven=False)
    played.customer("Yes please.", **changes)
    assert played.file is not None
    assert played.file.proven == proves
    assert played.team_read[-1] == "Yes please."


# --- strangers


def test_what_a_stranger_writes_reaches_the_team_alone():
    played = mailing()
    assert played.stranger("Send it to me instead.", photo()) == []
    assert played.to_customer == []
    assert played.team_read == [
        "eve@elsewhere.example, who has no part in this case, wrote the following. Nobody else has read it:",
        "Send it to me instead.",
        "Not passed on: vase.jpg. The mail with these files is kept as mail-1.",
    ]
    assert played.state == "waiting"


def test_a_strangers_words_open_no_ticket_and_split_off_none():
    played = mailing()
    played.do(TicketSolved())
    played.stranger("Send it to me instead.")
    played.team("#split")
    assert (played.state, played.passed) == ("closed", [])


def test_who_only_says_that_they_are_the_customer_is_a_stranger():
    played = mailing()
    played.stranger("Send it elsewhere.", sender=ANNA, trust="failed")
    assert played.team_read[0] == (
        "This mail gives the customer’s address (anna@home.example) as its sender, but the address’s own domain "
        "doesn’t vouch for it. Nobody else has read it:"
    )
    assert (played.to_customer, played.news) == ([], [])


# --- machines


def test_nobody_answers_a_machine():
    played = mailing()
    before = played.file
    played.customer("I am on holiday.", automatic=True)
    played.team("We have received your mail.", automatic=True)
    assert (played.mails, played.news, played.file) == ([], [], before)
    assert played.notes[-2:] == ["automatic mail"] * 2


def test_the_same_words_again_are_not_passed_on():
    played = mailing()
    played.customer("I am on holiday.")
    played.customer("I am  on\nholiday.")
    assert (len(played.to_team), played.notes[-1]) == (1, "mail repeated")


def test_the_same_words_a_day_later_are_meant():
    played = mailing()
    played.customer("Any news?")
    played.now += DAY
    played.customer("Any news?")
    assert len(played.to_team) == 2


@pytest.mark.parametrize("later", [photo(), photo(2, "b.jpg")])
def test_other_files_are_other_mails(later):
    played = mailing()
    played.customer("Look:", photo(1))
    played.customer("Look:", later)
    assert len(played.to_team) == 2


def flooded(played: Mailing, mails: int) -> None:
    for number in range(mails):
        played.customer(f"{number}: thank you for your mail", id=f"{played.now:%H%M}.{number}@home.example")
        played.now += MINUTE


def test_too_many_mails_are_held_back_and_the_team_hears_of_it_once():
    played = mailing()
    flooded(played, OFTEN + 20)
    assert len(played.to_team) == OFTEN
    assert played.team_read == [
        "More than 30 mails came to this case within an hour, which looks like a program. "
        "Until it calms down, further mails are kept and not passed on."
    ]
    assert played.notes.count("mails too often") == 21


def test_after_a_quiet_hour_mails_are_passed_on_again():
    played = mailing()
    flooded(played, OFTEN)
    played.now += HOUR
    played.customer("Still there?")
    assert played.team_read[-1] == "Still there?"


def test_thirty_mails_in_an_hour_are_read():
    played = mailing()
    flooded(played, OFTEN - 1)
    assert len(played.to_team) == OFTEN - 1


# --- what nobody can read

UNREADABLE = {"unreadable": "it takes too long", "subject": "Photo\r\nof it"}
UNREAD = (
    "A mail to this case couldn’t be read. Sender: {sender}. Subject: Photo of it. "
    "Reason: it takes too long. It is kept as mail-1."
)


def test_a_mail_of_the_customers_that_cannot_be_read_is_owed_an_answer():
    played = mailing()
    played.do(TicketSolved())
    played.customer("", **UNREADABLE)
    assert (played.team_read, played.state) == ([UNREAD.format(sender=ANNA)], "waiting")


def test_a_mail_of_the_teams_that_cannot_be_read_goes_back():
    played = mailing()
    assert played.team("", **UNREADABLE) == []
    assert played.team_read == [UNREAD.format(sender="tom@shop.example"), "Nothing of it went to the customer."]
    assert (played.to_customer, played.state) == ([], "waiting")


def test_a_mail_of_a_stranger_that_cannot_be_read_changes_nothing():
    played = mailing()
    played.do(TicketSolved())
    played.stranger("", **UNREADABLE)
    assert (len(played.to_team), played.state) == (2, "closed")


def test_of_two_mails_that_cannot_be_read_each_is_looked_at():
    played = mailing()
    played.customer("", **UNREADABLE)
    played.customer("", **UNREADABLE)
    assert len(played.to_team) == 2


# --- mails that come back


def test_an_address_that_is_none_is_asked_for_in_the_chat():
    played = mailing()
    assert played.bounce(ANNA.upper()) == [
        "Our e-mail about case FD-7K2M9P to anna@home.example came back. You’ll get answers here in the chat. "
        "If you like, give us another address."
    ]
    assert (played.news[-1].kind, played.news[-1].steps) == ("bounced", ("address",))
    assert played.team_read == [
        "Our mail to the customer (anna@home.example) came back: 5.1.1 no such user. "
        "Answers still reach them in the chat, where we’ve asked for another address."
    ]
    assert played.file is not None
    assert (played.file.email, played.file.proven) == ("", False)
    assert played.bounce(ANNA) == []


def test_a_mailbox_that_hands_mails_on_may_name_another():
    played = mailing()
    assert len(played.bounce("anna@attic.example", came_back="fd-7k2m9p.customer.1")) == 1


def test_a_number_is_not_taken_for_a_longer_one():
    played = mailing()
    assert played.bounce("anna@attic.example", came_back="fd-7k2m9p.customer.11") == []


def test_a_mailbox_that_is_full_for_now_is_waited_for():
    played = mailing()
    assert played.bounce(ANNA, final=False) == []
    assert (played.mails, played.file and played.file.email) == ([], ANNA)


def test_an_address_that_was_given_up_already_is_no_news():
    played = mailing()
    assert played.bounce("anna@old.example") == []
    assert played.notes[-1] == "mail came back"


def test_after_the_end_nobody_is_bothered_by_a_mail_that_came_back():
    played = mailing()
    played.do(TicketSolved())
    sent = len(played.mails)
    assert played.bounce(ANNA) == []
    assert (len(played.mails), played.file and played.file.email) == (sent, "")


@pytest.mark.parametrize(("to", "came_back"), [(TEAM, ""), ("list@shop.example", "fd-7k2m9p.team.1")])
def test_where_the_teams_own_inbox_refuses_the_customer_reads_of_other_ways(to: str, came_back: str):
    played = mailing()
    assert played.bounce(to, came_back=came_back) == [
        "Sorry, we can’t reach our team by e-mail at the moment. Case FD-7K2M9P is saved. "
        "If you’d rather not wait, choose another way to reach us."
    ]
    assert (played.mails, played.notes[-1]) == ([], "team inbox refuses")


def test_each_mail_of_ours_has_a_number_of_its_own():
    played = mailing()
    for number in count():
        if number == 10:
            break
        played.customer(f"{number}?")
        played.team(f"{number}!")
    ids = [mail.letterhead.id for mail in played.mails if mail.letterhead]
    assert len(ids) == len(set(ids)) == 20
