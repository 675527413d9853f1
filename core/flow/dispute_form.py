"""The report about an order as its customer sees it: each question with its choices, and the summary before it is sent."""

from core.flow.drafts import missing, wishes
from core.flow.order_titles import unlinked
from core.model.conversation import Adding
from core.model.dispute import Evidence, Reason, Wish, WishKind
from core.model.dispute_file import Draft, PartyStep
from core.model.dispute_tables import advise, fitting
from core.model.ids import CaseCode
from core.model.shop import Role, Tried
from core.model.view import Block, Button, Line, Listing, Text, Words, text

DISPUTE = "dispute"
REASON = "reason."
WISH = "wish."
CHANGE = "change."
ENOUGH = "enough"
SEND = "send"
PAUSE = "pause"
DISCARD = "discard"
ADVICE_TRIED = "advice.tried"
ADVICE_FAILED = "advice.failed"
ADVICE_SKIPPED = "advice.skipped"

TRIED: dict[str, Tried] = {ADVICE_TRIED: "tried", ADVICE_FAILED: "failed", ADVICE_SKIPPED: "skipped"}

DISPUTE_BUTTON = Button(text("button.dispute"), DISPUTE)
ADVICE = (
    Button(text("button.advice_tried"), ADVICE_TRIED),
    Button(text("button.advice_failed"), ADVICE_FAILED),
    Button(text("button.advice_go_on"), ADVICE_SKIPPED),
)
_PAUSE = Button(text("button.dispute_pause"), PAUSE)
_ENOUGH = Button(text("button.dispute_enough"), ENOUGH)

REASONS: dict[Role, dict[Reason, Text]] = {
    "buyer": {
        "not_received": text("dispute.reason.buyer.not_received"),
        "not_as_described": text("dispute.reason.buyer.not_as_described"),
        "damaged": text("dispute.reason.buyer.damaged"),
        "counterfeit": text("dispute.reason.buyer.counterfeit"),
        "wrong_amount": text("dispute.reason.wrong_amount"),
        "cancelled": text("dispute.reason.cancelled"),
        "not_paid": text("dispute.reason.not_paid"),
        "other": text("dispute.reason.other"),
    },
    "seller": {
        "not_received": text("dispute.reason.seller.not_received"),
        "not_as_described": text("dispute.reason.seller.not_as_described"),
        "damaged": text("dispute.reason.seller.damaged"),
        "counterfeit": text("dispute.reason.seller.counterfeit"),
        "wrong_amount": text("dispute.reason.wrong_amount"),
        "cancelled": text("dispute.reason.cancelled"),
        "not_paid": text("dispute.reason.not_paid"),
        "other": text("dispute.reason.other"),
    },
}
"""What happened, as each side would say it: to a seller, "it has not arrived" is about a return."""

WISHES: dict[WishKind, Text] = {
    "full_refund": text("dispute.wish.full_refund"),
    "partial_refund": text("dispute.wish.partial_refund"),
    "cancellation": text("dispute.wish.cancellation"),
    "replacement": text("dispute.wish.replacement"),
    "other": text("dispute.wish.other"),
}

_CHANGES = (
    Button(text("button.dispute_change_reason"), CHANGE + "reason"),
    Button(text("button.dispute_change_account"), CHANGE + "account"),
    Button(text("button.dispute_change_wish"), CHANGE + "wish"),
    Button(text("button.dispute_change_evidence"), CHANGE + "evidence"),
)

_STEP_LABELS: dict[PartyStep, Text] = {
    "answer": text("button.dispute_answer"),
    "add": text("button.dispute_add"),
    "appeal": text("button.dispute_appeal"),
    "withdraw": text("button.dispute_withdraw"),
}


def step_button(step: PartyStep, case: CaseCode) -> Button:
    """Works for as long as the dispute allows the step, whatever the conversation is about meanwhile."""
    return Button(_STEP_LABELS[step], f"{step}.{case}")


def step_of(action: str) -> tuple[PartyStep, CaseCode] | None:
    """What a step's button asks for; none for any other button."""
    step, _, case = action.partition(".")
    return (step, CaseCode(case)) if step in _STEP_LABELS and case else None


