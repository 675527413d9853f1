"""All settings in one frozen value: what there is to set, the defaults, and what is wrong with a value in words."""

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from bots.hours_settings import closed_days, read_hours
from bots.shop.signing import SHORTEST_SECRET
from core.answers.confidence import ANSWER, CAREFUL
from core.language.spec import BY_CODE, LANGUAGES
from core.model.ids import Language
from handoff.hours import Hours
from handoff.offer_rules import EMAIL_FIRST, PEOPLE_FIRST, Method


def sample_folder() -> Path:
    """The sample marketplace: beside the code in a checkout, inside the package when installed."""
    here = Path(__file__).resolve().parent
    checkout = here.parent / "sample"
    return checkout if checkout.is_dir() else here / "_sample"


class Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", validate_default=True)


def _http_root(value: str) -> str:
    if not _is_address(value, ("http", "https")):
        raise ValueError("write an address such as https://server.example or http://127.0.0.1:8081")
    return value.rstrip("/")


def _is_address(value: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0  # reading the port may raise
    except ValueError:
        return False


HttpRoot = Annotated[str, AfterValidator(_http_root)]


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
        return _http_root(value)

    @field_validator("webhook_secret")
    @classmethod
    def _secret(cls, value: SecretStr, info: ValidationInfo) -> SecretStr:
        """https://core.telegram.org/bots/api#setwebhook: 1-256 of A-Z a-z 0-9 _ -; fewer than 16 could be guessed."""
        if info.data.get("mode") == "webhook" and not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", value.get_secret_value()):
            raise ValueError("write 16 to 256 letters, digits, _ or -, such as what `openssl rand -hex 32` prints")
        return value


class Slack(Section):
    bot_token: SecretStr = SecretStr("")
    app_token: SecretStr = SecretStr("")
    signing_secret: SecretStr = SecretStr("")
    api_root: HttpRoot = "https://slack.com"
    mode: Literal["socket", "http"] = "socket"
    support_channel: str = "#support"
    trust_channel: str = ""
    per_channel_per_second: float = Field(1.0, gt=0)

    @field_validator("bot_token")
    @classmethod
    def _bot_token(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not value.get_secret_value().startswith("xoxb-"):
            raise ValueError("write the Bot User OAuth Token of the app, which starts with xoxb-")
        return value

    @field_validator("mode")
    @classmethod
    def _mode(cls, value: str, info: ValidationInfo) -> str:
        """Each way of hearing events has its own secret; which one is missing is said where it belongs."""
        if not _set(info.data.get("bot_token")):
            return value
        if value == "socket" and not _set(info.data.get("app_token")):
            raise ValueError("Socket Mode needs SLACK_APP_TOKEN: write the App-Level Token, which starts with xapp-")
        if value == "http" and not _set(info.data.get("signing_secret")):
            raise ValueError("HTTP events need SLACK_SIGNING_SECRET: write the app's Signing Secret")
        return value


def _set(secret: SecretStr | None) -> bool:
    return bool(secret and secret.get_secret_value())


class Smtp(Section):
    url: SecretStr = SecretStr("")

    @field_validator("url")
    @classmethod
    def _url(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not _is_address(value.get_secret_value(), ("smtp", "smtps")):
            raise ValueError("write smtp://user:password@mail.example:587 (STARTTLS) or smtps://...:465 (TLS)")
        return value


_ROOM_BEFORE_TOKEN = 34  # of the 64 characters before the @ that SMTP allows, a ticket's token takes the rest
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_NAME = r"""[^@\s<>()\[\],;:\\"]+"""  # nothing that ends an address in a header


class Mail(Section):
    """`reply_address`: to which answers come, each ticket's with a token of its own in it; empty: no mail comes in.

    `auth_server`: the name (authserv-id) under which our own mail server writes Authentication-Results headers.
    """

    sender: str = "support@desk.example"
    team_inbox: str = "team@desk.example"
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

    @field_validator("reply_address")
    @classmethod
    def _reply_address(cls, value: str) -> str:
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
        if written and not _is_address(written, ("imap", "imaps")):
            raise ValueError("write imaps://user:password@mail.example/INBOX")
        if written.startswith("imap://") and urlsplit(written).hostname not in _LOOPBACK:
            raise ValueError("write imaps://: with imap:// the password goes over the network for all to read")
        return value


class Desk(Section):
    name: str = "Hamerslag"
    data: Path = Path("data")
    log: Literal["debug", "info", "warning", "error"] = "info"

    @property
    def database(self) -> Path:
        return self.data / "desk.db"


class Languages(Section):
    """Which of the table's languages staff speak in chats and e-mails, and on the telephone; by their codes."""

    chat: tuple[str, ...] = tuple(row.code for row in LANGUAGES if row.chat)
    phone: tuple[str, ...] = tuple(row.code for row in LANGUAGES if row.phone)

    @field_validator("chat", "phone")
    @classmethod
    def _codes(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        unknown = [code for code in value if code not in BY_CODE]
        if unknown:
            raise ValueError(f"there is no language {', '.join(unknown)}; write some of {', '.join(BY_CODE)}")
        return value


class HoursSettings(Section):
    """When people are there, each method in the wall clock of `zone` (an IANA name): docs/operate.md has the notation.

    `country`: whose public holidays are days off, but for those in `open_on`; `closed_on` are more days off. `languages`:
    other hours for some languages, as {"live_chat": {"pl": "Mo-Fr 9:00-17:00"}}.
    """

    zone: str = "Europe/Amsterdam"
    country: str = "NL"
    live_chat: str = "Mo-Fr 9:00-21:00; Sa 10:00-17:00"
    phone: str = "Mo-Fr 9:00-17:00"
    email: str = "Mo-Fr 9:00-17:30"
    languages: dict[Literal["live_chat", "phone", "email"], dict[str, str]] = {}
    closed_on: tuple[date, ...] = ()
    open_on: tuple[date, ...] = ()

    @field_validator("zone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            return ZoneInfo(value).key
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError("write a name of the IANA time zones, such as Europe/Amsterdam") from None

    @field_validator("country")
    @classmethod
    def _country(cls, value: str) -> str:
        if value != cls.model_fields["country"].default:  # to look costs 0.1 s, which every command would wait for
            closed_days(value)
        return value

    @field_validator("live_chat", "phone", "email")
    @classmethod
    def _week(cls, value: str) -> str:
        read_hours(value)
        return value

    @field_validator("languages")
    @classmethod
    def _weeks(cls, value: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
        for method, code, week in ((method, *pair) for method, weeks in value.items() for pair in weeks.items()):
            if code not in BY_CODE:
                raise ValueError(f"there is no language {code}; write some of {', '.join(BY_CODE)}")
            try:
                read_hours(week)
            except ValueError as error:
                raise ValueError(f"{method}.{code}: {error}") from None
        return value

    @field_validator("open_on")
    @classmethod
    def _once(cls, value: tuple[date, ...], info: ValidationInfo) -> tuple[date, ...]:
        both = sorted(set(value) & set(info.data.get("closed_on", ())))
        if both:
            raise ValueError(f"{both[0]} is in closed_on too; write it in one of them")
        return value

    def of(self, method: Method, language: Language) -> Hours:
        name: Literal["live_chat", "phone", "email"] = "phone" if method == "callback" else method
        weeks = {"live_chat": self.live_chat, "phone": self.phone, "email": self.email}
        written = self.languages.get(name, {}).get(language, weeks[name])
        return read_hours(written, self.zone, closed_days(self.country, self.closed_on, self.open_on))


class OffersSettings(Section):
    """Which way to a person is offered first, by what the request is: the methods in their order, best first.

    `several_items` counts from more items than `email_above`; a call is about `phone_items` at most.
    `chats_at_once`: that an agent has; `calls_at_once`: that
    the whole team makes.
    """

    question: tuple[Method, ...] = PEOPLE_FIRST
    follow_up: tuple[Method, ...] = PEOPLE_FIRST
    several_items: tuple[Method, ...] = EMAIL_FIRST
    evidence: tuple[Method, ...] = EMAIL_FIRST
    dispute: tuple[Method, ...] = EMAIL_FIRST
    email_above: int = Field(2, ge=0)
    phone_items: int = Field(3, ge=1)
    chats_at_once: int = Field(3, ge=1)
    calls_at_once: int = Field(1, ge=1)


class Listen(Section):
    """Where webhooks and events come in; behind a proxy that has TLS."""

    host: str = "127.0.0.1"
    port: int = Field(8080, ge=0, le=65535)


class Help(Section):
    """`answer` and `careful`: from which probability on the help centre answers, and says that it "may help". `watch`:
    seconds between two looks for changed articles.
    """

    folder: Path = sample_folder() / "help"
    answer: float = Field(ANSWER, ge=0, le=1)
    careful: float = Field(CAREFUL, ge=0, le=1)
    watch: float = Field(2.0, gt=0)

    @field_validator("careful")
    @classmethod
    def _careful(cls, value: float, info: ValidationInfo) -> float:
        if value > info.data.get("answer", 1.0):
            raise ValueError("write at most what help.answer says: a careful answer needs less to speak for it")
        return value

    @field_validator("folder")
    @classmethod
    def _folder(cls, value: Path) -> Path:
        if not value.is_dir():
            raise ValueError("write a folder that exists, with one folder of Markdown files for each language")
        return value


class OpenAI(Section):
    """A model that writes answers, on any server that speaks OpenAI's chat completions; without `model` there is none.

    `checks`: a second call looks whether the sources support each sentence. `embeddings`: the name of the model that
    embeds, if the search is to use one. Prices are per million tokens, in any one currency.
    """

    base_url: HttpRoot = "https://api.openai.com/v1"
    api_key: SecretStr = SecretStr("")
    model: str = ""
    embeddings: str = ""
    temperature: float | None = Field(None, ge=0, le=2)
    checks: bool = False
    prompt_price: float = Field(0.0, ge=0)
    completion_price: float = Field(0.0, ge=0)

    @field_validator("model")
    @classmethod
    def _model(cls, value: str, info: ValidationInfo) -> str:
        hosted = info.data.get("base_url") == cls.model_fields["base_url"].default
        if value and hosted and not _set(info.data.get("api_key")):
            raise ValueError("this server needs OPENAI_API_KEY; for a server of your own set OPENAI_BASE_URL")
        return value


class Budget(Section):
    """The most that models may cost in a day (UTC), in the currency of the prices; when it is spent, articles are quoted.

    `tokens_per_customer` limits what one customer can use up where nothing has a price.
    """

    per_day: float | None = Field(None, ge=0)
    per_customer: float | None = Field(None, ge=0)
    tokens_per_customer: int | None = Field(200_000, ge=0)


class Shop(Section):
    """The shop that customers sign in to (docs/shop-api.md); without `url` there is none, and nobody is asked to sign in.

    `sign_in_url` is the shop's own page for it, if it is not `<url>/sign-in`.
    """

    url: str = ""
    secret: SecretStr = SecretStr("")
    sign_in_url: str = ""

    @field_validator("url", "sign_in_url")
    @classmethod
    def _url(cls, value: str) -> str:
        return _http_root(value) if value else ""

    @field_validator("secret")
    @classmethod
    def _secret(cls, value: SecretStr, info: ValidationInfo) -> SecretStr:
        if info.data.get("url") and len(value.get_secret_value()) < SHORTEST_SECRET:
            raise ValueError(f"write at least {SHORTEST_SECRET} characters, such as what `openssl rand -hex 32` prints")
        return value

    @property
    def sign_in(self) -> str:
        return self.sign_in_url or f"{self.url}/sign-in"


class Retention(Section):
    """What may be done with stored conversations. `evaluation`: their questions may be asked again by `frontdesk eval`."""

    evaluation: bool = False


class PlaygroundSettings(Section):
    """The playground stands in for every server that has no token; `off` makes a missing token a mistake.

    `model`: it also plays a model that writes the answers.
    """

    mode: Literal["auto", "off"] = "auto"
    model: bool = False
    port: int = Field(8000, ge=0, le=65535)


class PatienceSettings(Section):
    """Seconds: for an answer, for an agent to claim, for an agent's reply, for a customer's choice."""

    answer: int = Field(30, ge=1)
    claim: int = Field(180, ge=1)
    reply: int = Field(600, ge=1)
    choice: int = Field(86_400, ge=1)


class Settings(BaseSettings):
    """Secrets come from the environment or from the file that NAME_FILE names, never from the TOML file."""

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", env_nested_delimiter="_", env_nested_max_split=1, validate_default=True
    )

    telegram: Telegram = Telegram()
    slack: Slack = Slack()
    smtp: Smtp = Smtp()
    mail: Mail = Mail()
    imap: Imap = Imap()
    desk: Desk = Desk()
    languages: Languages = Languages()
    hours: HoursSettings = HoursSettings()
    offers: OffersSettings = OffersSettings()
    listen: Listen = Listen()
    help: Help = Help()
    openai: OpenAI = OpenAI()
    budget: Budget = Budget()
    shop: Shop = Shop()
    retention: Retention = Retention()
    playground: PlaygroundSettings = PlaygroundSettings()
    patience: PatienceSettings = PatienceSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment is stronger than the TOML file, whose content comes as the initial values.

        A variable that is called like a section is somebody else's: MAIL is the mailbox of whoever logged in.
        """
        assert isinstance(env_settings, EnvSettingsSource)
        env_settings.env_vars = {name: value for name, value in env_settings.env_vars.items() if "_" in name}
        return (env_settings, init_settings)

    def has_telegram(self) -> bool:
        return _set(self.telegram.token)

    def has_slack(self) -> bool:
        return _set(self.slack.bot_token)

    def has_shop(self) -> bool:
        return bool(self.shop.url)

    def has_model(self) -> bool:
        return bool(self.openai.model)

    def has_smtp(self) -> bool:
        return _set(self.smtp.url)

    def has_mailbox(self) -> bool:
        """Mails are looked for. Without an address for answers none would find its ticket."""
        return bool(self.mail.reply_address) and _set(self.imap.url)

    def has_mail_webhook(self) -> bool:
        return bool(self.mail.reply_address) and _set(self.mail.webhook_secret)
