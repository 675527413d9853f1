"""What the settings say about the ways to a person: the desk's hours, languages and rules."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from bots.settings import Settings
from bots.settings_people import OffersSettings
from core.language.spec import LANGUAGES
from core.model.board_acts import Method as ClosableMethod
from core.model.callback import CallbackFacts
from core.model.ids import Language
from core.model.view import Moment
from handoff.callback_slots import facts_at, suggested
from handoff.hours import closes_at as end_of_hours
from handoff.hours import is_open as has_hours
from handoff.live_queue import LiveQueue
from handoff.mail_queue import MailQueue
from handoff.offer_rules import METHODS, RULES, Method, Rule
from handoff.routing import Desk
from handoff.shifts import Shifts


def desk_of(settings: Settings, methods: tuple[Method, ...] = METHODS) -> Desk:
    """`methods`: those that customers can reach."""
    chat = tuple(map(Language, settings.languages.chat))
    return Desk(
        hours={(method, row.code): settings.hours.of(method, row.code) for method in METHODS for row in LANGUAGES},
        languages={"live_chat": chat, "callback": tuple(map(Language, settings.languages.phone)), "email": chat},
        answered=settings.mail.answer_hours,
        methods=methods,
        call_items=settings.offers.phone_items,
        rules=tuple(_as_set(rule, settings.offers) for rule in RULES),
    )


def is_open(settings: Settings, method: ClosableMethod, now: datetime) -> bool:
    """Whether its hours go on in any of its languages."""
    ours = settings.languages
    spoken = ours.chat if method == "live_chat" else ours.phone
    return any(has_hours(settings.hours.of(method, Language(code)), now) for code in spoken)


def closes_at(settings: Settings, method: ClosableMethod, now: datetime) -> datetime:
    """When the hours that go on end for the last language of the method, else the desk's day."""
    ends = (end_of_hours(settings.hours.of(method, row.code), now) for row in LANGUAGES)
    found = [each for each in ends if each]
    return max(found) if found else _midnight(now, settings.hours.zone)


def _midnight(now: datetime, zone: str) -> datetime:
    tomorrow = now.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(0), ZoneInfo(zone)).astimezone(UTC)


def live_queue_of(settings: Settings) -> LiveQueue:
    """How long one waits for a chat, by the languages and hours of the settings."""
    hours = {row.code: settings.hours.of("live_chat", row.code) for row in LANGUAGES}
    return LiveQueue(tuple(map(Language, settings.languages.chat)), hours, settings.offers.chats_at_once)


def shifts_of(settings: Settings) -> Shifts:
    """When an agent's day is over, by the languages and live-chat hours of the settings."""
    hours = {row.code: settings.hours.of("live_chat", row.code) for row in LANGUAGES}
    return Shifts(tuple(map(Language, settings.languages.chat)), hours)


def mail_queue_of(settings: Settings) -> MailQueue:
    """When mails are answered, by the e-mail hours and the stated time of the settings."""
    hours = {row.code: settings.hours.of("email", row.code) for row in LANGUAGES}
    return MailQueue(hours, timedelta(hours=settings.mail.answer_hours))


class Calls:
    """When calls can be made, by the phone hours and limits of the settings."""

    def __init__(self, settings: Settings) -> None:
        self._hours = settings.hours
        self._items = settings.offers.phone_items
        self._at_once = settings.offers.calls_at_once

    def facts(self, spoken: Language, booked: Sequence[datetime], now: datetime) -> CallbackFacts:
        """As `core.ports.CallHours`."""
        return facts_at(now, self._hours.of("callback", spoken), booked, self._at_once, self._items)

    def slots(self, spoken: Language, booked: Sequence[datetime], now: datetime, zone: str) -> tuple[Moment, ...]:
        """A few times to choose from, in the customer's zone if it is known."""
        return suggested(self.facts(spoken, booked, now).free, zone or self._hours.zone)


def _as_set(rule: Rule, ours: OffersSettings) -> Rule:
    above = ours.email_above if rule.why == "several_items" else rule.above
    return replace(rule, order=getattr(ours, rule.why), above=above)
