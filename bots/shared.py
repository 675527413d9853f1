"""What many parts of the desk are connected to."""

from dataclasses import dataclass

from telegram import Bot

from bots.machines import Machines
from bots.post import Post
from bots.settings import Settings
from bots.shop.http import HttpShop
from bots.slack.link import SlackLink
from core.engine.changes import Changes
from core.engine.clock import SystemClock, TheirClock
from core.engine.intake import DurableIntake
from core.engine.pulse import ClockWatch
from core.engine.vitals import KnownVitals
from core.ports import Catalog, Store


@dataclass(frozen=True)
class Shared:
    """What many parts of the desk are connected to."""

    settings: Settings
    clock: SystemClock
    catalog: Catalog
    machines: Machines
    store: Store
    intake: DurableIntake
    slack: SlackLink
    bot: Bot
    shop: HttpShop | None
    post: Post
    changes: Changes
    vitals: KnownVitals
    theirs: TheirClock
    clocks: ClockWatch
