"""Filling in a report about an order, one question after the other: it may be left, taken up again, and is sent once confirmed."""

from decimal import Decimal

from msgspec.structs import replace

from core.flow import dispute_form, drafts, failures, personal
from core.flow.choices import shown
from core.flow.decision import Decision, enter, say, wake
from core.flow.dispute_form import DISCARD, ENOUGH, PAUSE, SEND, TRIED
from core.flow.dispute_parties import add_to
from core.flow.present import present
from core.model.conversation import Closed, Conversation, Disputing, Idle
from core.model.dispute import Wish
from core.model.dispute_amounts import amount_fault, decimal
from core.model.dispute_events import DisputeFiled, PartySpoke
from core.model.dispute_file import DisputeLine, Draft, stream_of
from core.model.dispute_tables import fitting
from core.model.effects import Look, Pass
from core.model.events import CustomerChose, CustomerSentFile, CustomerWrote, EffectFailed, OneFound, OrdersFound, Woke
from core.model.facts import Facts
from core.model.shop import OrderId
from core.model.view import Line, Money, text


def report(conversation: Conversation, event: CustomerChose, facts: Facts) -> Decision:
    """ "Report a problem" with the order that is talked about; without one it is asked which."""
    about = conversation.about
    if conversation.person is None or about is None or about.kind != "order":
        return personal.orders(conversation, event, facts)
    known = _reported(facts, OrderId(about.id))
    if known:
        return add_to(conversation, known, facts, Line(text("dispute.exists", case=known.case)))
    looking = enter(conversation, Disputing(OrderId(about.id), looking=True))
    look = Look(conversation.person.id, looking.turn, looking.customer, about.id, kind="order")
    return Decision(looking, (look, wake(looking, "answer_due", facts.patience.answer, facts)))


def _reported(facts: Facts, order: OrderId) -> DisputeLine | None:
    """An order has one open dispute at a time, whoever opened it."""
    return next((line for line in facts.disputes if line.order == order), None)


def found(conversation: Conversation, event: OrdersFound | OneFound, facts: Facts) -> Decision:
    """The order as it stands: with it the form begins, or goes on where it was left."""
    assert isinstance(event, OneFound)
    if event.order is None or event.about is None:
        return _without(conversation, Line(text("orders.not_found", number=event.number)))
    assert conversation.person
    before = drafts.find(conversation, event.order.id)
    again = (Line(text("dispute.resumed")),) if before else ()
    fresh = before or Draft(conversation.person.id, event.about, event.order, tried=conversation.tried)
    return _ask(conversation, _fitting(replace(fresh, about=event.about, order=event.order)), facts, *again)


def _fitting(draft: Draft) -> Draft:
    """What was chosen before the order went on may not be possible any more."""
    reason = draft.reason if draft.reason in fitting(draft.role, draft.order.status) else None
    wish = draft.wish if draft.wish and draft.wish.kind in drafts.wishes(draft) else None
    return replace(draft, reason=reason, wish=wish)


def _without(conversation: Conversation, why: Line) -> Decision:
    idle = enter(conversation, Idle())
    return Decision(idle, (present(idle, why),))


def _ask(conversation: Conversation, draft: Draft, facts: Facts, *before: Line) -> Decision:
    """The next question, or the summary."""
    asking = enter(drafts.keep(conversation, draft), Disputing(draft.order.id))
    return Decision(asking, (present(asking, *before), wake(asking, "expire", facts.patience.choice, facts)))


def wrote(conversation: Conversation, event: CustomerWrote, facts: Facts) -> Decision:
    """Words answer the question; where a choice is asked for they belong to what happened."""
    draft = drafts.present_draft(conversation)
    if draft is None:  # still looking at the order
        return Decision(conversation, (present(conversation),))
    match drafts.missing(draft):
        case "amount":
            return _amount(conversation, draft, facts)
        case "wish_words":
            return _ask(conversation, replace(draft, wish=Wish("other", words=drafts.told("", event.text))), facts)
        case "account":
            return _ask(conversation, _tell(draft, event.text), facts)
        case _:
            return _ask(conversation, _tell(draft, event.text), facts, Line(text("dispute.noted")))


def _tell(draft: Draft, words: str) -> Draft:
    return replace(draft, account=drafts.told(draft.account, words))


