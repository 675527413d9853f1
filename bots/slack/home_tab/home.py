"""The App Home of an agent in Block Kit, and the same as plain words: duty, own chats, the queue, what is due today."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from bots.slack.cases.card import Say, button
from bots.slack.home_tab.own_desk import DueCase, OwnChat, OwnDesk, Waiting
from bots.slack.ids import OFF_DUTY, ON_DUTY, Json, place_of
from bots.slack.writing.markup import date_of, escaped, literal
from core.language.names import name_of
from core.language.spec import ENGLISH
from core.model.errors import Gone
from core.model.ids import Address, CaseCode
from core.model.people import Duty, Sign
from core.model.view import Text, text

SETTINGS = "agent.settings"  # the button that asks for the form, and the form

# docs.slack.dev/reference/block-kit/blocks: a view 100 blocks, a section's text 3,000, a header's 150 characters.
_HEADER = 150
_ROWS = 20  # of each list; each row is a block of its own
_NAME = 60

_KINDS = {
    "email": text("home.due.email"),
    "callback": text("home.due.callback"),
    "dispute": text("home.due.dispute"),
}
AWAY: dict[Sign, Text] = {
    "presence": text("home.away.presence"),
    "status": text("home.away.status"),
    "dnd": text("home.away.dnd"),
}

Link = Callable[[Address], str]
"""The address of a thread, for a browser; empty where there is none."""


class Terms(NamedTuple):
    """What is the same for all agents: the words, the way to threads, and how many chats one has who has not said it."""

    say: Say
    link: Link
    chats_at_once: int


def home_view(own: OwnDesk, terms: Terms) -> Json:
    return {"type": "home", "blocks": _blocks(own, terms)}


def outsiders_view(line: str) -> Json:
    """For whoever is no agent."""
    return {"type": "home", "blocks": [{"type": "section", "text": literal(line, 3000)}]}


def _blocks(own: OwnDesk, terms: Terms) -> list[Json]:
    say = terms.say
    return [
        _header(say(text("home.duty"))),
        _section(_standing(own.duty, terms)),
        {"type": "actions", "elements": _buttons(own.duty, say)},
        {"type": "divider"},
        *_list(text("home.mine"), [_chat(chat, terms) for chat in own.chats], text("home.mine.none"), say),
        *_list(text("home.queue"), [_waiting(row, say) for row in own.queue], text("home.queue.none"), say),
        *_list(text("home.due"), [_due(case, terms) for case in own.due], text("home.due.none"), say),
    ]


def mine(own: OwnDesk, terms: Terms) -> str:
    """The same in mrkdwn, for a typed command."""
    say = terms.say
    chats = [_chat(chat, terms) for chat in own.chats]
    queue = [_waiting(row, say) for row in own.queue]
    due = [_due(case, terms) for case in own.due]
    parts = [
        _standing(own.duty, terms),
        _words(text("home.mine"), chats, text("home.mine.none"), say),
        _words(text("home.queue"), queue, text("home.queue.none"), say),
        _words(text("home.due"), due, text("home.due.none"), say),
    ]
    return "\n\n".join(parts)


def _words(title: Text, rows: Sequence[str], none: Text, say: Say) -> str:
    shown = [f"• {row}" for row in rows[:_ROWS]] or [escaped(say(none))]
    return "\n".join([f"*{escaped(say(title))}*", *shown, *_more(rows, say)])


# --- duty
def _standing(duty: Duty | None, terms: Terms) -> str:
    say = terms.say
    known = duty.languages if duty else ()
    languages = ", ".join(name_of(code, ENGLISH) for code in known) or say(text("home.all_languages"))
    lines = [
        f"*{escaped(say(_state(duty)))}*",
        *(escaped(say(line)) for line in _vetoed(duty)),
        f"{escaped(say(text('home.name')))}: {escaped(duty.agent.name if duty else '') or '–'}",
        f"{escaped(say(text('home.languages')))}: {escaped(languages)}",
        f"{escaped(say(text('home.chats')))}: {duty.capacity if duty and duty.capacity else terms.chats_at_once}",
    ]
    return "\n".join(lines)


def _state(duty: Duty | None) -> Text:
    if duty is None or not duty.on_duty:
        return text("home.off_duty")
    return text("home.not_counted") if duty.away else text("home.on_duty")


def _vetoed(duty: Duty | None) -> list[Text]:
    """Why somebody on duty is not counted. Those that begin later are not shown: they are not known to hold."""
    if duty is None or not duty.away:
        return []
    return [AWAY[veto.sign] for veto in duty.vetoes]


def _buttons(duty: Duty | None, say: Say) -> list[Json]:
    on = duty is not None and duty.on_duty
    other = button(say(text("duty.off")), OFF_DUTY, "off") if on else button(say(text("duty.on")), ON_DUTY, "on")
    style = {} if on else {"style": "primary"}
    return [other | style, button(say(text("home.settings")), SETTINGS, "settings")]


# --- the lists
def _list(title: Text, rows: Sequence[str], none: Text, say: Say) -> list[Json]:
    shown = [_section(row) for row in rows[:_ROWS]] or [_section(escaped(say(none)))]
    return [_header(say(title)), *shown, *(_section(row) for row in _more(rows, say))]


def _more(rows: Sequence[str], say: Say) -> list[str]:
    return [escaped(say(text("home.more", count=len(rows) - _ROWS)))] if len(rows) > _ROWS else []


def _chat(chat: OwnChat, terms: Terms) -> str:
    name = escaped((chat.name or "–")[:_NAME])
    return (
        f"{_linked(chat.case, chat.thread, terms)} {name} ({name_of(chat.language, ENGLISH)}): {_wait(chat, terms.say)}"
    )


def _wait(chat: OwnChat, say: Say) -> str:
    if chat.snoozed:
        return escaped(say(text("home.snoozed")))
    if chat.since is None:
        return escaped(say(text("home.answered")))
    return f"{escaped(say(text('home.waits_since')))} {date_of(chat.since)}"


def _waiting(row: Waiting, say: Say) -> str:
    since = f"{escaped(say(text('home.longest_since')))} {date_of(row.since)}"
    return f"{name_of(row.language, ENGLISH)}: {row.customers}, {since}"


def _due(case: DueCase, terms: Terms) -> str:
    kind = escaped(terms.say(_KINDS[case.kind]))
    return f"{_linked(case.case, case.thread, terms)} {kind}: {date_of(case.due)}"


def _linked(case: CaseCode, thread: Address | None, terms: Terms) -> str:
    where = terms.link(thread) if thread else ""
    return f"<{where}|{escaped(case)}>" if where else f"*{escaped(case)}*"


def link_at(workspace: str) -> Link:
    """Threads of the workspace at this address ("https://shop.slack.com/"), as chat.getPermalink would give them."""

    def link(thread: Address) -> str:
        try:
            place = place_of(thread)
        except Gone:
            return ""
        return f"{workspace.rstrip('/')}/archives/{place.channel}/p{place.ts.replace('.', '')}" if workspace else ""

    return link


def _header(words: str) -> Json:
    return {"type": "header", "text": literal(words, _HEADER)}


def _section(mrkdwn: str) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": mrkdwn}}
