"""A ticket from its asking to its end, as its customer lives through it in the chat and in their mailbox."""

import pytest

from core.model.codec import decode, encode
from core.model.events import Woke
from core.model.ids import Language
from core.model.ticket import TicketFile, TicketLine, stream_of
from core.model.ticket_events import (
    AddressGiven,
    CustomerAdded,
    TicketMerged,
    TicketMoved,
    TicketSolved,
)
from handoff.ticket_flow import decide, line
from tests.handoff.mailing import (
    ANNA,
    CASE,
    DAY,
    HOUR,
    MONDAY,
    OTHER,
    QUESTION,
    TEAM,
    TOKENS,
    Mailing,
    asked,
    lines,
    mailing,
    promised,
)


def by(played: Mailing, hours: int) -> str:
    """The promise as the customer reads it."""
    return f"You’ll usually have our answer by Mon 23 Nov, {10 + hours}:00."


# --- asking


def test_a_ticket_begins_quietly_for_its_mails_are_on_their_way():
    played = mailing()
    assert (played.news, played.mails, played.state) == ([], [], "waiting")
    assert played.file is not None
    assert (played.file.due, played.file.sent, played.file.ahead) == (MONDAY + 4 * HOUR, 1, 0)
    assert played.file.team_thread == ("fd-7k2m9p.team.1",)
    assert played.file.customer_thread == ("fd-7k2m9p.customer.1",)


def test_the_same_request_twice_is_one():
    played = mailing()
    before = played.file
    assert (played.do(asked()), played.file) == ([], before)


def test_a_case_that_was_over_is_asked_for_by_mail_once_more():
    played = mailing()
    before = played.file
    played.do(TicketSolved(), asked(opening="fd-7k2m9p.team.chat9"))
    assert before
    assert played.file
    assert (played.state, played.file.opened_at) == ("waiting", before.opened_at)
    assert played.file.turn > before.turn
    assert played.file.sent > before.sent
    assert played.file.team_thread == ("fd-7k2m9p.team.1", "fd-7k2m9p.team.2", "fd-7k2m9p.team.chat9")


def test_whoever_asks_once_more_in_another_language_is_answered_in_that_one():
    played = mailing()
    played.do(TicketSolved(), asked(opening="fd-7k2m9p.team.chat9", language=Language("sv"), spoken=Language("pl")))
    assert played.file
    assert (played.file.language, played.file.staff_language) == ("sv", "pl")


def test_what_was_promised_then_is_what_the_chat_said():
    played = mailing()
    told = promised(MONDAY + 6 * HOUR)
    played.do(TicketSolved(), asked(told=told, ahead=3))
    assert played.file
    assert (played.file.due, played.file.told, played.file.ahead) == (told.by, told, 3)


def test_what_happens_to_a_ticket_that_was_never_asked_for_is_nothing():
    played = Mailing()
    assert (played.do(CustomerAdded("Hello?"), TicketSolved()), played.file, played.mails) == ([], None, [])


def test_the_customer_sees_their_ticket():
    played = mailing()
    assert played.file is not None
    assert line(played.file) == TicketLine(
        CASE, "waiting", QUESTION, MONDAY, MONDAY + 4 * HOUR, ANNA, played.file.about, TOKENS.customer, None, MONDAY
    )


# --- adding in the chat


def test_what_the_customer_adds_reaches_the_team_in_its_thread():
    played = mailing()
    assert played.do(CustomerAdded("It is blue.")) == []
    assert played.team_read == ["The customer wrote in the chat:", "It is blue."]
    mail = played.to_team[-1]
    assert (mail.to.key, mail.language) == (TEAM, Language("en"))
    assert mail.letterhead is not None
    assert (mail.letterhead.id, mail.letterhead.token) == ("fd-7k2m9p.team.2", TOKENS.team)
    assert mail.letterhead.answers == ("fd-7k2m9p.team.1",)
    assert played.file is not None
    assert played.file.due == MONDAY + 4 * HOUR


