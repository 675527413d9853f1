"""What holds after any history, however the world behaves."""

from collections.abc import Iterator
from datetime import timedelta

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from core.flow.choices import choices
from core.flow.decide import decide
from core.flow.holding import looks_like_note
from core.flow.stale import written
from core.flow.table import TABLE
from core.flow.triggers import as_choice, trigger
from core.model import codec
from core.model.callback import CallbackAdded
from core.model.controls import ConfirmBlock, KeepNote
from core.model.conversation import (
    Adding,
    Advising,
    Answering,
    Choosing,
    Conversation,
    Corresponding,
    Disputing,
    Filling,
    Queued,
    WithAgent,
)
from core.model.effects import Ask, CloseHandoff, Effect, Look, OpenHandoff, Pass, Post, Say, WakeReason
from core.model.events import AgentClaimed, AgentControlled, AgentWrote, CustomerChose, CustomerWrote, Event, Woke
from core.model.facts import Facts
from core.model.ids import Address
from core.model.people import Sender
from core.model.posts import Relay
from core.model.ticket import stream_of as ticket_stream
from core.model.ticket_events import AddressGiven, CustomerAdded, TicketNews
from core.model.view import Line, Words
from tests.flow.cast import OFF_DUTY, ON_DUTY, TOM
from tests.flow.histories import History, after, histories
from tests.flow.world import ORDERS, Step, World

MOST_STEPS = 60  # of a patient customer on the way to a person


@given(histories, st.integers(0, 2**10), st.booleans(), st.booleans(), st.booleans())
@settings(max_examples=250, deadline=None)
def test_talk_to_support_ends_with_a_person_or_with_e_mail(
    history: History, button: int, on_duty: bool, claimed: bool, threads_open: bool
) -> None:
    world = after(history)
    world.offers = ON_DUTY if on_duty else OFF_DUTY
    world.hear(CustomerChose("talk", _any_talk(world, button), Sender("Anna")))
    begun = len(world.steps)
    for _ in range(MOST_STEPS):
        if isinstance(world.conversation.stage, WithAgent) or _ticket_since(world, begun):
            return
        _goes_on(world, claimed=claimed, threads_open=threads_open)
    raise AssertionError(f"no person and no ticket: {world.conversation.stage}")


def _any_talk(world: World, n: int) -> int:
    turns = [turn for action, turn in world.buttons if action == "talk"]
    return turns[n % len(turns)]


def _ticket_since(world: World, begun: int) -> bool:
    return any(_asks_the_team(effect) for step in world.steps[begun - 1 :] for effect in step.effects)


def _asks_the_team(effect: Effect) -> bool:
    """By a new ticket, or in a case that is open already."""
    match effect:
        case OpenHandoff(method="email") | Pass(event=CustomerAdded(again=True) | CallbackAdded() | AddressGiven()):
            return True
        case _:
            return False


def _goes_on(world: World, *, claimed: bool, threads_open: bool) -> None:
    """What is under way ends, and the customer does what the screen asks for."""
    while world.pending:
        task = world.pending.pop(0)
        broken = isinstance(task[0], OpenHandoff) and task[0].method == "live_chat" and not threads_open
        world.fail(task, 3) if broken else world.perform(task)
    if world.news:
        world.hear(world.news.pop(0))
        return
    world.now += timedelta(seconds=10)
    match world.conversation.stage:
        case Advising():  # advice is no wall: one more press goes past it
            world.hear(CustomerChose("talk", world.conversation.turn))
        case Choosing():
            world.presses_now(0)
        case Filling(missing=("message", *_)):
            world.hear(CustomerWrote("It is broken"))
        case Filling():
            world.hear(CustomerWrote("anna@example.com"), email="anna@example.com")
        case Queued(thread=Address() as thread, case=case) if claimed:
            world.hear(AgentClaimed(TOM, thread, case))
        case Queued():
            world.now = max(world.now, world.timers["unclaimed"].at)
            world.hear(Woke("unclaimed", world.timers.pop("unclaimed").turn))
            if isinstance(world.conversation.stage, Queued):
                world.hear(CustomerChose("offer.email", world.conversation.turn))
        case Corresponding():  # a person has answered an earlier case meanwhile
            world.hear(CustomerChose("talk", world.conversation.turn))
        case stage:
            raise AssertionError(f"led away from a person: {stage}")


