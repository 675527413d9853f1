"""Settings of the board: where supervisors open it, and who may do what there."""

import re
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator

from bots.settings_section import LOOPBACK, Section, http_root

_MEMBER = re.compile(r"[UW][A-Z0-9]+|[^@\s]+@[^@\s]+\.[^@\s]+")
_SHORTEST_TOKEN = 16
_HOST = re.compile(r"[A-Za-z0-9.:_-]+")


class BoardSettings(Section):
    """`url`: the public address, behind a proxy that has TLS; needed to sign in with Slack.

    `operators`, by id or e-mail address, may do everything; supervisors are the members of `supervisors_group` (its handle or id)
    and those of slack.supervisors; all other agents look on, or nobody else does. `metrics_token` lets Prometheus in.
    """

    mode: Literal["on", "off"] = "on"
    host: str = "127.0.0.1"
    port: int = Field(8090, ge=0, le=65535)
    url: str = ""
    supervisors_group: str = ""
    operators: tuple[str, ...] = ()
    viewers: Literal["agents", "nobody"] = "agents"
    metrics_token: SecretStr = SecretStr("")

    @field_validator("host")
    @classmethod
    def _host(cls, value: str) -> str:
        if not _HOST.fullmatch(value):
            raise ValueError("write what to listen on: 127.0.0.1 for this machine alone, or 0.0.0.0")
        return value

    @field_validator("url")
    @classmethod
    def _url(cls, value: str) -> str:
        """Cookies, the Host header and Slack's way back go by this one address."""
        if not value:
            return ""
        root = http_root(value)
        parts = urlsplit(root)
        if parts.path or parts.query or parts.fragment or parts.username:
            raise ValueError("write an address without a path, such as https://board.shop.example")
        if parts.scheme == "http" and parts.hostname not in LOOPBACK:
            raise ValueError(
                "write https://: who signs in over http:// can be listened to; a proxy with TLS belongs before it"
            )
        return root

    @field_validator("metrics_token")
    @classmethod
    def _metrics_token(cls, value: SecretStr) -> SecretStr:
        if 0 < len(value.get_secret_value()) < _SHORTEST_TOKEN:
            raise ValueError("write at least 16 characters, such as what `openssl rand -hex 32` prints")
        return value

    @field_validator("operators")
    @classmethod
    def _operators(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if wrong := [each for each in value if not _MEMBER.fullmatch(each)]:
            raise ValueError(f"{wrong[0]!r} is neither a member's id, such as U0123ABCD, nor an e-mail address")
        return value
