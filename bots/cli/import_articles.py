"""`frontdesk import`: brings a help centre from elsewhere into a folder of Markdown articles, again and again."""

import asyncio
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from core.answers.importing.errors import ImportFailed
from core.answers.importing.folder import Folder, State, Step
from core.answers.importing.found import Found, LeftOut
from core.language.spec import BY_CODE

_NAMED = 20  # of each reason so many are listed by name
_SCHEMES = ("https://", "http://")
_WORDS: dict[State, str] = {
    "new": "new",
    "changed": "changed at the source",
    "unchanged": "unchanged",
    "edited": "changed here by hand, so left as they are (--restore writes them anew)",
    "deleted": "deleted here by hand, so not brought back (--restore writes them anew)",
    "withdrawn": "no longer shown at the source, but kept (--prune deletes them)",
}


def import_articles(
    source: str,
    into: Path,
    *,
    language: str = "",
    only: str = "",
    pages: int = 2_000,
    dry_run: bool = False,
    prune: bool = False,
    restore: bool = False,
    allow_private: bool = False,
) -> int:
    """0: all is imported, but what the source itself holds back. 1: something is to be mended. 2: a wrong command line."""
    if mistake := _mistake(source, language, pages):
        print(mistake, file=sys.stderr)
        return 2
    try:
        found = _found(source, only, pages, allow_private=allow_private)
        return _bring(found, into, language, dry_run=dry_run, prune=prune, restore=restore)
    except ImportFailed as why:
        print(f"Nothing more can be imported: {why}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. What was written until now is remembered: import again to go on.", file=sys.stderr)
        return 1


def _mistake(source: str, language: str, pages: int) -> str:
    if language and language not in BY_CODE:
        return f"--language {language} is none of the desk's languages: write one of {', '.join(BY_CODE)}"
    if pages < 1:
        return "--pages must be 1 or more"
    if not source.startswith(_SCHEMES) and not Path(source).exists():
        return f"{source} is no file, no folder and no address: name an export, or an address that starts with https://"
    return ""


def _found(source: str, only: str, pages: int, *, allow_private: bool) -> Found:
    """Each way's code is loaded only when it is gone."""
    if not source.startswith(_SCHEMES):
        from core.answers.importing.exports import read_export

        return read_export(Path(source), _say)
    from core.answers.importing.fetching import Limits
    from core.answers.importing.sites import read_site

    limits = Limits(pages=pages)
    return asyncio.run(read_site(source, _say, limits=limits, allow_private=allow_private, only=only))


def _bring(found: Found, into: Path, language: str, *, dry_run: bool, prune: bool, restore: bool) -> int:
    from core.answers.importing.selection import choose

    folder = Folder(into)
    chosen, refused = choose(found, folder.ids, language)
    left_out = [*found.left_out, *refused]
    steps = folder.plan(chosen, found, language, restore=restore)
    prune = prune and found.complete
    if not dry_run and chosen:
        folder.carry_out(steps, prune=prune)
    _summarise(steps, left_out, into, dry_run=dry_run, prune=prune)
    if not found.complete:
        print("The source was not read to its end, so nothing is deleted: mend what is listed above, and import again.")
    return 1 if not chosen or any(each.kind == "broken" for each in left_out) else 0


def _summarise(steps: Sequence[Step], left_out: Iterable[LeftOut], into: Path, *, dry_run: bool, prune: bool) -> None:
    by_reason: dict[str, list[str]] = defaultdict(list)
    for each in left_out:
        by_reason[f"left out, because {each.reason}"].append(each.what)
    for step in steps:
        if step.state in ("edited", "deleted", "withdrawn"):
            by_reason[_words(step.state, prune=prune)].append(step.name)
    for reason, names in sorted(by_reason.items()):
        print(f"{len(names)} {reason}:", *names[:_NAMED], sep="\n  ")
        if len(names) > _NAMED:
            print(f"  and {len(names) - _NAMED} more")
    counts = Counter(step.state for step in steps)
    done = ", ".join(f"{counts[state]} {state}" for state in ("new", "changed", "unchanged"))
    print(f"{into}: {done}.{' Nothing is written: this is a dry run.' if dry_run else ''}")


def _words(state: State, *, prune: bool) -> str:
    return "no longer shown at the source, so deleted" if prune and state == "withdrawn" else _WORDS[state]


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
