"""How the parties of a dispute are told something: in the chat where they are signed in, else by mail. Pure."""

from collections.abc import Mapping

from core.flow.dispute_form import REASONS, wanted
from core.model.dispute import Dispute, Wish, other
from core.model.dispute_events import DisputeNews, NewsLost
from core.model.dispute_file import DisputeFile, PartyStep
from core.model.effects import Effect, Pass, Say
from core.model.ids import Address
from core.model.people import Agent
from core.model.shop import Role
from core.model.view import Block, Line, Listing, View, Words, text
from handoff.dispute_contacts import ROLES
from handoff.dispute_views import knows, reads, steps, untold
from handoff.disputes import asked


def tell(
    file: DisputeFile,
    role: Role,
    blocks: tuple[Block, ...],
    may: tuple[PartyStep, ...] = (),
    speaker: Agent | None = None,
) -> tuple[Effect, ...]:
    """`may`: what they can do about it. Nothing where there is no way to reach them."""
    contact = file.contact(role)
    if contact.person is None:
        return ()
    if contact.conversation:
        said = (*blocks, *_press(may, speaker))
        return (Pass(contact.conversation, DisputeNews(file.case, contact.person.id, said, may, speaker)),)
    return _by_mail(file, role, blocks, may, speaker)


def tell_again(file: DisputeFile, role: Role, lost: NewsLost) -> tuple[Effect, ...]:
    """What did not reach them in a chat: in the one where they are signed in now, else by mail."""
    news = lost.news
    blocks = news.blocks[: len(news.blocks) - len(_press(news.steps, news.speaker))]
    if file.contact(role).conversation == lost.conversation:
        return _by_mail(file, role, blocks, news.steps, news.speaker)
    return tell(file, role, blocks, news.steps, news.speaker)


def _by_mail(
    file: DisputeFile, role: Role, blocks: tuple[Block, ...], may: tuple[PartyStep, ...], speaker: Agent | None
) -> tuple[Effect, ...]:
    contact = file.contact(role)
    if contact.person is None or not contact.person.email:
        return ()
    how = (Line(text("dispute.mail_answer")),) if may else ()
    title = text("dispute.mail_subject", case=file.case, order=file.dispute.order.id)
    mail = View((*blocks, *how), title=title)
    return (Say(Address("email", contact.person.email), mail, contact.language, speaker),)


def _press(may: tuple[PartyStep, ...], speaker: Agent | None) -> tuple[Line, ...]:
    """Words that are just written in the chat are a question to the assistant: which button makes them an answer."""
    if "answer" in may:
        return (Line(text("dispute.press_answer")),)
    return (Line(text("dispute.press_add")),) if speaker and "add" in may else ()


def tell_stage(
    file: DisputeFile, zone: str, before: Mapping[Role, tuple[Block, ...]] | None = None
) -> tuple[Effect, ...]:
    """Where it stands now, to each party who knows of it, with a line `before` it; whoever is asked reads what it is about."""
    told: tuple[Effect, ...] = ()
    for role in ROLES:
        if knows(file, role):
            blocks = (*(before or {}).get(role, ()), *stands(file, role, zone), *_asking(file.dispute, role))
            told += tell(file, role, blocks, steps(file, role))
    return told


def stands(file: DisputeFile, role: Role, zone: str) -> tuple[Line, ...]:
    """Nothing while a decision waits for a second person: it might not come true."""
    return () if untold(file) else (Line(reads(file.dispute, role, zone)),)


def about(file: DisputeFile) -> Line:
    order = file.dispute.order
    return Line(text("dispute.about", case=file.case, order=order.id, title=order.title))


def _asking(dispute: Dispute, role: Role) -> tuple[Block, ...]:
    """What whoever is asked is to answer: the order, and what the other side says and wishes, in their own words."""
    if dispute.stage != "waiting_other_party" or role != asked(dispute):
        return ()
    order = dispute.order
    return (Line(text("dispute.summary.order", order=order.id, title=order.title)), *_claim(dispute, other(role)))


def _claim(dispute: Dispute, by: Role) -> tuple[Block, ...]:
    """Of who appealed there is no reason: that is of who opened it."""
    party = dispute.party(by)
    reason = (REASONS[by][dispute.reason],) if by == dispute.role else ()
    account = (_quoted(party.account),) if party.account else ()
    says = (Listing((text("dispute.other_says"), *reason)), *account) if reason or account else ()
    return (*says, *(_wish(party.wish) if party.wish else ()))


def _wish(wish: Wish) -> tuple[Block, ...]:
    what = text("dispute.other_wishes")
    if wish.words:
        return (Line(what), _quoted(wish.words))
    return (Listing((what, wanted(wish))),)


def _quoted(words: str) -> Words:
    """Marked in each line: nothing that one party wrote can pass for ours with the other."""
    return Words("\n".join(f"> {line}".rstrip() for line in words.splitlines()))
