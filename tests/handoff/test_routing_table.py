"""Every way to a person, by language, hour, staff and request, at a desk with the default hours, languages and rules."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from bots.settings import Settings
from bots.ways import desk_of
from core.language.spec import LANGUAGES
from core.model.ids import AgentId, Language
from core.model.need import Need
from core.model.offer import Offer
from core.model.people import Agent, Duty
from handoff.routing import offers

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DESK = desk_of(Settings())
WEEK = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su", "Mo+")  # from 23 November 2026 on

# Live chat Mo-Fr 9-21 and Sa 10-17, phone Mo-Fr 9-17, e-mail Mo-Fr 9-17:30. On duty: agents, each with the languages that
# they speak ("any": not said; "-": nobody is). Best first, each way with its code, and when its hours begin next if it is
# closed. A line stands for each of its languages, moments and requests; "+": with evidence.
LINES = """
en es it fr nl de | Mo 9:00, We 16:59  | any       | question, follow-up, item | chat open, phone open, mail always
zh pt pl          | Mo 9:00, We 16:59  | any       | question, follow-up      | chat open, mail always, phone unspoken
sv da             | Mo 9:00, We 16:59  | any       | question, order          | mail always, chat unspoken, phone unspoken

en nl de          | Mo 10:00           | any       | order 2, report 2, item + | chat open, phone open, mail always
en nl de          | Mo 10:00           | any       | order 3, item 3, report 3 | mail several, chat open, phone open
en nl de          | Mo 10:00           | any       | order 4, item 12         | mail several, chat open, phone too many
zh pt pl          | Mo 10:00           | any       | order 3                  | mail several, chat open, phone unspoken
zh pt pl          | Mo 10:00           | any       | order 4                  | mail several, chat open, phone too many
es it fr          | Mo 10:00           | any       | dispute 4 follow-up      | chat open, mail always, phone too many
es it fr          | Mo 10:00           | any       | dispute 2, dispute 1 +   | mail dispute, chat open, phone open
es it fr          | Mo 10:00           | any       | report +, report 2 +     | mail evidence, chat open, phone open
es it fr          | Mo 10:00           | any       | report 4 +               | mail evidence, chat open, phone too many
sv da             | Mo 10:00           | any       | order 3                  | mail several, chat unspoken, phone unspoken

en es it fr nl de | Mo 10:00           | -         | question, order          | mail always, chat nobody Tu 9:00, phone nobody Tu 9:00
zh pt pl          | Mo 10:00           | -         | question                 | mail always, chat nobody Tu 9:00, phone unspoken
en nl             | Sa 12:00           | -         | question                 | mail always, chat nobody Mo+ 9:00, phone closed Mo+ 9:00
pl                | Mo 10:00, Mo 16:00 | pl/en     | question, order 1        | chat open, mail always, phone unspoken
nl                | Mo 10:00, Mo 16:00 | pl/en     | question, order 1        | mail always, chat no agent Tu 9:00, phone no agent Tu 9:00
en                | Mo 10:00, Mo 16:00 | pl/en     | question, order 1        | chat open, phone open, mail always
nl                | Mo 10:00           | de, fr/it | order 3                  | mail several, chat no agent Tu 9:00, phone no agent Tu 9:00
pl                | Mo 10:00           | de, fr/it | order 3                  | mail several, chat no agent Tu 9:00, phone unspoken
de fr it          | Mo 10:00           | de, fr/it | question                 | chat open, phone open, mail always
pl zh             | Fr 15:00           | pl, zh    | question                 | chat open, mail always, phone unspoken
en de             | Fr 15:00           | pl, zh    | question                 | mail always, chat no agent Sa 10:00, phone nobody Mo+ 9:00
sv                | Mo 10:00           | sv        | question                 | mail always, chat unspoken, phone unspoken

en es it fr nl de | Mo 17:00, Mo 20:59 | any       | question, order          | chat open, mail always, phone closed Tu 9:00
en nl             | Mo 20:59           | any       | order 3                  | mail several, chat open, phone closed Tu 9:00
en nl             | Mo 20:59           | any       | order 4                  | mail several, chat open, phone too many
en es it fr nl de | Mo 21:00, Tu 8:59  | any       | question, order          | mail always, chat closed Tu 9:00, phone closed Tu 9:00
zh pt pl          | Mo 21:00, Tu 8:59  | any       | question                 | mail always, chat closed Tu 9:00, phone unspoken
sv da             | Mo 21:00, Su 12:00 | any       | question                 | mail always, chat unspoken, phone unspoken
en nl de          | Fr 21:00, Sa 9:59  | any       | question, order 2        | mail always, chat closed Sa 10:00, phone closed Mo+ 9:00
zh pt pl          | Sa 10:00, Sa 16:59 | any       | question, order          | chat open, mail always, phone unspoken
es it fr          | Sa 10:00, Sa 16:59 | any       | question, order          | chat open, mail always, phone closed Mo+ 9:00
en es it fr nl de | Sa 17:00, Su 21:00 | any       | question, order          | mail always, chat closed Mo+ 9:00, phone closed Mo+ 9:00
pl                | Su 21:00           | -, pl     | order 3                  | mail several, chat closed Mo+ 9:00, phone unspoken
pl                | Su 21:00           | -, pl     | order 4                  | mail several, chat closed Mo+ 9:00, phone too many
nl                | Su 21:00           | -         | dispute 1                | mail dispute, chat closed Mo+ 9:00, phone closed Mo+ 9:00
nl                | Su 21:00           | -         | report 1 +               | mail evidence, chat closed Mo+ 9:00, phone closed Mo+ 9:00

