"""Settings of the channels: where Telegram, Slack and the mail servers are, and the secrets that they want."""

import re
from typing import Literal
from urllib.parse import urlsplit

from pydantic import ConfigDict, Field, SecretStr, ValidationInfo, field_validator

from bots.settings_section import LOOPBACK, HttpRoot, Section, http_root, is_login, is_set
from core.language.spec import BY_CODE
from handoff.queues import Topic

_ROOM_BEFORE_TOKEN = 34  # of the 64 characters before the @ that SMTP allows, a ticket's token takes the rest
_NAME = r"""[^@\s<>()\[\],;:\\"]+"""  # nothing that ends an address in a header


class Telegram(Section):
    token: SecretStr = SecretStr("")
    api_root: HttpRoot = "https://api.telegram.org"
    mode: Literal["polling", "webhook"] = "polling"
    webhook_url: str = ""
    webhook_secret: SecretStr = SecretStr("")
    per_chat_per_second: float = Field(1.0, gt=0)
    total_per_second: float = Field(30.0, gt=0)

    @field_validator("token")
    @classmethod
    def _token(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not re.fullmatch(r"\d+:[\w-]+", value.get_secret_value(), re.ASCII):
            raise ValueError("write the token as @BotFather gave it, such as 123456:ABC-DEF")
        return value

    @field_validator("webhook_url")
    @classmethod
    def _url(cls, value: str, info: ValidationInfo) -> str:
        if info.data.get("mode") != "webhook":
            return value
        if not value:
            raise ValueError("write the public address of this server, such as https://desk.example, or use polling")
        return http_root(value)

    @field_validator("webhook_secret")
    @classmethod
    def _secret(cls, value: SecretStr, info: ValidationInfo) -> SecretStr:
        """https://core.telegram.org/bots/api#setwebhook: 1-256 of A-Z a-z 0-9 _ -; fewer than 16 could be guessed."""
        if info.data.get("mode") == "webhook" and not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", value.get_secret_value()):
            raise ValueError("write 16 to 256 letters, digits, _ or -, such as what `openssl rand -hex 32` prints")
        return value


class SlackQueue(Section):
    """A queue of its own, in a channel: it takes chats in its `languages` about its `topics`; where none are said, all."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(pattern=r"^[^\s@#<>&][^@#<>&]{0,40}$")
    channel: str = Field(min_length=1)
    languages: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()

    @field_validator("languages")
    @classmethod
    def _languages(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if unknown := [each for each in value if each not in BY_CODE]:
            raise ValueError(f"there is no language {unknown[0]}; write some of {', '.join(BY_CODE)}")
        return value


class Slack(Section):
    """Who of those on duty is away is asked every `presence_seconds`; 0: never.

    Agents are the members of the support channel, or of the user group `agents_group` (its handle or id). `supervisors`, by id
    or e-mail address, confirm what one agent may not do alone; without any, each other colleague does. `away_statuses`: the
    emoji of those who are not there.

    The first of the `queues` that fits takes a chat; without one it waits in the support channel. A chat whose thread or channel is
    gone goes on in `fallback_channel`, or in the support channel where there is none. `client_id` and `client_secret` are the
    app's, for signing in at the board.
    """

    bot_token: SecretStr = SecretStr("")
    app_token: SecretStr = SecretStr("")
    signing_secret: SecretStr = SecretStr("")
    client_id: str = ""
    client_secret: SecretStr = SecretStr("")
    api_root: HttpRoot = "https://slack.com"
    mode: Literal["socket", "http"] = "socket"
    support_channel: str = "#support"
    trust_channel: str = ""
    per_channel_per_second: float = Field(1.0, gt=0)
    presence_seconds: float = Field(60.0, ge=0)
    agents_group: str = ""
    supervisors: tuple[str, ...] = ()
    queues: tuple[SlackQueue, ...] = ()
    fallback_channel: str = ""
    away_statuses: tuple[str, ...] = (
        ":palm_tree:",
        ":face_with_thermometer:",
        ":no_entry:",
        ":spiral_calendar_pad:",
        ":bus:",
    )

    @field_validator("queues")
    @classmethod
    def _queues(cls, value: tuple[SlackQueue, ...]) -> tuple[SlackQueue, ...]:
        names = [queue.name.casefold() for queue in value]
        if twice := [name for name in names if names.count(name) > 1]:
            raise ValueError(f"there are two queues {twice[0]}; name each of them otherwise")
        return value

    @field_validator("supervisors")
    @classmethod
    def _supervisors(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if wrong := [each for each in value if not re.fullmatch(rf"[UW][A-Z0-9]+|{_NAME}@{_NAME}\.{_NAME}", each)]:
            raise ValueError(f"{wrong[0]!r} is neither a member's id, such as U0123ABCD, nor an e-mail address")
        return value

    @field_validator("away_statuses")
    @classmethod
    def _away_statuses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if wrong := [each for each in value if not re.fullmatch(r":[^:\s]+:", each)]:
            raise ValueError(f"{wrong[0]!r} is no emoji's name; write such as :palm_tree:")
        return value

    @field_validator("bot_token")
    @classmethod
    def _bot_token(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not value.get_secret_value().startswith("xoxb-"):
            raise ValueError("write the Bot User OAuth Token of the app, which starts with xoxb-")
        return value

    @field_validator("client_secret")
    @classmethod
    def _client(cls, value: SecretStr, info: ValidationInfo) -> SecretStr:
        if bool(info.data.get("client_id")) != is_set(value):
            raise ValueError("goes with SLACK_CLIENT_ID: set both, as the app's page has them, or neither")
        return value

    @field_validator("mode")
    @classmethod
    def _mode(cls, value: str, info: ValidationInfo) -> str:
        """Each way of hearing events has its own secret; which one is missing is said where it belongs."""
        if not is_set(info.data.get("bot_token")):
            return value
        if value == "socket" and not is_set(info.data.get("app_token")):
            raise ValueError("Socket Mode needs SLACK_APP_TOKEN: write the App-Level Token, which starts with xapp-")
        if value == "http" and not is_set(info.data.get("signing_secret")):
            raise ValueError("HTTP events need SLACK_SIGNING_SECRET: write the app's Signing Secret")
        return value


class Smtp(Section):
    url: SecretStr = SecretStr("")

    @field_validator("url")
    @classmethod
    def _url(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not is_login(value.get_secret_value(), ("smtp", "smtps")):
            raise ValueError(
                "write smtp://user:password@mail.example:587 (STARTTLS) or smtps://...:465 (TLS); in a password, / is "
                "written %2F, # %23"
            )
        return value


class Mail(Section):
    """`reply_address`: to which answers come, each ticket's with a token of its own in it; empty: no mail comes in.

    `team`: who else than the team's inbox may answer for the team: addresses, or "@domain" for all of a domain.
    `auth_server`: the name (authserv-id) under which our own mail server writes Authentication-Results headers.
    """

    sender: str = "support@desk.example"
    team_inbox: str = "team@desk.example"
    team: tuple[str, ...] = ()
    reply_address: str = ""
    auth_server: str = ""
    webhook_secret: SecretStr = SecretStr("")
    answer_hours: int = Field(8, ge=1, le=240)

    @field_validator("sender", "team_inbox")
    @classmethod
    def _address(cls, value: str) -> str:
        if not re.fullmatch(rf"{_NAME}@{_NAME}\.{_NAME}", value):
            raise ValueError("write one e-mail address, such as support@shop.example")
        return value

    @field_validator("team")
    @classmethod
    def _team(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if wrong := [each for each in value if not re.fullmatch(rf"({_NAME})?@{_NAME}\.{_NAME}", each)]:
            raise ValueError(
                f"{wrong[0]!r} is neither an address, such as eva@shop.example, nor a domain: @shop.example"
            )
        return value

    @field_validator("reply_address")
    @classmethod
    def _reply_address(cls, value: str, info: ValidationInfo) -> str:
        if value and value.casefold() == str(info.data.get("team_inbox")).casefold():
            raise ValueError(
                "write another address than mail.team_inbox: what the desk sends to the team would come in again"
            )
        if value and len(cls._address(value).rpartition("@")[0]) > _ROOM_BEFORE_TOKEN:
            raise ValueError(
                f"write an address with at most {_ROOM_BEFORE_TOKEN} characters before the @: a token goes there"
            )
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _webhook_secret(cls, value: SecretStr) -> SecretStr:
        if 0 < len(value.get_secret_value()) < 16:
            raise ValueError("write at least 16 characters, such as what `openssl rand -hex 32` prints")
        return value


class Imap(Section):
    """The mailbox in which answers arrive; without `url` none is looked into."""

    url: SecretStr = SecretStr("")

    @field_validator("url")
    @classmethod
    def _url(cls, value: SecretStr) -> SecretStr:
        written = value.get_secret_value()
        if written and not is_login(written, ("imap", "imaps")):
            raise ValueError("write imaps://user:password@mail.example/INBOX; in a password, / is written %2F, # %23")
        if written.startswith("imap://") and urlsplit(written).hostname not in LOOPBACK:
            raise ValueError("write imaps://: with imap:// the password goes over the network for all to read")
        return value
