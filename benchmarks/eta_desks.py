"""What the desk's software sees and promises on the simulated desks, beside two simple ways to promise."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from math import exp
from time import process_time

from msgspec.structs import replace

from benchmarks.eta_chat import Agent, Customer, Desk, World
from benchmarks.eta_mail import DAY, HOURS, MINUTE, START, Mail, MailDesk, Team
from core.model.ids import Language
from core.model.offer import Eta
from core.model.rows import AnsweredMail
from core.model.wait import MailWait
from handoff.calibration import Outcome, Range, calibrated, changed_much, eta
from handoff.hours import after, worked
from handoff.mail_queue import MailQueue
from handoff.waiting import Pace, Serving, place

NL, DE = Language("nl"), Language("de")
STATED = timedelta(hours=8)
MAILS = MailQueue({NL: HOURS, DE: HOURS}, STATED)
FOLLOWED = 5  # every fifth customer of a chat is told anew when the time has changed much


@dataclass(eq=False)
class Promise:
    """What somebody was told in a run (its seed) and what came of it, in minutes. `took` none: there was no answer.

    `simple`: what simple ways would have said. `again`: the moments and times told later, where that was followed.
    """

    run: int
    came: float
    said: Range
    told: Eta
    ahead: int
    queued: bool
    simple: dict[str, Range]
    again: list[tuple[float, Eta]] | None = None
    took: float | None = None
    slow: bool = False  # a mail in the second language


class ChatDesk:
    """Watches a chat desk as the product does: it learns from what it sees, and promises a time to whoever comes."""

    def __init__(self, desk: Desk, seed: int, days: range = range(12)) -> None:
        self.promises: list[Promise] = []  # to those who stayed
        self.refused = self.gave_up = 0
        self._seed = seed
        self.seconds: list[float] = []
        self._pace = Pace()
        self._history = defaultdict[str, deque[Outcome]](lambda: deque(maxlen=200))
        self._open = dict[Customer, Promise]()
        World(desk, self, seed).run(days)

    def comes(self, world: World, customer: Customer) -> bool:
        agents = tuple(_serving(agent, world.now) for agent in world.agents())
        ahead = [other.language for other in world.queue]
        said = self._wait(customer.language, ahead, agents)
        if said is None:
            self.refused += 1
            return False
        fitting = [agent for agent in agents if customer.language in agent.languages]
        queued = all(agent.starts or len(agent.chats) >= agent.capacity for agent in fitting)
        simple = self._simple(customer.language, ahead, fitting) if queued else {}
        promise = Promise(self._seed, world.now, said, self._told(customer, said), len(ahead), queued, simple)
        self._open[customer] = promise
        if queued and customer.number % FOLLOWED == 0:
            promise.again = []
            world.at(world.now + 1, partial(self._tell_again, world, customer, promise.again))
        return True

    def leaves(self, world: World, customer: Customer) -> None:
        promise = self._open.pop(customer)
        waited = world.now - customer.came
        gave_up = customer.state == "gave up"
        self._pace = replace(self._pace, leaving=self._pace.leaving.learn(gave_up, waited))
        self.gave_up += gave_up
        if customer.state == "answered":
            promise.took = waited
            self._history[customer.language].append(Outcome(promise.said, promise.told, waited))
        if not gave_up:
            self.promises.append(promise)

    def picked_up(self, minutes: float) -> None:
        self._pace = replace(self._pace, pickup=self._pace.pickup.learn(minutes))

    def ended(self, minutes: float) -> None:
        self._pace = replace(self._pace, handling=self._pace.handling.learn(minutes))

    def went(self, worked: float, within: bool) -> None:
        self._pace = replace(self._pace, breaks=self._pace.breaks.learn(within, worked))

    def returned(self, minutes: float) -> None:
        self._pace = replace(self._pace, away=self._pace.away.learn(minutes))

    def _wait(self, language: str, ahead: list[str], agents: tuple[Serving, ...]) -> Range | None:
        began = process_time()
        wait = place(language, ahead, agents, self._pace).wait
        self.seconds.append(process_time() - began)
        return wait

    def _told(self, customer: Customer, said: Range) -> Eta:
        return eta(calibrated(said, self._history[customer.language]))

    def _tell_again(self, world: World, customer: Customer, again: list[tuple[float, Eta]]) -> None:
        """Every minute that a customer waits: is there a new time to be told?"""
        if customer not in world.queue:
            return
        world.at(world.now + 1, partial(self._tell_again, world, customer, again))
        ahead = [other.language for other in world.queue[: world.queue.index(customer)]]
        said = self._wait(customer.language, ahead, tuple(_serving(agent, world.now) for agent in world.agents()))
        when, last = again[-1] if again else (customer.came, self._open[customer].told)
        if said and changed_much(last, now := self._told(customer, said), (world.now - when) * MINUTE):
            again.append((world.now, now))

    def _simple(self, language: str, ahead: list[str], fitting: list[Serving]) -> dict[str, Range]:
        """A mean chat for each place, shared by the slots; and what the last ten of the language waited."""
        times = self._pace.handling
        mean = exp(times.mean + times.squares / times.count / 2)
        before = sum(any(other in agent.languages for agent in fitting) for other in ahead)
        share = mean * (before + 1) / sum(agent.capacity for agent in fitting)
        last = sorted(outcome.took for outcome in list(self._history[language])[-10:]) or [5.0]
        return {
            "mean chat x place / slots": Range(share, share),
            "what the last ten waited": Range(last[len(last) // 5], last[len(last) * 9 // 10]),
        }


def _serving(agent: Agent, now: float) -> Serving:
    run = tuple(now - since for since in agent.chats.values())
    return Serving(agent.languages, agent.capacity, run, max(0.0, agent.starts - now), agent.stops - now)


def mail_promises(team: Team, seed: int, first: int, days: int) -> Iterator[Promise]:
    """Promises to the mails of `days` working days from the `first` one on, in working minutes."""
    desk, waiting = MailDesk(team, seed, first + days + 10), dict[Mail, tuple[Promise, MailWait]]()
    recent, took = deque[AnsweredMail](maxlen=400), deque[float](maxlen=50)
    for mail in desk.run():
        if mail.answered is None:
            waiting[mail] = _mail_promise(seed, mail, tuple(recent), took)
        else:
            promise, told = waiting.pop(mail)
            answered = after(HOURS, START, mail.answered * MINUTE)
            assert answered is not None
            recent.append(AnsweredMail(_language(mail), mail.ahead, mail.came, answered, told))
            promise.took = mail.answered - promise.came
            took.append(promise.took)
            if first * DAY <= promise.came < (first + days) * DAY:
                yield promise
    yield from (each for each, _ in waiting.values() if first * DAY <= each.came < (first + days) * DAY)


def _mail_promise(
    seed: int, mail: Mail, recent: tuple[AnsweredMail, ...], took: Iterable[float]
) -> tuple[Promise, MailWait]:
    wait = MAILS(_language(mail), mail.ahead, recent, mail.came)
    assert wait is not None
    earliest = mail.came + wait.eta.low_minutes * MINUTE
    told = Eta(*(int(worked(HOURS, mail.came, moment) // MINUTE) for moment in (earliest, wait.by)))
    came = worked(HOURS, START, mail.came) / MINUTE
    last = sorted(took) or [STATED / MINUTE]
    since = worked(HOURS, recent[0].answered_at, mail.came) / MINUTE if recent else DAY
    each = max(since, 1) / max(len(recent), 1)
    simple = {
        "mails before it / pace": Range((mail.ahead + 1) * each, (mail.ahead + 1) * each),
        "what the last fifty took": Range(last[len(last) // 5], last[len(last) * 9 // 10]),
        "the stated time": Range(STATED / MINUTE, STATED / MINUTE),
    }
    return Promise(seed, came, Range(*wait.said), told, mail.ahead, True, simple, slow=mail.slow), wait


def _language(mail: Mail) -> Language:
    return DE if mail.slow else NL
