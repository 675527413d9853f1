"""Reads and writes JSON as the platforms send it: by the quicker library, and what that refuses by Python's own, which takes more."""

import json
from typing import Any

import msgspec


def read_json(text: str | bytes) -> Any:
    """As `json.loads`: raises ValueError or RecursionError. Half of a pair of surrogates, NaN and other encodings pass."""
    try:
        return msgspec.json.decode(text)
    except (ValueError, RecursionError):
        return json.loads(text)


def write_json(value: object) -> str:
    """By `json.dumps` where there is half of a pair of surrogates, a key that is no text, or a subclass of `str`."""
    try:
        return msgspec.json.encode(value).decode()
    except (TypeError, ValueError):
        return json.dumps(value)
