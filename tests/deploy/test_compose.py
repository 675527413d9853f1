"""deploy/: what stands there is what the code knows, and nothing is open that need not be."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import SecretStr

from bots.cli.command_line import parser
from bots.settings import Settings
from bots.settings_machines import ROLES

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
DESK = {name: service for name, service in SERVICES.items() if service["image"] == "frontdesk"}


def settings_and_secrets() -> tuple[set[str], set[str]]:
    """Every setting by the name of its variable; secrets apart."""
    named = {
        f"{section}_{key}".upper(): each.annotation is SecretStr
        for section, field in Settings.model_fields.items()
        for key, each in field.default.__class__.model_fields.items()
    }
    secrets = {name for name, is_secret in named.items() if is_secret}
    return named.keys() - secrets, secrets


PLAIN, SECRET = settings_and_secrets()


def roles_of(service: dict[str, Any]) -> tuple[str, ...]:
    return tuple(parser().parse_args(service["command"]).roles)


def processes(service: dict[str, Any]) -> int:
    return int(service.get("deploy", {}).get("replicas", 1))


def test_each_role_is_taken_by_somebody_and_three_decide() -> None:
    taken = [role for service in DESK.values() for role in roles_of(service)]
    assert sorted(taken) == sorted(ROLES)
    assert processes(SERVICES["worker"]) == 3
    assert {"postgres", "redis"} < SERVICES.keys()


@pytest.mark.parametrize("name", DESK)
def test_what_a_process_is_told_are_settings_and_each_secret_is_a_file(name: str) -> None:
    service = DESK[name]
    assert service["environment"].keys() <= PLAIN | {"REDIS_URL"} | {f"{secret}_FILE" for secret in SECRET}
    assert "@" not in service["environment"]["REDIS_URL"]  # within this network it needs no password
    files = {value for key, value in service["environment"].items() if key.endswith("_FILE")}
    assert files == {f"/run/secrets/{secret}" for secret in service["secrets"]}


def test_no_secret_stands_in_it() -> None:
    for secret in COMPOSE["secrets"].values():
        assert secret["file"].startswith("secrets/")
    assert "secrets/" in (DEPLOY / ".gitignore").read_text()
    assert "password" not in re.sub(
        r"\w*password_file|database_password", "", (DEPLOY / "compose.yaml").read_text().lower()
    )


def test_the_settings_would_be_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With secrets as they are asked for: a misspelt value would stop every container."""
    from bots.read_settings import load

    monkeypatch.chdir(tmp_path)
    given = {
        "slack_bot_token": "xoxb-x",
        "slack_app_token": "xapp-x",
        "database_url": "postgresql://frontdesk:x@postgres:5432/frontdesk",
        "smtp_url": "smtps://me:x@mail.example:465",
    }
    for name, value in SERVICES["board"]["environment"].items():
        secret = Path(value).name
        if name.endswith("_FILE"):
            (tmp_path / secret).write_text(given.get(secret, "42:x"))
            value = str(tmp_path / secret)
        monkeypatch.setenv(name, str(tmp_path) if name == "HELP_FOLDER" else value)
    settings = load()
    assert (settings.database.is_shared, settings.listen.health, settings.has_telegram()) == (True, True, True)


@pytest.mark.parametrize("name", DESK)
def test_every_process_is_looked_after_and_has_the_desks_folder(name: str) -> None:
    service = DESK[name]
    assert service["restart"] == "unless-stopped"
    port = service["environment"]["LISTEN_PORT"]
    assert f"http://127.0.0.1:{port}/health" in service["healthcheck"]["test"][-1]
    assert service["environment"]["LISTEN_HEALTH"] == "true"
    assert "data:/data" in service["volumes"]
    assert "DESK_DATA=/data" in (DEPLOY / "Dockerfile").read_text()
    assert service["depends_on"]["postgres"] == {"condition": "service_healthy"}


def test_only_the_door_is_reached_from_outside_and_it_leads_to_what_listens() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["door"]
    door = (DEPLOY / "Caddyfile").read_text()
    assert f"intake {SERVICES['intake']['environment']['LISTEN_PORT']}" in door
    assert f"board:{SERVICES['board']['environment']['BOARD_PORT']}" in door
    assert "respond /health 404" in door
    for name in re.findall(r"{\$(\w+)}", door):
        assert name in SERVICES["door"]["environment"]


def test_the_database_lets_all_of_them_in() -> None:
    """And twice as many, while an upgrade replaces them."""
    most = int(re.search(r"max_connections=(\d+)", " ".join(SERVICES["postgres"]["command"]))[1])  # type: ignore[index]
    needed = sum(processes(each) * int(each["environment"]["DATABASE_CONNECTIONS"]) for each in DESK.values())
    assert 2 * needed <= most


def test_no_image_names_a_registry() -> None:
    images = [service["image"] for service in SERVICES.values()]
    images += re.findall(r"^FROM (\S+)", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)
    for image in images:
        host, slash, _ = image.partition("/")
        assert not slash or not re.search(r"[.:]|^localhost$", host), image


def test_the_image_is_made_of_what_is_there_and_of_nothing_else() -> None:
    copied = re.findall(r"^COPY (?!--)(.+) \S+$", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)
    names = {name for line in copied for name in line.split()}
    ignore = (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines()
    assert {line.removeprefix("!") for line in ignore if line.startswith("!")} == names
    assert "*" in ignore
    for name in names:
        assert (DEPLOY.parent / name).exists()


def test_the_example_holds_settings_and_no_secrets() -> None:
    lines = (DEPLOY / "desk.env.example").read_text().splitlines()
    names = {line.partition("=")[0] for line in lines if line and not line.startswith("#")}
    assert names <= PLAIN
