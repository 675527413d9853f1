"""What a party of a dispute reads of it in their chat, and what they answer, add or appeal there."""

from msgspec.structs import replace

from core.flow import drafts
from core.flow.choices import CANCEL, TALK_BUTTON, shown
from core.flow.decision import Decision, enter, say, wake
from core.flow.dispute_form import step_button, step_of
from core.flow.order_titles import unlinked
from core.flow.present import present
from core.flow.triggers import Trigger
from core.model.conversation import Adding, Conversation, Idle
from core.model.dispute_events import DisputeNews, NewsLost, PartySpoke
from core.model.dispute_file import DisputeLine, PartyStep, stream_of
from core.model.effects import Pass, Say
from core.model.events import CustomerChose, CustomerSentFile, CustomerWrote, Woke
from core.model.facts import Facts
from core.model.view import Block, Line, text


def news(conversation: Conversation, event: DisputeNews, facts: Facts) -> Decision:
    """Said wherever the conversation stands, without ending what is under way there; to nobody but whom it concerns."""
    if conversation.person is None or conversation.person.id != event.person:
        return Decision(conversation, (_lost(conversation, event, "signed out meanwhile"),))
    steps = tuple(step_button(step, event.case) for step in event.steps)
    told = say(conversation, *event.blocks, buttons=(*steps, TALK_BUTTON))
    return Decision(conversation, (replace(told, speaker=event.speaker, news=event),))


def not_delivered(conversation: Conversation, news: DisputeNews, reason: str) -> Decision:
    """The dispute has other ways, and staff who read it."""
    return Decision(conversation, (_lost(conversation, news, reason),))


def _lost(conversation: Conversation, news: DisputeNews, reason: str) -> Pass:
    return Pass(stream_of(news.case), NewsLost(news, conversation.id, reason))


def chosen(conversation: Conversation, event: CustomerChose, facts: Facts) -> Decision:
    """A step of a dispute's message, as far as the dispute allows it now."""
    wanted = step_of(event.action)
    assert wanted
    step, case = wanted
    line = next((line for line in facts.disputes if line.case == case), None)
    if line is None or step not in line.steps:
        return Decision(conversation, (present(conversation, Line(text("dispute.step_over", case=case))),))
    return _ask(conversation, Adding(case, line.role, step), facts)


def awaited(conversation: Conversation, facts: Facts) -> tuple[Say, ...]:
    """To whoever signs in: what waits for their answer, which may have been asked for by mail."""
    return tuple(
        say(
            conversation,
            Line(text("dispute.about", case=line.case, order=line.order, title=unlinked(line.title))),
            Line(text("dispute.press_answer")),
            buttons=(step_button("answer", line.case), TALK_BUTTON),
        )
        for line in facts.disputes
        if "answer" in line.steps
    )


def where_files_go(conversation: Conversation, facts: Facts) -> tuple[Say, ...]:
    """To a party who sends a file that nobody asked for just now: to what waits for their answer, else to any dispute."""
    asked = [line for line in facts.disputes if "answer" in line.steps]
    return tuple(
        say(
            conversation,
            Line(text("dispute.file_belongs", case=line.case)),
            buttons=(step_button(step, line.case), *shown(conversation)),
        )
        for line in asked or facts.disputes
        if (step := _brings(line)) in line.steps
    )


def _brings(line: DisputeLine) -> PartyStep:
    return "answer" if "answer" in line.steps else "add"


def add_to(conversation: Conversation, line: DisputeLine, facts: Facts, *before: Block) -> Decision:
    """There is a dispute about this order: what the customer has to say belongs there."""
    return _ask(conversation, Adding(line.case, line.role, _brings(line)), facts, *before)


def _ask(conversation: Conversation, stage: Adding, facts: Facts, *before: Block) -> Decision:
    adding = enter(conversation, stage)
    return Decision(adding, (present(adding, *before), wake(adding, "expire", facts.patience.choice, facts)))


def wrote(conversation: Conversation, event: CustomerWrote, facts: Facts) -> Decision:
    stage = conversation.stage
    assert isinstance(stage, Adding)
    more = replace(stage, words=drafts.told(stage.words, event.text))
    return _ask(conversation, more, facts, Line(text("dispute.noted")))


def sent_file(conversation: Conversation, event: CustomerSentFile, facts: Facts) -> Decision:
    stage = conversation.stage
    assert isinstance(stage, Adding)
    refusal = drafts.refused(event, len(stage.evidence))
    if refusal:
        return Decision(conversation, (present(conversation, Line(refusal)),))
    files = (*stage.evidence, drafts.evidence(conversation, event, facts))
    more = replace(stage, words=drafts.told(stage.words, event.caption), evidence=files)
    return _ask(conversation, more, facts, Line(text("dispute.file_kept")))


def picked(conversation: Conversation, event: CustomerChose, facts: Facts) -> Decision:
    """That is all; or nothing of it."""
    stage = conversation.stage
    assert isinstance(stage, Adding)
    idle = enter(conversation, Idle())
    if event.action == CANCEL:
        return Decision(idle, (present(idle, Line(text("choosing.cancelled"))),))
    return Decision(idle, (_spoken(stage),))


def woke(conversation: Conversation, event: Woke, facts: Facts) -> Decision:
    return Decision(enter(conversation, Idle()))


def hand_over(before: Conversation, kind: Trigger, decision: Decision) -> Decision:
    """Who leaves the form in another way than by its own buttons has still said what they said."""
    stage, after = before.stage, decision.conversation.stage
    if not isinstance(stage, Adding) or isinstance(after, Adding) or kind is Trigger.PICKED:
        return decision
    if not (stage.words or stage.evidence):
        return decision
    step: PartyStep = "answer" if stage.step == "answer" else "add"
    return Decision(decision.conversation, (*decision.effects, _spoken(replace(stage, step=step))))


def _spoken(stage: Adding) -> Pass:
    return Pass(stream_of(stage.case), PartySpoke(stage.role, stage.step, stage.words, stage.evidence))
