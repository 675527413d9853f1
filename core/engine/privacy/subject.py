"""Who is one customer: from what an operator types, or from a chat, to all that belongs to them."""

from collections.abc import Iterable

from core.engine.case_codes import code_in
from core.model.conversation import Conversation
from core.model.dispute_file import DisputeFile
from core.model.errors import Final
from core.model.ids import ConversationId
from core.model.privacy import Kept, Subject
from core.model.shop import CustomerId, Role
from core.model.ticket import TicketFile
from core.ports import Transaction

ACCOUNT = "account:"  # begins the name of an account at the shop


class Unknown(Final):
    """Nobody, or nobody for certain, is meant by what was typed."""


async def named(tx: Transaction, typed: str) -> Subject:
    """A conversation ("telegram:123"), the code of a case, a mail address, or an account ("account:B-77"). Raises Unknown."""
    typed = typed.strip()
    if typed.startswith(ACCOUNT):
        person = typed.removeprefix(ACCOUNT)
        chats = tuple([chat for chat, _ in await chats_of(tx, person)])
        return await _known(tx, Subject(chats, person), typed)
    if "@" in typed and ":" not in typed:
        return await _by_mail(tx, typed.casefold())
    if ":" in typed:
        return await of_chat(tx, ConversationId(typed))
    code = code_in(typed)
    conversation = await tx.cases.conversation(code.case) if code else None
    if conversation is None:
        raise Unknown(f"there is no case {typed}")
    return await of_chat(tx, conversation)


async def of_chat(tx: Transaction, id: ConversationId) -> Subject:
    """With the account that was signed in there, if it was one and the same at all times. Raises Unknown."""
    conversation = await tx.conversations.load(id)
    accounts = _accounts(conversation) if conversation else set()
    if signed_in := await tx.traces.signed_in(id):
        accounts.add(signed_in[0])
    if len(accounts) > 1:
        names = ", ".join(f"{ACCOUNT}{each}" for each in sorted(accounts))
        raise Unknown(
            f"in {id} more than one account was signed in: name one of {names}, or wait for it to be forgotten"
        )
    return await _known(tx, Subject((id,), next(iter(accounts), "")), id)


async def whole(tx: Transaction, subject: Subject) -> Subject:
    """With the other chats in which the account is signed in, and the mailboxes that were shown to be theirs.

    A chat that was somebody else's too comes with no account: whoever means it names it.
    """
    others = [chat for chat, is_shared in await chats_of(tx, subject.person) if not is_shared]
    chats = tuple(dict.fromkeys((*subject.conversations, *others)))
    mails = {*subject.mails}
    for chat in chats:
        conversation = await tx.conversations.load(chat)
        mails.update(mail.casefold() for mail in (conversation.proven if conversation else ()))
        mails.update(file.email.casefold() for file in await tickets_of(tx, chat) if file.proven and file.email)
    return Subject(chats, subject.person, tuple(sorted(mails)))


async def chats_of(tx: Transaction, person: str) -> list[tuple[ConversationId, bool]]:
    """In which the account is signed in, and whether each was somebody else's too."""
    chats = await tx.traces.chats_of(CustomerId(person)) if person else []
    loaded = [(chat, await tx.conversations.load(chat)) for chat in chats]
    return [(chat, bool(talk and _accounts(talk) - {person})) for chat, talk in loaded]


async def tickets_of(tx: Transaction, chat: ConversationId) -> list[TicketFile]:
    loaded = [await tx.tickets.load(case) for case in await tx.traces.cases_of(chat)]
    return [file for file in loaded if file]


async def disputes_of(tx: Transaction, subject: Subject) -> list[DisputeFile]:
    return await tx.traces.disputes_of(CustomerId(subject.person)) if subject.person else []


async def kept_of(tx: Transaction, subject: Subject) -> tuple[Kept, ...]:
    """What an erasure would leave for now."""
    return kept_among(await disputes_of(tx, subject))


def kept_among(disputes: Iterable[DisputeFile]) -> tuple[Kept, ...]:
    return tuple(kept for file in disputes if (kept := why_kept(file)))


def why_kept(file: DisputeFile) -> Kept | None:
    if file.dispute.legal_hold:
        return Kept(file.case, "legal_hold")
    return None if file.dispute.stage == "closed" else Kept(file.case, "open_dispute")


def roles_in(file: DisputeFile, person: str) -> tuple[Role, ...]:
    """The sides of a dispute on which the account stands."""
    sides: tuple[Role, ...] = ("buyer", "seller")
    return tuple(role for role in sides if file.dispute.party(role).person == person)


def _accounts(conversation: Conversation) -> set[str]:
    return {*conversation.accounts, *((conversation.person.id,) if conversation.person else ())}


async def _by_mail(tx: Transaction, mail: str) -> Subject:
    """Anybody may type any address: it counts where somebody has shown that they read its mails."""
    chats = await tx.traces.chats_by_mail(mail)
    proven = [chat for chat in chats if mail in (await whole(tx, Subject((chat,)))).mails]
    if not proven and chats:
        raise Unknown(f"{mail} was typed in {', '.join(chats)}, but not shown to be theirs: name the conversation")
    if not proven:
        raise Unknown(f"nobody has shown that {mail} is theirs")
    people = {(await of_chat(tx, chat)).person for chat in proven} - {""}
    if len(people) > 1:
        raise Unknown(f"{mail} belongs to several accounts: name one of {', '.join(ACCOUNT + each for each in people)}")
    return await whole(tx, Subject(tuple(proven), next(iter(people), ""), (mail,)))


async def _known(tx: Transaction, subject: Subject, typed: str) -> Subject:
    found = await whole(tx, subject)
    if not await _is_known(tx, found):
        raise Unknown(f"nothing is kept of {typed}")
    return found


async def _is_known(tx: Transaction, subject: Subject) -> bool:
    for chat in subject.conversations:
        if await tx.conversations.load(chat) or await tx.traces.cases_of(chat) or await tx.transcript.read(chat):
            return True
    return bool(await disputes_of(tx, subject))
