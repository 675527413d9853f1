"""Whatever happens to a dispute, in whatever order: what must never happen does not, and nobody is left in limbo."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache
from random import Random
from typing import NamedTuple, get_args

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from core.language.catalog import read_catalog
from core.language.spec import LANGUAGES
from core.model.codec import decode_dispute_event, encode
from core.model.dispute import Decision, Evidence, Stage, other
from core.model.dispute_events import (
    CardShown,
    DisputeFiled,
    DisputeNews,
    FormKind,
    FormWanted,
    MeasureDone,
    OtherFound,
    PartySpoke,
    StaffAsked,
    StaffConfirmed,
    StaffDecided,
    StaffMoved,
    StaffRetried,
)
from core.model.dispute_facts import DisputeFacts
from core.model.dispute_file import DisputeFile, PartyStep
from core.model.effects import CarryOut, Effect, Note, Pass, Post, Say, ShowDispute, Wake
from core.model.events import DisputeEvent, EffectFailed, Woke
from core.model.ids import Address, EffectId
from core.model.posts import Relay
from core.model.shop import Outcome, Person, Role
from core.model.view import Block, Line, Listing, Text
from handoff.dispute_flow import decide
from handoff.dispute_views import knows
from handoff.disputes import allowed_moves
from tests.handoff.hearing import ANNA, CASE, CHATS, ELSEWHERE, EVA, SAM, SUSPEND, THREAD, TOM, Hearing, said_in
from tests.handoff.quarrel import FULL, MONDAY, NOTHING, part
from tests.seeds import seeds

BOTH: tuple[Role, Role] = ("buyer", "seller")
PEOPLE: dict[Role, Person] = {"buyer": ANNA, "seller": replace(SAM, email="")}
SECRET: dict[Role, str] = {"buyer": "what only the buyer says", "seller": "what only the seller says"}
STAGES: tuple[Stage, ...] = get_args(Stage)
STEPS: tuple[PartyStep, ...] = get_args(PartyStep)
FORMS: tuple[FormKind, ...] = get_args(FormKind)
MEASURES = ([FULL], [NOTHING], [NOTHING], [part("5"), SUSPEND], [part("99")], [])
CATALOG = read_catalog()


class Happened(NamedTuple):
    """One decision, whole. `timer`: what is set after it."""

    before: DisputeFile | None
    event: DisputeEvent
    facts: DisputeFacts
    after: DisputeFile | None
    effects: tuple[Effect, ...]
    timer: Wake | None


class Life:
    """Sixty things that happen to a dispute, by a die; what was asked for may fail, late and more than once."""

    def __init__(self, seed: int) -> None:
        self.dice = Random(seed)
        self.opener: Role = self.dice.choice(BOTH)
        self.now = MONDAY
        self.file: DisputeFile | None = None
        self.timer: Wake | None = None
        self.given: list[Effect] = []

    def lived(self) -> list[Happened]:
        return [self._next(event) for event in self._events()]

    def _events(self) -> Iterator[DisputeEvent]:
        if self.dice.random() < 0.1:
            yield CardShown(THREAD)  # of nothing
        yield self._filing()
        yield from (self._event() for _ in range(60))
        self.now += timedelta(days=400)
        yield self._timer()

    def _next(self, event: DisputeEvent) -> Happened:
        self.now += timedelta(hours=self.dice.choice((0, 1, 24, 24 * 9)))
        if isinstance(event, Woke) and self.timer and event.turn == self.timer.turn:
            self.now, self.timer = max(self.now, self.timer.at), None
        before, facts = self.file, self._facts()
        self.file, effects = decide(CASE, before, event, facts)
        self.given += effects
        for wake in (effect for effect in effects if isinstance(effect, Wake)):
            self.timer = wake
        return Happened(before, event, facts, self.file, effects, self.timer)

    def _facts(self) -> DisputeFacts:
        chats = {PEOPLE[role].id: CHATS[role] for role in BOTH if self.dice.random() < 0.7}
        return DisputeFacts(self.now, "Europe/Paris", chats, ELSEWHERE)

    def _filing(self) -> DisputeFiled:
        chat = CHATS[self.opener]
        draft = replace(Hearing(self.opener).draft(), account=SECRET[self.opener])
        return DisputeFiled(CASE, draft, PEOPLE[self.opener], chat.conversation, chat.language)

    def _event(self) -> DisputeEvent:
        dice, file = self.dice, self.file
        agent, role = dice.choice((TOM, EVA)), dice.choice(BOTH)
        stage: Stage = file.dispute.stage if file else "open"
        keys = [deed.proposal.key for deed in file.dispute.deeds] if file else []
        key = dice.choice([*keys, "none"])
        to = dice.choice(allowed_moves(stage) or STAGES if dice.random() < 0.9 else STAGES)
        likely: tuple[PartyStep, ...] = ("appeal",) if stage == "decided" else ("answer", "add")
        step = dice.choice(likely if dice.random() < 0.9 else STEPS)
        decision = Decision(tuple(dice.choice(MEASURES)), dice.choice(("Because.", "Because.", "")), ("4.2",))
        found = dice.choice((PEOPLE[other(self.opener)], PEOPLE[other(self.opener)], PEOPLE[self.opener], None))
        file_of = Evidence(f"telegram:{role}", "photo", f"{role}.jpg", self.now)
        ways: list[tuple[int, Callable[[], DisputeEvent]]] = [
            (2, lambda: CardShown(dice.choice((THREAD, Address("slack", "C1/999.9"))))),
            (2, lambda: OtherFound(found)),
            (2 if stage == "decided" else 6, lambda: StaffMoved(agent, THREAD, to)),
            (12 if stage in ("under_review", "appealed") else 1, lambda: StaffDecided(agent, THREAD, decision)),
            (6, lambda: StaffConfirmed(agent, THREAD, key)),
            (1, lambda: StaffRetried(agent, THREAD, key)),
            (1, lambda: StaffAsked(agent, THREAD, role, "Hm?")),
            (1, lambda: FormWanted(agent, THREAD, dice.choice(FORMS), "t")),
            (4, lambda: MeasureDone(key, Outcome("r-1") if dice.random() < 0.7 else Outcome(refused="no"))),
            (
                9 if stage == "decided" else 4,
                lambda: PartySpoke(role, step, dice.choice(("", SECRET[role])), (file_of,) * dice.randrange(2)),
            ),
            (1, self._filing),
            (2, self._timer),
            (1, lambda: Woke("dispute_due", dice.randrange(20))),
            (2, self._failure),
        ]
        return dice.choices([way for _, way in ways], [weight for weight, _ in ways])[0]()

    def _timer(self) -> DisputeEvent:
        return Woke("dispute_due", self.timer.turn if self.timer else 0)

    def _failure(self) -> DisputeEvent:
        effect = self.dice.choice(self.given or [Note("nothing")])
        return EffectFailed(EffectId("1.0"), effect, 0, "no way", "exhausted", self.dice.random() < 0.5)


@cache
def lived(seed: int) -> list[Happened]:
    return Life(seed).lived()


@pytest.mark.parametrize(
    "reached",
    [
        lambda each: each.after and each.after.dispute.stage == "closed",
        lambda each: each.after and each.after.told > 1,
        lambda each: each.after and len(each.after.dispute.appeals) == 2,
        lambda each: each.after and any(deed.done for deed in each.after.dispute.deeds),
        lambda each: any(isinstance(effect, CarryOut) for effect in each.effects),
        lambda each: isinstance(each.event, Woke) and "dispute.late" in map(_key, _texts(each.effects)),
        lambda each: any(secret in " ".join(_read(each, role)) for role in BOTH for secret in SECRET.values()),
        lambda each: each.timer and each.after and each.timer.at > each.facts.now,
    ],
    ids=["closed", "decided twice", "both appealed", "done", "carried out", "late", "asked", "waits"],
)
def test_the_lives_go_far_enough_to_say_something(reached: Callable[[Happened], bool]):
    assert sum(any(map(reached, lived(seed))) for seed in range(60)) >= 3


@settings(max_examples=30, deadline=None)
@given(seeds)
def test_a_dispute_keeps_its_case_a_thread_and_its_end(seed: int):
    for before, _, _, after, _, _ in lived(seed):
        if after is None:
            assert before is None
            continue
        assert after.case == CASE
        assert after.told <= len(after.dispute.decisions)
        if before is not None:
            assert after.thread or not before.thread
            assert before.told <= after.told
            assert before.turn <= after.turn
            assert before.dispute.stage != "closed" or after.dispute.stage == "closed"


@settings(max_examples=30, deadline=None)
@given(seeds)
def test_nobody_else_is_told_anything_and_nobody_in_a_chat_that_they_have_left(seed: int):
    for each in lived(seed):
        for effect in each.effects:
            if isinstance(effect, Pass):
                assert isinstance(effect.event, DisputeNews)
                filed = each.event if isinstance(each.event, DisputeFiled) else None
                here = {(chat.conversation, person) for person, chat in each.facts.chats.items()}
                assert (effect.to, effect.event.person) in here or (filed and effect.to == filed.conversation)
            if isinstance(effect, Say):
                assert effect.to in {Address("email", person.email) for person in PEOPLE.values() if person.email}


@settings(max_examples=30, deadline=None)
@given(seeds)
def test_nobody_reads_what_the_other_party_says_before_they_are_asked(seed: int):
    for each in lived(seed):
        for role in BOTH:
            if SECRET[other(role)] in " ".join(_read(each, role)):
                assert each.after
                assert each.after.dispute.stage == "waiting_other_party"


@settings(max_examples=30, deadline=None)
@given(seeds)
def test_who_does_not_know_of_it_hears_only_what_staff_write_to_them(seed: int):
    for each in lived(seed):
        for role in BOTH:
            if each.after and not knows(each.after, role) and not isinstance(each.event, StaffAsked | PartySpoke):
                assert _read(each, role) == []


@settings(max_examples=30, deadline=None)
@given(seeds)
def test_each_decision_is_told_once(seed: int):
    life = lived(seed)
    last = life[-1].after
    for role in BOTH:
        told = sum(_read(each, role).count("dispute.decided") for each in life)
        assert told <= (last.told if last else 0)


@settings(max_examples=30, deadline=None)
@given(seeds)
def test_no_dispute_is_left_without_a_timer(seed: int):
    for each in lived(seed):
        if each.after and each.after.dispute.stage != "closed":
            assert each.timer
            assert each.timer.turn == each.after.turn


@settings(max_examples=30, deadline=None)
@given(seeds)
def test_nothing_goes_to_the_shop_that_two_people_do_not_want(seed: int):
    for each in lived(seed):
        for effect in each.effects:
            if isinstance(effect, CarryOut):
                assert len(set(effect.proposal.confirmed_by)) == 2
                assert each.after
                assert effect.proposal in [deed.proposal for deed in each.after.dispute.deeds if not deed.done]


@settings(max_examples=30, deadline=None)
@given(seeds)
def test_every_text_can_be_said_in_every_language(seed: int):
    for each in lived(seed):
        for said in _texts(each.effects):
            assert CATALOG.say(said.key, said.params, LANGUAGES[seed % len(LANGUAGES)].code)


@settings(max_examples=30, deadline=None)
@given(seeds)
def test_the_card_is_what_is_kept_and_comes_once(seed: int):
    for each in lived(seed):
        shown = [effect.file for effect in each.effects if isinstance(effect, ShowDispute)]
        assert shown in ([], [each.after])


@settings(max_examples=30, deadline=None)
@given(seeds)
def test_deciding_again_gives_the_same(seed: int):
    for before, event, facts, after, effects, _ in lived(seed):
        assert decide(CASE, before, decode_dispute_event(encode(event)), facts) == (after, effects)


# --- what was said


def _read(each: Happened, role: Role) -> list[str]:
    """Keys of our texts and words of others."""
    return [said for effect in each.effects for block in _blocks(effect, role) for said in said_in(block)]


def _blocks(effect: Effect, role: Role) -> tuple[Block, ...]:
    match effect:
        case Pass(event=DisputeNews(person=person, blocks=blocks)) if person == PEOPLE[role].id:
            return blocks
        case Say(to=Address(key=key), view=view) if key == PEOPLE[role].email:
            return view.blocks
        case _:
            return ()


def _texts(effects: tuple[Effect, ...]) -> Iterator[Text]:
    for effect in effects:
        match effect:
            case Pass(event=DisputeNews(blocks=blocks)):
                yield from _lines(blocks)
            case Say(view=view):
                yield from _lines(view.blocks)
                assert view.title
                yield view.title
            case Post(body=body) if not isinstance(body, Relay) and hasattr(body, "text"):
                yield body.text
            case _:
                pass


def _lines(blocks: tuple[Block, ...]) -> Iterator[Text]:
    for block in blocks:
        if isinstance(block, Line):
            yield block.text
        if isinstance(block, Listing):
            yield from block.texts


def _key(said: Text) -> str:
    return said.key
