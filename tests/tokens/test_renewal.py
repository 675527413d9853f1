"""Files of secrets that change: tried, used, noted without the secret; refused once; tried again where it could not be tried."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bots.read_settings import load
from bots.secrets.files import Place, Unusable
from bots.secrets.renewal import Renewal
from core.model.errors import Refused, Transient

FIRST, SECOND = "42:first", "42:second"


class Desk:
    """What uses the token, and what is written down."""

    def __init__(self) -> None:
        self.used: list[str] = []
        self.noted: list[str] = []
        self.trouble: Exception | None = None

    async def use(self, token: str) -> None:
        if self.trouble:
            raise self.trouble
        self.used.append(token)

    async def note(self, what: str) -> None:
        self.noted.append(what)


def put(secret: str, file: Path) -> None:
    file.write_text(f"{secret}\n")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "telegram_token"
    put(FIRST, file)
    return file


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def renewal(tmp_path: Path, file: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Renewal:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TELEGRAM_TOKEN_FILE", str(file))
    return Renewal(load(), {Place("telegram", "token"): file}, {"TELEGRAM_TOKEN": desk.use}, desk.note)


async def test_what_has_not_changed_is_not_used_anew(renewal: Renewal, desk: Desk) -> None:
    await renewal.look()
    assert desk.used == []


async def test_what_has_changed_is_used_once(renewal: Renewal, desk: Desk, file: Path) -> None:
    put(SECOND, file)
    await renewal.look()
    await renewal.look()
    assert desk.used == [SECOND]
    assert desk.noted == ["TELEGRAM_TOKEN: changed"]


@pytest.mark.parametrize("trouble", [Refused("nobody knows it"), Unusable("another bot's")])
async def test_what_is_not_good_is_refused_once(renewal: Renewal, desk: Desk, file: Path, trouble: Exception) -> None:
    put(SECOND, file)
    desk.trouble = trouble
    await renewal.look()
    await renewal.look()
    assert desk.noted == [f"TELEGRAM_TOKEN: not taken: {trouble}"]


async def test_what_cannot_be_tried_is_tried_again(renewal: Renewal, desk: Desk, file: Path) -> None:
    put(SECOND, file)
    desk.trouble = Transient("nobody answers")
    await renewal.look()
    assert desk.noted == []
    desk.trouble = None
    await renewal.look()
    assert desk.used == [SECOND]


async def test_back_to_the_old_one_is_no_change(renewal: Renewal, desk: Desk, file: Path) -> None:
    put("junk", file)
    await renewal.look()
    put(FIRST, file)
    await renewal.look()
    assert desk.used == []


Spoil = Callable[[Path], object]


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda file: file.unlink(), "cannot be read"),
        (lambda file: file.write_text(" \n"), "is empty"),
        (lambda file: file.write_bytes(b"\xff\xfe"), "it is no text"),
        (lambda file: file.write_text("s3cret"), "write the token as @BotFather gave it"),
    ],
    ids=["gone", "empty", "binary", "no token"],
)
async def test_what_is_no_secret_is_refused_without_its_words(
    renewal: Renewal, desk: Desk, file: Path, spoil: Spoil, why: str, caplog: pytest.LogCaptureFixture
) -> None:
    spoil(file)
    await renewal.look()
    assert desk.used == []
    assert why in desk.noted[0]
    assert "s3cret" not in caplog.text + desk.noted[0]


async def test_what_nothing_can_take_is_said(tmp_path: Path, desk: Desk, file: Path, renewal: Renewal) -> None:
    without = Renewal(load(), {Place("telegram", "token"): file}, {}, desk.note)
    put(SECOND, file)
    await without.look()
    assert desk.noted == ["TELEGRAM_TOKEN: not taken: it is used from the next start on"]