PRESSED = {button.action: button.label for button in (DISPUTE_BUTTON, *ADVICE, _PAUSE, _ENOUGH, *_CHANGES)} | {
    SEND: text("button.dispute_send"),
    DISCARD: text("button.dispute_discard"),
}


# --- a report that is filled in


def form_choices(draft: Draft) -> tuple[Button, ...]:
    match missing(draft):
        case "reason":
            own = REASONS[draft.role]
            fit = fitting(draft.role, draft.order.status)
            return (*(Button(own[reason], REASON + reason) for reason in fit), _PAUSE)
        case "first":
            return (*ADVICE, _PAUSE)
        case "wish":
            return (*(Button(WISHES[wish], WISH + wish) for wish in wishes(draft)), _PAUSE)
        case "evidence":
            return (_ENOUGH, _PAUSE)
        case "":
            send = Button(text("button.dispute_send"), SEND)
            return (send, *_CHANGES, _PAUSE, Button(text("button.dispute_discard"), DISCARD))
        case "account" | "amount" | "wish_words":
            return (_PAUSE,)


def question(draft: Draft) -> tuple[Block, ...]:
    match missing(draft):
        case "reason":
            return (Line(text("dispute.ask.reason", order=draft.order.id, title=unlinked(draft.order.title))),)
        case "first":
            return (Line(_advice(draft)),)
        case "account":
            return (*_warning(draft), Line(text("dispute.ask.account")))
        case "wish":
            return (Line(text("dispute.ask.wish")),)
        case "amount":
            return (Line(text("dispute.ask.amount", most=draft.order.total)),)
        case "wish_words":
            return (Line(text("dispute.ask.wish_words")),)
        case "evidence":
            return _more(draft.evidence) if draft.evidence else (Line(text("dispute.ask.evidence")),)
        case "":
            return summary(draft)


def _advice(draft: Draft) -> Text:
    name = draft.about.other.name
    return text("advice.seller", name=name) if draft.role == "buyer" else text("advice.buyer", name=name)


def _warning(draft: Draft) -> tuple[Line, ...]:
    """Why it is better not to write to the other party, where it is."""
    if draft.reason is None or draft.tried:
        return ()
    warning = advise(draft.reason, bool(draft.about.other.messages)).warning
    return (Line(warning),) if warning else ()


def _more(files: tuple[Evidence, ...]) -> tuple[Line, ...]:
    """The whole question is not read again with each file of many."""
    return (*_files(len(files)), Line(text("dispute.ask.anything_else")))


def _files(count: int) -> tuple[Line, ...]:
    return (Line(text("dispute.files", count=count)),) if count else ()


def summary(draft: Draft) -> tuple[Block, ...]:
    """All that will be sent, to be read through."""
    assert draft.reason
    assert draft.wish
    return (
        Line(text("dispute.summary")),
        Listing(
            (
                text("dispute.summary.order", order=draft.order.id, title=unlinked(draft.order.title)),
                REASONS[draft.role][draft.reason],
            )
        ),
        Line(text("dispute.summary.account")),
        Words(draft.account),
        *_wish(draft.wish),
        *_files(len(draft.evidence)),
    )


def _wish(wish: Wish) -> tuple[Block, ...]:
    what = text("dispute.summary.wish")
    if wish.words:
        return (Line(what), Words(wish.words))
    return (Listing((what, wanted(wish))),)


def wanted(wish: Wish) -> Text:
    """What of it has words of ours."""
    return text("dispute.summary.amount", amount=wish.amount) if wish.amount else WISHES[wish.kind]


# --- what a party brings later

_ASK: dict[PartyStep, Text] = {
    "answer": text("dispute.ask.answer"),
    "add": text("dispute.ask.more"),
    "appeal": text("dispute.ask.appeal"),
    "withdraw": text("dispute.ask.withdraw"),
}


def adding_choices(stage: Adding) -> tuple[Button, ...]:
    back = Button(text("button.cancel"), "cancel")
    if stage.step == "withdraw":
        return (Button(_STEP_LABELS["withdraw"], ENOUGH), back)
    return (_ENOUGH, back) if stage.words or stage.evidence else (back,)


def adding_question(stage: Adding) -> tuple[Line, ...]:
    return _more(stage.evidence) if stage.words or stage.evidence else (Line(_ASK[stage.step]),)
