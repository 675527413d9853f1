"""What the customer thinks of the help: of an answer, and once of a case that is closed. A no leads to a person."""

from msgspec.structs import replace

from core.flow import personal
from core.flow.choices import (
    ADD_WORD,
    ALL_STARS,
    CANCEL,
    HELPED,
    NOT_SOLVED,
    SOLVED,
    SOLVED_OR_NOT,
    STARS,
    TALK_BUTTON,
    choices,
    shown,
)
from core.flow.choosing import show_offers
from core.flow.decision import Decision, enter, say
from core.flow.gaps import gap
from core.model.conversation import Closed, Conversation, Corresponding, Idle
from core.model.effects import Rate, Say
from core.model.events import CustomerChose, CustomerWrote
from core.model.facts import Facts
from core.model.ids import CaseCode
from core.model.view import Block, Button, Line, text

LONGEST = 1000  # characters of a word about the help
MOST_RATED = 20  # cases that are remembered


def rated(conversation: Conversation, event: CustomerChose, facts: Facts) -> Decision:
    """An answer of the assistant: a no is kept for the operator too."""
    helped = event.action == HELPED
    rate = Rate("assistant", solved=helped)
    if helped:
        idle = enter(conversation, Idle())
        return Decision(idle, (rate, say(idle, Line(text("rating.thanks")), buttons=(TALK_BUTTON,))))
    offered = show_offers(conversation, facts.offers, facts, Line(text("rating.sorry")))
    return Decision(offered.conversation, (rate, gap("disliked", conversation), *offered.effects))


def may_ask(case: CaseCode, conversation: Conversation, facts: Facts) -> bool:
    """Once, and never while something is open."""
    others = [line for line in facts.mails.own if line.case != case]
    is_open = bool(others or facts.calls.own or facts.disputes)
    return not is_open and case not in conversation.rated and _is_free(case, conversation)


def _is_free(case: CaseCode, conversation: Conversation) -> bool:
    """Nothing else is talked about, and nothing else is being asked."""
    match conversation.stage:
        case Idle():
            return True
        case Closed(asks=asks):
            return asks == ""
        case Corresponding(case=other):
            return other == case
        case _:
            return False


def asking(conversation: Conversation, stage: Closed) -> Conversation:
    """The customer is asked about this case, and not again."""
    asked = replace(conversation, rated=(*conversation.rated, stage.case)[-MOST_RATED:])
    return enter(asked, stage)


def ask_if_solved(conversation: Conversation, *before: Block) -> Say:
    """The last words of a case, with the one question about it."""
    return _asking(conversation, SOLVED_OR_NOT, *before, Line(text("rating.solved")))


def _asking(conversation: Conversation, answers: tuple[Button, ...], *blocks: Block) -> Say:
    """The answers stand side by side, the ways that are always there beneath them."""
    asked = say(conversation, *blocks, buttons=shown(conversation))
    return replace(asked, view=replace(asked.view, grid=answers, above=True))


def ask_for_stars(conversation: Conversation, *before: Block) -> Say:
    """How the help was, of whom it came from."""
    agent = conversation.stage.agent if isinstance(conversation.stage, Closed) else None
    how = text("rating.stars", agent=agent.name) if agent else text("rating.stars_email")
    return _asking(conversation, ALL_STARS, *before, Line(how))


def picked(conversation: Conversation, event: CustomerChose, facts: Facts) -> Decision:
    """Solved or not, then the stars, then a word if they like; nobody is asked twice."""
    stage = conversation.stage
    assert isinstance(stage, Closed)
    if event.action == NOT_SOLVED:
        offered = show_offers(conversation, facts.offers, facts, Line(text("rating.not_solved")))
        return Decision(offered.conversation, (_rate(stage, solved=False), *offered.effects))
    if event.action == SOLVED:
        asked = enter(conversation, replace(stage, asks="stars"))
        return Decision(asked, (_rate(stage, solved=True), ask_for_stars(asked)))
    if event.action.startswith(STARS):
        asked = enter(conversation, replace(stage, asks="word"))
        stars = _rate(stage, stars=int(event.action.removeprefix(STARS)))
        return Decision(asked, (stars, say(asked, Line(text("rating.word")), buttons=choices(asked))))
    if event.action == ADD_WORD:
        asked = enter(conversation, replace(stage, asks="writing"))
        return Decision(asked, (say(asked, Line(text("rating.write")), buttons=choices(asked)),))
    assert event.action == CANCEL
    return _thanked(conversation, stage)


def wrote(conversation: Conversation, event: CustomerWrote, facts: Facts) -> Decision:
    """A word about the help, where one was asked for; else it is the next question."""
    stage = conversation.stage
    assert isinstance(stage, Closed)
    if stage.asks != "writing":
        return personal.asked(conversation, event, facts)
    thanked = _thanked(conversation, stage)
    return Decision(thanked.conversation, (_rate(stage, words=event.text.strip()[:LONGEST]), *thanked.effects))


def _thanked(conversation: Conversation, stage: Closed) -> Decision:
    over = enter(conversation, replace(stage, asks=""))
    return Decision(over, (say(over, Line(text("rating.noted")), buttons=shown(over)),))


def _rate(stage: Closed, *, solved: bool | None = None, stars: int = 0, words: str = "") -> Rate:
    agent = stage.agent.id if stage.agent else ""
    return Rate("email" if stage.method == "email" else "agent", stage.case, agent, solved, stars, words)
