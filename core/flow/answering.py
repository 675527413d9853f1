"""Questions and answers: the assistant looks, quotes what it found, and always shows the way to a person."""

from msgspec.structs import replace

from core.flow.choices import TALK_BUTTON
from core.flow.decision import Decision, enter, say, wake, within
from core.flow.present import present
from core.model.answer import Answer
from core.model.conversation import Answering, Conversation, Idle
from core.model.effects import Ask
from core.model.events import AnswerReady, CustomerEdited, CustomerSentFile, CustomerWrote
from core.model.facts import Facts
from core.model.view import Block, Line, Quote, text

MOST_PENDING = 5  # what is written while an answer is looked for; more than this is a flood, and the last ones count


def asked(conversation: Conversation, event: CustomerWrote, facts: Facts) -> Decision:
    known = replace(conversation, name=event.sender.name or conversation.name)
    return look(known, Answering(event.text, ref=event.ref), facts)


def look(conversation: Conversation, answering: Answering, facts: Facts) -> Decision:
    question = answering.question
    looking = replace(enter(conversation, answering), question=question)
    ask = Ask(question, looking.language, looking.turn, looking.customer)
    return Decision(looking, (ask, wake(looking, "answer_due", facts.patience.answer, facts)))


def asked_more(conversation: Conversation, event: CustomerWrote | CustomerEdited, facts: Facts) -> Decision:
    """Kept until the answer under way is there; the same words twice are one question."""
    stage = conversation.stage
    assert isinstance(stage, Answering)
    if event.text in (stage.question, *stage.more):
        return Decision(conversation)
    more = (*stage.more, event.text)[-MOST_PENDING:]
    return Decision(within(conversation, replace(stage, more=more)))


def answered(conversation: Conversation, event: AnswerReady, facts: Facts) -> Decision:
    stage = conversation.stage
    assert isinstance(stage, Answering)
    titles = tuple(citation.title for citation in event.answer.citations)
    idle = replace(enter(conversation, Idle()), sources=titles)
    reply = say(idle, *_answer_blocks(event.answer), buttons=(TALK_BUTTON,))
    return _go_on(stage, Decision(idle, (reply,)), facts)


def unanswered(conversation: Conversation, event: object, facts: Facts) -> Decision:
    """The answer failed or is late: say so, and show the way to a person."""
    stage = conversation.stage
    assert isinstance(stage, Answering)
    idle = replace(enter(conversation, Idle()), sources=())
    reply = say(idle, Line(text("answer.failed")), buttons=(TALK_BUTTON,))
    return _go_on(stage, Decision(idle, (reply,)), facts)


def _go_on(stage: Answering, decision: Decision, facts: Facts) -> Decision:
    if not stage.more:
        return decision
    following = look(decision.conversation, Answering("\n".join(stage.more)), facts)
    return Decision(following.conversation, decision.effects + following.effects)


def _answer_blocks(answer: Answer) -> tuple[Block, ...]:
    """What has no source is not sent (promise 6)."""
    if answer.kind == "unknown" or not answer.citations:
        return (Line(text("answer.unknown")),)
    source = answer.citations[0]
    return (Quote(answer.markdown, source.title, source.address, source.language),)


def sent_file(conversation: Conversation, event: CustomerSentFile, facts: Facts) -> Decision:
    """A file where nobody is there to look at it: its caption is read, the file itself needs a person."""
    if event.caption.strip():
        step = asked_more if isinstance(conversation.stage, Answering) else asked
        return step(conversation, CustomerWrote(event.caption, event.sender, event.ref), facts)
    return Decision(conversation, (present(conversation, Line(text("file.words_only"))),))


def edited(conversation: Conversation, event: CustomerEdited, facts: Facts) -> Decision:
    """A corrected question is a question."""
    return look(conversation, Answering(event.text, ref=event.ref), facts)


def edited_meanwhile(conversation: Conversation, event: CustomerEdited, facts: Facts) -> Decision:
    """The very question that is being looked up is looked up anew; any other edited message is asked next."""
    stage = conversation.stage
    assert isinstance(stage, Answering)
    if event.ref and event.ref == stage.ref:
        return look(conversation, replace(stage, question=event.text), facts)
    return asked_more(conversation, event, facts)
