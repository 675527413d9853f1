"""Files that are under way lie on the desk's disk for that time only."""

import asyncio
from pathlib import Path

import pytest

from bots.files.passing import Passing
from core.model.errors import Gone, Refused, Transient


async def writes(path: Path) -> None:
    await asyncio.to_thread(path.write_bytes, b"%PDF")


async def gives_up(path: Path) -> None:
    await asyncio.to_thread(path.write_bytes, b"%PD")
    raise Gone("it is gone")


async def finds_no_room(path: Path) -> None:
    await asyncio.to_thread(path.write_bytes, b"%PD")
    raise OSError(28, "No space left on device")


async def writes_nothing(path: Path) -> None:
    assert path.name == "7"


async def test_it_is_there_for_the_block_and_for_us_alone(tmp_path: Path) -> None:
    async with Passing(tmp_path / "passing").fetched("7", writes) as path:
        assert path.read_bytes() == b"%PDF"
        assert path.stat().st_mode & 0o077 == 0
        assert path.parent.stat().st_mode & 0o077 == 0
    assert not path.exists()


async def test_what_happens_with_it_is_not_hidden(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        async with Passing(tmp_path / "passing").fetched("7", writes):
            raise ZeroDivisionError
    assert list((tmp_path / "passing").iterdir()) == []


@pytest.mark.parametrize(("fetch", "error"), [(gives_up, Gone), (finds_no_room, Transient), (writes_nothing, Refused)])
async def test_nothing_stays_of_what_does_not_come(tmp_path: Path, fetch, error) -> None:
    with pytest.raises(error):
        async with Passing(tmp_path / "passing").fetched("7", fetch):
            pytest.fail("there is nothing to pass on")
    assert list((tmp_path / "passing").iterdir()) == []


async def test_what_a_killed_process_left_goes_with_the_first_file_of_the_next(tmp_path: Path) -> None:
    left = tmp_path / "passing" / "6"
    left.parent.mkdir()
    left.write_bytes(b"half")
    passing = Passing(tmp_path / "passing")
    async with passing.fetched("7", writes) as first, passing.fetched("8", writes) as second:
        assert not left.exists()
        assert first.exists()
        assert second.exists()
