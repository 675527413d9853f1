"""Settings of the people behind the desk: their languages and hours, what is offered first, and how long to wait."""

from datetime import date
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, ValidationInfo, field_validator

from bots.hours_settings import closed_days, read_hours
from bots.settings_section import Section
from core.language.spec import BY_CODE, LANGUAGES
from core.model.ids import Language
from handoff.hours import Hours
from handoff.offer_rules import EMAIL_FIRST, PEOPLE_FIRST, Method


class Languages(Section):
    """Which of the table's languages staff speak in chats and e-mails, and on the telephone; by their codes."""

    chat: tuple[str, ...] = tuple(row.code for row in LANGUAGES if row.chat)
    phone: tuple[str, ...] = tuple(row.code for row in LANGUAGES if row.phone)

    @field_validator("chat", "phone")
    @classmethod
    def _codes(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        unknown = [code for code in value if code not in BY_CODE]
        if unknown:
            raise ValueError(f"there is no language {', '.join(unknown)}; write some of {', '.join(BY_CODE)}")
        return value


class HoursSettings(Section):
    """When people are there, each method in the wall clock of `zone` (an IANA name): docs/operate.md has the notation.

    `country`: whose public holidays are days off, but for those in `open_on`; `closed_on` are more days off. `languages`:
    other hours for some languages, as {"live_chat": {"pl": "Mo-Fr 9:00-17:00"}}.
    """

    zone: str = "Europe/Amsterdam"
    country: str = "NL"
    live_chat: str = "Mo-Fr 9:00-21:00; Sa 10:00-17:00"
    phone: str = "Mo-Fr 9:00-17:00"
    email: str = "Mo-Fr 9:00-17:30"
    languages: dict[Literal["live_chat", "phone", "email"], dict[str, str]] = Field({})
    closed_on: tuple[date, ...] = ()
    open_on: tuple[date, ...] = ()

    @field_validator("zone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            return ZoneInfo(value).key
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError("write a name of the IANA time zones, such as Europe/Amsterdam") from None

    @field_validator("country")
    @classmethod
    def _country(cls, value: str) -> str:
        if value != cls.model_fields["country"].default:  # to look costs 0.1 s, which every command would wait for
            closed_days(value)
        return value

    @field_validator("live_chat", "phone", "email")
    @classmethod
    def _week(cls, value: str) -> str:
        read_hours(value)
        return value

    @field_validator("languages")
    @classmethod
    def _weeks(cls, value: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
        weeks = ((f"{method}.{code}", code, week) for method, each in value.items() for code, week in each.items())
        if mistakes := [f"{name}: {wrong}" for name, code, week in weeks if (wrong := _wrong_week(code, week))]:
            raise ValueError("; and ".join(mistakes))
        return value

    @field_validator("open_on")
    @classmethod
    def _once(cls, value: tuple[date, ...], info: ValidationInfo) -> tuple[date, ...]:
        both = sorted(set(value) & set(info.data.get("closed_on", ())))
        if both:
            raise ValueError(f"{both[0]} is in closed_on too; write it in one of them")
        return value

    def of(self, method: Method, language: Language) -> Hours:
        name: Literal["live_chat", "phone", "email"] = "phone" if method == "callback" else method
        weeks = {"live_chat": self.live_chat, "phone": self.phone, "email": self.email}
        written = self.languages.get(name, {}).get(language, weeks[name])
        return read_hours(written, self.zone, closed_days(self.country, self.closed_on, self.open_on))


def _wrong_week(code: str, week: str) -> str:
    if code not in BY_CODE:
        return f"there is no language {code}; write some of {', '.join(BY_CODE)}"
    try:
        read_hours(week)
    except ValueError as error:
        return str(error)
    return ""


class OffersSettings(Section):
    """Which way to a person is offered first, by what the request is: the methods in their order, best first.

    `several_items` counts from more items than `email_above`; a call is about `phone_items` at most.
    `chats_at_once`: that an agent has; `calls_at_once`: that the whole team makes.
    """

    question: tuple[Method, ...] = PEOPLE_FIRST
    follow_up: tuple[Method, ...] = PEOPLE_FIRST
    several_items: tuple[Method, ...] = EMAIL_FIRST
    evidence: tuple[Method, ...] = EMAIL_FIRST
    dispute: tuple[Method, ...] = EMAIL_FIRST
    email_above: int = Field(2, ge=0)
    phone_items: int = Field(3, ge=1)
    chats_at_once: int = Field(3, ge=1)
    calls_at_once: int = Field(1, ge=1)


class PatienceSettings(Section):
    """Seconds: for an answer; for an agent to claim, until the customer hears again; for those to `take` a chat who could, until
    they are off duty; for an agent's reply; for a customer's choice. What a customer wrote longer than `fresh` ago, while the
    desk was away, people answer, and not the assistant.
    """

    answer: int = Field(30, ge=1)
    claim: int = Field(180, ge=1)
    take: int = Field(90, ge=1)
    reply: int = Field(600, ge=1)
    choice: int = Field(86_400, ge=1)
    fresh: int = Field(1800, ge=300)