def _amount(conversation: Conversation, draft: Draft, facts: Facts) -> Decision:
    total = draft.order.total
    wanted = Money(facts.amount, facts.currency or total.currency)
    wrong = next(amount_fault(wanted, draft.order, decimal(total) or Decimal(0)), None)
    if wrong:
        return Decision(conversation, (present(conversation, Line(wrong.text)),))
    return _ask(conversation, replace(draft, wish=Wish("partial_refund", wanted)), facts)


def sent_file(conversation: Conversation, event: CustomerSentFile, facts: Facts) -> Decision:
    """A file is evidence at whichever question it comes; its caption says what happened."""
    draft = drafts.present_draft(conversation)
    refusal = drafts.refused(event, len(draft.evidence) if draft else 0)
    if draft is None or refusal:
        return Decision(conversation, (present(conversation, *([Line(refusal)] if refusal else [])),))
    kept = replace(draft, evidence=(*draft.evidence, drafts.evidence(conversation, event, facts)))
    return _ask(conversation, _tell(kept, event.caption), facts, Line(text("dispute.file_kept")))


def picked(conversation: Conversation, event: CustomerChose, facts: Facts) -> Decision:
    draft = drafts.present_draft(conversation)
    assert draft  # nothing is offered before
    if event.action == PAUSE:
        return paused(conversation, event, facts)
    if event.action == DISCARD:
        return _without(drafts.drop(conversation, draft), Line(text("dispute.discarded")))
    if event.action == SEND:
        return _send(conversation, draft, facts)
    if event.action in TRIED:
        tried = TRIED[event.action]
        return _ask(replace(conversation, tried=tried), replace(draft, tried=tried), facts)
    return _ask(conversation, _chosen(draft, event.action), facts)


def _chosen(draft: Draft, action: str) -> Draft:
    if action == ENOUGH:
        return replace(draft, complete=True)
    kind, _, value = action.partition(".")
    match f"{kind}.", value:
        case dispute_form.REASON, reason:
            return replace(draft, reason=reason)
        case dispute_form.WISH, wish:
            return replace(draft, wish=Wish(wish))  # type: ignore[arg-type]  # one of its own buttons
        case _, "evidence":
            return replace(draft, complete=False)
        case _, "account":
            return replace(draft, account="")
        case _, field:
            return replace(draft, **{field: None})


def paused(conversation: Conversation, event: object, facts: Facts) -> Decision:
    """Nothing is lost: the draft waits."""
    idle = enter(conversation, Idle())
    return Decision(idle, (present(idle, Line(text("dispute.paused"))),))


def _send(conversation: Conversation, draft: Draft, facts: Facts) -> Decision:
    """One open dispute for each order: what came too late for its own is added to the other."""
    sent = drafts.drop(conversation, draft)
    known = _reported(facts, draft.order.id)
    if known:
        closed = enter(sent, Closed(known.case, "dispute"))
        spoke = PartySpoke(draft.role, "add", draft.account, draft.evidence)
        joined = say(closed, Line(text("dispute.exists", case=known.case)), buttons=shown(closed))
        return Decision(closed, (joined, Pass(stream_of(known.case), spoke)))
    assert conversation.person
    case = facts.fresh_case
    closed = enter(sent, Closed(case, "dispute"))
    filed = DisputeFiled(case, draft, conversation.person, conversation.id, conversation.language)
    told = say(closed, Line(text("dispute.sent", case=case)), buttons=shown(closed))
    return Decision(closed, (told, Pass(stream_of(case), filed)))


def failed(conversation: Conversation, event: EffectFailed, facts: Facts) -> Decision:
    """The shop does not say how the order stands; what else failed is answered as everywhere."""
    if isinstance(event.effect, Look):
        late = event.turn != conversation.turn
        return Decision(conversation) if late else _without(conversation, Line(text("orders.failed")))
    return failures.failed(conversation, event, facts)


def woke(conversation: Conversation, event: Woke, facts: Facts) -> Decision:
    """The shop takes too long; or the customer went away, and their draft waits without a word."""
    stage = conversation.stage
    assert isinstance(stage, Disputing)
    if stage.looking:
        return _without(conversation, Line(text("orders.failed")))
    return Decision(enter(conversation, Idle()))
