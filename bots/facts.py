"""What a decision may know, put together of the settings: the ways to a person, the waits, and a customer's other cases."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlsplit

from bots.post import mail_facts
from bots.settings import Settings
from bots.ways import Calls, desk_of, live_queue_of, mail_queue_of
from core.engine.call_facts import CallFactsLoader
from core.engine.case_codes import new_code
from core.engine.data_facts import DataFactsLoader
from core.engine.facts import FactsLoader, Links, OwnCases
from core.engine.joins import JoinsLoader
from core.engine.mail_waits import MailWaits
from core.engine.request_facts import RequestFactsLoader
from core.engine.waits import Waits
from core.language.spec import LANGUAGES
from core.model.data_wishes import DataNotice
from core.model.facts import Patience
from core.model.tongue import Tongue
from core.ports import Catalog, Clock
from handoff import callback_flow, dispute_flow, dispute_views, routing
from handoff.calibration import changed_much


def facts_loader(
    settings: Settings,
    clock: Clock,
    catalog: Catalog,
    links: Links,
    *,
    translates: bool,
    theirs: Callable[[], datetime | None],
) -> FactsLoader:
    """`translates`: somebody can translate between a customer and an agent. `theirs`: the time by their messenger's clock."""
    ways = desk_of(settings, methods=("live_chat", "callback", "email"))
    return FactsLoader(
        clock,
        catalog,
        partial(routing.offers, desk=ways),
        Patience(**settings.patience.model_dump()),
        new_code,
        tuple(Tongue(row.code, row.name) for row in LANGUAGES if row.catalog),
        links,
        waits=Waits(live_queue_of(settings), changed_much),
        dispute_line=dispute_flow.line,
        calls=CallFactsLoader(Calls(settings).slots, callback_flow.line, settings.hours.zone),
        own=OwnCases(
            RequestFactsLoader(callback_flow.line, dispute_views.line_where_known, settings.hours.zone),
            JoinsLoader(callback_flow.line),
        ),
        spoken_instead=partial(routing.spoken_instead, desk=ways),
        mail_waits=MailWaits(mail_queue_of(settings)),
        mails=mail_facts(settings),
        translates=translates,
        theirs=theirs,
        data=DataFactsLoader(notice_of(settings)),
    )


def notice_of(settings: Settings) -> DataNotice:
    """What customers are told of their data."""
    periods = settings.retention.periods()
    return DataNotice(
        transcripts=_seconds(periods.transcripts),
        tickets=_seconds(periods.tickets),
        disputes=_seconds(periods.disputes),
        documents=_seconds(periods.documents),
        calls=_seconds(periods.calls),
        model=(urlsplit(settings.openai.base_url).hostname or "") if settings.has_model() else "",
        url=settings.shop.privacy_url,
    )


def _seconds(period: timedelta) -> int:
    return int(period.total_seconds())
