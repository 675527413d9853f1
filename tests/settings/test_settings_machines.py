"""The database, Redis and the roles: what may be set, and what is said of a mistake."""

from pathlib import Path

import pytest

from bots.cli import roles
from bots.read_settings import SettingsError, load
from bots.settings_machines import ROLES, place_of


@pytest.fixture(autouse=True)
def nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("DATABASE_URL", "DATABASE_URL_FILE", "DATABASE_CONNECTIONS", "REDIS_URL", "DESK_ROLES"):
        monkeypatch.delenv(name, raising=False)


def test_with_nothing_set_one_process_does_everything_on_one_file() -> None:
    settings = load()
    assert (settings.desk.roles, settings.database_file()) == (ROLES, Path("data/desk.db"))
    assert (settings.database.is_shared, settings.redis.url.get_secret_value()) == (False, "")
    assert roles.mistakes(settings) == []


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("sqlite:other.db", Path("other.db")),
        ("sqlite:/srv/desk.db", Path("/srv/desk.db")),
        ("sqlite:///srv/desk.db", Path("/srv/desk.db")),
        ("postgresql://desk:secret@db:5432/desk", None),
        ("postgres://db/desk", None),
        ("postgresql://desk@one:5432,two:5433/desk?target_session_attrs=primary", None),
        ("postgresql://desk@/desk?host=/run/postgresql", None),
    ],
)
def test_where_the_database_is(url: str, file: Path | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    settings = load()
    assert (settings.database_file(), settings.database.is_shared) == (file, file is None)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DATABASE_URL", "mysql://desk:canary@db/desk", "write postgresql://user:password@host:5432/name"),
        ("DATABASE_URL", "postgresql+asyncpg://desk:canary@db/desk", "write postgresql://user:password@host:5432/name"),
        ("DATABASE_URL", "postgresql://desk:ca/nary@db/desk", "/ %2F"),
        ("DATABASE_URL", "postgresql://desk:canary@db", "write postgresql://user:password@host:5432/name"),
        ("DATABASE_URL", "data/desk.db", "or sqlite:FILE"),
        ("DATABASE_URL", "sqlite:", "write the file after sqlite:"),
        ("DATABASE_CONNECTIONS", "1", "greater than or equal to 4"),
        ("REDIS_URL", "http://:canary@redis:6379", "write redis://user:password@host:6379/0"),
        ("REDIS_URL", "redis://:canary@redis:port", "write redis://user:password@host:6379/0"),
        ("DATABASE_URL", "postgresql://desk:/canary@db/desk", "/ %2F"),
        ("DATABASE_URL", "postgresql://desk:12/canary@db/desk", "/ %2F"),
        ("DATABASE_URL", "postgresql://desk:12/ca#nary@db/desk", "# %23"),
        ("DATABASE_URL", "postgresql://desk:[canary@db/desk", "write postgresql://user:password@host:5432/name"),
        ("REDIS_URL", "redis://desk:/canary@redis:6379/0", "/ %2F"),
        ("REDIS_URL", "redis://desk:12#canary@redis:6379/0", "# %23"),
        ("DATABASE_URL_FILE", "postgresql://desk:canary@db/desk", "DATABASE_URL_FILE: what it names cannot be read"),
        ("DESK_ROLES", "worker,sendr", "there is no role sendr; write some of intake,worker,sender,board"),
        ("DESK_ROLES", "[]", "write at least one of intake,worker,sender,board"),
    ],
)
def test_a_mistake_is_named_and_no_password_with_it(
    name: str, value: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as raised:
        load()
    (mistake,) = raised.value.mistakes
    assert name in mistake
    assert said in mistake
    assert "nary" not in mistake


def test_the_addresses_may_stand_in_files_and_are_never_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "database").write_text("postgresql://desk:canary@db/desk\n")
    (tmp_path / "redis").write_text("rediss://:canary@redis:6380/1\n")
    monkeypatch.setenv("DATABASE_URL_FILE", str(tmp_path / "database"))
    monkeypatch.setenv("REDIS_URL_FILE", str(tmp_path / "redis"))
    settings = load()
    assert (settings.database.place, settings.redis.place) == ("postgresql://db/desk", "rediss://redis:6380/1")
    assert "canary" not in repr(settings)


def test_a_password_in_the_query_is_not_shown_either() -> None:
    assert place_of("postgresql://db/desk?user=desk&password=canary") == "postgresql://db/desk"


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("worker", ("worker",)),
        ("sender, intake,sender", ("intake", "sender")),
        ('["board"]', ("board",)),
        ("", ROLES),
        ("board,sender,worker,intake", ROLES),
    ],
)
def test_roles_as_they_may_be_written(given: str, read: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_ROLES", given)
    assert load().desk.roles == read


def test_a_part_of_a_desk_needs_a_database_that_others_can_share_and_servers_that_are_real(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DESK_ROLES", "worker,sender")
    monkeypatch.setenv("SMTP_URL", "smtp://127.0.0.1:25")
    shared, played = roles.mistakes(load())
    assert "set DATABASE_URL=postgresql://..." in shared
    assert played.endswith("so each would play to itself: set TELEGRAM_TOKEN, SLACK_BOT_TOKEN")


def test_with_both_it_may_do_a_part(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "DESK_ROLES": "worker",
        "DATABASE_URL": "postgresql://db/desk",
        "TELEGRAM_TOKEN": "42:x",
        "SLACK_BOT_TOKEN": "xoxb-x",
        "SLACK_APP_TOKEN": "xapp-x",
        "SMTP_URL": "smtp://127.0.0.1:25",
    }.items():
        monkeypatch.setenv(name, value)
    settings = load()
    assert (roles.mistakes(settings), roles.told(settings)) == ([], " (worker)")
