"""What the settings say about alerts and alarms: of what the staff are told, and when."""

from datetime import timedelta

from bots.settings import Settings
from handoff.alarms import Alarming
from handoff.alerts import NEVER, Alerting, Quiet


def alerting_of(settings: Settings) -> Alerting:
    ours = settings.alerts
    return Alerting(
        zone=settings.hours.zone,
        claim=timedelta(seconds=settings.patience.claim),
        reply=timedelta(seconds=settings.patience.reply),
        kinds=ours.kinds,
        quiet=Quiet(*ours.quiet_hours) if ours.quiet_hours else NEVER,
        digest_at=ours.digest_time,
        board=settings.board.url if settings.board.mode == "on" else "",
    )


def alarming_of(settings: Settings) -> Alarming:
    ours = settings.alarm
    return Alarming(
        waits=timedelta(seconds=ours.waits),
        away=timedelta(seconds=ours.away),
        zone=settings.hours.zone,
        board=settings.board.url if settings.board.mode == "on" else "",
    )
