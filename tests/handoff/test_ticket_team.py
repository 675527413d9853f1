"""What one of the team writes by mail: the customer reads it in the chat and in their mailbox, or it stays with the team."""

import pytest

from core.model.ids import AgentId, Language
from core.model.people import Agent
from core.model.ticket import stream_of
from core.model.ticket_events import TicketAsked, TicketMerged, TicketSolved
from core.model.view import Text, text
from handoff.ticket_mails import MOST_ENCLOSED
from tests.handoff.mailing import (
    ANNA,
    CASE,
    DAY,
    FRESH,
    FRESH_TOKENS,
    HOUR,
    MONDAY,
    OTHER,
    QUESTION,
    TOKENS,
    TOM,
    Mailing,
    asked,
    mailing,
    photo,
)

WAITS = [
    "Our team has answered. The answer to case FD-7K2M9P is waiting in the chat in which you wrote to us.",
    "Would you like to have answers by e-mail as well? Then reply to this e-mail once, with a word or two: "
    "that shows us that the address is yours.",
]

# --- answers


def test_an_answer_is_read_in_the_chat_and_by_mail():
    played = mailing()
    assert played.team("It comes on Friday.") == ["Our team has answered your case FD-7K2M9P.", "It comes on Friday."]
    news = played.news[-1]
    assert (news.kind, news.steps) == ("answer", ("reply", "close"))
    assert news.speaker == Agent(AgentId("mail:tom@shop.example"), "Tom")
    assert played.customer_read == [
        "It comes on Friday.",
        "To answer, just reply to this e-mail or write in the chat. Both reach our team (case FD-7K2M9P).",
    ]
    assert played.to_customer[-1].speaker == news.speaker
    assert played.to_team == []


def test_the_mail_goes_on_in_the_customers_thread():
    played = mailing()
    played.customer("It is blue.")
    played.team("It comes on Friday.")
    mail = played.to_customer[-1]
    assert mail.letterhead is not None
    assert mail.letterhead.id == "fd-7k2m9p.customer.3"
    assert mail.letterhead.answers == ("fd-7k2m9p.customer.1", "1@home.example")
    assert mail.letterhead.token == TOKENS.customer
    assert mail.view.title == text("ticket.mail.subject", case=CASE)


def test_the_teams_own_mails_are_in_its_thread():
    played = mailing()
    played.team("It comes on Friday.")
    played.customer("Thank you!")
    mail = played.to_team[-1]
    assert mail.letterhead is not None
    assert mail.letterhead.answers == ("fd-7k2m9p.team.1", "1@shop.example")
    assert mail.view.title == Text("ticket.team.subject", {"case": CASE, "question": "Where is my vase?"})


def test_what_is_no_message_id_is_not_taken_for_one_of_ours():
    played = mailing()
    played.team("It comes on Friday.", id="fd-7k2m9p.customer.9")
    assert played.file is not None
    assert played.file.team_thread == ("fd-7k2m9p.team.1",)


def test_a_long_thread_keeps_its_first_mail_and_the_last_ten():
    played = mailing()
    for day in range(30):
        played.customer(f"Day {day}")
        played.now += DAY
    assert played.file is not None
    assert len(played.file.team_thread) == len(played.file.customer_thread) == 11
    assert played.file.team_thread[0] == "fd-7k2m9p.team.1"
    assert played.file.team_thread[-1] == "fd-7k2m9p.team.31"
    assert played.file.customer_thread[-1] == "30@home.example"


def test_to_an_address_that_may_be_somebody_elses_only_goes_that_an_answer_waits():
    played = mailing(proven=False)
    assert "It comes on Friday." in played.team("It comes on Friday.")
    assert (played.customer_read, played.to_customer[-1].speaker) == (WAITS, None)


def test_without_an_address_the_answer_is_in_the_chat():
    played = mailing(email="", proven=False)
    assert played.team("It comes on Friday.")[-1] == "It comes on Friday."
    assert (played.mails, played.news[-1].steps) == ([], ("reply", "close", "address"))


def test_the_first_answer_is_the_one_that_counts():
    played = mailing()
    played.team("It comes on Friday.")
    assert (played.state, played.file and played.file.due) == ("answered", None)
    played.now += DAY
    played.team("Or on Saturday.")
    assert played.file is not None
    assert played.file.answered_at == MONDAY


