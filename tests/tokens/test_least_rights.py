"""No more is asked for than is used: of Telegram the updates that are read, and libraries in the versions that were tested."""

import re
from importlib.metadata import distributions, requires, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from bots.telegram.ids import _IDENTITY
from bots.telegram.incoming import WANTED

ROOT = Path(__file__).parents[2]
NOT_OF_THE_DESK = frozenset(("frontdesk", "pip", "setuptools", "wheel"))  # us, and what installs


def _pinned() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    pairs = (line.partition(" ")[0].partition("==") for line in lines if "==" in line and not line.startswith("#"))
    return {_name(name): pinned for name, _, pinned in pairs}


def _name(name: str) -> str:
    """https://packaging.python.org/en/latest/specifications/name-normalization/"""
    return re.sub(r"[-_.]+", "-", name.partition("[")[0]).lower()


def test_telegram_is_asked_for_what_is_read() -> None:
    assert set(WANTED) == set(_IDENTITY)


@pytest.mark.fault("Security", "libraries of known versions", "whatever is installed is pinned, to that version")
def test_all_that_the_desk_needs_is_pinned() -> None:
    pinned = _pinned()
    installed = {_name(each.metadata["Name"]) for each in distributions()} - NOT_OF_THE_DESK
    needed = _needed("frontdesk", installed)
    assert sorted(needed - pinned.keys()) == []
    assert {name: version(name) for name in needed if version(name) != pinned[name]} == {}


def _needed(name: str, installed: set[str]) -> set[str]:
    """What is needed, and what that needs, without the extras for building and testing."""
    found: set[str] = set()
    ahead = [name]
    while ahead:
        for each in _requires(ahead.pop()):
            if each in installed and each not in found:
                found.add(each)
                ahead.append(each)
    return found


def _requires(name: str) -> list[str]:
    wanted = map(Requirement, requires(name) or [])
    return [_name(each.name) for each in wanted if each.marker is None or each.marker.evaluate({"extra": ""})]
