"""Updates of the shapes that the machine-readable Bot API describes, with anything at all in them."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

Json = dict[str, Any]
Shape = st.SearchStrategy[Any]

DESCRIPTION = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "telegram" / "botapi_10.1.min.json"
DEEPEST = 3  # objects inside objects: beyond that only what is always there
OFTEN = 4  # of an object's optional fields at most so many are there

TEXTS = (
    "When do I get my money back?",
    "talk to support",
    "/start",
    "/start order_1",
    "/signin@somebody extra",
    "/" + "x" * 300,
    "",
    " \u200b\u2060 ",
    "\x00\x01\x1f",
    "\ud800",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 50,
    "e" + "\u0301" * 200,
    "\u202egpj.exe",
    "<!channel> <@U0TOM> *bold* _x_ `code`",
    "<b>&lt;script&gt;alert(1)</script>",
    "'; DROP TABLE inbox; --",
    "{{7*7}} ${7*7} %s %(name)s {name}",
    "a" * 4096,
    "1",
    "99999999999999999999",
    "anna@example.com",
    "https://evil.example/?" + "a" * 500,
)
texts = st.sampled_from(TEXTS) | st.text(max_size=40)
integers = st.sampled_from((0, 1, -1, 2**31, 2**52, -(2**52), 10**15)) | st.integers(-(2**53), 2**53)
PLAIN: dict[str, Shape] = {
    "Integer": integers,
    "Float": st.floats(allow_nan=False, allow_infinity=False),
    "String": texts,
    "Boolean": st.booleans(),
    "True": st.just(True),
}


@cache
def described() -> Json:
    if not DESCRIPTION.exists():
        pytest.skip("the machine-readable Bot API (shared/data/telegram) is not beside this checkout")
    types: Json = json.loads(DESCRIPTION.read_text("utf-8"))["types"]
    return types


@cache
def of_type(name: str, depth: int = 0) -> Shape:
    """Any value of a type of the Bot API. Optional fields that hold objects thin out with the depth."""
    if name in PLAIN:
        return PLAIN[name]
    if name.startswith("Array of "):
        return st.lists(of_type(name.removeprefix("Array of "), depth + 1), min_size=1, max_size=2)
    known = described()[name]
    if known.get("subtypes"):
        return st.one_of([st.deferred(lambda one=one: of_type(one, depth)) for one in known["subtypes"]])
    return _object(known.get("fields", []), depth)


def _object(fields: list[Json], depth: int) -> Shape:
    always = {each["name"]: _field(each, depth) for each in fields if each["required"]}
    if depth >= DEEPEST:
        return st.fixed_dictionaries(always)
    others = {each["name"]: _field(each, depth) for each in fields if not each["required"]}
    chosen = st.lists(st.sampled_from(sorted(others)), max_size=OFTEN, unique=True) if others else st.just([])
    return chosen.flatmap(lambda names: st.fixed_dictionaries(always | {name: others[name] for name in names}))


def _field(field: Json, depth: int) -> Shape:
    return st.one_of([st.deferred(lambda kind=kind: of_type(kind, depth + 1)) for kind in field["types"]])


# What comes with a message and is no message's content.
AROUND = {
    "message_id",
    "from",
    "chat",
    "date",
    "text",
    "entities",
    "caption",
    "caption_entities",
    "edit_date",
}


def contents() -> list[str]:
    """All fields that a message may have beside who wrote it, when, where, and its text."""
    return [each["name"] for each in described()["Message"]["fields"] if each["name"] not in AROUND]


def message_with(field: str) -> Shape:
    """A message that has this field."""
    (known,) = [each for each in described()["Message"]["fields"] if each["name"] == field]
    return st.fixed_dictionaries({field: _field(known, 1)})


def in_chat(message: Json, customer: int, number: int) -> Json:
    """As it comes from a customer's own chat."""
    known = {"id": customer, "is_bot": False, "first_name": message.get("from", {}).get("first_name", "Gil")}
    return message | {
        "message_id": number,
        "date": 1_790_000_000 + number,
        "chat": {"id": customer, "type": "private", "first_name": "Gil"},
        "from": known,
    }


def steered(update: Json, customer: int, number: int) -> Json:
    """An update that is meant for us: all the rest stays as it is."""
    made = update | {"update_id": number}
    for kind in ("message", "edited_message"):
        if isinstance(made.get(kind), dict):
            made[kind] = in_chat(made[kind], customer, number)
    press = made.get("callback_query")
    if isinstance(press, dict):
        made["callback_query"] = press | {
            "id": str(number),
            "from": {"id": customer, "is_bot": False, "first_name": "Gil"},
        }
    return made
