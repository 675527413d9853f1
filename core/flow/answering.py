"""Questions and answers: the assistant looks, quotes what it found, and always shows the way to a person."""

from typing import Literal

from msgspec.structs import replace

from core.flow.choices import RATINGS, REQUESTS_BUTTON, TALK_BUTTON, personal
from core.flow.choosing import anew, show_offers
from core.flow.decision import Decision, enter, say, wake, within
from core.flow.dispute_parties import where_files_go
from core.flow.gaps import gap
from core.flow.order_facts import item_facts, order_facts
from core.flow.present import present
from core.model.answer import Answer, Citation, Quotation
from core.model.conversation import Answering, Closed, Conversation, Idle
from core.model.effects import Ask, Say
from core.model.events import AnswerReady, CustomerEdited, CustomerSentFile, CustomerWrote
from core.model.facts import Facts
from core.model.shop import Item, Order
from core.model.view import Block, Button, Line, Listing, Moment, Quote, Source, Written, text

SHORTEST = 2  # letters; a sign alone asks nothing
MOST_REMEMBERED = 3  # questions before the last one: what a follow-up may go on from
MOST_PENDING = 5  # what is written while an answer is looked for; more than this is a flood, and the last ones count


def asked(conversation: Conversation, event: CustomerWrote, facts: Facts) -> Decision:
    """The same question once more says that the answer did not help: then a person comes first."""
    known = anew(replace(conversation, name=event.sender.name or conversation.name))
    if facts.again and isinstance(conversation.stage, Idle) and conversation.stage.told:
        return _asked_again(known, conversation.stage, facts)
    return look(known, Answering(event.text, ref=event.ref, calm=facts.abuse), facts)


def _asked_again(conversation: Conversation, stage: Idle, facts: Facts) -> Decision:
    """An answer that did not help is a gap; that there was none has been noted, and needs no excuse."""
    if stage.told == "unknown":
        return show_offers(conversation, facts.offers, facts)
    offered = show_offers(conversation, facts.offers, facts, Line(text("answer.again")))
    return Decision(offered.conversation, (gap("disliked", conversation), *offered.effects))


def look_into(conversation: Conversation, question: str, facts: Facts) -> Decision:
    """A question about the order or item that the conversation is about; none at all asks how it stands."""
    return look(conversation, Answering(question, personal=True), facts)


def look_generally(conversation: Conversation, question: str, facts: Facts) -> Decision:
    return look(conversation, Answering(question), facts)


def look(conversation: Conversation, answering: Answering, facts: Facts) -> Decision:
    question = answering.question
    looking = replace(enter(conversation, answering), question=question, asked=_asked_before(conversation, question))
    person = looking.person if answering.personal else None
    ask = Ask(
        question,
        looking.language,
        looking.turn,
        looking.customer,
        looking.asked,
        person=person.id if person else None,
        about=looking.about if person else None,
    )
    return Decision(looking, (ask, wake(looking, "answer_due", facts.patience.answer, facts)))


def _asked_before(conversation: Conversation, question: str) -> tuple[str, ...]:
    """A case that is over takes its questions with it."""
    if isinstance(conversation.stage, Closed):
        return ()
    earlier = (*conversation.asked, conversation.question)
    return tuple(each for each in earlier if each and each != question)[-MOST_REMEMBERED:]


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
    return _go_on(stage, _told(conversation, stage, event.answer, facts), facts)


def _told(conversation: Conversation, stage: Answering, answer: Answer, facts: Facts) -> Decision:
    calm = (Line(text("answer.calm")),) if stage.calm else ()
    titles = tuple(dict.fromkeys(citation.title for citation in answer.citations))
    if answer.verdict in ("person", "urgent"):
        marked = replace(conversation, sources=(), urgent=conversation.urgent or answer.verdict == "urgent")
        help_now = (Line(text("urgent.now")), Line(text("urgent.person"))) if answer.verdict == "urgent" else ()
        return show_offers(marked, facts.offers, facts, *calm, *help_now)
    if answer.order or answer.item:
        return _told_personally(conversation, answer, titles, calm, facts)
    if stage.personal:
        calm = (*calm, Line(text("orders.failed")))
    if answer.kind == "unknown" or not titles:  # what has no source is not sent (promise 6)
        inviting = _invites(conversation, answer)
        idle = replace(enter(conversation, Idle("unknown")), sources=(), invited=conversation.invited or bool(inviting))
        own = personal(idle) if answer.verdict == "order" else ()
        unknown = (Line(text("answer.unknown")), *_open_requests(facts), *inviting)
        to_them = (REQUESTS_BUTTON,) if _open_requests(facts) else ()
        reply = say(idle, *calm, *unknown, buttons=(*to_them, *own, TALK_BUTTON))
        noise = stage.calm or sum(map(str.isalpha, stage.question)) < SHORTEST
        return Decision(idle, (reply,) if noise else (reply, gap("unanswered", idle, answer.confidence)))
    sure: Literal["answer", "careful"] = "careful" if answer.verdict == "careful" else "answer"
    invitation = _invites(conversation, answer)
    idle = replace(enter(conversation, Idle(sure)), sources=titles, invited=conversation.invited or bool(invitation))
    own = personal(idle) if answer.verdict == "order" else ()
    blocks = (*calm, *_answer_blocks(answer), *invitation, Line(text("rating.ask")))
    reply = say(idle, *blocks, buttons=(*own, TALK_BUTTON))
    return Decision(idle, (_with_ratings(reply, above=sure == "answer"),))


