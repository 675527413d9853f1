"""The desk's folder of evidence: whole files or none, for nobody else's eyes."""

import asyncio
import os
import stat
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bots.evidence.folder import EvidenceFolder
from core.model.dispute import Evidence
from core.model.errors import Gone, Refused, Transient
from core.model.ids import CaseCode

CASE = CaseCode("FD-7K2M9")
BILL = Evidence("telegram:BQAC", "document", "bill.pdf", datetime(2026, 7, 1, tzinfo=UTC))


def bringing(content: bytes) -> Callable[[Path], Awaitable[None]]:
    async def fetch(into: Path) -> None:
        await asyncio.to_thread(into.write_bytes, content)

    return fetch


async def nothing_must_be_fetched(_: Path) -> None:
    raise AssertionError("it was there")


def files(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


@pytest.fixture
def folder(tmp_path: Path) -> EvidenceFolder:
    return EvidenceFolder(tmp_path / "evidence")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


async def test_a_file_is_kept_under_its_case(folder: EvidenceFolder, tmp_path: Path) -> None:
    path = await folder.keep(CASE, BILL, bringing(b"%PDF"))
    assert path.read_bytes() == b"%PDF"
    assert path.parent == tmp_path / "evidence" / "FD-7K2M9"
    assert path == folder.path(CASE, BILL)


async def test_only_the_desk_may_read_it(folder: EvidenceFolder) -> None:
    before = os.umask(0)
    try:
        path = await folder.keep(CASE, BILL, bringing(b"%PDF"))
    finally:
        os.umask(before)
    assert (mode(path), mode(path.parent), mode(path.parent.parent)) == (0o600, 0o700, 0o700)


async def test_what_is_there_is_not_fetched_again(folder: EvidenceFolder) -> None:
    path = await folder.keep(CASE, BILL, bringing(b"%PDF"))
    assert await folder.keep(CASE, BILL, nothing_must_be_fetched) == path
    assert path.read_bytes() == b"%PDF"


async def test_a_fetch_that_fails_leaves_nothing(folder: EvidenceFolder, tmp_path: Path) -> None:
    async def half(into: Path) -> None:
        await asyncio.to_thread(into.write_bytes, b"%P")
        raise Gone("it was deleted")

    with pytest.raises(Gone):
        await folder.keep(CASE, BILL, half)
    assert files(tmp_path) == []
    assert (await folder.keep(CASE, BILL, bringing(b"%PDF"))).read_bytes() == b"%PDF"


async def test_what_a_kill_left_is_begun_anew(folder: EvidenceFolder, tmp_path: Path) -> None:
    path = folder.path(CASE, BILL)
    path.parent.mkdir(parents=True)
    path.with_name(path.name + ".part").write_bytes(b"half of something that was longer")
    await folder.keep(CASE, BILL, bringing(b"%PDF"))
    assert files(tmp_path / "evidence") == [f"FD-7K2M9/{path.name}"]
    assert path.read_bytes() == b"%PDF"


async def test_a_link_that_lies_in_the_way_is_not_followed(folder: EvidenceFolder, tmp_path: Path) -> None:
    path, elsewhere = folder.path(CASE, BILL), tmp_path / "elsewhere"
    elsewhere.write_bytes(b"mine")
    path.parent.mkdir(parents=True)
    path.with_name(path.name + ".part").symlink_to(elsewhere)
    await folder.keep(CASE, BILL, bringing(b"%PDF"))
    assert elsewhere.read_bytes() == b"mine"


@pytest.mark.fault("Content", "attachments of 0 bytes")
async def test_an_empty_file_is_refused_in_words(folder: EvidenceFolder, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="the file is empty"):
        await folder.keep(CASE, BILL, bringing(b""))
    assert files(tmp_path) == []


async def test_a_disk_that_takes_nothing_is_tried_again(folder: EvidenceFolder) -> None:
    async def full(_: Path) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(Transient, match="No space left on device"):
        await folder.keep(CASE, BILL, full)


@pytest.mark.parametrize("case", ["", "..", "../other", "FD/1", "FD-1\n", "x" * 41])
async def test_a_case_without_a_code_has_no_folder(folder: EvidenceFolder, tmp_path: Path, case: str) -> None:
    with pytest.raises(Refused):
        await folder.keep(CaseCode(case), BILL, bringing(b"%PDF"))
    assert files(tmp_path) == []
