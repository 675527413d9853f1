"""Stored values outlive a deploy: what is checked in under `golden/` decodes for ever (see goldens.py)."""

import json
from pathlib import Path
from typing import get_args

import msgspec
import pytest
from msgspec.structs import fields

from core.model import codec
from core.model.errors import Unreadable
from tests.flow.goldens import EARLIER, FOLDER, VALUES, defaults, kept_defaults, name, path, pretty

ALL = [(shape, value) for shape, values in VALUES.items() for value in values]
SHAPES = {name(value): shape for shape, value in ALL}

every_shape = pytest.mark.parametrize("shape", VALUES, ids=str)


@every_shape
def test_a_golden_decodes_to_its_value(shape: type) -> None:
    for value in VALUES[shape]:
        assert codec.decode(path(value).read_text("utf-8"), shape) == value, name(value)


def test_a_value_encodes_to_its_golden() -> None:
    for _, value in ALL:
        assert pretty(value) == path(value).read_text("utf-8"), name(value)


@every_shape
def test_fields_with_defaults_may_be_missing(shape: type) -> None:
    """As they are in a row that was written before the field was."""
    for value in VALUES[shape]:
        stored = json.loads(path(value).read_text("utf-8"))
        for field in fields(value):
            if not field.required:
                del stored[field.encode_name]
        old: object = codec.decode(json.dumps(stored), shape)
        assert old == type(value)(**_required(value)), name(value)


def test_no_field_of_a_golden_has_its_default() -> None:
    """A field that has it would not show that it is stored at all."""
    bare = [(value, type(value)(**_required(value))) for _, value in ALL]
    optional = [(value, other, field.name) for value, other in bare for field in fields(value) if not field.required]
    unshown = [
        (name(value), field) for value, other, field in optional if getattr(value, field) == getattr(other, field)
    ]
    assert unshown == []


def test_a_default_never_changes() -> None:
    """What is at its default is not written: rows of before would mean something else. Give the field another name instead."""
    assert defaults() == kept_defaults()


def _required(value: msgspec.Struct) -> dict[str, object]:
    return {f.name: getattr(value, f.name) for f in fields(value) if f.required}


@every_shape
def test_every_class_has_a_golden(shape: type) -> None:
    classes = get_args(shape) or (shape,)
    assert {type(value) for value in VALUES[shape]} == set(classes)


def test_no_golden_is_forgotten() -> None:
    assert {file.stem for file in FOLDER.glob("*.json")} == set(SHAPES)


@pytest.mark.parametrize("file", sorted(EARLIER.glob("*.json")), ids=lambda file: file.stem)
def test_what_was_stored_by_an_earlier_version_still_decodes(file: Path) -> None:
    class_name = file.stem.partition(".")[0]
    assert name(codec.decode(file.read_text("utf-8"), SHAPES[class_name])) == class_name  # type: ignore[arg-type]


@pytest.mark.parametrize("stored", ["", "{", "[]", '{"is":"Rained"}', '{"is":"Woke"}', '{"is":"Woke","turn":"x"}'])
def test_what_cannot_be_read_is_said_so(stored: str) -> None:
    with pytest.raises(Unreadable):
        codec.decode_event(stored)
