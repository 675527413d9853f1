"""Which ways to a person a customer has now, each with its reason. Pure: the time and the staff are given."""

from collections.abc import Sequence
from datetime import datetime

from core.model.ids import Language
from core.model.offer import Offer
from core.model.people import Duty
from core.model.view import LanguageNames, Text, text


def offers(
    language: Language,
    staff: Sequence[Duty],
    now: datetime,  # noqa: ARG001 - part of core.ports.Offers: what is open may depend on it
    email_hours: int,
    chat_languages: Sequence[Language],
) -> tuple[Offer, ...]:
    """Every way, best first, what is to be had now before what is not. E-mail is always to be had.

    Live chat needs an agent on duty who speaks the language; an agent of whom no languages are known speaks all
    `chat_languages`. `email_hours`: in how many working hours a mail is usually answered.
    """
    ways = (_live_chat(language, staff, chat_languages), _email(email_hours))
    return tuple(sorted(ways, key=lambda offer: not offer.available))


def _live_chat(language: Language, staff: Sequence[Duty], chat_languages: Sequence[Language]) -> Offer:
    spoken = [code for code in chat_languages if any(_speaks(duty, code) for duty in staff if duty.on_duty)]
    return Offer(
        method="live_chat",
        available=language in spoken,
        live=True,
        reason=_reason(language, spoken),
        promise=text("offer.live_chat.promise"),
    )


def _speaks(duty: Duty, language: Language) -> bool:
    return not duty.languages or language in duty.languages


def _reason(language: Language, spoken: Sequence[Language]) -> Text:
    if language in spoken:
        return text("offer.live_chat.on_duty")
    if not spoken:
        return text("offer.live_chat.nobody")
    return text("offer.live_chat.no_language", languages=LanguageNames(tuple(spoken)))


def _email(hours: int) -> Offer:
    return Offer(
        method="email",
        available=True,
        live=False,
        reason=text("offer.email.reason", hours=hours),
        promise=text("offer.email.promise", hours=hours),
        needs=("message", "email"),
    )
