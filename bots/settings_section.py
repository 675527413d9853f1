"""What the sections of the settings are made of: a frozen model, and checks that several of them need."""

from typing import Annotated
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, SecretStr

LOOPBACK = ("localhost", "127.0.0.1", "::1")  # this machine: nobody can listen on the way


class Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", validate_default=True)


def is_set(secret: SecretStr | None) -> bool:
    return bool(secret and secret.get_secret_value())


def http_root(value: str) -> str:
    if not is_address(value, ("http", "https")):
        raise ValueError("write an address such as https://server.example or http://127.0.0.1:8081")
    return value.rstrip("/")


def is_address(value: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0  # reading the port may raise
    except ValueError:
        return False


def is_login(value: str, schemes: tuple[str, ...]) -> bool:
    """An address in which a password may stand."""
    return is_address(value, schemes) and not ends_too_soon(urlsplit(value))


def ends_too_soon(parts: SplitResult) -> bool:
    """A / or a # stands in the password as it is: the rest of it is taken for a place there, and such are shown to people."""
    return "@" in parts.path + parts.fragment


HttpRoot = Annotated[str, AfterValidator(http_root)]
