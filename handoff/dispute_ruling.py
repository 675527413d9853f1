"""How a dispute is decided and what is decided gets done: a second person confirms, the shop carries out, parties are told. Pure."""

from datetime import datetime

from msgspec.structs import replace

from core.model.dispute import Deed, Dispute, Refusal
from core.model.dispute_events import MeasureDone, StaffConfirmed, StaffDecided, StaffRetried
from core.model.dispute_facts import DisputeDecision, DisputeFacts
from core.model.dispute_file import DisputeFile
from core.model.effects import CarryOut, Effect, Note
from core.model.shop import Outcome, Proposal, Role
from core.model.view import Text, text
from handoff.deeds import confirm, ready, record, unconfirmed
from handoff.dispute_contacts import ROLES
from handoff.dispute_staff import by
from handoff.dispute_stages import entered, is_late, late, wake
from handoff.dispute_telling import tell
from handoff.dispute_thread import remark, show, whisper
from handoff.dispute_views import statement, steps, untold
from handoff.disputes import decide, working_days_later


def decided(file: DisputeFile, event: StaffDecided, facts: DisputeFacts) -> DisputeDecision:
    """What touches nobody's money or account is told at once; the rest waits for a second person."""
    agent = event.agent
    dispute = decide(file.dispute, event.decision, by(agent), facts.now)
    if isinstance(dispute, Refusal):
        return DisputeDecision(file, whisper(event, dispute.text))
    after, told = _tell_decision(entered(file, dispute), facts)
    said = text("dispute.thread.decided", agent=agent.name)
    if untold(after):
        after = _still_promised(file, after)
        said = text("dispute.thread.to_confirm", agent=agent.name)
    noted = Note("dispute decided", _detail(dispute, facts.now))
    held = _hold(after) if dispute.legal_hold and not file.dispute.legal_hold else ()
    again = working_days_later(facts.now, 1) if is_late(after) else None
    return DisputeDecision(after, (noted, *show(after), *remark(after, said), *held, *told, *wake(after, again)))


def _still_promised(before: DisputeFile, after: DisputeFile) -> DisputeFile:
    """Until somebody confirms it the parties wait to hear by the time that they were told, and staff are held to it."""
    waiting = replace(after, dispute=replace(after.dispute, due=before.dispute.due))
    return late(waiting) if is_late(before) else waiting


def _detail(dispute: Dispute, now: datetime) -> str:
    """For the audit: what was decided, on which articles, by whom, and how long it took."""
    last = dispute.decisions[-1]
    measures = ", ".join(measure.kind for measure in last.decision.measures)
    articles = ", ".join(last.decision.articles)
    return f"{measures}; articles {articles}; by {last.by}; {now - dispute.opened_at} after the opening"


def _hold(file: DisputeFile) -> tuple[Effect, ...]:
    return (Note("legal hold"), *remark(file, text("card.dispute.hold")))


def _tell_decision(file: DisputeFile, facts: DisputeFacts) -> tuple[DisputeFile, tuple[Effect, ...]]:
    """To both parties, once, and only when nothing of it waits for a second person any more.

    The time for an appeal begins when they are told (article 20 (1) of the Digital Services Act), not when it was decided.
    """
    if not untold(file) or unconfirmed(file.dispute):
        return file, ()
    until = working_days_later(facts.now, file.dispute.deadlines.decided)
    after = replace(file, dispute=replace(file.dispute, due=until), told=len(file.dispute.decisions))
    return after, tuple(effect for role in ROLES for effect in _statement(after, role, facts))


def _statement(file: DisputeFile, role: Role, facts: DisputeFacts) -> tuple[Effect, ...]:
    """Staff see who could not be told."""
    said = statement(file.dispute, role, facts.elsewhere.get(role, ()), facts.zone)
    return tell(file, role, said, steps(file, role)) or remark(file, UNTOLD[role])


