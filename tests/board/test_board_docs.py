"""docs/board.md says of each figure what the page says, word for word."""

import re
from pathlib import Path

import pytest

from core.language.spec import ENGLISH
from tests.board.visiting import CATALOG

ROOT = Path(__file__).parents[2]
DEFINED = re.compile(
    r"board\.(figures\.(told|outcome)\..+\.means|figures\.\w+\.means(\..+)?|figures\.\w+\.\w+\.means"
    r"|gaps\.\w+\.means|staffing\.(week\.means|how\..+)|case\.once_a_day)"
)
DEFINITIONS = {key: entry.forms[0] for key, entry in CATALOG.texts[ENGLISH].entries.items() if DEFINED.fullmatch(key)}


def flowing(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def said(form: str) -> re.Pattern[str]:
    """The text, with whatever a page puts in the place of its variables."""
    return re.compile(".+?".join(map(re.escape, re.split(r"\{\w+\}", flowing(form)))))


def test_there_are_definitions() -> None:
    assert len(DEFINITIONS) > 30


@pytest.mark.parametrize("key", DEFINITIONS)
def test_each_definition_stands_in_the_documentation(key: str) -> None:
    assert said(DEFINITIONS[key]).search(flowing((ROOT / "docs" / "board.md").read_text("utf-8"))), DEFINITIONS[key]


def test_its_pictures_are_there_and_small() -> None:
    named = re.findall(r"\]\((pictures/[\w-]+\.png)\)", (ROOT / "docs" / "board.md").read_text("utf-8"))
    assert named
    sizes = {name: (ROOT / "docs" / name).stat().st_size for name in named}
    assert {name: size for name, size in sizes.items() if size > 300_000} == {}
