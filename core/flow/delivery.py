"""What became of an agent's words on their way to the customer, shown where they were written, and what else can be tried."""

from collections.abc import Sequence

from msgspec.structs import replace

from core.flow import proving
from core.flow.decision import Decision, whisper
from core.flow.sending import as_said
from core.flow.thread_signs import ask, mark, settle
from core.model.controls import Choice, Resend, SendByMail
from core.model.conversation import Conversation, WithAgent, live_chat
from core.model.effects import Post, Say, SendFile
from core.model.events import AgentControlled, Delivered, EffectFailed
from core.model.facts import Copy, Facts
from core.model.ids import Address, CaseCode
from core.model.people import Agent
from core.model.ticket import Letterhead, TicketLine
from core.model.view import Line, Text, View, text


def delivered(conversation: Conversation, event: Delivered, facts: Facts) -> Decision:
    """A message of which anything has failed stays marked so."""
    copy = facts.thread.copy
    if copy is None or copy.thread is None or copy.failed or copy.way == "gone":
        return Decision(conversation)
    return Decision(conversation, mark(copy.thread, event.ref, "sent"))


# --- what failed


def failed(conversation: Conversation, effect: Say | SendFile, event: EffectFailed, facts: Facts) -> Decision:
    """The agent is called, reads why, and decides. What was taken back meanwhile need not arrive."""
    copy = facts.thread.copy
    if copy is None or copy.thread is None or copy.way == "gone":
        return Decision(conversation)
    again = Choice(text("control.resend"), Resend(effect.ref), "primary")
    mail = (Choice(text("control.send_by_mail"), SendByMail(effect.ref)),)
    choices = (again, *(mail if _can_be_mailed(conversation, effect, facts) else ()))
    to = (effect.speaker,) if effect.speaker else ()
    asked = ask(copy.thread, _key(effect.ref), _why(effect, event), *choices, quoted=copy.text, to=to)
    return Decision(conversation, (*mark(copy.thread, effect.ref, "failed"), asked))


def _can_be_mailed(conversation: Conversation, effect: Say | SendFile, facts: Facts) -> bool:
    email = conversation.email
    return _words((effect,)) is not None and bool(email) and proving.may_read(conversation, email, facts)


def _words(lost: Sequence[Say | SendFile]) -> Say | None:
    """What of it was meant for the chat and can be mailed: words, also those under a file."""
    said = (as_said(each) if isinstance(each, SendFile) and each.caption else each for each in lost)
    return next((each for each in said if isinstance(each, Say) and each.to.channel != "email"), None)


def _why(effect: Say | SendFile, event: EffectFailed) -> Text:
    if not event.certain:
        return text("staff.failed_unsure", reason=event.reason)
    if effect.to.channel == "email":
        return text("staff.failed_mail", reason=event.reason)
    match event.fault:
        case "blocked":
            return text("staff.failed_blocked")
        case "refused" | "gone" if isinstance(effect, SendFile):
            return text("staff.failed_file", reason=event.reason)
        case "gone":
            return text("staff.failed_gone", reason=event.reason)
        case "refused":
            return text("staff.failed_refused", reason=event.reason)
        case "exhausted":
            return text("staff.failed_exhausted", reason=event.reason)


def _key(ref: str) -> str:
    return f"failed.{ref}"


def settled(copy: Copy, thread: Address, outcome: Text) -> Post:
    """The question about what failed, answered."""
    return settle(thread, _key(copy.ref), text("staff.failed"), outcome, copy.text)


# --- what else can be tried


def resend(conversation: Conversation, event: AgentControlled, facts: Facts) -> Decision:
    """What has not arrived of it goes once more, wherever the conversation stands by now."""
    copy, refused = _lost(conversation, event, facts)
    if copy is None:
        return refused
    outcome = text("staff.sent_again", agent=event.agent.name)
    return Decision(conversation, (*copy.lost, settled(copy, event.thread, outcome)))


def by_mail(conversation: Conversation, event: AgentControlled, facts: Facts) -> Decision:
    """To the address that the customer gave, if it is known to be theirs; in their ticket, where there is one."""
    copy, refused = _lost(conversation, event, facts)
    if copy is None:
        return refused
    said, email = _words(copy.lost), conversation.email
    if said is None:
        return _told(conversation, event, text("staff.not_mailed"))
    if not email:
        return _told(conversation, event, text("staff.no_address"))
    if not proving.may_read(conversation, email, facts):
        return _told(conversation, event, text("staff.address_not_proven", email=email))
    outcome = text("staff.sent_by_mail", agent=event.agent.name, email=email)
    mail = _mail(email, said, event.case, _ticket(email, event.case, facts))
    return Decision(conversation, (mail, settled(copy, event.thread, outcome)))


def _lost(conversation: Conversation, event: AgentControlled, facts: Facts) -> tuple[Copy | None, Decision]:
    """The message whose button was pressed, or what to tell whoever may not press it, or pressed it too late."""
    copy = facts.thread.copy
    if copy is None or not copy.lost or copy.way == "gone":
        return None, _told(conversation, event, text("staff.nothing_lost"))
    owner = _owner(conversation)
    if event.agent.id not in {each.id for each in (copy.speaker, owner) if each}:
        name = (owner or copy.speaker or event.agent).name
        return None, _told(conversation, event, text("staff.not_owner", owner=name))
    return copy, Decision(conversation)


def _owner(conversation: Conversation) -> Agent | None:
    live = live_chat(conversation.stage)
    return live.agent if isinstance(live, WithAgent) else None


def _told(conversation: Conversation, event: AgentControlled, said: Text) -> Decision:
    return Decision(conversation, (whisper(event.thread, event.agent, said),))


def _ticket(email: str, case: CaseCode, facts: Facts) -> TicketLine | None:
    """The ticket to which an answer to the mail belongs: the same case's, or another one's at that address."""
    theirs = [line for line in facts.mails.own if proving.same_address(line.email, email)]
    return facts.mails.ticket(case) or next(reversed(theirs), None)


def _mail(email: str, said: Say, case: CaseCode, ticket: TicketLine | None) -> Say:
    head = Letterhead(f"{case.lower()}.customer.{said.ref}", token=ticket.token) if ticket else None
    agent = said.speaker.name if said.speaker else ""
    why = Line(text("mail.from_chat", agent=agent, case=case))
    view = View((why, *said.view.blocks), title=text("mail.from_chat.subject", agent=agent, case=case))
    return replace(said, to=Address("email", email), view=view, letterhead=head)
