"""How the parties of a dispute are reached, which changes as they sign in and out. Pure."""

from msgspec.structs import replace

from core.model.dispute import Dispute, Party
from core.model.dispute_facts import DisputeFacts
from core.model.dispute_file import Contact, DisputeFile
from core.model.ids import Language
from core.model.shop import Person, Role

ROLES: tuple[Role, Role] = ("buyer", "seller")


def refreshed(file: DisputeFile, facts: DisputeFacts) -> DisputeFile:
    """In the chats where they are signed in now; nobody is told anything in a chat that they have left."""
    for role in ROLES:
        file = put(file, role, _in_chat(file.contact(role), facts))
    return file


def _in_chat(contact: Contact, facts: DisputeFacts) -> Contact:
    chat = facts.chats.get(contact.person.id) if contact.person else None
    if chat is None:
        return replace(contact, conversation=None)
    return replace(contact, conversation=chat.conversation, language=chat.language)


def contact_of(person: Person, facts: DisputeFacts) -> Contact:
    return _in_chat(Contact(person, language=Language(person.language or "en")), facts)


def put(file: DisputeFile, role: Role, contact: Contact) -> DisputeFile:
    party = file.dispute.party(role)
    person = contact.person.id if contact.person else party.person
    dispute = with_party(file.dispute, replace(party, person=person, reachable=contact.reachable))
    if role == "buyer":
        return replace(file, dispute=dispute, buyer=contact)
    return replace(file, dispute=dispute, seller=contact)


def with_party(dispute: Dispute, party: Party) -> Dispute:
    return replace(dispute, buyer=party) if party.role == "buyer" else replace(dispute, seller=party)
