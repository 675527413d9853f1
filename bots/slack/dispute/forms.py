"""The forms that staff fill in about a dispute, as modals: a decision, and words to a party."""

from collections.abc import Iterator

from bots.slack.cases.card import Say
from bots.slack.dispute.words import CANCEL, FULL, NOTHING, POLICE, REMOVE, RESTRICT, ROLES, SUSPEND
from bots.slack.ids import ASK, DECIDE, FormRef, Json
from bots.slack.writing.markup import literal
from core.model.codec import encode
from core.model.dispute import Dispute
from core.model.dispute_amounts import money
from core.model.dispute_file import Contact, DisputeFile
from core.model.effects import ShowForm
from core.model.errors import Refused
from core.model.shop import Role
from core.model.view import LanguageNames, Text, text
from handoff.decisions import left

# docs.slack.dev/reference/views and /block-kit: a modal's title and buttons 24 characters, labels and hints 2,000, an
# option's text 75, typed words 3,000.
_SHORT = 24
_LONG = 2000
_OPTION = 75
_TYPED = 3000
LONGEST_REASONS = 2800  # so that the card shows them in full

# The blocks by which a submission is read; an element has the name of its block.
MEASURES = "measures"
ACCOUNTS = "accounts"
AMOUNT = "amount"
REASONS = "reasons"
ARTICLES = "articles"
PARTY = "party"
WORDS = "words"

PARTIES: tuple[Role, Role] = ("buyer", "seller")


def form_view(effect: ShowForm, say: Say) -> Json:
    """The modal that the effect wants shown. Raises Refused where there is nobody to write to."""
    file, thread = effect.file, effect.file.thread
    if thread is None:
        raise Refused(f"dispute {file.case} is nowhere shown to staff yet")
    ref = FormRef(file.case, thread, file.dispute.order.total.currency)
    match effect.form:
        case "decide":
            return _modal(file, ref, DECIDE, text("staff.dispute.submit"), list(_deciding(file, say)), say)
        case "ask":
            return _modal(file, ref, ASK, text("staff.dispute.send"), _asking(file, say), say)


def _modal(file: DisputeFile, ref: FormRef, name: str, submit: Text, blocks: list[Json], say: Say) -> Json:
    return {
        "type": "modal",
        "callback_id": name,
        "private_metadata": encode(ref),
        "title": literal(say(text("card.dispute.title", case=file.case)), _SHORT),
        "submit": literal(say(submit), _SHORT),
        "close": literal(say(text("button.cancel")), _SHORT),
        "blocks": blocks,
    }


# --- a decision


def _deciding(file: DisputeFile, say: Say) -> Iterator[Json]:
    dispute = file.dispute
    refundable = dispute.order.payment not in ("awaited", "failed") and left(dispute) > 0
    yield {"type": "context", "elements": [literal(say(text("staff.dispute.second_person")), _LONG)]}
    measures = _checkboxes(MEASURES, _measures(dispute, say, refundable=refundable))
    yield _input(say(text("staff.dispute.measures")), measures, optional=True)
    if refundable:
        currency = dispute.order.total.currency
        most = say(text("staff.dispute.most", most=money(left(dispute), dispute.order)))
        yield _input(say(text("staff.dispute.amount", currency=currency)), _line(AMOUNT), most, optional=True)
    accounts = _accounts(dispute, say)
    if accounts:
        yield _input(say(text("staff.dispute.accounts")), _checkboxes(ACCOUNTS, accounts), optional=True)
    hint = f"{say(text('staff.dispute.reasons_hint'))} {say(_languages(file))}"
    yield _input(say(text("staff.dispute.reasons")), _words(REASONS, LONGEST_REASONS), hint)
    yield _input(say(text("staff.dispute.articles")), _words(ARTICLES), say(text("staff.dispute.articles_hint")))


def _languages(file: DisputeFile) -> Text:
    """Nobody translates what staff write."""
    buyer, seller = (_reads(file.contact(role)) for role in PARTIES)
    return text("staff.dispute.languages", buyer=buyer, seller=seller)


def _reads(contact: Contact) -> LanguageNames | str:
    return LanguageNames((contact.language,)) if contact.person else "–"


def _measures(dispute: Dispute, say: Say, *, refundable: bool) -> list[Json]:
    """Only what makes sense for this order."""
    order = dispute.order
    sensible = (
        ("full_refund", FULL, refundable),
        ("partial_refund", text("staff.dispute.partial_refund"), refundable),
        ("cancel_order", CANCEL, order.status != "cancelled"),
        ("remove_item", REMOVE, order.item is not None),
        ("referred_to_police", POLICE, True),
        ("no_action", NOTHING, True),
    )
    return [_option(kind, say(label)) for kind, label, possible in sensible if possible]


def _accounts(dispute: Dispute, say: Say) -> list[Json]:
    """A restriction and a suspension for each party whom the shop has named."""
    return [
        _option(f"{kind}.{role}", say(labels[role]))
        for role in PARTIES
        if dispute.party(role).person
        for kind, labels in (("restrict_account", RESTRICT), ("suspend_account", SUSPEND))
    ]


# --- words to a party


def _asking(file: DisputeFile, say: Say) -> list[Json]:
    reachable = [_option(role, say(ROLES[role])) for role in PARTIES if file.contact(role).reachable]
    if not reachable:
        raise Refused(f"no party of dispute {file.case} can be reached")
    party: Json = {"type": "radio_buttons", "action_id": PARTY, "options": reachable}
    if len(reachable) == 1:
        party["initial_option"] = reachable[0]
    hint = f"{say(text('staff.dispute.words_hint'))} {say(_languages(file))}"
    return [
        _input(say(text("staff.dispute.party")), party),
        _input(say(text("staff.dispute.words")), _words(WORDS), hint),
    ]


# --- fields


def _input(label: str, element: Json, hint: str = "", *, optional: bool = False) -> Json:
    block = {
        "type": "input",
        "block_id": element["action_id"],
        "label": literal(label, _LONG),
        "element": element,
        "optional": optional,
    }
    return block | ({"hint": literal(hint, _LONG)} if hint else {})


def _checkboxes(name: str, options: list[Json]) -> Json:
    return {"type": "checkboxes", "action_id": name, "options": options}


def _option(value: str, label: str) -> Json:
    return {"value": value, "text": literal(label, _OPTION)}


def _line(name: str) -> Json:
    return {"type": "plain_text_input", "action_id": name, "max_length": 40}


def _words(name: str, most: int = _TYPED) -> Json:
    return {"type": "plain_text_input", "action_id": name, "multiline": True, "max_length": most}
