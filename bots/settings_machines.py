"""Settings of a desk of several processes: the database and the Redis that they share, and what each of them does."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal, get_args
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, SecretStr, field_validator

from bots.settings_section import Section, ends_too_soon, is_login

Role = Literal["intake", "worker", "sender", "board"]
ROLES: tuple[Role, ...] = get_args(Role)

SQLITE = "sqlite:"
_POSTGRES = ("postgresql", "postgres")
_HOW_DATABASE = (
    "write postgresql://user:password@host:5432/name, or sqlite:FILE; in a password, @ is written %40, / %2F, # %23"
)
_HOW_REDIS = (
    "write redis://user:password@host:6379/0, or rediss:// with TLS; in a password, @ is written %40, / %2F, # %23"
)


def read_roles(given: Any) -> Any:
    """ "worker, sender": in the order of ROLES, each once; nothing: all. Raises ValueError with the roles that there are."""
    if isinstance(given, str):
        given = [name.strip() for name in given.split(",") if name.strip()] or ROLES
    if not isinstance(given, Iterable):
        return given  # pydantic says it
    asked = list(given)
    if strange := [name for name in asked if name not in ROLES]:
        raise ValueError(f"there is no role {strange[0]}; write some of {','.join(ROLES)}")
    if not asked:
        raise ValueError(f"write at least one of {','.join(ROLES)}")
    return tuple(role for role in ROLES if role in asked)


Roles = Annotated[tuple[Role, ...], BeforeValidator(read_roles)]


def is_postgres(url: str) -> bool:
    return url.partition("://")[0] in _POSTGRES


def file_of(url: str) -> Path | None:
    """Of a database in one file, such as sqlite:data/desk.db or sqlite:///srv/desk.db; None for any other."""
    if not url.startswith(SQLITE):
        return None
    path = url.removeprefix(SQLITE)
    return Path(path.removeprefix("//") if path.startswith("///") else path)


def database_url(value: str) -> str:
    """Raises ValueError with what to write; never says what was given, for a password stands in it."""
    if (file := file_of(value)) is not None:
        if file == Path():
            raise ValueError("write the file after sqlite:, such as sqlite:data/desk.db")
        return value
    if not is_postgres(value) or not _names_a_database(value):
        raise ValueError(_HOW_DATABASE)
    return value


def _names_a_database(url: str) -> bool:
    """A socket's folder may stand in the query; several hosts stand with commas between them."""
    try:
        parts = urlsplit(url)
        within = any(pair.startswith("host=") for pair in parts.query.split("&"))
        right_port = "," in parts.netloc or parts.port != 0
    except ValueError:
        return False
    return right_port and bool(parts.hostname or within) and len(parts.path) > 1 and not ends_too_soon(parts)


class Database(Section):
    """`url`: nothing or `sqlite:FILE` is one file for one process, `postgresql://` is for any number of them.

    `connections`: how many a process has open at most.
    """

    url: SecretStr = SecretStr("")
    connections: int = Field(10, ge=4, le=200)

    @field_validator("url")
    @classmethod
    def _url(cls, value: SecretStr) -> SecretStr:
        url = value.get_secret_value().strip()
        return SecretStr(database_url(url) if url else "")

    @property
    def is_shared(self) -> bool:
        """Several processes may work on it."""
        return is_postgres(self.url.get_secret_value())

    @property
    def place(self) -> str:
        """Where it is, without who comes in and with what; for people's eyes."""
        return place_of(self.url.get_secret_value())


def place_of(url: str) -> str:
    """An address without the user's name and password and without its query, in which they may stand too."""
    if not is_postgres(url):
        return url
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


class Redis(Section):
    """Where processes wake each other and share the platforms' limits; without it all goes on, a second slower."""

    url: SecretStr = SecretStr("")

    @field_validator("url")
    @classmethod
    def _url(cls, value: SecretStr) -> SecretStr:
        url = value.get_secret_value().strip()
        if url and not is_login(url, ("redis", "rediss")):
            raise ValueError(_HOW_REDIS)
        return SecretStr(url)

    @property
    def place(self) -> str:
        """Where it is, without who comes in and with what; for people's eyes."""
        parts = urlsplit(self.url.get_secret_value())
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