@given(histories, st.integers(0, 2**10), st.integers(0, 10))
@settings(max_examples=120, deadline=None)
def test_no_double_press_opens_two_threads(history: History, button: int, seconds: int) -> None:
    world = after(history)
    begun = len(world.steps)
    presses = [*world.buttons, *((choice.action, world.conversation.turn) for choice in choices(world.conversation))]
    action, turn = presses[button % len(presses)]
    for _ in range(3):
        world.hear(CustomerChose(action, turn))
        world.now += timedelta(seconds=seconds)
    opened = [effect for step in world.steps[begun:] for effect in step.effects if isinstance(effect, OpenHandoff)]
    assert len(opened) <= 1


@given(histories)
@settings(max_examples=120, deadline=None)
def test_every_decision_stays_within_the_table(history: History) -> None:
    for step in after(history).steps:
        kind = trigger(step.before, as_choice(step.before, step.event, step.facts), step.facts)
        row = TABLE[type(step.before.stage), kind]
        assert type(step.after.stage) in (type(step.before.stage), *row.to)
        assert step.after.turn >= step.before.turn
        assert type(step.after.stage) is type(step.before.stage) or step.after.turn > step.before.turn


@given(histories)
@settings(max_examples=80, deadline=None)
def test_stored_decisions_are_decided_alike(history: History) -> None:
    """Every stored value reads back as itself, and the same decision comes out: nothing else was looked at."""
    for step in after(history).steps:
        again = decide(_stored(step.before, Conversation), _stored(step.event, Event), _stored(step.facts, Facts))  # type: ignore[arg-type]
        assert again == (step.after, step.effects)
        assert _stored(step.after, Conversation) == step.after
        assert all(_stored(effect, Effect) == effect for effect in step.effects)  # type: ignore[arg-type]


def _stored(value: object, shape: type) -> object:
    return codec.decode(codec.encode(value), shape)


@given(histories)
@settings(max_examples=250, deadline=None)
def test_no_limbo(history: History) -> None:
    """Who waits for something is woken if it does not come."""
    world = after(history)
    reason = _must_wake(world.conversation)
    if reason is None:
        return
    timer = world.timers.get(reason)
    set_ = timer is not None and timer.turn == world.conversation.turn
    assert set_ or Woke(reason, world.conversation.turn) in world.news


def _must_wake(conversation: Conversation) -> WakeReason | None:
    match conversation.stage:
        case Answering():
            return "answer_due"
        case Disputing(looking=True):
            return "answer_due"
        case Choosing() | Filling() | Disputing() | Adding() | Corresponding():
            return "expire"
        case Queued():
            return "unclaimed"
        case WithAgent(waiting_since=since) if since:
            return "reply_due"
        case WithAgent(snoozed=True, until=until) if until:
            return "snoozed"
        case _:
            return None


@given(histories)
@settings(max_examples=120, deadline=None)
def test_effects_go_to_whom_they_concern(history: History) -> None:
    world = after(history)
    cases = {Address("slack", "C1/foreign"): "", **world.threads}
    for step in world.steps:
        for effect in step.effects:
            match effect:
                case Say(to=Address("email", address)):
                    assert address in world.emails
                case Say(to=to):
                    assert to == world.conversation.customer
                case Ask(customer=customer):
                    assert customer == world.conversation.customer
                case OpenHandoff(customer=customer, email=email):
                    assert customer == world.conversation.customer
                    assert email in {"", *world.emails}
                case Post(to=thread, body=Relay()):
                    late = step.before if step.before.awaited and not step.after.awaited else step.after
                    live = late.stage if not isinstance(late.stage, Filling) else late.stage.meanwhile
                    assert isinstance(live, Queued | WithAgent)
                    assert live.thread == thread
                case Post(to=thread) | CloseHandoff(thread=thread):
                    assert thread in cases
                case _:
                    pass


