"""The forms that agents fill in about a conversation, as modals."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

import msgspec

from bots.slack.cases.card_actions import Say
from bots.slack.controls.words import ASKS_FORM, REASONS, FormName, bare, language_shown
from bots.slack.ids import FORM, ControlRef, Json
from bots.slack.writing.markup import literal
from core.language.spec import LANGUAGES
from core.model.codec import encode
from core.model.people import Duty
from core.model.view import Lasting, Text, text

# docs.slack.dev/reference/views and /block-kit: a modal's title and buttons 24 characters, labels and hints 2,000, an
# option's text 75, typed words 3,000, 100 options.
_SHORT = 24
_LONG = 2000
_OPTION = 75
_OPTIONS = 100
LONGEST = 3000
LONGEST_REASON = 500

# The blocks by which a submission is read; an element has the name of its block.
TO = "to"
NOTE = "note"
UNTIL = "until"
AT = "at"
REASON = "reason"
LANGUAGE = "language"
WORDS = "words"

COLLEAGUE = "agent."
QUEUE = "queue."
REPLY = "reply"  # until the customer writes
TOMORROW = "tomorrow"
SPANS = {"30m": timedelta(minutes=30), "1h": timedelta(hours=1), "3h": timedelta(hours=3), "1d": timedelta(days=1)}


class Known(msgspec.Struct, frozen=True):
    """What a form offers or begins with: who could take the chat, the queues' names, the words to start from, and a hint.

    `unclaimed`: the chat is nobody's yet, so that a queue alone can have it.
    """

    colleagues: Sequence[Duty] = ()
    queues: Sequence[str] = ()
    words: str = ""
    hint: str = ""
    unclaimed: bool = False


def form(name: FormName, ref: ControlRef, known: Known, say: Say) -> Json:
    """The modal of that name, all but "reply", whose replies are not known here."""
    return modal(name, ref, list(_blocks(name, known, say)), say)


def modal(name: FormName, ref: ControlRef, blocks: list[Json], say: Say) -> Json:
    """`name` tells how its submission is read; one without inputs has nothing to submit. What it does is its title, with the
    case where both fit."""
    deed = bare(say(_TITLES.get(name, ASKS_FORM[name])))
    title = f"{deed} {ref.case}"
    if len(title) > _SHORT:
        title = deed
        blocks = [{"type": "context", "elements": [literal(say(text("card.title", case=ref.case)), _LONG)]}, *blocks]
    view: Json = {
        "type": "modal",
        "callback_id": f"{FORM}{name}",
        "private_metadata": encode(ref),
        "title": literal(title, _SHORT),
        "close": literal(say(text("button.cancel")), _SHORT),
        "blocks": blocks,
    }
    if any(block["type"] == "input" for block in blocks):
        view["submit"] = literal(say(_SUBMIT[name]) if name in _SUBMIT else deed, _SHORT)
    return view


_TITLES: dict[FormName, Text] = {"close": text("card.close"), "send": text("control.form.answer")}
_SUBMIT: dict[FormName, Text] = {
    "note": text("control.form.save_note"),
    "block": text("control.form.ask_block"),
    "reply": text("control.form.choose"),
    "send": text("staff.dispute.send"),
}
"""Where the button that ends a form says something else than its title."""


def _blocks(name: FormName, known: Known, say: Say) -> Iterator[Json]:
    match name:
        case "note":
            yield _note(say, optional=False)
        case "transfer":
            yield from _transfer(known, say)
        case "snooze":
            yield from _snooze(say)
        case "close":
            reasons = [option(reason, say(label)) for reason, label in REASONS.items()]
            yield entry(say(text("control.form.reason")), choice(REASON, reasons, first=True))
        case "language":
            languages = [option(each.code, language_shown(each.code)) for each in LANGUAGES]
            yield entry(say(text("control.form.language")), choice(LANGUAGE, languages))
        case "block":
            hint = say(text("control.form.supervisor"))
            yield entry(say(text("control.form.happened")), typed(REASON, LONGEST_REASON), hint)
        case "send" | "reply":
            yield entry(say(text("control.form.words")), typed(WORDS, LONGEST, known.words), known.hint)


def _transfer(known: Known, say: Say) -> Iterator[Json]:
    people = [option(f"{COLLEAGUE}{duty.agent.id}", _named(duty)) for duty in known.colleagues]
    queues = [option(f"{QUEUE}{name}", say(text("control.form.queue", name=name))) for name in known.queues]
    if not people:
        why = text("control.form.unclaimed") if known.unclaimed else text("control.form.nobody")
        yield {"type": "context", "elements": [literal(say(why), _LONG)]}
    if people or queues:
        yield entry(say(text("control.form.to")), choice(TO, [*people, *queues][:_OPTIONS]))
        yield _note(say, optional=True)


def _named(duty: Duty) -> str:
    name = duty.agent.name or duty.agent.id
    return f"{name} ({', '.join(duty.languages)})" if duty.languages else name


def _snooze(say: Say) -> Iterator[Json]:
    spans = [(key, text("control.form.for", span=Lasting(int(span.total_seconds())))) for key, span in SPANS.items()]
    ways = [(REPLY, text("control.form.reply")), *spans, (TOMORROW, text("control.form.tomorrow"))]
    options = [option(key, say(label)) for key, label in ways]
    yield entry(say(text("control.form.until")), choice(UNTIL, options, first=True), optional=True)
    yield entry(say(text("control.form.at")), {"type": "datetimepicker", "action_id": AT}, optional=True)


def _note(say: Say, *, optional: bool) -> Json:
    hint = say(text("control.form.inside"))
    return entry(say(text("control.form.note")), typed(NOTE, LONGEST), hint, optional=optional)


# --- fields


def entry(label: str, element: Json, hint: str = "", *, optional: bool = False) -> Json:
    """An input block, by the name of its element."""
    block = {
        "type": "input",
        "block_id": element["action_id"],
        "label": literal(label, _LONG),
        "element": element,
        "optional": optional,
    }
    return block | ({"hint": literal(hint, _LONG)} if hint else {})


def choice(name: str, options: list[Json], *, first: bool = False) -> Json:
    """A menu; with `first` its first option is chosen at the beginning."""
    menu: Json = {"type": "static_select", "action_id": name, "options": options}
    return menu | ({"initial_option": options[0]} if first else {})


def option(value: str, label: str) -> Json:
    return {"value": value, "text": literal(label, _OPTION)}


def typed(name: str, most: int, words: str = "") -> Json:
    element: Json = {"type": "plain_text_input", "action_id": name, "multiline": True, "max_length": most}
    return element | ({"initial_value": words[:most]} if words else {})
