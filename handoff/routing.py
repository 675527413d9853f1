"""Which ways to a person a customer has now, each with its reason. Pure: the need, the staff and the time are given."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, assert_never

import msgspec

from core.model.figures import Closure
from core.model.ids import Language
from core.model.need import Need
from core.model.offer import Offer
from core.model.people import Duty
from core.model.view import text
from core.model.wait import MailWait, Wait
from handoff import offer_words
from handoff.closures import shut
from handoff.hours import Hours, closes_at, is_open, opens_at
from handoff.mail_queue import as_stated
from handoff.offer_rules import METHODS, RULES, Method, Rule, first_fitting
from handoff.offer_words import Answered, State

_LONG = timedelta(days=1)  # of hours that go on without an end in sight


class Desk(msgspec.Struct, frozen=True):
    """What a desk has: `hours` and `languages` of each method, and the rules by which one is preferred.

    There are hours for every language of ours, whether it is spoken or not. A mail is usually answered in `answered`
    working hours of its own; a call is about `call_items` items at most. `methods` are those that customers can reach;
    e-mail is always among them.
    """

    hours: Mapping[tuple[Method, Language], Hours]
    languages: Mapping[Method, tuple[Language, ...]]
    answered: int = 8
    methods: tuple[Method, ...] = METHODS
    call_items: int = 3
    rules: tuple[Rule, ...] = RULES


class Known(NamedTuple):
    """How long one waits, where that can be said: for a live chat, and for an e-mail."""

    wait: Wait | None
    mail: MailWait | None


class Here(NamedTuple):
    """For whom the ways are looked for, and how the desk stands."""

    need: Need
    staff: Sequence[Duty]
    now: datetime
    desk: Desk
    closures: Sequence[Closure]


def offers(
    need: Need,
    staff: Sequence[Duty],
    now: datetime,
    desk: Desk,
    wait: Wait | None = None,
    mail: MailWait | None = None,
    closures: Sequence[Closure] = (),
) -> tuple[Offer, ...]:
    """Every way, best first, what is to be had now before what is not. E-mail is always to be had.

    A method that needs people there is open in its hours, while somebody on duty and not away speaks the customer's language; an
    agent of whom no languages are known speaks all of the method's. `now` is aware. Times are said in the customer's zone
    where it is known, else in the desk's. `wait`: for a live chat, `mail`: for an e-mail, if they are known.
    `closures`: what supervisors have closed.
    """
    rule = first_fitting(desk.rules, need)
    methods = rule.ranked(method for method in METHODS if method in desk.methods or method == "email")
    known = Known(wait, mail)
    here = Here(need, staff, now, desk, closures)
    ways = (_offer(method, rule, here, known) for method in methods)
    return tuple(sorted(ways, key=lambda offer: not offer.available))


def _offer(method: Method, rule: Rule, here: Here, known: Known) -> Offer:
    match method:
        case "live_chat":
            return _live_chat(_state(method, here), known.wait)
        case "callback" if here.need.items > here.desk.call_items:
            return _too_many_items(here.desk)
        case "callback":
            return _callback(_state(method, here))
        case "email":
            return _email(rule, here.need, here.now, here.desk, known.mail)
        case other:
            assert_never(other)


def _live_chat(state: State, wait: Wait | None) -> Offer:
    known = wait if state.code == "open" and wait and wait.eta else None
    return Offer(
        method="live_chat",
        available=state.code == "open",
        live=True,
        reason=offer_words.live_chat(state),
        promise=text("offer.live_chat.promise"),
        opens_at=state.opens_at,
        code=state.code,
        eta=known.eta if known else None,
        wait=offer_words.wait(known) if known else None,
    )


def _callback(state: State) -> Offer:
    return Offer(
        method="callback",
        available=state.code == "open",
        live=False,
        reason=offer_words.callback(state),
        promise=text("offer.callback.promise"),
        needs=("message", "phone", "slot"),
        opens_at=state.opens_at,
        code=state.code,
    )


def _too_many_items(desk: Desk) -> Offer:
    reason, promise = offer_words.too_many_items(desk.call_items), text("offer.callback.promise")
    return Offer("callback", False, False, reason, promise, code="too_many_items")


def _state(method: Method, here: Here) -> State:
    """In the order in which it matters to the customer: what will never be, what is closed or not at this hour, who is not there."""
    need, staff, now, desk, closures = here
    hours, languages = desk.hours[method, need.language], desk.languages[method]
    state = State("open", need.language, now, need.zone or hours.zone)
    if need.language not in languages:
        return msgspec.structs.replace(state, code="language_not_spoken", spoken=languages)
    if closed := shut(method, closures, hours, now):
        return msgspec.structs.replace(state, code="closed_now", shut=closed.reason, opens_at=closed.opens_at)
    if not is_open(hours, now):
        return msgspec.structs.replace(state, code="closed", opens_at=opens_at(hours, now))
    spoken = tuple(_spoken(languages, staff))
    if need.language not in spoken:
        code = "no_agent_of_language" if spoken else "nobody_on_duty"
        return msgspec.structs.replace(state, code=code, spoken=spoken, opens_at=_opens_next(hours, now))
    return msgspec.structs.replace(state, until=closes_at(hours, now))


def _opens_next(hours: Hours, now: datetime) -> datetime | None:
    """When the next hours after the present ones begin; None if no others come, or these go on for long.

    Where it is open day and night, those after the next holiday are no news to who waits now.
    """
    until = closes_at(hours, now)
    return opens_at(hours, until) if until and until - now <= _LONG else None


def _spoken(languages: Sequence[Language], staff: Sequence[Duty]) -> Iterator[Language]:
    there = [duty for duty in staff if duty.there]
    return (code for code in languages if any(not duty.languages or code in duty.languages for duty in there))


def spoken_instead(
    language: Language, staff: Sequence[Duty], now: datetime, desk: Desk, closures: Sequence[Closure] = ()
) -> tuple[Language, ...]:
    """The languages to choose from where people do not speak this one: the team's, those of who is there first.

    Where the team speaks it, but nobody of those who are there, theirs alone; none where somebody does, or nobody is there.
    While live chat is closed nobody is.
    """
    languages, hours = desk.languages["live_chat"], desk.hours["live_chat", language]
    is_had = is_open(hours, now) and not shut("live_chat", closures, hours, now)
    there = tuple(_spoken(languages, staff)) if is_had else ()
    if language in languages:
        return () if language in there else there
    return (*there, *(code for code in languages if code not in there))


def _email(rule: Rule, need: Need, now: datetime, desk: Desk, known: MailWait | None) -> Offer:
    hours, languages = desk.hours["email", need.language], desk.languages["email"]
    wait = known or as_stated(hours, now, timedelta(hours=desk.answered))
    answered = Answered(desk.answered, now, need.zone or hours.zone, wait)
    best = rule.order[:1] == ("email",)
    return Offer(
        method="email",
        available=True,
        live=False,
        reason=offer_words.email(
            rule.why if best else "question", () if need.language in languages else languages, answered
        ),
        promise=offer_words.email_promise(answered),
        needs=("message", "email"),
        code=rule.why if best else "always",
        eta=wait.eta if wait else None,
    )