def test_each_mail_to_the_team_says_at_its_end_how_to_answer():
    played = mailing()
    played.do(CustomerAdded("It is blue."))
    assert lines(played.to_team[-1].view)[-1] == (
        "Reply to this mail and the customer reads it in the chat and by mail. "
        "On a line of its own you may write: #close, #note, #split, #merge FD-…"
    )


@pytest.mark.parametrize(
    ("email", "said"),
    [
        (ANNA, "Please answer the customer directly: anna@home.example"),
        ("", "There is no e-mail address at which this customer can be answered."),
    ],
)
def test_a_team_that_answers_by_itself_reads_where_to(email: str, said: str):
    played = mailing(hears=False, email=email)
    played.do(CustomerAdded("It is blue."))
    assert lines(played.to_team[-1].view)[-1] == said


def test_the_same_request_again_is_one_case_and_keeps_its_place():
    played = mailing()
    assert played.do(CustomerAdded("Where is my vase??", again=True)) == [
        "This is one case, FD-7K2M9P, and our team has what you wrote. Writing again doesn’t change your place.",
        by(played, 4),
    ]
    assert played.news[-1].steps == ("reply", "close")
    assert played.team_read[0] == "The customer asked about the same thing again in the chat:"


def test_who_writes_after_an_answer_waits_anew_and_reads_how_long():
    played = mailing()
    played.team("It comes on Friday.")
    assert played.do(CustomerAdded("It did not come.")) == ["Our team has it (case FD-7K2M9P).", by(played, 4)]
    assert played.state == "waiting"


def test_where_nothing_can_be_said_nothing_is_promised():
    played = mailing(blind=True)
    played.team("It comes on Friday.")
    assert played.do(CustomerAdded("It did not come.")) == ["Our team has it (case FD-7K2M9P)."]


def test_nothing_added_is_nothing():
    played = mailing()
    assert (played.do(CustomerAdded("  ")), played.mails) == ([], [])


def test_a_closed_ticket_opens_again():
    played = mailing()
    played.do(TicketSolved())
    played.do(CustomerAdded("It broke."))
    assert (played.state, played.team_read[-1]) == ("waiting", "It broke.")


# --- addresses


def test_another_address_is_used_from_then_on():
    played = mailing()
    played.do(AddressGiven("anna@work.example"))
    assert played.team_read == ["The customer has given another address: anna@work.example"]
    played.team("It comes on Friday.")
    mail = played.to_customer[-1]
    assert mail.to.key == "anna@work.example"
    assert mail.letterhead is not None
    assert mail.letterhead.answers == ()
    assert "Friday" not in " ".join(played.customer_read)


def test_an_address_that_was_shown_to_be_theirs_gets_whole_answers():
    played = mailing(proven=False)
    assert played.do(AddressGiven(ANNA.upper(), proven=True)) == []
    played.team("It comes on Friday.")
    assert played.customer_read[0] == "It comes on Friday."


def test_what_was_proven_stays_proven():
    played = mailing()
    played.do(AddressGiven(ANNA, proven=False))
    assert played.file is not None
    assert played.file.proven


def test_no_address_is_none():
    played = mailing()
    played.do(AddressGiven(""))
    assert played.file is not None
    assert played.file.email == ANNA


# --- the end


def test_who_says_that_it_is_solved_closes_it():
    played = mailing()
    assert played.do(TicketSolved()) == []
    assert (played.state, played.team_read) == ("closed", ["The customer says that it’s solved. The case is closed."])
    assert played.do(TicketSolved()) == []
    assert len(played.to_team) == 1
    assert played.wait(30 * DAY) == []


