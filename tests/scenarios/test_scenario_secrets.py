"""Tokens are revoked and changed in mid-conversation, in the files that hold them: the desk goes on without a restart."""

from pathlib import Path

import pytest

from bots.playground.slack import Person
from bots.playground.telegram import Customer
from bots.secrets import renewal
from tests.scenarios.town import LIVE_CHAT, TALK, Town, both_ways

NEW_TELEGRAM = "42:playground-renewed"
NEW_BOT = "xoxb-playground-renewed"
NEW_APP = "xapp-playground-renewed"
QUESTION = "How do I pay, and by when?"


class Vault:
    """The files of the secrets."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, **secrets: str) -> None:
        for name, value in secrets.items():
            self.file(name).write_text(f"{value}\n")

    def file(self, name: str) -> Path:
        return self._folder / name


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    folder = tmp_path / "secrets"
    folder.mkdir()
    return Vault(folder)


@pytest.fixture
def settings(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The files hold what the environment says too, until they are changed."""
    monkeypatch.setattr(renewal, "EVERY", 0.05)
    at_first = {
        "TELEGRAM_TOKEN": "42:playground",
        "SLACK_BOT_TOKEN": "xoxb-playground",
        "SLACK_APP_TOKEN": "xapp-playground",
        "TELEGRAM_WEBHOOK_SECRET": "a-webhook-secret",
    }
    vault.put(**at_first)
    return {f"{name}_FILE": str(vault.file(name)) for name in at_first}


def audited(town: Town) -> list[str]:
    return [detail for (detail,) in town.stored("SELECT detail FROM audit WHERE kind = 'secret'")]


async def told_of(town: Town, what: str) -> None:
    await town.until(lambda: any(what in each for each in audited(town)))


async def test_telegrams_token_is_changed(town: Town, anna: Customer, vault: Vault) -> None:
    await anna.write("/start")
    await anna.reads("AI assistant")
    town.telegram.token = NEW_TELEGRAM
    await anna.write(QUESTION)
    vault.put(TELEGRAM_TOKEN=NEW_TELEGRAM)
    await anna.reads("How do I pay, and by when?")
    await told_of(town, "TELEGRAM_TOKEN: changed")


@pytest.mark.parametrize(
    "token",
    ["42:nobody-knows-it", "43:another-bot", "no token at all", ""],
    ids=["unknown", "foreign", "junk", "empty"],
)
async def test_a_token_that_is_not_good_is_not_taken(town: Town, anna: Customer, vault: Vault, token: str) -> None:
    vault.put(TELEGRAM_TOKEN=token)
    await told_of(town, "TELEGRAM_TOKEN: not taken")
    await anna.write(QUESTION)
    await anna.reads("How do I pay, and by when?")


async def test_slacks_tokens_are_changed_in_mid_conversation(
    town: Town, anna: Customer, tom: Person, vault: Vault
) -> None:
    await town.has_on_duty(tom)
    await anna.write(TALK)
    await anna.reads("This is how you can reach our team:")
    await anna.press(LIVE_CHAT)
    card = await town.shows_card(anna)
    await tom.clicks("Claim", in_=card)
    await anna.reads("Tom")

    town.slack.api.bot_token, town.slack.api.app_token = NEW_BOT, NEW_APP
    await anna.write("Are you still there?")
    vault.put(SLACK_BOT_TOKEN=NEW_BOT, SLACK_APP_TOKEN=NEW_APP)

    await town.support.shows(lambda message: "Are you still there?" in message.plain)
    await told_of(town, "SLACK_APP_TOKEN: changed")
    await town.slack.sockets.disconnect()
    await tom.writes(town.support, "Yes, I am.", card.ts)
    await anna.reads("Yes, I am.")


@both_ways
async def test_the_webhooks_secret_is_changed(town: Town, anna: Customer, vault: Vault) -> None:
    """Both ways, for where updates are asked for there is no door whose secret could be wrong."""
    vault.put(TELEGRAM_WEBHOOK_SECRET="another-webhook-secret")
    await told_of(town, "TELEGRAM_WEBHOOK_SECRET: changed")
    await anna.write(QUESTION)
    await anna.reads("How do I pay, and by when?")


async def test_no_audit_has_a_secret(town: Town, vault: Vault) -> None:
    vault.put(TELEGRAM_TOKEN="42:nobody-knows-it")
    await told_of(town, "TELEGRAM_TOKEN: not taken")
    assert not any("nobody-knows-it" in each for each in audited(town))
