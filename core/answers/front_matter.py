"""Splits an article's file into its YAML front matter and its body, and knows the line of every field."""

import re
from pathlib import Path
from typing import Any

import msgspec
import yaml

from core.answers.errors import BrokenArticle, Problem

_FENCE = "---"


class Field(msgspec.Struct, frozen=True):
    """A text or a list of texts as written (YAML's own types are not applied), and its line in the file."""

    value: str | tuple[str, ...]
    line: int


class FrontMatter(msgspec.Struct, frozen=True):
    """`fields` is empty for a file without front matter; `body_line` is the body's first line in the file."""

    fields: dict[str, Field]
    body: str
    body_line: int


def read_front_matter(path: Path, text: str) -> FrontMatter:
    """Raises BrokenArticle where the front matter is not closed, not YAML, or more than texts and lists of texts."""
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        return FrontMatter({}, text, 1)
    end = _closing_fence(path, lines)
    fields = _fields(path, "\n".join(lines[1:end]))
    return FrontMatter(fields, "\n".join(lines[end + 1 :]), end + 2)


def _closing_fence(path: Path, lines: list[str]) -> int:
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == _FENCE:
            return number
    raise BrokenArticle([Problem(path, 1, "the front matter is not closed: write --- on a line of its own below it")])


def _fields(path: Path, source: str) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    problems: list[Problem] = []
    for key, value in _pairs(path, source):
        line = _line(key)
        if not isinstance(key, yaml.ScalarNode):
            problems.append(Problem(path, line, "a field's name must be one word, as in title: ..."))
        elif key.value in fields:
            problems.append(Problem(path, line, f"{key.value} stands twice: keep one"))
        elif (read := _value(value)) is None:
            problems.append(Problem(path, line, f"{key.value} must be a text or a list of texts"))
        else:
            fields[key.value] = Field(read, line)
    if problems:
        raise BrokenArticle(problems)
    return fields


def _pairs(path: Path, source: str) -> list[tuple[Any, Any]]:
    node = _composed(path, source)
    if node is None:
        return []
    if not isinstance(node, yaml.MappingNode):
        raise BrokenArticle([Problem(path, 2, "the front matter must be lines of the form name: value")])
    return list(node.value)


def _composed(path: Path, source: str) -> yaml.Node | None:
    """The YAML as nodes, not as objects: they know their lines, and an id of 007 or a language of no stays as it is."""
    try:
        return yaml.compose(source, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        why = error.problem or "unreadable"
        raise _not_yaml(path, mark.line if mark else 0, why) from error
    except yaml.reader.ReaderError as error:
        raise _not_yaml(path, source[: error.position].count("\n"), "a control character") from error
    except RecursionError as error:  # thousands of nested brackets
        raise _not_yaml(path, 0, "nested too deeply") from error


def _not_yaml(path: Path, line: int, why: str) -> BrokenArticle:
    advice = 'write name: value, and put a value with ": " or "#" in it between quotes'
    return BrokenArticle([Problem(path, line + 2, f"the front matter is not YAML ({why}): {advice}")])


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 2


def _value(node: yaml.Node) -> str | tuple[str, ...] | None:
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    if isinstance(node, yaml.SequenceNode) and all(isinstance(item, yaml.ScalarNode) for item in node.value):
        return tuple(_scalar(item) for item in node.value)
    return None


def _scalar(node: yaml.ScalarNode) -> str:
    empty = node.tag == "tag:yaml.org,2002:null"
    return "" if empty else " ".join(re.split(r"[ \t\n]+", str(node.value).strip(" \t\n")))
