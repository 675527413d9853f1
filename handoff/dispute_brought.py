"""What comes back to a dispute from staff's channel and from the shop: where its card is, and who the other party is. Pure."""

from msgspec.structs import replace

from core.model.dispute import other
from core.model.dispute_events import CardShown, OtherFound
from core.model.dispute_facts import DisputeDecision, DisputeFacts
from core.model.dispute_file import DisputeFile
from core.model.view import text
from handoff.dispute_contacts import ROLES, contact_of, put
from handoff.dispute_thread import files, remark, show


def shown(file: DisputeFile, event: CardShown) -> DisputeDecision:
    """Staff get the files, and the card as it is by now. A card that somebody deleted is there again, in another thread."""
    if file.thread == event.thread:
        return DisputeDecision(file)
    after = replace(file, thread=event.thread)
    evidence = [effect for role in ROLES for effect in files(after, role, after.dispute.party(role).evidence)]
    return DisputeDecision(after, (*evidence, *show(after)))


def found(file: DisputeFile, event: OtherFound, facts: DisputeFacts) -> DisputeDecision:
    """They can be asked now; nothing is said to them yet. Who opened it is on one side only, whatever the shop says."""
    role = file.dispute.role
    opener, person = file.contact(role).person, event.person
    if person is None or (opener and person.id == opener.id):
        return DisputeDecision(file, remark(file, text("dispute.thread.other_unknown")))
    after = put(file, other(role), contact_of(person, facts))
    return DisputeDecision(after, show(after))
