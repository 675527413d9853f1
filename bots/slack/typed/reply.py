"""What is answered to a typed command: as what it was understood, what it changes for the agent, and which commands there are."""

from datetime import datetime

from bots.slack.cases.card_actions import Say
from bots.slack.controls.words import ASKS_FORM, AT_ONCE, LABELS, ON_QUESTIONS, REASONS, bare, language_shown
from bots.slack.home_tab.home import AWAY
from bots.slack.ids import COMMAND
from bots.slack.typed.terms import EXAMPLES, Called, Did, OnDuty
from bots.slack.writing.markup import date_of, escaped, shortened
from core.model.controls import (
    Block,
    ChangeLanguage,
    Control,
    DropDraft,
    KeepNote,
    SendDraft,
    SendText,
    Snooze,
    Transfer,
)
from core.model.ids import CaseCode
from core.model.people import Duty
from core.model.view import LanguageNames, Text, text
from handoff.callback_card import BUTTONS

_DETAIL = 200
_BUTTONS: dict[str, Text] = dict((*ASKS_FORM.items(), *LABELS.items())) | {"claim": text("card.claim")}


def understood(case: CaseCode, did: Did, say: Say) -> str:
    """In mrkdwn. What came of it is seen in the thread."""
    if did == "claim":
        return _line(case, text("card.claim"), "", say)
    if isinstance(did, str):
        return _line(case, text("card.close"), escaped(say(REASONS[did])), say)
    return _line(case, _label(did), _detail(did, say), say)


def call_understood(call: Called, say: Say) -> str:
    """In mrkdwn, as `understood`."""
    return _line(call.case, BUTTONS[call.press], escaped(shortened(call.note, _DETAIL)), say)


def _line(case: CaseCode, label: Text, detail: str, say: Say) -> str:
    what = escaped(_plain(label, say))
    return f"{escaped(case)}: {what} · {detail}" if detail else f"{escaped(case)}: {what}"


def _label(control: Control) -> Text:
    match control:
        case Transfer():
            return ASKS_FORM["transfer"]
        case Snooze():
            return ASKS_FORM["snooze"]
        case ChangeLanguage():
            return ASKS_FORM["language"]
        case Block():
            return ASKS_FORM["block"]
        case KeepNote():
            return text("control.form.note")
        case SendText():
            return ASKS_FORM["reply"]
        case _:
            named = {**AT_ONCE, **ON_QUESTIONS}
            return next(LABELS[name] for name, known in named.items() if known == control)


def _detail(control: Control, say: Say) -> str:
    match control:
        case Transfer(to=agent, queue=queue):
            return escaped(agent.name or agent.id if agent else say(text("control.form.queue", name=queue)))
        case Snooze(until=until):
            return date_of(until) if until else escaped(say(text("control.form.reply")))
        case ChangeLanguage(language=language):
            return language_shown(language)
        case Block():
            return escaped(say(text("control.form.supervisor")))
        case KeepNote(text=words) | SendText(text=words):
            return escaped(shortened(words, _DETAIL))
        case SendDraft() | DropDraft():  # Slack takes away what one member sees only for a press on it
            return escaped(say(text("command.draft_stays")))
        case _:
            return ""


def duty_changed(change: OnDuty, known: Duty | None, chats: int, now: datetime) -> list[Text]:
    """`known`: the agent's duty so far; `chats`: how many are open. A status or "do not disturb" vetoes what was typed."""
    if not change.on_duty:
        return [text("command.off_chats", count=chats) if chats else text("home.off_duty")]
    vetoes = [veto.sign for veto in known.vetoes if veto.holds(now)] if known else []
    lasting = [sign for sign in vetoes if sign != "presence"]  # whoever types is there
    if lasting:
        return [text("home.not_counted"), *(AWAY[sign] for sign in lasting)]
    takes = known.languages if known and change.languages is None else change.languages
    return [text("command.on", languages=LanguageNames(takes)) if takes else text("command.on_all")]


def usage(say: Say) -> str:
    """In mrkdwn: a line for each verb, with the button that it stands for."""
    return "\n".join(_listed(verb, example, say) for verb, example in EXAMPLES.items())


def _listed(verb: str, example: str, say: Say) -> str:
    label = _BUTTONS.get(verb)
    return _as_typed(example) if label is None else f"{_as_typed(example)} · {escaped(_plain(label, say))}"


def _as_typed(example: str) -> str:
    return escaped(f"{COMMAND} {example}")


def _plain(label: Text, say: Say) -> str:
    return bare(say(label))
