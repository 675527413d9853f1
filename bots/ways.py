"""What the settings say about the ways to a person: the desk's hours, languages and rules."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace

from bots.settings import Settings
from bots.settings_people import OffersSettings
from core.language.spec import LANGUAGES
from core.model.callback import CallbackFacts
from core.model.ids import Language
from core.model.view import Moment
from handoff.callback_slots import facts_at, suggested
from handoff.live_queue import LiveQueue
from handoff.mail_queue import MailQueue
from handoff.offer_rules import METHODS, RULES, Method, Rule
from handoff.routing import Desk


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


def live_queue_of(settings: Settings) -> LiveQueue:
    """How long one waits for a chat, by the languages and hours of the settings."""
    hours = {row.code: settings.hours.of("live_chat", row.code) for row in LANGUAGES}
    return LiveQueue(tuple(map(Language, settings.languages.chat)), hours, settings.offers.chats_at_once)


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
