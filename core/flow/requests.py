""" "My requests": every open case of whoever writes, how it stands, and what can be done about it; or the one of a code."""

from collections.abc import Iterator

from core.flow.call_buttons import call_button
from core.flow.choices import TALK_BUTTON, shown
from core.flow.decision import Decision, say
from core.flow.dispute_form import step_button
from core.flow.joining import call_stands
from core.flow.mail_buttons import mail_button
from core.flow.order_titles import cut
from core.model.conversation import Conversation
from core.model.effects import Say
from core.model.events import CustomerChose
from core.model.facts import Facts
from core.model.request import RequestLine
from core.model.view import Button, Line, Listing, Moment, Soon, Text, text

LONGEST_ABOUT = 80  # characters of the customer's own words
MOST_SHOWN = 10  # of one customer; the newest ones


def asked(conversation: Conversation, event: CustomerChose, facts: Facts) -> Decision:
    """Beside whatever is under way, which goes on."""
    if facts.requests.code:
        return Decision(conversation, (_one(conversation, facts),))
    if not facts.requests.own:
        return Decision(conversation, (say(conversation, Line(text("requests.none")), buttons=_ways(conversation)),))
    return Decision(conversation, tuple(_all(conversation, facts)))


def _one(conversation: Conversation, facts: Facts) -> Say:
    """The same words for a code that is somebody else's and for one that is nobody's."""
    if not facts.requests.own:
        unknown = Line(text("requests.unknown", case=facts.requests.code))
        return say(conversation, unknown, buttons=_ways(conversation))
    return _said(conversation, facts.requests.own[0], facts)


def _ways(conversation: Conversation) -> tuple[Button, ...]:
    """What the stage offers, and in any case the way to a person."""
    buttons = shown(conversation)
    return buttons if TALK_BUTTON in buttons else (*buttons, TALK_BUTTON)


def _all(conversation: Conversation, facts: Facts) -> Iterator[Say]:
    """A message each, so that its buttons say about which it is."""
    lines = facts.requests.own[-MOST_SHOWN:]
    yield say(conversation, Line(text("requests.open")))
    for line in lines[:-1]:
        yield _said(conversation, line, facts, ())
    yield _said(conversation, lines[-1], facts)


def _said(
    conversation: Conversation, line: RequestLine, facts: Facts, more: tuple[Button, ...] = (TALK_BUTTON,)
) -> Say:
    about = cut(line.about, LONGEST_ABOUT) or "…"
    block = Listing((text("requests.case", case=line.case, about=about), _stands(line, facts)))
    if line.way == "live_chat" and line.standing != "closed":  # a person is called, or there
        return say(conversation, block, buttons=shown(conversation))
    return say(conversation, block, buttons=(*_buttons(line), *more))


def _buttons(line: RequestLine) -> Iterator[Button]:
    """They work in any message; what is over has none."""
    for step in line.steps:
        match line.way:
            case "email":
                yield mail_button(step, line.case)  # type: ignore[arg-type]  # a ticket's own step
            case "callback":
                yield call_button(step, line.case)  # type: ignore[arg-type]
            case "dispute":
                yield step_button(step, line.case)  # type: ignore[arg-type]
            case "live_chat":
                return


def _stands(line: RequestLine, facts: Facts) -> Text:
    if line.standing == "closed":
        return text("requests.closed", at=Moment(line.at, line.zone)) if line.at else text("requests.closed_open")
    match line.way:
        case "email":
            return _mail_stands(line, facts)
        case "callback":
            return _call_stands(line, facts)
        case "dispute":
            return _dispute_stands(line)
        case "live_chat" if line.agent:
            return text("requests.chat.with", agent=line.agent)
        case "live_chat":
            return text("requests.chat.queued")


def _mail_stands(line: RequestLine, facts: Facts) -> Text:
    """A time that is past is no promise any more; the ticket gives a new one."""
    if line.standing == "answered":
        return text("requests.email.answered")
    if line.at is None or line.at <= facts.now:
        return text("requests.email.owed_open")
    return text("requests.email.owed", when=Soon(line.at, facts.now, line.zone, roughly=True))


def _call_stands(line: RequestLine, facts: Facts) -> Text:
    if line.standing == "talked" or line.at is None:
        return text("requests.callback.talked")
    return call_stands(Soon(line.at, facts.now, line.zone), booked=line.standing == "booked")


def _dispute_stands(line: RequestLine) -> Text:
    """In the words of the dispute's own messages."""
    if line.at is None:
        return text("requests.dispute.open")
    return Text(f"dispute.stage.{line.standing}", {"case": line.case, "due": Moment(line.at, line.zone)})
