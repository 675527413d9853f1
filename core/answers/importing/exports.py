"""Reads the JSON of a help centre's API, from one file or from a folder of its pages, and knows which API it is of."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from core.answers.importing import intercom, zendesk
from core.answers.importing.errors import ImportFailed
from core.answers.importing.found import Found
from core.answers.importing.records import Record, read_json, record, records

Progress = Callable[[str], None]


def read_export(source: Path, say: Progress) -> Found:
    """Raises ImportFailed for what is no export of a known form."""
    zendesk_export, intercom_export = zendesk.Export(), intercom.Export()
    unknown: list[Path] = []
    for path in _files(source):
        say(f"reading {path.name}")
        value = read_json(path)
        if not _take_all(value, zendesk_export, intercom_export):
            unknown.append(path)
    if not zendesk_export.articles and not intercom_export.articles:
        raise ImportFailed(
            f"no articles in {source}: it must be the JSON of Zendesk's /api/v2/help_center/articles.json (articles: [...])"
            " or of Intercom's /articles (data: [...])"
        )
    for path in unknown:
        say(f"{path.name} holds neither articles nor their sections: not used")
    return _together(zendesk_export.read(say), intercom_export.read(say))


def _take_all(value: Any, *exports: zendesk.Export | intercom.Export) -> bool:
    taken = [export.take(each) for each in _objects(value) for export in exports]
    return any(taken)


def _files(source: Path) -> list[Path]:
    if not source.is_dir():
        return [source]
    if files := sorted(path for path in source.rglob("*.json") if not path.name.startswith(".")):
        return files
    raise ImportFailed(f"no .json file in {source}: name the folder that the export was written to")


def _objects(value: Any) -> Iterator[Record]:
    """A page of the API, a list of pages, or a bare list of articles, in which form many scripts store them."""
    if isinstance(value, list):
        pages = [each for each in records(value) if zendesk.is_page(each) or intercom.is_page(each)]
        yield from pages or [{"articles": value, "data": value}]
    else:
        yield record(value)


def _together(*all_found: Found) -> Found:
    return Found(
        articles=tuple(article for found in all_found for article in found.articles),
        left_out=tuple(left for found in all_found for left in found.left_out),
        listed=frozenset().union(*(found.listed for found in all_found)),
        complete=all(found.complete for found in all_found),
    )
