"""What comes of a promise that was not kept, of a week of quiet, and of what could not be sent: nobody waits without a word."""

import pytest

from core.model.effects import Say
from core.model.events import EffectFailed, Woke
from core.model.ids import EffectId
from core.model.ticket_events import CustomerAdded, TicketNews, TicketNewsLost, TicketSolved
from tests.handoff.mailing import ANNA, CASE, DAY, HOUR, MONDAY, Mailing, mailing

LATE = "Case FD-7K2M9P: you should have had our answer by Mon 23 Nov, 14:00, and we haven’t managed that. We’re sorry."
NEXT = "You’ll usually have our answer to case FD-7K2M9P by Mon 23 Nov, 18:00."
HOW = "To answer, just reply to this e-mail or write in the chat. Both reach our team (case FD-7K2M9P)."


@pytest.mark.fault("Mail", "the ETA stays honest", "a time that has passed is followed by an apology and a new one")
def test_a_promise_that_is_broken_is_followed_by_an_apology_and_a_new_one():
    played = mailing()
    assert played.wait(4 * HOUR) == [LATE, NEXT]
    assert played.news[-1].steps == ("reply", "close")
    assert played.customer_read == [LATE, NEXT, HOW]
    assert played.team_read == [
        "This case is overdue: the customer was told to expect an answer by Mon 23 Nov, 14:00. We’ve apologised.",
        "Now they expect it by Mon 23 Nov, 18:00. Please answer in time.",
    ]


def test_how_well_promises_are_kept_is_measured_by_the_first():
    played = mailing()
    assert played.file is not None
    told = played.file.told
    played.wait(9 * HOUR)
    assert (played.file.late, played.file.told, played.file.asked_at) == (2, told, MONDAY)


def test_before_its_time_nothing_is_said():
    played = mailing()
    assert played.file is not None
    assert (played.do(Woke("ticket_due", played.file.turn)), played.mails) == ([], [])
    assert played.timer is not None
    assert played.timer.at == MONDAY + 4 * HOUR


def test_a_timer_of_an_earlier_promise_means_nothing():
    played = mailing()
    played.team("It comes on Friday.")
    played.now += DAY
    assert played.do(Woke("ticket_due", 1)) == []


def test_an_apology_does_not_go_to_an_address_that_may_be_somebody_elses():
    played = mailing(proven=False)
    assert played.wait(4 * HOUR) == [LATE, NEXT]
    assert played.to_customer == []


def test_where_no_new_time_can_be_said_that_is_said_once():
    played = mailing()
    played.blind = True
    assert played.wait(5 * HOUR) == [
        LATE,
        "We can’t say yet when the answer will come, but we’ve reminded our team.",
    ]
    assert played.wait(2 * DAY) == []


def test_a_time_that_can_be_said_at_last_is_said():
    played = mailing(blind=True)
    assert played.wait(DAY) == []
    played.blind = False
    assert played.wait(DAY) == ["You’ll usually have our answer to case FD-7K2M9P by Wed 25 Nov, 14:00."]


def test_a_week_after_the_answer_the_case_is_closed():
    played = mailing()
    played.team("It comes on Friday.")
    assert played.wait(7 * DAY) == [
        "We haven’t heard from you for a week, so we’ve closed case FD-7K2M9P. "
        "If there’s anything else about it, just reply to our e-mail or write here."
    ]
    assert (played.state, played.news[-1].kind) == ("closed", "closed")
    assert played.wait(30 * DAY) == []


def test_the_week_begins_with_the_last_answer():
    played = mailing()
    played.team("It comes on Friday.")
    played.wait(6 * DAY)
    played.team("It is on its way.")
    assert played.wait(6 * DAY) == []
    assert played.wait(DAY) != []


# --- what could not be sent


def failed(played: Mailing, effect: Say, fault="refused") -> list[str]:
    return played.do(EffectFailed(EffectId("1.0"), effect, 1, "550 no such user", fault))


def test_an_address_that_the_server_refuses_is_asked_for_in_the_chat():
    played = mailing()
    played.team("It comes on Friday.")
    assert failed(played, played.to_customer[-1])[0].startswith("Our e-mail about case FD-7K2M9P")
    assert (played.news[-1].kind, played.file and played.file.email) == ("bounced", "")


def test_a_mail_to_an_address_that_was_changed_since_may_fail():
    played = mailing()
    played.team("It comes on Friday.")
    mail = played.to_customer[-1]
    played.bounce(ANNA)
    assert failed(played, mail) == []


def test_where_the_server_was_down_too_long_the_team_knows_that_the_answer_is_in_the_chat():
    played = mailing()
    played.team("It comes on Friday.")
    assert failed(played, played.to_customer[-1], "exhausted") == []
    assert played.team_read == [
        "Our mail to anna@home.example couldn’t be sent: 550 no such user. The customer can read the answer in the chat."
    ]
    assert played.file is not None
    assert played.file.email == ANNA


@pytest.mark.parametrize("fault", ["refused", "exhausted"])
def test_where_the_team_cannot_be_mailed_the_customer_reads_of_other_ways(fault: str):
    played = mailing()
    played.do(CustomerAdded("It is blue."))
    sent = len(played.mails)
    assert failed(played, played.to_team[-1], fault) == [
        "Sorry, we can’t reach our team by e-mail at the moment. Case FD-7K2M9P is saved. "
        "If you’d rather not wait, choose another way to reach us."
    ]
    assert len(played.mails) == sent


def test_after_the_end_a_mail_that_fails_is_no_news():
    played = mailing()
    played.do(TicketSolved())
    assert failed(played, played.to_team[-1]) == []
    assert played.notes[-1] == "ticket mail failed"


# --- a chat that nobody reads


def lost(kind="answer") -> TicketNewsLost:
    return TicketNewsLost(TicketNews(CASE, None, (), kind), "bot was blocked by the user")


def test_a_team_and_a_chat_that_are_both_not_reached_are_left_in_peace():
    played = mailing()
    played.do(lost())
    for _ in range(3):
        failed(played, played.to_team[-1])
        played.do(TicketNewsLost(played.news[-1], "bot was blocked by the user"))
    assert len(played.to_team) == 1


def test_the_team_reads_that_answers_go_on_by_mail():
    played = mailing()
    played.do(lost())
    assert played.team_read == [
        "The customer can’t be reached in the chat any more (bot was blocked by the user). "
        "Answers still go to anna@home.example."
    ]


def test_the_team_reads_that_answers_go_nowhere():
    played = mailing(proven=False)
    played.do(lost())
    assert played.team_read == [
        "The customer can’t be reached in the chat any more (bot was blocked by the user), "
        "and we have no e-mail address that is known to be theirs."
    ]


@pytest.mark.parametrize("kind", ["closed", "trouble"])
def test_that_it_was_closed_or_the_team_not_reached_is_no_mail_to_the_team(kind: str):
    played = mailing()
    played.do(lost(kind))
    assert (played.mails, played.notes[-1]) == ([], "ticket news lost")
