"""`frontdesk run --demo`: a desk at work, with a busy day that people of the playground make and a fortnight before it."""

from datetime import UTC, datetime

from bots.cli.desk_store import desk_store
from bots.cli.run import Running
from bots.playground.demo import Day
from bots.playground.demo.pace import Pace
from bots.playground.fortnight import fortnight, write
from bots.playground.world import AGENTS, Playground
from bots.read_settings import SettingsError
from bots.settings import Settings, sample_folder
from bots.settings_machines import ROLES, Database, Redis
from core.language.catalog import read_catalog

_ALWAYS = "Mo-Su 0:00-24:00"
_SUPERVISOR = AGENTS[0][0]  # who signs in at the board as them may act there
_POSTS_PER_SECOND = 5.0  # in the one channel of the played Slack, which has no limit of its own here


class Demo:
    """A desk of its own, in a folder beside yours, made anew at each start. Raises SettingsError where anything is real."""

    def __init__(self, settings: Settings, pace: Pace | None = None) -> None:
        if real := _real(settings):
            raise SettingsError([f"--demo plays everything; take out the settings of: {', '.join(real)}"])
        self._settings = demo_settings(settings)
        self._playground = Playground(
            shop=sample_folder() / "shop", model=True, lifted_limits=True, name=settings.desk.name
        )
        self._running = Running(self._settings, self._playground)
        self._playground.start_over = None  # the people of the day are on the servers as they are
        self._day = Day(self._playground, read_catalog(), pace or Pace())

    async def start(self) -> None:
        _clear(self._settings)
        async with desk_store(self._settings, read_only=False) as store:
            history = fortnight(datetime.now(UTC))
            await store.transact(lambda tx: write(tx, history))
        await self._running.start()
        self._day.begin()

    async def stop(self) -> None:
        await self._day.end()
        await self._running.stop()


def demo_settings(settings: Settings) -> Settings:
    """People are there at any hour, and wait for less long than on a real day."""
    hours = {"live_chat": _ALWAYS, "phone": _ALWAYS, "email": _ALWAYS, "country": ""}
    changes = {
        "desk": settings.desk.model_copy(update={"data": settings.desk.data / "demo", "roles": ROLES}),
        "database": Database(),
        "redis": Redis(),
        "hours": settings.hours.model_copy(update=hours),
        "patience": settings.patience.model_copy(update={"claim": 90, "take": 90, "reply": 150}),
        "slack": settings.slack.model_copy(
            update={"per_channel_per_second": _POSTS_PER_SECOND, "supervisors": (_SUPERVISOR,)}
        ),
        "playground": settings.playground.model_copy(update={"model": True}),
    }
    return settings.model_copy(update=changes)


def _real(settings: Settings) -> list[str]:
    known = {
        "Telegram": settings.has_telegram(),
        "Slack": settings.has_slack(),
        "the shop": settings.has_shop(),
        "the model": settings.has_model(),
        "mail that goes out": settings.has_smtp(),
        "mail that comes in": settings.has_mailbox() or settings.has_mail_webhook(),
    }
    return [name for name, is_real in known.items() if is_real]


def _clear(settings: Settings) -> None:
    settings.desk.data.mkdir(parents=True, exist_ok=True)
    for file in settings.desk.data.glob("desk.db*"):
        file.unlink()
