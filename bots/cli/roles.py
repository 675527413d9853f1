"""What must be set where a process does a part of a desk only, and others do the rest."""

from collections.abc import Iterator

from bots.settings import Settings
from bots.settings_machines import ROLES


def mistakes(settings: Settings) -> list[str]:
    """Why these settings and roles do not go together, each with what to do; none for a process that does everything."""
    return [] if settings.desk.roles == ROLES else list(_of_a_part(settings))


def _of_a_part(settings: Settings) -> Iterator[str]:
    roles = ",".join(settings.desk.roles)
    if not settings.database.is_shared:
        yield (
            f"--roles {roles} (DESK_ROLES): other processes must do the rest, and a file has one process: set "
            "DATABASE_URL=postgresql://..., the same in each, or leave the roles out"
        )
    names = {
        "TELEGRAM_TOKEN": settings.has_telegram(),
        "SLACK_BOT_TOKEN": settings.has_slack(),
        "SMTP_URL": settings.has_smtp(),
    }
    if missing := [name for name, is_set in names.items() if not is_set]:
        yield (
            f"--roles {roles} (DESK_ROLES): a playground is within one process, so each would play to itself: set "
            f"{', '.join(missing)}"
        )


def told(settings: Settings) -> str:
    """ " (worker, sender)" after what a process says of itself; nothing of one that does everything."""
    return "" if settings.desk.roles == ROLES else f" ({', '.join(settings.desk.roles)})"
