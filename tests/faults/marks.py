"""Which test is named after which fault: read from the tests' marks, without running them."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

TESTS = Path(__file__).resolve().parents[1]


class Mark(NamedTuple):
    """One test of one fault. `module`: its path from the tests' folder; `test`: empty where a whole module is marked."""

    room: str
    fault: str
    holds: str
    module: str
    test: str


def marks(tests: Path = TESTS) -> list[Mark]:
    """Of all tests, by module and in the order in which they stand. Raises ValueError for a mark that is not plain words."""
    return [
        mark
        for path in sorted(tests.rglob("test_*.py"))
        if "mark.fault(" in (source := path.read_text("utf-8"))
        for mark in _of_module(ast.parse(source), path.relative_to(tests).as_posix())
    ]


def _of_module(module: ast.Module, path: str) -> Iterator[Mark]:
    for node in ast.walk(module):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() if node.name.startswith("test_"):
                yield from _read(node.decorator_list, path, node.name)
            case ast.ClassDef():
                yield from _read(node.decorator_list, path, node.name)
            case ast.Assign(targets=[ast.Name(id="pytestmark")]):
                yield from _read([node.value], path, "")


def _read(nodes: list[ast.expr], path: str, test: str) -> Iterator[Mark]:
    for node in nodes:
        for call in ast.walk(node):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "pytest.mark.fault":
                yield Mark(*_words(call, path), module=path, test=test)


def _words(call: ast.Call, path: str) -> tuple[str, str, str]:
    words = [each.value for each in call.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    if call.keywords or len(words) != len(call.args) or len(words) not in (2, 3):
        raise ValueError(f"{path}:{call.lineno}: a room, a fault and what holds, each in plain words")
    room, fault, *holds = words
    return room, fault, holds[0] if holds else ""
