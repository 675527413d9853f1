"""What staff filled in about a dispute: read as a decision or as words to a party, and checked before the form closes."""

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import msgspec

from bots.slack.cases.card import Say
from bots.slack.dispute.forms import ACCOUNTS, AMOUNT, ARTICLES, MEASURES, PARTIES, PARTY, REASONS, WORDS
from bots.slack.ids import ASK, DECIDE, FormRef, Json
from bots.slack.payloads import Field, Submitted, View
from core.language.amounts import amount_in, currency_in
from core.model.codec import decode
from core.model.dispute import By, Decision, Dispute, Measure, Refusal, WhyRefused
from core.model.dispute_file import DisputeFile
from core.model.errors import Unreadable
from core.model.ids import AgentId, CaseCode
from core.model.shop import Role
from core.model.view import Money, text
from handoff.disputes import decide

_SEPARATORS = re.compile(r"[\n,;]")
_NO_FIELD = Field()

Load = Callable[[CaseCode], Awaitable[DisputeFile | None]]
Complaints = dict[str, str]
"""What is wrong, by block, as Slack's `response_action: errors` takes it."""

WHERE: dict[WhyRefused, str] = {
    "no_reasons": REASONS,
    "no_articles": ARTICLES,
    "amount_missing": AMOUNT,
    "amount_unreadable": AMOUNT,
    "other_currency": AMOUNT,
    "amount_too_high": AMOUNT,
    "restrict_and_suspend": ACCOUNTS,
    "nobody_named": ACCOUNTS,
}
"""The field that shows a refusal; what is not here is about the measures, or about the dispute as a whole."""


class Submission(msgspec.Struct, frozen=True):
    """A form as it came; `decision` or `words` for `role`, by which of the two forms it was. `amount`: as it was typed."""

    ref: FormRef
    decision: Decision | None = None
    role: Role = "buyer"
    words: str = ""
    amount: str = ""


def read_submission(view: View) -> Submission | None:
    """None for a form that is none of a dispute's. Raises Unreadable for one that is not as we made it."""
    if view.callback_id not in (DECIDE, ASK):
        return None
    ref = decode(view.private_metadata, FormRef)
    return _decision(view, ref) if view.callback_id == DECIDE else _words(view, ref)


def _decision(view: View, ref: FormRef) -> Submission:
    amount = _typed(view, AMOUNT)
    chosen = [*_ticked(view, MEASURES), *_ticked(view, ACCOUNTS)]
    money = Money(amount_in(amount), currency_in(amount, ref.currency)) if amount else None
    measures = tuple(_measure(each, money) for each in chosen)
    articles = tuple(filter(None, (each.strip() for each in _SEPARATORS.split(_typed(view, ARTICLES)))))
    return Submission(ref, Decision(measures, _typed(view, REASONS), articles), amount=amount)


def _measure(chosen: str, amount: Money | None) -> Measure:
    """A ticked option: a measure, with whose account it is where it is about one."""
    kind, _, whose = chosen.partition(".")
    given = {"kind": kind, "account": whose or None, "amount": amount if kind == "partial_refund" else None}
    try:
        return msgspec.convert(given, Measure, from_attributes=True)
    except msgspec.ValidationError as error:
        raise Unreadable(f"no measure of ours: {error}") from None


def _words(view: View, ref: FormRef) -> Submission:
    option = _field(view, PARTY).selected_option
    role = next((each for each in PARTIES if option and option.value == each), None)
    if role is None:
        raise Unreadable("words for nobody")
    return Submission(ref, role=role, words=_typed(view, WORDS))


def _field(view: View, name: str) -> Field:
    return view.state.values.get(name, {}).get(name, _NO_FIELD)


def _typed(view: View, name: str) -> str:
    return (_field(view, name).value or "").strip()


def _ticked(view: View, name: str) -> list[str]:
    return [option.value for option in _field(view, name).selected_options or ()]


class FormCheck:
    """Looks at a submission before it is taken, so that whoever typed it can mend it; the rules look again when it is decided.

    `load` gives a dispute as it stands, `say` catalog texts in the staff's language.
    """

    def __init__(self, load: Load, say: Say, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._load = load
        self._say = say
        self._now = now

    async def complaints(self, body: Json) -> Complaints:
        """What is wrong with a submission; empty for a good one, and for all that is none. Raises Transient."""
        if body.get("type") != "view_submission":
            return {}
        try:
            sent = msgspec.convert(body, Submitted)
            submission = read_submission(sent.view)
        except (Unreadable, msgspec.ValidationError):
            return {}  # whatever it is: the inbox keeps it, and its reader says why it cannot be read
        if submission is None:
            return {}
        file = await self._load(submission.ref.case)
        first = next(iter(sent.view.state.values), MEASURES)
        if file is None:
            return {first: self._say(text("staff.dispute.gone"))}
        if submission.decision is None:
            return self._about_words(submission, file)
        return self._about_decision(submission, submission.decision, file.dispute, AgentId(sent.user.id))

    def _about_decision(self, submission: Submission, decision: Decision, dispute: Dispute, by: AgentId) -> Complaints:
        if submission.amount and all(measure.amount is None for measure in decision.measures):
            return {AMOUNT: self._say(text("staff.dispute.amount_alone"))}
        if _taken(dispute, decision, by):
            return {}
        decided = decide(dispute, decision, By("staff", by), self._now())
        return self._said(decided, WHERE.get(decided.why, MEASURES)) if isinstance(decided, Refusal) else {}

    def _about_words(self, submission: Submission, file: DisputeFile) -> Complaints:
        if not submission.words:
            return {WORDS: self._say(text("staff.dispute.no_words"))}
        if file.dispute.stage == "closed":
            return self._said(Refusal("closed"), WORDS)
        if not file.contact(submission.role).reachable:
            return self._said(Refusal("not_reachable"), PARTY)
        return {}

    def _said(self, refusal: Refusal, where: str) -> Complaints:
        return {where: self._say(refusal.text)}


def _taken(dispute: Dispute, decision: Decision, by: AgentId) -> bool:
    """The same form once more: its first acknowledgement did not arrive."""
    last = dispute.decisions[-1] if dispute.stage == "decided" else None
    return last is not None and (last.decision, last.by) == (decision, by)
