"""The form in which agents set their name, languages and number of chats, and what is wrong with what they filled in."""

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from bots.slack.cases.card import Say
from bots.slack.home_tab.home import SETTINGS
from bots.slack.ids import Json
from bots.slack.payloads import Field, Submitted
from bots.slack.writing.markup import literal
from core.language.names import name_of
from core.language.spec import BY_CODE, ENGLISH
from core.model.errors import Unreadable
from core.model.heard import AgentSettings
from core.model.people import Agent, Duty
from core.model.view import text

LONGEST_NAME = 40  # characters
MOST_CHATS = 10

# The blocks by which a submission is read; an element has the name of its block.
NAME = "name"
LANGUAGES = "languages"
CHATS = "chats"

_AS_THE_TEAM = "0"
_LETTER = re.compile(r"[^\W\d_]")
_NO_NAME = re.compile(r"[@<>\x00-\x1f\x7f]|://|www\.", re.IGNORECASE)


def settings_form(duty: Duty | None, languages: Sequence[str], chats_at_once: int, say: Say) -> Json:
    """`languages`: those of the team; docs.slack.dev/reference/views."""
    blocks = [_name(duty, say), _languages(duty, languages, say), _chats(duty, chats_at_once, say)]
    return {
        "type": "modal",
        "callback_id": SETTINGS,
        "title": literal(say(text("home.form.title")), 24),
        "submit": literal(say(text("home.form.save")), 24),
        "close": literal(say(text("button.cancel")), 24),
        "blocks": blocks,
    }


def _name(duty: Duty | None, say: Say) -> Json:
    element: Json = {"type": "plain_text_input", "action_id": NAME, "max_length": LONGEST_NAME}
    if duty and duty.agent.name:
        element["initial_value"] = duty.agent.name[:LONGEST_NAME]
    return _input(say(text("home.name")), element, say(text("home.form.name_hint")))


def _languages(duty: Duty | None, languages: Sequence[str], say: Say) -> Json:
    options = [_option(code, name_of(code, ENGLISH)) for code in languages]
    chosen = [option for option in options if duty and option["value"] in duty.languages]
    element: Json = {"type": "multi_static_select", "action_id": LANGUAGES, "options": options}
    if chosen:
        element["initial_options"] = chosen
    return _input(say(text("home.languages")), element, say(text("home.form.languages_hint")))


def _chats(duty: Duty | None, chats_at_once: int, say: Say) -> Json:
    team = _option(_AS_THE_TEAM, say(text("home.form.as_the_team", count=chats_at_once)))
    options = [team, *(_option(str(count), str(count)) for count in range(1, MOST_CHATS + 1))]
    capacity = min(duty.capacity, MOST_CHATS) if duty else 0
    element = {"type": "static_select", "action_id": CHATS, "options": options, "initial_option": options[capacity]}
    return _input(say(text("home.chats")), element)


def _input(label: str, element: Json, hint: str = "") -> Json:
    block = {
        "type": "input",
        "block_id": element["action_id"],
        "label": literal(label, 2000),
        "element": element,
        "optional": True,
    }
    return block | ({"hint": literal(hint, 2000)} if hint else {})


def _option(value: str, label: str) -> Json:
    return {"value": value, "text": literal(label, 75)}


# --- what was filled in
def is_settings_form(body: Json) -> bool:
    view = body.get("view")
    return body.get("type") == "view_submission" and isinstance(view, dict) and view.get("callback_id") == SETTINGS


def complaints(body: Json, say: Say) -> dict[str, str]:
    """What is wrong with a form of ours, by block; nothing for one that is right."""
    try:
        name = _typed(msgspec.convert(body, Submitted))
    except msgspec.ValidationError:
        return {}  # the reader says so of it
    if name and not is_a_name(name):
        return {NAME: say(text("home.form.bad_name", most=LONGEST_NAME))}
    return {}


def is_a_name(name: str) -> bool:
    """Whether customers may read it as somebody's name."""
    return len(name) <= LONGEST_NAME and bool(_LETTER.search(name)) and not _NO_NAME.search(name)


def wanted(form: Submitted, agent: Agent) -> AgentSettings:
    """Raises Unreadable for values that the form does not offer."""
    languages = tuple(each.value for each in _field(form, LANGUAGES).selected_options or ())
    chosen = _field(form, CHATS).selected_option
    chats = chosen.value if chosen else _AS_THE_TEAM
    name = _typed(form)
    if not set(languages) <= set(BY_CODE) or not chats.isdecimal() or int(chats) > MOST_CHATS:
        raise Unreadable("settings of an agent that the form does not offer")
    if name and not is_a_name(name):
        raise Unreadable("a name of an agent that is none")
    return AgentSettings(agent, name, languages, int(chats))


def _typed(form: Submitted) -> str:
    return " ".join((_field(form, NAME).value or "").split())


def _field(form: Submitted, name: str) -> Field:
    found: Any = form.view.state.values.get(name, {}).get(name)
    return found or Field()
