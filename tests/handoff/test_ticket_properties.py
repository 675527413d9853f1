"""Whatever the customer, the team, strangers, machines and the clock do to a ticket, in whatever order: what must never happen does not."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from random import Random
from typing import NamedTuple

import pytest
from hypothesis import given

from core.language.plain import plain
from core.model.effects import Pass, Say, Wake
from core.model.events import EffectFailed, TicketEvent, Woke
from core.model.ids import EffectId
from core.model.ticket import TicketFile
from core.model.ticket_events import (
    AddressGiven,
    CustomerAdded,
    MailArrived,
    TicketAsked,
    TicketMerged,
    TicketMoved,
    TicketNewsLost,
    TicketSolved,
)
from core.model.view import Words
from handoff.ticket_commands import read
from tests.handoff.mailing import (
    ANNA,
    CATALOG,
    DAY,
    ENGLISH,
    EVE,
    HOUR,
    MINUTE,
    MONDAY,
    OTHER,
    TEAM,
    TOM,
    Mailing,
    asked,
    photo,
)
from tests.seeds import seeds

SEEDS = 100
PAUSES = (MINUTE, MINUTE, HOUR, 5 * HOUR, DAY, 8 * DAY)
WORK = "anna@work.example"
QUESTION = "customersaid: where is it?"


class Step(NamedTuple):
    """One event of a history: the ticket before and after it, when it was, and what it made happen. `wakes`: timers are set."""

    event: TicketEvent
    before: TicketFile
    after: TicketFile
    now: datetime
    said: tuple[Pass | Say, ...]
    timer: Wake | None

    @property
    def news(self):
        return [each.event for each in self.said if isinstance(each, Pass) and hasattr(each.event, "blocks")]

    @property
    def mails(self) -> list[Say]:
        return [each for each in self.said if isinstance(each, Say)]

    @property
    def to_customer(self) -> list[Say]:
        return [mail for mail in self.mails if mail.to.key != TEAM]


class Watched(Mailing):
    """Every event that reaches the ticket, timers too, is a step of the history."""

    def __init__(self, *, hears: bool, blind: bool, now: datetime) -> None:
        super().__init__(hears=hears, blind=blind, now=now)
        self.history: list[Step] = []
        self._said: list[Pass | Say] = []

    def do(self, *events: TicketEvent) -> list[str]:
        said: list[str] = []
        for event in events:
            before, self._said = self.file, []
            said += super().do(event)
            assert self.file is not None
            if before is not None:
                self.history.append(Step(event, before, self.file, self.now, tuple(self._said), self.timer))
        return said

    def _carry_out(self, effect: object) -> None:
        if isinstance(effect, Pass | Say):
            self._said.append(effect)
        super()._carry_out(effect)


@cache
def lived(seed: int) -> Watched:
    dice = Random(seed)
    played = Watched(
        hears=dice.random() < 0.85,
        blind=dice.random() < 0.2,
        now=MONDAY + timedelta(minutes=dice.randrange(60 * 24 * 7)),
    )
    told = played.facts.wait if dice.random() < 0.8 else None
    email = dice.choice([ANNA, ANNA, ""])
    played.do(asked(question=QUESTION, told=told, email=email, proven=bool(email) and dice.random() < 0.5))
    for number in range(30):
        played.other = OTHER if dice.random() < 0.5 else None
        if dice.random() < 0.3:
            played.wait(dice.choice(PAUSES))
        else:
            played.do(happens(dice, played, number))
    return played


def happens(dice: Random, played: Watched, number: int) -> TicketEvent:
    """Words of the customer, the team and strangers are told apart by how they begin."""
    if not played.hears:
        return dice.choice(in_the_chat(dice, number))
    events = [(6, in_the_chat(dice, number)), (8, by_mail(dice, played, number)), (2, gone_wrong(dice, played))]
    weights, choices = zip(*events, strict=True)
    return dice.choice(dice.choices(choices, weights)[0])


def in_the_chat(dice: Random, number: int) -> list[TicketEvent]:
    email = dice.choice([ANNA, WORK, ANNA.upper()])
    return [
        CustomerAdded(f"customersaid {number}", again=dice.random() < 0.5),
        CustomerAdded(f"customersaid {number}"),
        AddressGiven(email, proven=dice.random() < 0.3),
        dice.choice([TicketSolved(), TicketMoved("live_chat"), asked(), CustomerAdded(" ")]),
    ]


def by_mail(dice: Random, played: Watched, number: int) -> list[TicketEvent]:
    assert played.file is not None
    files = (photo(dice.choice([1, 19_999_999]), f"{dice.choice('ab')}.jpg"), photo(2, "c.jpg", 3))[: dice.randrange(3)]
    command = dice.choice(["", "", "", "", "#close", "#note", "#split", "#merge FD-8C3H4J", "#slip", "#split\n#close"])
    words = dice.choice(["teamsaid", "teamsaid", ""])
    how = {"automatic": dice.random() < 0.1, "unreadable": dice.choice(["", "", "", "", "", "too deep"])}
    customer = dice.choice([played.file.email or ANNA, ANNA, WORK])
    answer = played.letter("team", TOM, f"{command}\n{words} {number}".strip(), files, sender_name="Tomsaid", **how)
    return [
        answer,
        answer,
        played.letter("team", TOM, dice.choice([command, "teamsaid once"]), files, **how),
        played.letter("customer", customer, f"customersaid {number % 7}", files, **how),
        played.letter("stranger", dice.choice([EVE, customer]), f"strangersaid {number}", files, **how),
    ]


def gone_wrong(dice: Random, played: Watched) -> list[TicketEvent]:
    assert played.file is not None
    turn = dice.choice([0, played.file.turn])
    events: list[TicketEvent] = [
        Woke("ticket_due", turn),
        TicketMerged(OTHER, "customersaid elsewhere", owed=dice.random() < 0.5),
    ]
    if played.mails:
        fault = dice.choice(["refused", "exhausted", "gone"])
        events.append(EffectFailed(EffectId("1.0"), dice.choice(played.mails), turn, "550", fault))
    if played.news:
        events.append(TicketNewsLost(dice.choice(played.news), "blocked"))
    return events


histories = seeds.map(lived)


@pytest.mark.parametrize(
    "came_to",
    [
        lambda step: step.after.state == "answered" and step.after.late > 1,
        lambda step: step.after.state == "closed" and isinstance(step.event, Woke),
        lambda step: step.after.into is not None,
        lambda step: step.after.state == "waiting" and step.before.state == "closed",
        lambda step: step.after.state == "waiting" and step.before.state == "moved",
        lambda step: step.before.email and not step.after.email,
        lambda step: step.after.proven and not step.before.proven and isinstance(step.event, MailArrived),
        lambda step: any(isinstance(each, Pass) and isinstance(each.event, TicketAsked) for each in step.said),
        lambda step: answers(step) and not step.before.proven and step.before.email,
        lambda step: answers(step) and step.before.proven and step.to_customer[0].letterhead.enclosed,
    ],
    ids=[
        "late",
        "quiet",
        "merged",
        "opened again",
        "left by a person",
        "came back",
        "proven by mail",
        "split",
        "answered to an unproven address",
        "answered with files",
    ],
)
def test_the_histories_go_far_enough_to_say_something(came_to: Callable[[Step], bool]):
    assert sum(any(came_to(step) for step in lived(seed).history) for seed in range(SEEDS)) >= 2


def words_of(mail: Say) -> str:
    head = mail.letterhead
    assert head is not None
    title = CATALOG.say(mail.view.title.key, mail.view.title.params, mail.language) if mail.view.title else ""
    speaker = mail.speaker.name if mail.speaker else ""
    return " ".join([title, plain(mail.view, ENGLISH, CATALOG), speaker, *(file.name for file in head.enclosed)])


@given(histories)
def test_nothing_that_anybody_said_goes_to_an_address_that_may_be_somebody_elses(played: Watched):
    for step in played.history:
        if step.after.proven:
            continue
        for mail in step.to_customer:
            assert "said" not in words_of(mail)
            assert not any(isinstance(block, Words) for block in mail.view.blocks)
            assert mail.letterhead is not None
            assert mail.letterhead.enclosed == ()


@given(histories)
def test_an_address_is_proven_only_by_who_reads_there(played: Watched):
    for step in played.history:
        if step.after.proven and not step.before.proven:
            match step.event:
                case AddressGiven(proven=proven) | TicketAsked(proven=proven):
                    assert proven
                case MailArrived(letter=letter, side=side):
                    assert side == "customer"
                    assert letter.sender.casefold() == step.after.email.casefold()
                case other:
                    raise AssertionError(other)


@given(histories)
def test_a_strangers_words_reach_nobody_but_the_team(played: Watched):
    for news in played.news:
        assert "strangersaid" not in repr(news)
    for mail in played.to_customer:
        assert "strangersaid" not in words_of(mail)
    for each in played.passed:
        assert "strangersaid" not in repr(each)


@given(histories)
def test_what_the_team_keeps_to_itself_does_not_reach_the_customer(played: Watched):
    for step in played.history:
        if isinstance(step.event, MailArrived) and not answers(step):
            assert "teamsaid" not in repr(step.news)
            assert "teamsaid" not in " ".join(map(words_of, step.to_customer))


@given(histories)
def test_who_is_owed_an_answer_has_a_timer_where_answers_are_heard(played: Watched):
    for step in played.history:
        if not played.hears:
            assert step.timer is None
        elif step.after.open:
            assert step.timer is not None
            assert step.timer.turn == step.after.turn
            assert step.timer.at > step.now - MINUTE
        if step.after.state == "waiting" and step.after.due:
            assert step.timer is None or step.timer.at == step.after.due


@given(histories)
def test_the_customer_hears_of_every_broken_promise(played: Watched):
    for step in played.history:
        if step.after.late > step.before.late:
            assert [news.kind for news in step.news] == ["word"]
            assert step.after.due is None or step.after.due > step.now


@given(histories)
def test_a_ticket_ends_once_and_asks_once(played: Watched):
    for step in played.history:
        ends = step.before.state != "closed" and step.after.state == "closed"
        closings = [news for news in step.news if news.kind == "closed"]
        quietly = isinstance(step.event, TicketSolved) or step.after.into is not None
        if ends:
            assert len(closings) == (0 if quietly else 1)
        else:
            assert len(closings) <= answers(step)  # an answer opened it, and was the last word


@given(histories)
def test_each_mail_of_ours_has_an_id_of_its_own(played: Watched):
    ids = [mail.letterhead.id for mail in played.mails if mail.letterhead]
    assert len(ids) == len(played.mails)
    assert len({*ids, "fd-7k2m9p.team.1", "fd-7k2m9p.customer.1"}) == len(ids) + 2


@given(histories)
def test_threads_stay_short_and_one_subject_stands_over_each(played: Watched):
    for step in played.history:
        assert len(step.after.team_thread) <= 11
        assert len(step.after.customer_thread) <= 11
    for mails in (played.to_team, played.to_customer):
        assert len({repr(mail.view.title) for mail in mails}) <= 1


def answers(step: Step) -> bool:
    """Whether one of the team wrote something for the customer."""
    event = step.event
    if not isinstance(event, MailArrived) or event.side != "team" or event.letter.automatic or event.letter.unreadable:
        return False
    if step.before.into or passed_over(step):
        return False
    said = read(event.letter.text)
    return not said.unknown and "note" not in said.commands and bool(said.words or event.letter.attached)


def passed_over(step: Step) -> bool:
    """It was the same mail once more, or one of too many."""
    repeated = step.before.last == step.after.last and step.now - step.before.arrived[-1] < DAY
    return repeated or len(step.after.arrived) > 30


@given(histories)
def test_an_answer_is_always_news_and_a_mail_where_there_is_an_address(played: Watched):
    for step in played.history:
        expected = int(answers(step))
        assert sum(news.kind == "answer" for news in step.news) == expected
        if expected:
            assert len(step.to_customer) == bool(step.before.email)
            assert step.after.answered_at is not None


@given(histories)
def test_the_first_answer_is_when_it_was(played: Watched):
    for step in played.history:
        if step.before.answered_at:
            assert step.after.answered_at == step.before.answered_at


@given(histories)
def test_where_no_mail_is_heard_nothing_is_promised_anew(played: Watched):
    for step in played.history:
        if not played.hears:
            assert step.after.due is None or step.after.due == step.before.due
            assert step.after.late == 0


@given(histories)
def test_what_was_merged_goes_on_elsewhere(played: Watched):
    for step in played.history:
        if step.before.into:
            assert step.after.state == "closed"
            assert (step.news, step.mails) == ([], [])
