"""docs/privacy.md names every key of the JSON that customers get."""

from pathlib import Path
from typing import get_args, get_type_hints

import msgspec
import pytest

from core.engine.privacy.exporting import Export

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "privacy.md").read_text("utf-8")


def keys_of(shape: type) -> set[str]:
    """Its own, and those of what it is made of."""
    hints = get_type_hints(shape)
    inner = {part for hint in hints.values() for part in get_args(hint) if isinstance(part, type)}
    return set(shape.__struct_fields__).union(*(keys_of(part) for part in inner if issubclass(part, msgspec.Struct)))  # type: ignore[attr-defined]


@pytest.mark.parametrize("key", sorted(keys_of(Export)))
def test_each_key_is_documented(key: str) -> None:
    assert f"`{key}`" in DOCUMENT
