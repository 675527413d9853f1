"""What the settings say about the ways to a person: the desk's hours, languages and rules."""

from msgspec.structs import replace

from bots.settings import OffersSettings, Settings
from core.language.spec import LANGUAGES
from core.model.ids import Language
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


def _as_set(rule: Rule, ours: OffersSettings) -> Rule:
    above = ours.email_above if rule.why == "several_items" else rule.above
    return replace(rule, order=getattr(ours, rule.why), above=above)
