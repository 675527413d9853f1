"""What happens when a stage's deadline has come: the desk goes on, or staff are reminded and the parties told. Pure."""

from datetime import timedelta

from core.model.dispute import By, Refusal, Stage
from core.model.dispute_facts import DisputeDecision, DisputeFacts
from core.model.dispute_file import DisputeFile
from core.model.effects import Effect, Note, ShowDispute
from core.model.events import Woke
from core.model.view import Line, Moment, Text, text
from handoff.dispute_contacts import ROLES
from handoff.dispute_stages import enter, is_late, late, wake
from handoff.dispute_telling import tell
from handoff.dispute_thread import remark
from handoff.dispute_views import knows, steps, untold
from handoff.disputes import due, move, working_days_later

DESK = By("desk")
CARD_AGAIN = timedelta(minutes=10)
A_DAY = timedelta(days=1)


def woke(file: DisputeFile, event: Woke, facts: DisputeFacts) -> DisputeDecision:
    """A timer of an earlier stage means nothing. A card that is not there yet is shown again, whatever else is due."""
    if event.reason != "dispute_due" or event.turn != file.turn:
        return DisputeDecision(file)
    after, effects = _due(file, facts)
    card = () if after is None or after.thread else (ShowDispute(after),)
    return DisputeDecision(after, (*card, *effects))


def _due(file: DisputeFile, facts: DisputeFacts) -> DisputeDecision:
    state = due(file.dispute, facts.now)
    if state is None or not state.overdue:
        return DisputeDecision(file, wake(file))
    match file.dispute.stage:
        case "waiting_other_party":
            return _moved(file, "under_review", text("dispute.thread.no_answer"), facts)
        case "decided" if untold(file):
            return _overdue(file, facts)
        case "decided":
            return _moved(file, "closed", text("dispute.thread.closed"), facts)
        case "open" | "under_review" | "appealed" | "closed":
            return _overdue(file, facts)


def _moved(file: DisputeFile, to: Stage, said: Text, facts: DisputeFacts) -> DisputeDecision:
    """It does not close over something that was decided and is not done: staff read that every day."""
    dispute = move(file.dispute, to, DESK, facts.now)
    if isinstance(dispute, Refusal):
        waits = remark(file, text("dispute.thread.unfinished"))
        return DisputeDecision(file, (*waits, *wake(file, facts.now + A_DAY)))
    return enter(file, dispute, said, facts)


def _overdue(file: DisputeFile, facts: DisputeFacts) -> DisputeDecision:
    """Staff are reminded each working day; the parties are told once, without a new promise."""
    assert file.dispute.due
    since = Moment(file.dispute.due, facts.zone)
    tomorrow = working_days_later(facts.now, 1)
    if is_late(file):
        again = remark(file, text("dispute.thread.still_overdue", due=since))
        return DisputeDecision(file, (*again, *wake(file, tomorrow)))
    after = late(file)
    noted = Note("dispute overdue", f"{file.dispute.stage} since {file.dispute.due:%Y-%m-%d %H:%M} UTC")
    said = remark(after, text("dispute.thread.overdue", due=since))
    return DisputeDecision(after, (noted, *said, *_sorry(after, since), *wake(after, tomorrow)))


def _sorry(file: DisputeFile, since: Moment) -> tuple[Effect, ...]:
    late = (Line(text("dispute.late", case=file.case, due=since)),)
    aware = [role for role in ROLES if knows(file, role)]
    return tuple(effect for role in aware for effect in tell(file, role, late, steps(file, role)))
