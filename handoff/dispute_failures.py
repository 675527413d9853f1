"""What becomes of a dispute when something could not be done or told: whoever can still act on it hears of it. Pure."""

from core.model.dispute import Evidence
from core.model.dispute_events import NewsLost
from core.model.dispute_facts import DisputeDecision, DisputeFacts
from core.model.dispute_file import DisputeFile
from core.model.effects import CarryOut, FindOther, Note, Post, Say, ShowDispute, ShowEvidence, ShowForm
from core.model.events import EffectFailed
from core.model.ids import Address
from core.model.people import Agent
from core.model.posts import Whisper
from core.model.shop import CustomerId, Role
from core.model.view import Text, text
from handoff.dispute_contacts import ROLES
from handoff.dispute_deadlines import CARD_AGAIN
from handoff.dispute_ruling import UNTOLD, not_carried_out
from handoff.dispute_stages import wake
from handoff.dispute_telling import tell_again
from handoff.dispute_thread import Effects, remark


def failed(file: DisputeFile, event: EffectFailed, facts: DisputeFacts) -> DisputeDecision:
    """What is not answered here is in the dead letters, where operators see it."""
    match event.effect:
        case FindOther():
            noted = Note("other party not found", event.reason)
            return DisputeDecision(file, (noted, *remark(file, text("dispute.thread.other_unknown"))))
        case CarryOut(proposal):
            return not_carried_out(file, proposal, event.reason, facts)
        case ShowEvidence(evidence=evidence):
            return DisputeDecision(file, remark(file, _lost(evidence, event.reason)))
        case Say(to=to):
            return DisputeDecision(file, remark(file, _undelivered(file, to, event.reason)))
        case ShowForm(agent=agent):
            return DisputeDecision(file, _press_again(file, agent))
        case ShowDispute():
            return DisputeDecision(file, (_not_shown(event), *_card_again(file, facts)))
        case Post():
            return DisputeDecision(file, (_not_shown(event),))
        case _:
            return DisputeDecision(file)


def lost(file: DisputeFile, event: NewsLost) -> DisputeDecision:
    """A party's chat took no news: they go another way, and staff read of it."""
    role = next((role for role in ROLES if _is(file, role, event.news.person)), None)
    if role is None:
        return DisputeDecision(file)
    noted = Note("dispute news not delivered", f"to the {role}: {event.reason}")
    said = remark(file, _chat_lost(role, event.reason))
    return DisputeDecision(file, (noted, *said, *(tell_again(file, role, event) or remark(file, UNTOLD[role]))))


def _chat_lost(role: Role, reason: str) -> Text:
    if role == "buyer":
        return text("dispute.thread.chat_lost_buyer", reason=reason)
    return text("dispute.thread.chat_lost_seller", reason=reason)


def _is(file: DisputeFile, role: Role, id: CustomerId) -> bool:
    person = file.contact(role).person
    return person is not None and person.id == id


def _not_shown(event: EffectFailed) -> Note:
    return Note("dispute not shown", event.reason)


def _card_again(file: DisputeFile, facts: DisputeFacts) -> Effects:
    """Staff must see it: a card that was never there is tried again until it is."""
    return () if file.thread else wake(file, facts.now + CARD_AGAIN)


def _lost(evidence: Evidence, reason: str) -> Text:
    return text("dispute.thread.file_lost", name=evidence.name, reason=reason)


def _undelivered(file: DisputeFile, to: Address, reason: str) -> Text:
    """Whose mail it was, as far as their address is still the same."""
    people = {role: person for role in ROLES if (person := file.contact(role).person)}
    whose = next((role for role, person in people.items() if person.email == to.key), None)
    match whose:
        case "buyer":
            return text("dispute.thread.undelivered_buyer", reason=reason)
        case "seller":
            return text("dispute.thread.undelivered_seller", reason=reason)
        case None:
            return text("staff.not_delivered", reason=reason)


def _press_again(file: DisputeFile, agent: Agent) -> Effects:
    return (Post(file.thread, Whisper(agent, text("dispute.thread.form_lost"))),) if file.thread else ()