@pytest.mark.parametrize(
    ("name", "read"),
    [("Tom", "Tom"), ("  Tom\n Jansen ", "Tom Jansen"), ("", "tom"), ("t.jansen@shop.example", "t.jansen")],
)
def test_customers_read_a_name_and_no_address(name: str, read: str):
    played = mailing()
    played.do(played.letter("team", TOM, "It comes.", sender_name=name))
    speaker = played.news[-1].speaker
    assert speaker is not None
    assert speaker.name == read


def test_an_answer_to_a_closed_ticket_opens_it_again():
    played = mailing()
    played.do(TicketSolved())
    played.team("One more thing: keep the box.")
    assert played.state == "answered"


# --- files


def test_files_go_with_the_mail():
    played = mailing()
    assert played.team("Here it is.", photo())[-1] == (
        "Files came with it: vase.jpg. You’ll find them in our e-mail to anna@home.example."
    )
    mail = played.to_customer[-1]
    assert mail.letterhead is not None
    assert [(each.original, each.part, each.name) for each in mail.letterhead.enclosed] == [("mail-1", 2, "vase.jpg")]
    assert "Files enclosed: vase.jpg" in played.customer_read


def test_files_alone_are_an_answer():
    played = mailing()
    assert played.team("", photo())[0] == "Our team has answered your case FD-7K2M9P."
    assert played.customer_read[0] == "Files enclosed: vase.jpg"


def test_more_than_a_mail_carries_is_said_to_both():
    played = mailing()
    played.team("Here.", photo(MOST_ENCLOSED, "a.jpg"), photo(1, "b.jpg", 3))
    mail = played.to_customer[-1]
    assert mail.letterhead is not None
    assert [each.name for each in mail.letterhead.enclosed] == ["a.jpg"]
    left = "Files came with it that we couldn’t pass on: b.jpg. Our team knows about it."
    assert left in played.customer_read
    assert played.team_read == ["Not passed on: b.jpg. The mail with these files is kept as mail-1."]


@pytest.mark.parametrize("email", [ANNA, ""])
def test_no_file_goes_to_an_address_that_is_not_proven(email: str):
    played = mailing(email=email, proven=False)
    assert played.team("Here it is.", photo())[-1] == (
        "Files came with it that we couldn’t pass on: vase.jpg. Our team knows about it."
    )
    assert not any(mail.letterhead and mail.letterhead.enclosed for mail in played.to_customer)
    assert played.team_read == ["Not passed on: vase.jpg. The mail with these files is kept as mail-1."]


def test_a_mail_that_was_cut_is_said_to_its_writer():
    played = mailing()
    played.team("Here.", too_large=52_000_000)
    assert played.team_read == [
        "The mail was larger than we take (52 MB), so only its beginning is here. It is kept as mail-1."
    ]


# --- what stays with the team


def test_a_note_stays_with_the_team():
    played = mailing()
    assert played.team("#note\nShe is cross.", photo()) == []
    assert (played.mails, played.notes[-1], played.state) == ([], "note of the team", "waiting")


@pytest.mark.parametrize("slip", ["#clsoe", "#close please", "#merge"])
def test_a_slip_of_the_pen_goes_back_and_to_nobody_else(slip: str):
    played = mailing()
    assert played.team(f"{slip}\nIt comes on Friday.") == []
    assert played.to_customer == []
    assert played.team_read == [
        f"“{slip}” is no command that we know. There are: #close, #note, #split, #merge FD-…",
        "Nothing of it went to the customer.",
    ]
    assert played.state == "waiting"


def test_a_mail_with_nothing_new_goes_back():
    played = mailing()
    assert played.team("  ") == []
    assert played.team_read[0] == "We found nothing new in your mail. It is kept as mail-1."
    assert (played.to_customer, played.state) == ([], "waiting")


# --- closing


def test_the_team_closes_with_its_last_words():
    played = mailing()
    assert played.team("It is there.\n\n#close") == [
        "Our team has answered your case FD-7K2M9P.",
        "It is there.",
        "Case FD-7K2M9P is closed. If there’s anything else about it, just reply to our e-mail or write here.",
    ]
    assert [news.kind for news in played.news] == ["answer", "closed"]
    assert (played.state, len(played.to_customer)) == ("closed", 1)


def test_the_team_closes_without_a_word():
    played = mailing()
    played.team("#close")
    played.team("#close")
    assert ([news.kind for news in played.news], played.mails, played.state) == (["closed"], [], "closed")
    assert played.wait(30 * DAY) == []


# --- splitting


def split() -> Mailing:
    played = mailing()
    played.team("It comes on Friday.")
    played.customer("I also want to sell a lamp.")
    played.team("#split")
    return played


