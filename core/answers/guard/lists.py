"""The guard's lists of words and phrases per language, from the TOML files beside this module."""

import tomllib
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent


@cache
def table(name: str) -> dict[str, dict[str, str]]:
    """One file: per language, its entries, each a list of regular expressions with a line to each."""
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text("utf-8"))


@cache
def alternatives(name: str, language: str, entry: str) -> str:
    """One entry as an alternation; of nothing, what never matches."""
    lines = table(name).get(language, {}).get(entry, "").strip().splitlines()
    return f"(?:{'|'.join(line.strip() for line in lines)})" if lines else "(?!)"


@cache
def phrases(entry: str) -> tuple[str, ...]:
    """An entry of `phrases.toml` in all languages together."""
    return tuple(
        line.strip() for each in table("phrases").values() for line in each.get(entry, "").strip().splitlines()
    )
