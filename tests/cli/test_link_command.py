"""`frontdesk link`: an operator asks for a link and reads where it goes."""

import asyncio
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bots.cli.link import link
from bots.playground.faults import Faults
from bots.playground.telegram import TelegramServer
from bots.read_settings import load
from bots.shop.deep_links import Kind, LinkError, Target, kept_secret, read_payload
from core.model.errors import DeskError
from core.store.sqlite import SqliteStore
from tests.cli.conftest import Printed

SECRET = "a secret of the shop and the desk alone"

Asked = Callable[[Kind, str], Printed]


@pytest.fixture
def asked(capsys: pytest.CaptureFixture[str]) -> Asked:
    def run(kind: Kind, id: str) -> Printed:
        code = link(load(None), kind, id)
        return Printed(code, *capsys.readouterr())

    return run


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_SECRET", SECRET)


def payload(printed: str) -> str:
    return re.findall(r"^https://t\.me/\w+\?start=([\w-]+)$", printed, re.MULTILINE)[0]


@pytest.mark.usefixtures("shared")
def test_a_link_to_an_order_is_signed_with_the_shop_s_secret(asked: Asked) -> None:
    printed = asked("order", "H-104233")
    assert printed.code == 0
    assert read_payload(payload(printed.out), SECRET) == Target("order", "H-104233")
    assert f'start={payload(printed.out)}">Get support</a>' in printed.out
    assert "SHOP_SECRET is not set" not in printed.out


@pytest.mark.usefixtures("shared")
def test_the_printed_lines_of_python_make_the_same_link(asked: Asked) -> None:
    printed = asked("order", "H-104233").out
    code = printed[printed.index("  import base64") :].split("\n\nPut your")[0]
    room: dict[str, object] = {"SHOP_SECRET": SECRET}
    exec("\n".join(line.removeprefix("  ") for line in code.splitlines()), room)
    support_link = room["support_link"]
    assert callable(support_link)
    assert support_link("H-104233") == printed.splitlines()[0]


@pytest.mark.usefixtures("shared")
def test_a_link_to_an_article_comes_with_a_line_for_its_page(asked: Asked) -> None:
    printed = asked("article", "refund-timing")
    assert read_payload(payload(printed.out), SECRET) == Target("article", "refund-timing")
    assert f'start={payload(printed.out)}">Contact us</a>' in printed.out
    assert "import base64" not in printed.out


def test_an_article_that_there_is_not_is_said(asked: Asked) -> None:
    printed = asked("article", "refund-timming")
    assert (printed.code, printed.out.startswith("There is no article refund-timming in ")) == (1, True)


@pytest.mark.usefixtures("shared")
def test_an_id_that_is_too_long_is_said(asked: Asked) -> None:
    with pytest.raises(LinkError, match="too long for a link"):
        asked("order", "H-" + "1" * 60)


@pytest.mark.usefixtures("shared")
def test_without_a_token_the_bot_s_name_is_left_open(asked: Asked) -> None:
    printed = asked("order", "H-104233").out
    assert printed.startswith("https://t.me/YOUR_BOT?start=o")
    assert "known here when TELEGRAM_TOKEN is set" in printed


@pytest.mark.usefixtures("shared")
async def test_with_a_token_telegram_is_asked_for_the_bot_s_name(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    telegram = TelegramServer("42:right", Faults(), username="hamerslag_bot")
    monkeypatch.setenv("TELEGRAM_TOKEN", "42:right")
    monkeypatch.setenv("TELEGRAM_API_ROOT", await telegram.start())
    printed = await asyncio.to_thread(asked, "order", "H-104233")
    await telegram.stop()
    assert printed.out.startswith("https://t.me/hamerslag_bot?start=o")
    assert "YOUR_BOT" not in printed.out
    with pytest.raises(DeskError, match="connect"):
        await asyncio.to_thread(asked, "order", "H-104233")


def test_without_a_shop_s_secret_the_desk_s_own_signs_and_stays_the_same(asked: Asked) -> None:
    first, second = asked("article", "refund-timing").out, asked("article", "refund-timing").out
    assert first == second
    assert "SHOP_SECRET is not set" in first


async def test_beside_a_running_desk_its_own_secret_is_read(asked: Asked, tmp_path: Path) -> None:
    store = SqliteStore.open(tmp_path / "data" / "desk.db")
    secret = await store.transact(kept_secret)
    printed = await asyncio.to_thread(asked, "article", "refund-timing")
    await store.close()
    assert read_payload(payload(printed.out), secret) == Target("article", "refund-timing")


def test_before_the_first_start_the_secret_is_made_for_the_desk_to_find(asked: Asked, tmp_path: Path) -> None:
    printed = asked("article", "refund-timing").out

    async def found() -> str:
        store = SqliteStore.open(tmp_path / "data" / "desk.db")
        secret = await store.transact(kept_secret)
        await store.close()
        return secret

    assert read_payload(payload(printed), asyncio.run(found())) == Target("article", "refund-timing")
