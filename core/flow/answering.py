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


def greeting(conversation: Conversation) -> tuple[Block, ...]:
    """Once per conversation, before anything else: an AI answers, and a person can be asked for (promise 6)."""
    return () if conversation.greeted else (Line(text("greeting")),)


def greeted(conversation: Conversation) -> Conversation:
    return replace(conversation, greeted=True)


def started(conversation: Conversation, event: CustomerWrote, facts: Facts) -> Decision:
    """/start: the greeting, always, and what can be done now."""
    known = greeted(replace(conversation, name=event.sender.name or conversation.name))
    return Decision(known, (present(known, Line(text("greeting"))),))


def asked(conversation: Conversation, event: CustomerWrote, facts: Facts) -> Decision:
    known = replace(conversation, name=event.sender.name or conversation.name)
    return look(known, event.text, facts)


def look(conversation: Conversation, question: str, facts: Facts) -> Decision:
    looking = replace(enter(conversation, Answering(question)), question=question)
    ask = Ask(question, looking.language, looking.turn, looking.customer)
    return Decision(looking, (ask, wake(looking, "answer_due", facts.patience.answer, facts)))


def asked_more(conversation: Conversation, event: CustomerWrote, facts: Facts) -> Decision:
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
    reply = say(idle, *greeting(idle), *_answer_blocks(event.answer), buttons=(TALK_BUTTON,))
    return _go_on(greeted(idle), stage, Decision(greeted(idle), (reply,)), facts)


def unanswered(conversation: Conversation, event: object, facts: Facts) -> Decision:
    """The answer failed or is late: say so, and show the way to a person."""
    stage = conversation.stage
    assert isinstance(stage, Answering)
    idle = replace(enter(conversation, Idle()), sources=())
    reply = say(idle, *greeting(idle), Line(text("answer.failed")), buttons=(TALK_BUTTON,))
    return _go_on(greeted(idle), stage, Decision(greeted(idle), (reply,)), facts)


def _go_on(idle: Conversation, stage: Answering, decision: Decision, facts: Facts) -> Decision:
    if not stage.more:
        return decision
    following = look(idle, "\n".join(stage.more), facts)
    return Decision(following.conversation, decision.effects + following.effects)


def _answer_blocks(answer: Answer) -> tuple[Block, ...]:
    if answer.kind == "unknown":
        return (Line(text("answer.unknown")),)
    source = answer.citations[0]
    return (Quote(answer.markdown, source.title, source.address, source.language),)


def sent_file(conversation: Conversation, event: CustomerSentFile, facts: Facts) -> Decision:
    """A file where nobody is there to look at it: its caption is read, the file itself needs a person."""
    if event.caption.strip():
        return asked(conversation, CustomerWrote(event.caption, event.sender, event.ref), facts)
    known = greeted(conversation)
    return Decision(known, (present(known, *greeting(conversation), Line(text("file.words_only"))),))


def edited(conversation: Conversation, event: CustomerEdited, facts: Facts) -> Decision:
    """A corrected question is a question; an answer that is under way is let go."""
    return look(conversation, event.text, facts)
