"""What the parties of a dispute do: open it, answer, add something, appeal, take it back. Pure."""

from msgspec.structs import replace

from core.model.dispute import By, Dispute, Party, Refusal, Stage
from core.model.dispute_events import DisputeFiled, DisputeNews, PartySpoke
from core.model.dispute_facts import DisputeDecision, DisputeFacts
from core.model.dispute_file import Contact, DisputeFile
from core.model.effects import Effect, FindOther, Note, Pass, ShowDispute
from core.model.ids import CaseCode
from core.model.shop import Role
from core.model.view import Block, Line, Text, text
from handoff.dispute_contacts import ROLES
from handoff.dispute_stages import enter, turn_of, wake
from handoff.dispute_telling import stands, tell
from handoff.dispute_thread import files, relay, show
from handoff.dispute_views import steps, untold
from handoff.disputes import add, asked, move, open_dispute


def filed(case: CaseCode, event: DisputeFiled, facts: DisputeFacts) -> DisputeDecision:
    """Staff see it, and who opened it is told by when. Nothing is said to the other party, who is not even known yet."""
    draft = event.draft
    opened = open_dispute(case, draft.reason or "other", draft.role, draft.order, _parties(event), facts.now)
    if isinstance(opened, Refusal):
        news = DisputeNews(case, event.person.id, (Line(opened.text),))
        return DisputeDecision(None, (Note("dispute refused", opened.why), Pass(event.conversation, news)))
    file = _file(opened, event)
    return DisputeDecision(
        file,
        (
            Note("dispute opened", f"{opened.reason} by the {opened.role}, order {opened.order.id}"),
            *_tell(file, opened.role, Line(text("dispute.received")), facts),
            FindOther(event.person.id, opened.order.id),
            ShowDispute(file),
            *wake(file),
        ),
    )


def _parties(event: DisputeFiled) -> tuple[Party, Party]:
    """The buyer, then the seller."""
    draft = event.draft
    opener = Party(
        draft.role,
        event.person.id,
        account=draft.account.strip(),
        tried=draft.tried,
        wish=draft.wish,
        evidence=draft.evidence,
    )
    if draft.role == "buyer":
        return opener, Party("seller", reachable=False)
    return Party("buyer", reachable=False), opener


def _file(dispute: Dispute, event: DisputeFiled) -> DisputeFile:
    opener, unknown = Contact(event.person, event.conversation, event.language), Contact()
    buyer, seller = (opener, unknown) if dispute.role == "buyer" else (unknown, opener)
    return DisputeFile(dispute, buyer, seller, turn=turn_of(dispute))


def spoke(file: DisputeFile, event: PartySpoke, facts: DisputeFacts) -> DisputeDecision:
    """What they say goes to the dispute and to staff; an answer, an appeal or taking it back moves it on as well."""
    role, to = event.role, _leads_to(file, event)
    added = add(file.dispute, role, event.words, event.evidence)
    moved = added if to is None or isinstance(added, Refusal) else _moved(file, added, to, role, facts)
    if isinstance(moved, Refusal):
        return DisputeDecision(file, tell(file, role, (Line(moved.text),), steps(file, role)))
    heard = (*relay(file, role, event.words), *files(file, role, event.evidence))
    if to is None:
        after = replace(file, dispute=moved)
        thanks = Line(text("dispute.added", case=file.case))
        return DisputeDecision(after, (*heard, *show(after), *_tell(after, role, thanks, facts)))
    entered = enter(file, moved, _SAID[to], facts, _before(file, to, role))
    return DisputeDecision(entered.file, (*heard, *entered.effects))


_SAID: dict[Stage, Text] = {
    "under_review": text("dispute.thread.answered"),
    "appealed": text("dispute.thread.appealed"),
    "closed": text("dispute.thread.withdrawn"),
}
"""What staff read when a party moved the dispute into a stage."""


def _leads_to(file: DisputeFile, event: PartySpoke) -> Stage | None:
    """An answer that comes too late, or from somebody who was not asked, is something added."""
    match event.step:
        case "appeal":
            return "appealed"
        case "withdraw":
            return "closed"
        case "answer" if file.dispute.stage == "waiting_other_party" and event.role == asked(file.dispute):
            return "under_review"
        case "answer" | "add":
            return None


def _moved(file: DisputeFile, added: Dispute, to: Stage, role: Role, facts: DisputeFacts) -> Dispute | Refusal:
    """Nobody appeals against a decision that they have not been told."""
    if to == "appealed" and untold(file):
        return Refusal("not_from_here")
    person = file.contact(role).person
    return move(added, to, By(role, person.id if person else ""), facts.now)


def _before(file: DisputeFile, to: Stage, by: Role) -> dict[Role, tuple[Block, ...]]:
    """What parties read before where the dispute stands now."""
    if to == "closed":
        return dict.fromkeys(ROLES, (Line(text("dispute.withdrawn")),))
    return {by: (Line(text("dispute.added", case=file.case)),)}


def _tell(file: DisputeFile, role: Role, first: Line, facts: DisputeFacts) -> tuple[Effect, ...]:
    return tell(file, role, (first, *stands(file, role, facts.zone)), steps(file, role))
