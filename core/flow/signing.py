"""The link with which a customer signs in, and signing out: who somebody is comes from the shop alone (promise 5)."""

from msgspec.structs import replace

from core.flow.choices import link_button, shown
from core.flow.decision import Decision, enter, say, wake
from core.flow.present import present
from core.model.conversation import (
    Adding,
    Advising,
    Answering,
    Conversation,
    Corresponding,
    Disputing,
    Filling,
    Idle,
    PickingOrder,
    SigningIn,
)
from core.model.effects import Invite, Note
from core.model.events import CustomerChose, Woke
from core.model.facts import Facts, SignIn
from core.model.shop import Person
from core.model.view import Line, text


def sign_in(conversation: Conversation, event: CustomerChose, facts: Facts) -> Decision:
    """The link, with the question that waits for it."""
    return ask_to_sign_in(conversation, _interrupted(conversation), facts)


def _interrupted(conversation: Conversation) -> str:
    match conversation.stage:
        case Answering(question=question) | SigningIn(question=question):
            return question
        case Idle(told=told) if told:
            return conversation.question
        case _:
            return ""


def ask_to_sign_in(conversation: Conversation, question: str, facts: Facts, number: str = "") -> Decision:
    if facts.sign_in is None:  # there is no shop to sign in to
        return Decision(conversation, (present(conversation),))
    signing = enter(conversation, SigningIn(facts.sign_in.url, question, number))
    seconds = int((facts.sign_in.until - facts.now).total_seconds())
    return Decision(
        signing,
        (
            *_invited(conversation, facts.sign_in),
            say(signing, Line(text("sign_in.how")), buttons=shown(signing)),
            wake(signing, "expire", seconds, facts),
        ),
    )


def beside(conversation: Conversation, event: CustomerChose, facts: Facts) -> Decision:
    """While a person is there or waited for, the link comes beside that."""
    if facts.sign_in is None:
        return Decision(conversation, (present(conversation),))
    link = say(conversation, Line(text("sign_in.how")), buttons=(link_button(facts.sign_in.url),))
    return Decision(conversation, (*_invited(conversation, facts.sign_in), link))


def _invited(conversation: Conversation, link: SignIn) -> tuple[Note, Invite]:
    """The audit says that there is a link; what it is stands in the link alone."""
    return Note("link made"), Invite(link.token, conversation.name, link.until)


def expired(conversation: Conversation, event: Woke, facts: Facts) -> Decision:
    """Nobody waits for it any more; the next message is a question."""
    return Decision(enter(conversation, Idle()))


def sign_out(conversation: Conversation, event: CustomerChose, facts: Facts) -> Decision:
    """What was talked about as somebody is forgotten with them."""
    if conversation.person is None:
        return Decision(conversation, (present(conversation, Line(text("sign_out.not_in"))),))
    stranger = forget(_left(conversation))
    note = Note("signed out", conversation.person.id)
    return Decision(stranger, (note, present(stranger, Line(text("sign_out.done")))))


def _left(conversation: Conversation) -> Conversation:
    """Out of what was read, looked up or asked in the account's name: a late result of it is dropped."""
    stage = conversation.stage
    own = isinstance(stage, Answering | PickingOrder | Advising | Disputing | Adding | Corresponding)
    form = isinstance(stage, Filling) and stage.meanwhile is None  # its question, or its ticket, is forgotten too
    return enter(conversation, Idle()) if own or form else conversation


def change_to(conversation: Conversation, person: Person) -> Conversation:
    """Signed in as this person; somebody else's account begins afresh."""
    before = conversation.person
    stranger = forget(_left(conversation)) if before and before.id != person.id else conversation
    return replace(stranger, person=person)


def forget(conversation: Conversation) -> Conversation:
    """Without the account and all that was read in its name."""
    unknown = replace(conversation, person=None, email="", proof=None, proven=(), apology=None)
    return replace(unknown, about=None, tried="", question="", sources=(), asked=(), evidence=False, originals=())
