"""All settings in one frozen value: what there is to set, the defaults, and what is wrong with a value in words."""

from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationInfo, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from bots.settings_alerts import AlarmSettings, AlertsSettings
from bots.settings_board import BoardSettings
from bots.settings_channels import Imap, Mail, Slack, Smtp, Telegram
from bots.settings_machines import ROLES, Database, Redis, Roles, file_of
from bots.settings_model import Budget, OpenAI
from bots.settings_people import HoursSettings, Languages, OffersSettings, PatienceSettings
from bots.settings_retention import Retention
from bots.settings_section import Section, is_set
from bots.settings_shop import Shop
from core.answers.confidence import ANSWER, CAREFUL


def sample_folder() -> Path:
    """The sample marketplace: beside the code in a checkout, inside the package when installed."""
    here = Path(__file__).resolve().parent
    checkout = here.parent / "sample"
    return checkout if checkout.is_dir() else here / "_sample"


class Desk(Section):
    """`roles`: what this process does, of a desk that several processes share."""

    name: str = "Hamerslag"
    data: Path = Path("data")
    roles: Roles = ROLES
    log: Literal["debug", "info", "warning", "error"] = "info"

    @property
    def database(self) -> Path:
        return self.data / "desk.db"


class Listen(Section):
    """Where webhooks and events come in; behind a proxy that has TLS. `health`: listen, if only for /health."""

    host: str = "127.0.0.1"
    port: int = Field(8080, ge=0, le=65535)
    health: bool = False


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


class RepliesSettings(Section):
    """`folder`: the replies that agents may choose from; none: there are none but in the playground, which has samples."""

    folder: Path | None = None

    @field_validator("folder")
    @classmethod
    def _folder(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_dir():
            raise ValueError("write a folder that exists, with one folder of Markdown files for each language")
        return value


class PlaygroundSettings(Section):
    """The playground stands in for every server that has no token; `off` makes a missing token a mistake.

    `model`: it also plays a model that writes the answers.
    """

    mode: Literal["auto", "off"] = "auto"
    model: bool = False
    port: int = Field(8000, ge=0, le=65535)


class Environment(EnvSettingsSource):
    """What is no JSON stays as it is written, so that it is named with all other mistakes."""

    def decode_complex_value(self, field_name: str, field: FieldInfo, value: Any) -> Any:
        try:
            return super().decode_complex_value(field_name, field, value)
        except ValueError:
            return value


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
    database: Database = Database()
    redis: Redis = Redis()
    languages: Languages = Languages()
    hours: HoursSettings = HoursSettings()
    offers: OffersSettings = OffersSettings()
    listen: Listen = Listen()
    board: BoardSettings = BoardSettings()
    help: Help = Help()
    replies: RepliesSettings = RepliesSettings()
    openai: OpenAI = OpenAI()
    budget: Budget = Budget()
    shop: Shop = Shop()
    retention: Retention = Retention()
    playground: PlaygroundSettings = PlaygroundSettings()
    patience: PatienceSettings = PatienceSettings()
    alerts: AlertsSettings = AlertsSettings()
    alarm: AlarmSettings = AlarmSettings()

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
        environment = Environment(settings_cls)
        environment.env_vars = {name: value for name, value in environment.env_vars.items() if "_" in name}
        return (environment, init_settings)

    def has_telegram(self) -> bool:
        return is_set(self.telegram.token)

    def has_slack(self) -> bool:
        return is_set(self.slack.bot_token)

    def has_slack_sign_in(self) -> bool:
        return is_set(self.slack.client_secret)

    def database_file(self) -> Path | None:
        """None where the database is no file."""
        url = self.database.url.get_secret_value()
        return file_of(url) if url else self.desk.database

    def has_shop(self) -> bool:
        return bool(self.shop.url)

    def has_model(self) -> bool:
        return bool(self.openai.model)

    def has_smtp(self) -> bool:
        return is_set(self.smtp.url)

    def has_mailbox(self) -> bool:
        """Mails are looked for. Without an address for answers none would find its ticket."""
        return bool(self.mail.reply_address) and is_set(self.imap.url)

    def has_mail_webhook(self) -> bool:
        return bool(self.mail.reply_address) and is_set(self.mail.webhook_secret)

    def replies_folder(self) -> Path | None:
        """Where the saved replies are; the samples beside a played Slack."""
        return self.replies.folder or (None if self.has_slack() else sample_folder() / "replies")

    def hears_mail(self) -> bool:
        """Answers by mail come in to the desk."""
        return self.has_mailbox() or self.has_mail_webhook()