@pytest.mark.parametrize(
    ("method", "said"),
    [
        ("live_chat", "A colleague is helping this customer in the live chat now. Nothing needs to be done here."),
        ("callback", "This customer will get a call instead. Nothing needs to be done here."),
    ],
)
def test_when_a_person_helps_in_another_way_the_team_has_nothing_to_do(method, said: str):
    played = mailing()
    played.do(TicketMoved(method), TicketMoved(method))
    assert (played.state, played.team_read, len(played.to_team)) == ("moved", [said], 1)
    assert played.wait(30 * DAY) == []


def test_an_answer_to_a_moved_ticket_is_passed_on_all_the_same():
    played = mailing()
    played.do(TicketMoved("live_chat"))
    assert played.team("It comes on Friday.")[-1] == "It comes on Friday."
    assert played.state == "moved"


def test_who_writes_to_a_moved_ticket_waits_again():
    played = mailing()
    played.do(TicketMoved("callback"))
    played.customer("Nobody called.")
    assert (played.state, played.team_read[-1]) == ("waiting", "Nobody called.")


def test_a_ticket_is_kept_as_it_is():
    played = mailing()
    played.customer("It is blue.")
    played.team("It comes on Friday.")
    assert played.file is not None
    assert decode(encode(played.file), TicketFile) == played.file
    assert played.file.updated_at == MONDAY


# --- merged into another


def test_what_was_promised_there_is_promised_here():
    played = mailing()
    played.team("It comes on Friday.")
    assert played.do(TicketMerged(OTHER, "And the lamp?")) == ["Our team has it (case FD-7K2M9P).", by(played, 4)]
    assert played.team_read == [
        "Case FD-8C3H4J is part of this one now. The customer wrote there:",
        "And the lamp?",
    ]


def test_where_nothing_is_owed_nothing_is_promised():
    played = mailing()
    played.team("It comes on Friday.")
    assert played.do(TicketMerged(OTHER, "And the lamp?", owed=False)) == []
    assert played.state == "answered"


def test_what_reaches_a_ticket_that_was_merged_goes_on():
    played = mailing()
    played.other = OTHER
    played.team("#merge FD-8C3H4J")
    later = (CustomerAdded("And?"), AddressGiven("anna@work.example"), TicketMoved("callback"))
    before = len(played.passed)
    played.do(*later, TicketSolved(), Woke("ticket_due", 1))
    assert [(each.to, each.event) for each in played.passed[before:]] == [(stream_of(OTHER), each) for each in later]
    assert played.state == "closed"


# --- where the desk hears no mail


def test_without_mail_coming_in_there_are_no_timers():
    played = mailing(hears=False)
    assert played.timer is None
    played.do(CustomerAdded("It is blue."))
    assert (played.timer, played.wait(30 * DAY)) == (None, [])


def test_without_mail_coming_in_a_stray_timer_says_nothing():
    played = mailing(hears=False)
    played.now += 5 * DAY
    assert played.file is not None
    assert played.do(Woke("ticket_due", played.file.turn)) == []


def test_without_mail_coming_in_the_first_promise_is_the_last():
    played = mailing(hears=False)
    assert played.do(CustomerAdded("Hello?", again=True))[-1] == by(played, 4)
    played.do(TicketSolved())
    assert played.do(CustomerAdded("It broke.")) == ["Our team has it (case FD-7K2M9P)."]


def test_a_promise_that_is_over_is_not_repeated():
    played = mailing(hears=False)
    played.now += DAY
    assert len(played.do(CustomerAdded("Hello?", again=True))) == 1


def test_the_decision_is_the_same_whenever_it_is_made_again():
    played = mailing()
    event, facts = CustomerAdded("It is blue."), played.facts
    assert decide(CASE, played.file, event, facts) == decide(CASE, played.file, event, facts)


def test_a_promise_that_came_late_still_has_a_timer():
    played = Mailing(now=MONDAY + DAY)
    played.do(asked(told=promised(MONDAY)))
    assert played.timer is not None
    assert "We’re sorry." in played.wait(HOUR)[0]