en nl de          | 12-25 11:00        | any       | question                 | mail always, chat closed 12-28 9:00, phone closed 12-28 9:00
en nl             | 12-24 22:00        | any       | question                 | mail always, chat closed 12-28 9:00, phone closed 12-28 9:00
pl zh             | 01-01 10:00        | any       | question                 | mail always, chat closed 01-02 10:00, phone unspoken
en nl             | 04-27 10:00        | any       | question                 | mail always, chat closed 04-28 9:00, phone closed 04-28 9:00
en nl             | 03-28 12:00        | any       | question                 | mail always, chat closed 03-30 9:00, phone closed 03-30 9:00
en nl             | 10-25 12:00        | any       | question                 | mail always, chat closed 10-26 9:00, phone closed 10-26 9:00
en nl             | 10-26 9:00         | any       | question                 | chat open, phone open, mail always
"""

METHODS = {"chat": "live_chat", "phone": "callback", "mail": "email"}
CODES = {
    "unspoken": "language_not_spoken",
    "no agent": "no_agent_of_language",
    "nobody": "nobody_on_duty",
    "too many": "too_many_items",
    "several": "several_items",
}
AVAILABLE = ("open", "always", "several_items", "evidence", "dispute")


class Row(NamedTuple):
    language: str
    at: str
    on_duty: str
    request: str
    expected: str

    def __str__(self) -> str:
        return " ".join(self[:4])


def rows() -> Iterator[Row]:
    for line in filter(None, LINES.splitlines()):
        languages, moments, staff, requests, expected = (column.strip() for column in line.split("|"))
        each_staff = staff.split(", ") if staff.startswith("-, ") else [staff]
        yield from (
            Row(*of, expected)
            for of in product(languages.split(), moments.split(", "), each_staff, requests.split(", "))
        )


def moment(words: str) -> datetime:
    """A day of that week, or a month and day of that winter or the next spring, and a time of day by the desk's clock."""
    day, time = words.split()
    date = f"2026-11-{23 + WEEK.index(day)}" if day in WEEK else f"{2026 if day > '09' else 2027}-{day}"
    return datetime.fromisoformat(f"{date} {time:0>5}").replace(tzinfo=AMSTERDAM)


def staff(words: str) -> list[Duty]:
    """Those on duty, and Eva, who is at home."""
    on_duty = [() if spoken == "any" else tuple(spoken.split("/")) for spoken in words.split(", ") if spoken != "-"]
    eva = Duty(Agent(AgentId("U0EVA"), "Eva"), on_duty=False)
    return [eva, *(Duty(Agent(AgentId(f"U{n}"), f"Agent {n}"), True, spoken) for n, spoken in enumerate(on_duty))]


def need(language: str, words: str) -> Need:
    """ "order 3 +": about three orders, with evidence."""
    about = re.match(r"order|item|report|dispute", words)
    items = re.search(r"\d+", words)
    return Need(
        Language(language),
        about[0] if about else "",  # type: ignore[arg-type]
        int(items[0]) if items else 0,
        evidence="+" in words,
        follow_up="follow-up" in words,
    )


_OFFER = re.compile(r"(?P<name>chat|phone|mail) (?P<code>[a-z ]+[a-z])(?: (?P<opens>\S+ \d+:\d\d))?")


class Seen(NamedTuple):
    method: str
    available: bool
    code: str
    opens_at: datetime | None


def wanted(words: str) -> Seen:
    """ "chat closed Tu 9:00": live chat is closed, and opens then."""
    found = _OFFER.fullmatch(words)
    assert found, words
    opens = moment(found["opens"]) if found["opens"] else None
    code = CODES.get(found["code"], found["code"])
    return Seen(METHODS[found["name"]], code in AVAILABLE, code, opens)


def seen(offer: Offer) -> Seen:
    return Seen(offer.method, offer.available, offer.code, offer.opens_at)


@pytest.mark.parametrize("language", [row.code for row in LANGUAGES])
def test_the_ways_to_a_person(language: Language) -> None:
    for row in (row for row in rows() if row.language == language):
        ways = offers(need(row.language, row.request), staff(row.on_duty), moment(row.at).astimezone(UTC), DESK)
        assert [seen(offer) for offer in ways] == [wanted(each) for each in row.expected.split(", ")], str(row)


def test_the_table_is_whole() -> None:
    every = list(rows())
    assert len(every) == len(set(every)) >= 200
    assert {row.language for row in every} == {row.code for row in LANGUAGES}