def test_the_last_words_become_a_case_of_their_own():
    played = split()
    assert [each.to for each in played.passed] == [stream_of(FRESH)]
    event = played.passed[0].event
    assert isinstance(event, TicketAsked)
    assert (event.case, event.question, event.tokens) == (FRESH, "I also want to sell a lamp.", FRESH_TOKENS)
    assert (event.email, event.proven, event.about, event.opening) == (ANNA, True, None, "")
    assert played.state == "answered"


def test_both_read_of_the_case_that_was_split_off():
    event = split().passed[0].event
    assert isinstance(event, TicketAsked)
    fresh = Mailing()
    assert fresh.do(asked(told=event.told, question=event.question, opening="", confirmation="")) == [
        "Your last message is about something else, so it’s a case of its own now: FD-7K2M9P.",
        "You’ll usually have our answer by Mon 23 Nov, 14:00.",
    ]
    assert fresh.team_read == [
        "A new case, split off from another one of the same customer.",
        "Case: FD-7K2M9P\nCustomer: Anna (telegram:1001)\nLanguage: English\nE-mail: anna@home.example",
        "I also want to sell a lamp.",
    ]
    mail = fresh.to_team[-1]
    assert mail.letterhead is not None
    assert (mail.letterhead.id, mail.letterhead.answers) == ("fd-7k2m9p.team.1", ())


def test_it_is_answered_in_the_language_that_was_chosen_for_it():
    played = Mailing()
    played.do(asked(spoken=Language("pl")))
    played.customer("I also want to sell a lamp.")
    played.team("#split")
    event = played.passed[0].event
    assert isinstance(event, TicketAsked)
    fresh = Mailing()
    fresh.do(event)
    assert "Language: English\nAnswer in: Polish" in fresh.team_read[1]
    assert fresh.file
    assert fresh.file.staff_language == "pl"


def test_what_was_not_answered_yet_is_still_owed():
    played = mailing()
    played.customer("I also want to sell a lamp.")
    played.team("#split")
    assert (played.state, len(played.passed)) == ("waiting", 1)
    assert played.file is not None
    assert played.file.due == MONDAY + 4 * HOUR


def test_what_was_written_besides_the_last_words_is_still_owed():
    played = mailing()
    played.team("It comes on Friday.")
    played.customer("Then I want my money back.")
    played.customer("I also want to sell a lamp.")
    played.team("#split")
    assert (played.state, played.passed[0].event.question) == ("waiting", "I also want to sell a lamp.")


def test_the_same_words_are_not_split_off_twice():
    played = split()
    played.team("#split\n\n")
    assert len(played.passed) == 1


def test_where_there_is_but_the_question_nothing_is_split_off():
    played = mailing()
    played.team("#split")
    assert played.passed == []
    assert played.team_read == [
        "The customer has written nothing since the question, so there was nothing to split off."
    ]


# --- merging


def test_a_ticket_goes_on_in_another():
    played = mailing()
    played.other = OTHER
    played.customer("It is blue.")
    assert played.team("#merge fd-8c3h4j") == [
        "FD-7K2M9P and FD-8C3H4J are about the same thing, so they’re one case now: FD-8C3H4J."
    ]
    assert [(each.to, each.event) for each in played.passed] == [
        (stream_of(OTHER), TicketMerged(CASE, f"{QUESTION}\n\nIt is blue.", owed=True))
    ]
    assert played.file is not None
    assert (played.state, played.file.into) == ("closed", OTHER)
    assert played.wait(30 * DAY) == []


def test_what_was_answered_first_is_owed_no_more():
    played = mailing()
    played.other = OTHER
    played.team("It comes on Friday.\n#merge FD-8C3H4J\n#close")
    event = played.passed[0].event
    assert isinstance(event, TicketMerged)
    assert not event.owed
    assert [news.kind for news in played.news] == ["answer", "word"]


@pytest.mark.parametrize("other", [None, CASE, FRESH])
def test_only_another_open_ticket_of_the_customer_is_merged_into(other):
    played = mailing()
    played.other = other
    assert played.team("#merge FD-8C3H4J") == []
    assert played.team_read == ["This customer has no other open case with the code FD-8C3H4J, so nothing was merged."]
    assert (played.passed, played.state) == ([], "waiting")


def test_a_ticket_is_not_merged_into_itself():
    played = mailing()
    played.other = CASE
    played.team("#merge FD-7K2M9P")
    assert (played.passed, played.state) == ([], "waiting")