UNTOLD: dict[Role, Text] = {
    "buyer": text("dispute.thread.untold_buyer"),
    "seller": text("dispute.thread.untold_seller"),
}


def confirmed(file: DisputeFile, event: StaffConfirmed, facts: DisputeFacts) -> DisputeDecision:
    """The shop is asked to do it, and the parties are told when nothing else is to be confirmed."""
    agent = event.agent
    dispute = confirm(file.dispute, event.key, by(agent), facts.now)
    if isinstance(dispute, Refusal):
        return DisputeDecision(file, whisper(event, dispute.text))
    after, told = _tell_decision(replace(file, dispute=dispute), facts)
    noted = Note("measure confirmed", f"{event.key} by {agent.id}")
    said = remark(after, text("dispute.thread.confirmed", agent=agent.name, proposal=event.key))
    all_told = remark(after, text("dispute.thread.told")) if told else ()
    appeal = wake(after) if told else ()
    return DisputeDecision(
        after, (noted, *_carry_out(after, event.key), *show(after), *said, *all_told, *told, *appeal)
    )


def _carry_out(file: DisputeFile, key: str) -> tuple[Effect, ...]:
    return tuple(CarryOut(proposal) for proposal in ready(file.dispute) if proposal.key == key)


def retried(file: DisputeFile, event: StaffRetried) -> DisputeDecision:
    """Under the same key, which makes it the same deed; what the shop said before does not count any more."""
    again = _carry_out(file, event.key)
    if not again:
        return DisputeDecision(file, whisper(event, Refusal("no_such_proposal").text))
    after = replace(file, dispute=_under_way(file.dispute, event.key))
    noted = Note("measure tried again", f"{event.key} by {event.agent.id}")
    said = remark(after, text("dispute.thread.retried", agent=event.agent.name, proposal=event.key))
    return DisputeDecision(after, (noted, *again, *show(after), *said))


def _under_way(dispute: Dispute, key: str) -> Dispute:
    def fresh(deed: Deed) -> Deed:
        return replace(deed, outcome=None) if deed.proposal.key == key else deed

    return replace(dispute, deeds=tuple(map(fresh, dispute.deeds)))


def done(file: DisputeFile, event: MeasureDone, facts: DisputeFacts) -> DisputeDecision:
    """What the shop said, once. Of a deed that a later decision has replaced staff must know as well: it may be money."""
    recorded = record(file.dispute, event.key, event.outcome, facts.now)
    if recorded == file.dispute:
        return DisputeDecision(file)
    after = file if isinstance(recorded, Refusal) else replace(file, dispute=recorded)
    return DisputeDecision(after, (*_noted(event), *show(after), *remark(after, _outcome(event))))


def _noted(event: MeasureDone) -> tuple[Note, ...]:
    outcome = event.outcome
    if outcome.refused:
        return (Note("measure refused", f"{event.key}: {outcome.refused}"),)
    return (Note("measure done", f"{event.key} as {outcome.reference}"),)


def _outcome(event: MeasureDone) -> Text:
    if event.outcome.refused:
        return text("dispute.thread.refused", proposal=event.key, reason=event.outcome.refused)
    return text("dispute.thread.done", proposal=event.key, reference=event.outcome.reference or "–")


def not_carried_out(file: DisputeFile, proposal: Proposal, reason: str, facts: DisputeFacts) -> DisputeDecision:
    """The shop was not reached, or it is not known whether it was. Staff can try again, and the shop does it only once."""
    recorded = record(file.dispute, proposal.key, Outcome(refused=reason or "?"), facts.now)
    if recorded == file.dispute:
        return DisputeDecision(file)
    after = file if isinstance(recorded, Refusal) else replace(file, dispute=recorded)
    said = remark(after, text("dispute.thread.not_carried_out", proposal=proposal.key, reason=reason))
    return DisputeDecision(after, (Note("measure failed", f"{proposal.key}: {reason}"), *show(after), *said))
