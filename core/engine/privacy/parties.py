"""A dispute without one of its parties: what they said and gave is gone, what is the other's stays."""

from msgspec.structs import replace

from core.model.dispute import By, Dispute, Party
from core.model.dispute_file import Contact, DisputeFile
from core.model.shop import Role


def without(file: DisputeFile, role: Role) -> DisputeFile:
    """Words of the staff about both go too: the other party has read in their own chat what concerned them."""
    dispute = file.dispute
    party = dispute.party(role)
    gone = Party(role, reachable=False, wish=replace(party.wish, words="") if party.wish else None)
    left = replace(
        _on_side(dispute, role, gone),
        steps=tuple(replace(step, by=_unnamed(step.by, role)) for step in dispute.steps),
        decisions=tuple(replace(each, decision=replace(each.decision, reasons="")) for each in dispute.decisions),
        deeds=tuple(replace(deed, proposal=replace(deed.proposal, person=None, reason="")) for deed in dispute.deeds),
    )
    contact = Contact(language=file.contact(role).language)
    if role == "buyer":
        return replace(file, dispute=left, buyer=contact, thread=None)
    return replace(file, dispute=left, seller=contact, thread=None)


def is_empty(file: DisputeFile) -> bool:
    """Nobody is a party any more whom the desk knows."""
    return file.dispute.buyer.person is None and file.dispute.seller.person is None


def _on_side(dispute: Dispute, role: Role, party: Party) -> Dispute:
    return replace(dispute, buyer=party) if role == "buyer" else replace(dispute, seller=party)


def _unnamed(by: By, role: Role) -> By:
    return By(by.kind) if by.kind == role else by
