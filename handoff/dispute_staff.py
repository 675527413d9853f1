"""What staff do with a dispute: move it on, write to a party, and ask for a form. Pure."""

from msgspec.structs import replace

from core.model.dispute import By, Refusal, Stage
from core.model.dispute_events import FormWanted, StaffAsked, StaffMoved
from core.model.dispute_facts import DisputeDecision, DisputeFacts
from core.model.dispute_file import DisputeFile
from core.model.effects import Effect, FindOther, Note, ShowForm
from core.model.people import Agent
from core.model.view import Text, Words, text
from handoff.dispute_stages import enter
from handoff.dispute_telling import about, tell
from handoff.dispute_thread import remark, whisper
from handoff.disputes import may_not_decide, move


def by(agent: Agent) -> By:
    return By("staff", agent.id)


def moved(file: DisputeFile, event: StaffMoved, facts: DisputeFacts) -> DisputeDecision:
    dispute = move(file.dispute, event.to, by(event.agent), facts.now)
    if isinstance(dispute, Refusal):
        again = _look_again(file) if dispute.why == "not_reachable" else ()
        return DisputeDecision(file, (*whisper(event, dispute.text), *again))
    entered = enter(file, dispute, _said(dispute.stage, event.agent), facts)
    return DisputeDecision(entered.file, (*entered.effects, *_look_again(file)))


def _said(stage: Stage, agent: Agent) -> Text:
    """Staff can only ask the other party or review; the rest is decided, or the parties' own."""
    if stage == "waiting_other_party":
        return text("dispute.thread.asked", agent=agent.name)
    return text("dispute.thread.review", agent=agent.name)


def _look_again(file: DisputeFile) -> tuple[Effect, ...]:
    """The shop may know by now who the other party is."""
    opener = file.contact(file.dispute.role).person
    unknown = file.buyer.person is None or file.seller.person is None
    return (FindOther(opener.id, file.dispute.order.id),) if opener and unknown else ()


def wrote(file: DisputeFile, event: StaffAsked) -> DisputeDecision:
    """A colleague's own words to one party: nobody else reads them but staff."""
    role = event.role
    if file.dispute.stage == "closed":
        return DisputeDecision(file, whisper(event, Refusal("closed").text))
    if not file.contact(role).reachable:
        return DisputeDecision(file, (*whisper(event, Refusal("not_reachable").text), *_look_again(file)))
    said = {
        "buyer": text("dispute.thread.wrote_buyer", agent=event.agent.name, words=event.words),
        "seller": text("dispute.thread.wrote_seller", agent=event.agent.name, words=event.words),
    }
    told = tell(file, role, (about(file), Words(event.words)), ("add",), event.agent)
    noted = Note("party asked", f"the {role} by {event.agent.id}")
    return DisputeDecision(file, (noted, *told, *remark(file, said[role])))


def form_wanted(file: DisputeFile, event: FormWanted) -> DisputeDecision:
    """Nobody fills in a form that could not be sent. A card may be pressed before it is known where it stands."""
    refusal = may_not_decide(file.dispute, by(event.agent)) if event.form == "decide" else None
    if file.dispute.stage == "closed":
        refusal = Refusal("closed")
    if refusal:
        return DisputeDecision(file, whisper(event, refusal.text))
    return DisputeDecision(
        file, (ShowForm(replace(file, thread=event.thread), event.agent, event.form, event.trigger),)
    )
