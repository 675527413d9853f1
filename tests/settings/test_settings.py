"""What an operator writes, what comes of it, and what is said about mistakes: tables."""

from pathlib import Path

import pytest

from bots.read_settings import SettingsError, load
from bots.settings import Settings


@pytest.fixture(autouse=True)
def nobodys_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder, and no variable of ours."""
    monkeypatch.chdir(tmp_path)
    for section in Settings.model_fields:
        for key in Settings.model_fields[section].default.__class__.model_fields:
            monkeypatch.delenv(f"{section}_{key}".upper(), raising=False)


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return tmp_path / "frontdesk.toml"


def mistakes(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as raised:
        load()
    return raised.value.mistakes


def test_with_nothing_set_everything_is_played() -> None:
    settings = load()
    assert (settings.has_telegram(), settings.has_slack(), settings.has_smtp()) == (False, False, False)
    assert settings.telegram.api_root == "https://api.telegram.org"


def test_the_environment_is_stronger_than_the_file(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written.write_text('[desk]\nname = "Filed"\nlog = "error"\n[patience]\nclaim = 7\n')
    monkeypatch.setenv("DESK_NAME", "Spoken")
    settings = load()
    assert (settings.desk.name, settings.desk.log, settings.patience.claim) == ("Spoken", "error", 7)


def test_another_file_is_read_when_it_is_named(tmp_path: Path, written: Path) -> None:
    written.write_text('[desk]\nname = "Default"\n')
    other = tmp_path / "other.toml"
    other.write_text('[desk]\nname = "Other"\n')
    assert (load().desk.name, load(other).desk.name) == ("Default", "Other")


def test_a_secret_may_stand_in_a_file_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "token").write_text("42:abc\n")
    monkeypatch.setenv("TELEGRAM_TOKEN_FILE", str(tmp_path / "token"))
    assert load().telegram.token.get_secret_value() == "42:abc"
    monkeypatch.setenv("TELEGRAM_TOKEN", "43:def")
    assert load().telegram.token.get_secret_value() == "43:def"


@pytest.mark.parametrize("name", ["MAIL", "HELP", "DESK", "TELEGRAM", "SLACK", "SMTP"])
def test_a_variable_called_like_a_section_is_somebody_elses(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "/var/mail/root")
    assert load() == Settings()


def test_settings_are_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load().desk.name = "Other"


def test_no_secret_is_ever_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = {
        "TELEGRAM_TOKEN": "42:canary",
        "TELEGRAM_WEBHOOK_SECRET": "canary",
        "SLACK_BOT_TOKEN": "xoxb-canary",
        "SLACK_APP_TOKEN": "xapp-canary",
        "SLACK_SIGNING_SECRET": "canary",
        "SMTP_URL": "smtp://me:canary@mail.example",
    }
    for name, value in secrets.items():
        monkeypatch.setenv(name, value)
    settings = load()
    assert "canary" not in f"{settings} {settings!r} {settings.model_dump_json()}"


WEBHOOK = {"TELEGRAM_MODE": "webhook", "TELEGRAM_WEBHOOK_SECRET": "s" * 16}
DOOR = {"TELEGRAM_MODE": "webhook", "TELEGRAM_WEBHOOK_URL": "https://x.example"}
HTTP_SLACK = {"SLACK_MODE": "http", "SLACK_BOT_TOKEN": "xoxb-1"}


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"TELEGRAM_TOKEN": "canary"}, "TELEGRAM_TOKEN (telegram.token): write the token as @BotFather gave it"),
        ({"TELEGRAM_TOKEN": "٤٢:canary"}, "write the token as @BotFather gave it"),
        ({"TELEGRAM_API_ROOT": "telegram.org"}, "is 'telegram.org': write an address such as https://server.example"),
        ({"TELEGRAM_API_ROOT": "http://[canary"}, "write an address such as"),
        ({"TELEGRAM_API_ROOT": "http://shop.example:port"}, "write an address such as"),
        (
            {"TELEGRAM_MODE": "pigeon"},
            "TELEGRAM_MODE (telegram.mode) is 'pigeon': Input should be 'polling' or 'webhook'",
        ),
        (WEBHOOK, "TELEGRAM_WEBHOOK_URL (telegram.webhook_url) is '': write the public address of this server"),
        (WEBHOOK | {"TELEGRAM_WEBHOOK_URL": "desk"}, "is 'desk': write an address such as"),
        (DOOR, "TELEGRAM_WEBHOOK_SECRET"),
        (DOOR | {"TELEGRAM_WEBHOOK_SECRET": "canary é of 16 characters"}, "write 16 to 256 letters, digits, _ or -"),
        (DOOR | {"TELEGRAM_WEBHOOK_SECRET": "canary"}, "write 16 to 256 letters, digits, _ or -"),
        ({"TELEGRAM_PER_CHAT_PER_SECOND": "0"}, "should be greater than 0"),
        ({"SLACK_BOT_TOKEN": "canary"}, "write the Bot User OAuth Token of the app, which starts with xoxb-"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "Socket Mode needs SLACK_APP_TOKEN"),
        (HTTP_SLACK, "HTTP events need SLACK_SIGNING_SECRET"),
        (
            {"SLACK_SUPERVISORS": '["@eva"]'},
            "'@eva' is neither a member's id, such as U0123ABCD, nor an e-mail address",
        ),
        ({"SLACK_AWAY_STATUSES": '["palm_tree"]'}, "'palm_tree' is no emoji's name; write such as :palm_tree:"),
        ({"SLACK_API_ROOT": "slack"}, "SLACK_API_ROOT (slack.api_root) is 'slack'"),
        (
            {"SMTP_URL": "http://me:canary@mail.example"},
            "SMTP_URL (smtp.url): write smtp://user:password@mail.example:587",
        ),
        ({"SMTP_URL": "smtp://me:canary@mail.example:x"}, "write smtp://user:password@mail.example:587"),
        ({"MAIL_SENDER": "support"}, "is 'support': write one e-mail address"),
        ({"MAIL_SENDER": "a@b.example, c@d.example"}, "write one e-mail address"),
        ({"MAIL_TEAM_INBOX": "team@desk"}, "MAIL_TEAM_INBOX (mail.team_inbox) is 'team@desk'"),
        ({"MAIL_ANSWER_HOURS": "0"}, "MAIL_ANSWER_HOURS"),
        ({"MAIL_TEAM": "eva@shop.example"}, 'write a list in brackets, such as ["one", "two"]'),
        ({"LANGUAGES_PHONE": "en, nl"}, "LANGUAGES_PHONE (languages.phone) is 'en, nl': write a list in brackets"),
        ({"LISTEN_PORT": "99999"}, "LISTEN_PORT (listen.port) is '99999': Input should be less than or equal to 65535"),
        ({"HELP_FOLDER": "/nowhere"}, "write a folder that exists"),
        ({"HELP_ANSWER": "2"}, "HELP_ANSWER (help.answer) is '2'"),
        ({"HELP_ANSWER": "0.5", "HELP_CAREFUL": "0.6"}, "write at most what help.answer says"),
        ({"OPENAI_MODEL": "a-model"}, "this server needs OPENAI_API_KEY"),
        ({"BUDGET_PER_DAY": "-1"}, "BUDGET_PER_DAY"),
        ({"PATIENCE_CLAIM": "soon"}, "PATIENCE_CLAIM (patience.claim) is 'soon'"),
        ({"DESK_LOG": "loud"}, "'debug', 'info', 'warning' or 'error'"),
        (
            {"TELEGRAM_TOKEN_FILE": "/nowhere"},
            "TELEGRAM_TOKEN_FILE: /nowhere cannot be read (No such file or directory)",
        ),
        ({"PLAYGROUND_MODE": "off", "TELEGRAM_TOKEN": "1:a", "SMTP_URL": "smtp://m"}, "SLACK_BOT_TOKEN: is missing"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, dict) else "",
)
def test_a_mistake_is_named_with_what_to_write_instead(
    environment: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = mistakes(environment, monkeypatch)
    assert len(found) == 1
    assert said in found[0]
    assert "canary" not in found[0] or "API_ROOT" in found[0]


def test_all_mistakes_are_told_together(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written.write_text('[telegram]\nmod = "polling"\n[slak]\n[listen]\nport = "abc"\n')
    environment = {"TELEGRAM_TOKEN": "x", "SMTP_URL_FILE": "/nowhere", "DESK_LOG": "loud"}
    found = mistakes(environment, monkeypatch)
    assert [each.split(":")[0].split(" ")[0] for each in found] == [
        *("telegram.mod", "[slak]", "SMTP_URL_FILE", "TELEGRAM_TOKEN", "DESK_LOG", "LISTEN_PORT")
    ]


def test_what_does_not_go_together_is_told_with_what_is_wrong_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    environment = {"IMAP_URL": "mail.example", "MAIL_TEAM": "eva@shop.example", "PLAYGROUND_MODE": "off"}
    tokens = {"TELEGRAM_TOKEN": "x", "SLACK_BOT_TOKEN": "y"}
    assert [each.split(":")[0].split(" ")[0] for each in mistakes(environment | tokens, monkeypatch)] == [
        *("TELEGRAM_TOKEN", "SLACK_BOT_TOKEN", "MAIL_TEAM", "IMAP_URL", "SMTP_URL", "MAIL_REPLY_ADDRESS")
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('[telegram]\nmod = "polling"', "telegram.mod: no such setting; write mode"),
        ("[telegran]", "[telegran]: no such section; write telegram"),
        (
            "[zzz]",
            "[zzz]: no such section; there are alarm, alerts, board, budget, database, desk, help, hours, imap, languages, listen",
        ),
        ("[patience]\nzzz = 1", "patience.zzz: no such setting; there are answer, choice, claim, fresh, reply, take"),
        ("telegram = 5", "telegram: is a section; write [telegram] in a line of its own"),
        ('[telegram]\ntoken = "1:canary"', "telegram.token: a secret does not belong in this file; set TELEGRAM_TOKEN"),
        ('[smtp]\nurl = "smtp://u:canary@m"', "smtp.url: a secret does not belong in this file; set SMTP_URL"),
        ("x = [", "frontdesk.toml: is not TOML"),
        ("\x00", "frontdesk.toml: is not TOML"),
    ],
)
def test_a_mistake_in_the_file(written: Path, content: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    written.write_text(content)
    found = mistakes({}, monkeypatch)
    assert len(found) == 1
    assert said in found[0]
    assert "canary" not in found[0]


def test_a_file_of_bytes_is_said_to_be_none(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written.write_bytes(b"\xff\xfe")
    assert "is not TOML" in mistakes({}, monkeypatch)[0]


def test_a_named_file_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"nowhere\.toml: cannot be read"):
        load(tmp_path / "nowhere.toml")
