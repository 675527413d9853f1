"""A ticket whose first mail could not be sent for good: it is over, unless its thread goes on."""

from core.model.ticket_events import CustomerAdded, TicketMoved
from tests.handoff.mailing import DAY, Mailing, asked


def test_what_the_team_never_read_is_over_and_nobody_is_told_more():
    played = Mailing()
    played.do(asked())
    assert played.do(TicketMoved("email"), TicketMoved("email")) == []
    assert (played.file.state, played.to_team) == ("closed", [])
    assert played.wait(30 * DAY) == []


def test_a_ticket_of_which_the_team_has_read_since_goes_on():
    played = Mailing()
    played.do(asked(), CustomerAdded("And the lid?"), TicketMoved("email"))
    assert played.file.state == "waiting"
