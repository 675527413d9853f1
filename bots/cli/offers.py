"""`frontdesk offers`: the ways to a person that a customer would be shown, by the very function that finds them."""

import asyncio
import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from bots.cli.arguments import Agents
from bots.cli.desk_store import desk_store
from bots.settings import Settings
from bots.ways import desk_of, live_queue_of, mail_queue_of
from core.engine import mail_waits, waits
from core.engine.clock import SystemClock
from core.language.catalog import Catalog, read_catalog
from core.language.names import name_of
from core.language.spec import ENGLISH
from core.model.figures import Closure
from core.model.ids import AgentId, Language
from core.model.need import Need
from core.model.offer import Offer
from core.model.people import Agent, Duty
from core.model.rows import AnsweredMail, ChatRow
from core.ports import Transaction
from handoff.routing import Known
from handoff.routing import offers as offers_for

TIME = "%A %d %B %Y, %H:%M"


def offers(
    settings: Settings, need: Need, at: datetime | None, on_duty: Sequence[Agents] | None, *, as_json: bool
) -> int:
    """0. `at` is by the desk's clock if it has no zone, and now if it is not given, with those who wait now; `on_duty` if it is
    not given those who are.

    Raises DeskError where the store is to be asked and cannot be read.
    """
    zone = ZoneInfo(settings.hours.zone)
    moment = _moment(at, zone).astimezone(zone)
    present = asyncio.run(_read(settings)) if at is None or on_duty is None else _Present()
    staff = present.staff if on_duty is None else list(_imagined(on_duty))
    known = _waits(settings, need.language, present, staff, moment) if at is None else Known(None, None)
    closures = present.closures if at is None else ()
    ways = offers_for(need, staff, moment, desk_of(settings), *known, closures)
    catalog = read_catalog()
    print(_json(ways, need, zone, catalog) if as_json else _words(ways, need, staff, moment, catalog))
    return 0


def _moment(at: datetime | None, zone: ZoneInfo) -> datetime:
    if at is None:
        return SystemClock().now()
    return at if at.tzinfo else at.replace(tzinfo=zone)


class _Present(NamedTuple):
    """Who is on duty, who waits, and what is closed; the chats and mails that were answered. Before its first start a desk has
    none.
    """

    staff: Sequence[Duty] = ()
    live: Sequence[ChatRow] = ()
    ended: Sequence[ChatRow] = ()
    mails: int = 0
    answered: Sequence[AnsweredMail] = ()
    closures: Sequence[Closure] = ()


async def _read(settings: Settings) -> _Present:
    file = settings.database_file()
    if file is not None and not file.is_file():
        return _Present()
    async with desk_store(settings) as store:
        return await store.transact(_present)


async def _present(tx: Transaction) -> _Present:
    """Without those who are away."""
    staff = [duty for duty in await tx.staff.all() if duty.there]
    chats, mails = await tx.chats.ended(waits.REMEMBERED), await tx.ticket_pace.answered(mail_waits.REMEMBERED)
    return _Present(staff, await tx.chats.live(), chats, await tx.ticket_pace.ahead(), mails, await tx.closures.all())


def _waits(settings: Settings, language: Language, present: _Present, staff: Sequence[Duty], moment: datetime) -> Known:
    """As whoever asks at this moment is told."""
    chats, mails = live_queue_of(settings), mail_queue_of(settings)
    return Known(
        chats(language, None, present.live, present.ended, staff, moment),
        mails(language, present.mails, present.answered, moment),
    )


def _imagined(groups: Sequence[Agents]) -> Iterator[Duty]:
    for group, (count, languages) in enumerate(groups, start=1):
        for number in range(1, count + 1):
            name = f"agent {group}.{number}"
            yield Duty(Agent(AgentId(name), name), True, languages)


def _json(ways: Sequence[Offer], need: Need, zone: ZoneInfo, catalog: Catalog) -> str:
    """`text` is in the customer's language, `opens_at` by the desk's clock."""
    shown = [
        {
            "method": offer.method,
            "available": offer.available,
            "reason": offer.code,
            "text": _said(offer, need.language, catalog),
            "opens_at": offer.opens_at.astimezone(zone).isoformat() if offer.opens_at else None,
            "eta": msgspec.to_builtins(offer.eta),
        }
        for offer in ways
    ]
    return json.dumps({"offers": shown}, ensure_ascii=False, indent=2)


def _words(ways: Sequence[Offer], need: Need, staff: Sequence[Duty], moment: datetime, catalog: Catalog) -> str:
    request = [need.about or "question", f"items: {need.items}"]
    request += [name for name, said in (("evidence", need.evidence), ("follow-up", need.follow_up)) if said]
    lines = [
        f"{moment:{TIME}} ({moment.tzinfo})",
        f"language  {name_of(need.language, ENGLISH)}",
        f"request   {', '.join(request)}",
        f"on duty   {'; '.join(map(_spoken, staff)) or 'nobody'}",
    ]
    for place, offer in enumerate(ways, start=1):
        lines += ["", f"{place}. {offer.method}: {_standing(offer, moment)}", *_both(offer, need.language, catalog)]
    return "\n".join(lines)


def _spoken(duty: Duty) -> str:
    return f"{duty.agent.name} ({', '.join(duty.languages) or 'all languages'})"


def _standing(offer: Offer, moment: datetime) -> str:
    facts = ["offered" if offer.available else "not offered", offer.code]
    if offer.opens_at:
        facts.append(f"hours begin {offer.opens_at.astimezone(moment.tzinfo):{TIME}}")
    if offer.eta:
        facts.append(f"answered in {offer.eta.low_minutes} to {offer.eta.high_minutes} minutes")
    return ", ".join(facts)


def _both(offer: Offer, language: Language, catalog: Catalog) -> list[str]:
    """For whoever runs the desk, and as the customer reads it."""
    said = dict.fromkeys((_said(offer, ENGLISH, catalog), _said(offer, language, catalog)))
    return [f"   {text}" for text in said]


def _said(offer: Offer, language: Language, catalog: Catalog) -> str:
    """Why, and how long one waits where that is known."""
    texts = filter(None, (offer.reason, offer.wait))
    return " ".join(catalog.say(text.key, text.params, language) for text in texts)