def _open_requests(facts: Facts) -> tuple[Line, ...]:
    """ "When do I get an answer?" is asked of us, not of the help centre."""
    return (Line(text("answer.requests")),) if facts.mails.own or facts.calls.own else ()


def _invites(conversation: Conversation, answer: Answer) -> tuple[Line, ...]:
    """What signing in would add, said once, where the question is about an order of one's own."""
    stranger = conversation.shop and conversation.person is None
    invites = stranger and answer.verdict == "order" and not conversation.invited
    return (Line(text("sign_in.offer")),) if invites else ()


def _told_personally(
    conversation: Conversation, answer: Answer, titles: tuple[str, ...], calm: tuple[Line, ...], facts: Facts
) -> Decision:
    """The order as the shop has it, and below it what the help centre says to the question."""
    idle = replace(enter(conversation, Idle("answer")), sources=titles)
    blocks = (*calm, *_own_facts(answer, facts), *(_said(answer) if titles else ()), Line(text("rating.ask")))
    page = _page(answer.order or answer.item)
    reply = say(idle, *blocks, buttons=(*page, *personal(idle), TALK_BUTTON))
    return Decision(idle, (_with_ratings(reply, above=True),))


def _page(source: Order | Item | None) -> tuple[Button, ...]:
    return (Button(text("button.order_page"), "", source.address),) if source and source.address else ()


def _own_facts(answer: Answer, facts: Facts) -> tuple[Block, ...]:
    """Each with the time at which it was read, and whose page it stands on."""
    found = order_facts(answer.order, facts.now) if answer.order else ()
    found += item_facts(answer.item, facts.now) if answer.item else ()
    source = answer.order or answer.item
    assert source
    read_at = Moment(answer.read_at or facts.now, source.zone)
    return (Line(found[0]), Listing((*found[1:], text("orders.read_at", at=read_at))))


def _with_ratings(reply: Say, *, above: bool) -> Say:
    """Under a careful answer the way to a person comes first."""
    return replace(reply, view=replace(reply.view, grid=RATINGS, above=above))


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
    following = look(decision.conversation, Answering("\n".join(stage.more), personal=stage.personal), facts)
    return Decision(following.conversation, decision.effects + following.effects)


def _answer_blocks(answer: Answer) -> tuple[Block, ...]:
    """How sure it is, and the answer with its sources."""
    careful = (Line(text("answer.careful")),) if answer.verdict == "careful" else ()
    named = answer.confidence == 1  # the article's own title: it is asked in general
    general = (Line(text("answer.general")),) if answer.verdict == "order" and not named else ()
    return (*careful, *_said(answer), *general)


def _said(answer: Answer) -> tuple[Block, ...]:
    if answer.writer == "model":
        return (Written(answer.markdown, tuple(Source(*_where(each)) for each in answer.citations)),)
    quotes = answer.quotes or (Quotation(answer.markdown, answer.citations[0]),)
    return tuple(Quote(each.markdown, *_where(each.citation)) for each in quotes)


def _where(citation: Citation) -> tuple[str, str, str]:
    return citation.title, citation.address, citation.language


def sent_file(conversation: Conversation, event: CustomerSentFile, facts: Facts) -> Decision:
    """A file without words, where nobody is there to look at it; in a dispute it may be evidence."""
    said = where_files_go(conversation, facts) or (present(conversation, Line(text("file.words_only"))),)
    return Decision(conversation, said)


def edited_meanwhile(conversation: Conversation, event: CustomerEdited, facts: Facts) -> Decision:
    """The very question that is being looked up is looked up anew; any other edited message is asked next."""
    stage = conversation.stage
    assert isinstance(stage, Answering)
    if event.ref and event.ref == stage.ref:
        return look(conversation, replace(stage, question=event.text), facts)
    return asked_more(conversation, event, facts)