@given(histories, st.lists(st.integers(0, 2**10), min_size=1, max_size=4))
@settings(max_examples=250, deadline=None)
def test_nobody_is_told_of_what_is_not_theirs(history: History, hands: list[int]) -> None:
    """A phone goes from hand to hand: what is said is of whoever is signed in then, and so is what is asked for."""
    world = after(history)
    for n in hands:
        _signs_in_and_goes_on(world, n)
    for step in world.steps:
        person = step.after.person.id if step.after.person else None
        own = {order.id for order in ORDERS[person]} if person else set()
        for effect in step.effects:
            match effect:
                case Say():
                    assert _orders_in(effect) <= own
                case Look(person=asked):
                    assert asked == person
                case Ask(person=asked, about=about):
                    assert asked in (None, person)
                    assert about is None or about.kind == "item" or about.id in own
                case OpenHandoff(person=known, about=about):
                    assert known == step.after.person
                    assert about is None or about.kind == "item" or about.id in own
                case _:
                    pass


def _signs_in_and_goes_on(world: World, n: int) -> None:
    """Anna or Bert, while what was asked for in the other's name may be under way; then they ask, press and choose."""
    world.signs_in(n)
    world.works(n // 2)
    world.news_comes(n // 2)
    deeds = (World.writes, World.presses, World.presses_now, World.types_a_choice, World.comes_by_link)
    for turn in range(4):
        deeds[(n // 2 + turn) % len(deeds)](world, n * 3 // 2 + turn)
        if n % 3:
            world.settles()


def _orders_in(said: Say) -> set[str]:
    """Whose number or title stands anywhere in it; a number that was not found is the customer's own word."""
    lines = [block for block in said.view.blocks if not _echoes(block)]
    words = list(_strings(msgspec.to_builtins([lines, said.view.buttons, said.view.grid])))
    orders = (order for theirs in ORDERS.values() for order in theirs)
    return {order.id for order in orders if any(order.id in each or order.title in each for each in words)}


def _echoes(block: object) -> bool:
    return isinstance(block, Line) and block.text.key == "orders.not_found"


def _strings(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            yield from (each for inner in value.values() for each in _strings(inner))
        case list() | tuple():
            yield from (each for inner in value for each in _strings(inner))


@given(histories)
@settings(max_examples=120, deadline=None)
def test_only_the_owners_words_from_the_thread_of_the_case_reach_the_customer(history: History) -> None:
    """What they write there or say by a control; and what they said before, sent again or corrected."""
    said: set[tuple[str, str]] = set()
    for step in after(history).steps:
        spoken = [effect for effect in step.effects if isinstance(effect, Say) and effect.speaker]
        new = [say for say in spoken if not say.ref or (say.speaker.id, say.ref) not in said]  # type: ignore[union-attr]
        said |= {(say.speaker.id, say.ref) for say in spoken if say.speaker and say.ref}
        if not new or _are_news(new, step) or _were_awaited(spoken, step):
            continue
        stage = step.before.stage.meanwhile if isinstance(step.before.stage, Filling) else step.before.stage
        assert isinstance(step.event, AgentWrote | AgentControlled)
        assert isinstance(stage, WithAgent)
        assert (step.event.agent, step.event.thread) == (stage.agent, stage.thread)


@given(histories)
@settings(max_examples=120, deadline=None)
def test_what_looks_like_a_note_reaches_the_customer_only_when_its_owner_says_so(history: History) -> None:
    for step in after(history).steps:
        spoken = [effect for effect in step.effects if isinstance(effect, Say) and effect.speaker]
        if isinstance(step.event, AgentWrote) and looks_like_note(step.event):
            assert all(say.ref != step.event.ref for say in spoken)
        if isinstance(step.event, AgentControlled) and isinstance(step.event.control, KeepNote):
            assert not spoken


@given(histories)
@settings(max_examples=120, deadline=None)
def test_a_blocked_customer_is_in_no_live_chat_until_somebody_else_lifts_it(history: History) -> None:
    world = after(history)
    stage = world.conversation.stage
    if world.conversation.blocked and world.conversation.blocked > world.now:
        assert not isinstance(stage, Queued | WithAgent)
        asked = [step for step in world.steps if isinstance(step.event, AgentControlled)]
        assert any(isinstance(step.event.control, ConfirmBlock) for step in asked)  # type: ignore[union-attr]


def _were_awaited(spoken: list[Say], step: Step) -> bool:
    """Written before, and translated since then or not at all."""
    return len(spoken) <= sum(isinstance(each.effect, Say) for each in step.before.awaited)


def _are_news(spoken: list[Say], step: Step) -> bool:
    """An answer by mail, for whoever may read it."""
    event = step.event
    person = step.after.person.id if step.after.person else None
    return (
        isinstance(event, TicketNews) and event.person in (None, person) and [each.news for each in spoken] == [event]
    )


@given(histories)
@settings(max_examples=250, deadline=None)
def test_a_thread_that_nobody_waits_for_is_closed(history: History) -> None:
    world = after(history)
    world.settles()
    live = world.live_stage()
    foreign = Address("slack", "C1/foreign")
    assert world.open_threads <= ({live.thread} if live else set())
    if live and live.thread != foreign:
        assert world.open_threads == {live.thread}


@given(histories)
@settings(max_examples=120, deadline=None)
def test_the_greeting_comes_first_and_once_unless_asked_for(history: History) -> None:
    first = True
    for step in after(history).steps:
        for effect in step.effects:
            if isinstance(effect, Say) and effect.to == step.after.customer:
                keys = [block.text.key for block in effect.view.blocks if isinstance(block, Line)]
                started = step.facts.typed == "start"
                assert keys.count("greeting") == (1 if first else keys.count("greeting") if started else 0)
                assert not first or keys[0] == "greeting"
                first = False


@given(histories)
@settings(max_examples=120, deadline=None)
def test_nothing_that_the_customer_wrote_to_a_person_is_dropped(history: History) -> None:
    """Waiting or with an agent, each of their words is held or posted; only the code of a mail is for the desk."""
    for step in after(history).steps:
        wrote = isinstance(step.event, CustomerWrote) and not step.facts.typed and not _proves(step)
        if not wrote or not isinstance(step.before.stage, Queued | WithAgent):
            continue
        assert isinstance(step.event, CustomerWrote)
        posted = [effect.body for effect in step.effects if isinstance(effect, Post)]
        held = step.after.stage.held if isinstance(step.after.stage, Queued) else ()
        awaited = [each.effect.body for each in step.after.awaited if isinstance(each.effect, Post)]
        assert Relay("Anna", step.event.text, written=written(step.facts)) in (*posted, *held, *awaited)


def _proves(step: Step) -> bool:
    return step.before.proof is not None and step.facts.mails.typed == step.before.proof.code


@given(histories)
@settings(max_examples=120, deadline=None)
def test_nothing_that_the_customer_wrote_to_the_team_is_dropped(history: History) -> None:
    """Writing about a ticket, each of their words goes into its thread, unless they ask for a person."""
    for step in after(history).steps:
        stage = step.before.stage
        if not isinstance(stage, Corresponding) or not isinstance(step.event, CustomerWrote):
            continue
        if step.facts.typed or _proves(step) or (step.facts.wants_person and not step.facts.urgent):
            continue
        assert Pass(ticket_stream(stage.case), CustomerAdded(step.event.text)) in step.effects


@given(histories)
@settings(max_examples=250, deadline=None)
def test_nothing_personal_is_mailed_to_an_address_that_is_not_proven(history: History) -> None:
    for step in after(history).steps:
        for effect in step.effects:
            if not isinstance(effect, Say) or effect.to.channel != "email" or not step.facts.mails.hears:
                continue
            own_words = any(isinstance(block, Words) for block in effect.view.blocks)
            assert not own_words or effect.to.key in step.after.proven
