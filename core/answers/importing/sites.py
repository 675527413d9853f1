"""Imports the pages of a web site, as its site map lists them or its front page links to them."""

import asyncio
import re
from collections.abc import Callable, Iterable
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from core.answers.importing.addresses import same_site
from core.answers.importing.errors import Gone, NotAnArticle, NothingFetched, PageRefused
from core.answers.importing.fetching import LIMITS, Fetched, Fetcher, Limits
from core.answers.importing.found import Found, FoundArticle, Kind, LeftOut
from core.answers.importing.ids import slug
from core.answers.importing.languages import of_text
from core.answers.importing.pages import Page, as_date, links_below, read_page
from core.answers.importing.site_maps import Listed, looks_like_xml, read_site_map
from core.language.spec import ours

Say = Callable[[str], None]

_FILES = re.compile(r"\.(pdf|png|jpe?g|gif|svg|webp|zip|docx?|xlsx?|pptx?|mp4|mp3|css|js|json|xml|gz)$", re.IGNORECASE)
_ENDING = re.compile(r"\.(html?|php|aspx?)$", re.IGNORECASE)
_NUMBERED = re.compile(r"(\d{4,})[-_]")  # in the address of an article, its number stands before its title
_LANGUAGE = re.compile(r"[a-z]{2}([-_][a-z]{2,4})?", re.IGNORECASE)
_LANGUAGE_FIELDS = ("lang", "language", "locale", "hl")


async def read_site(
    address: str, say: Say, *, limits: Limits = LIMITS, allow_private: bool = False, only: str = ""
) -> Found:
    """The articles of a site map, or of a page and those it links to below itself; `only` is a part of their addresses.

    Raises NothingFetched where the first address answers nothing that can be read.
    """
    async with Fetcher(address, limits, allow_private=allow_private) as fetcher:
        reading = _Reading(address, fetcher, limits, say)
        try:
            first = await fetcher.site_map(address)
            await reading.list_pages(first)
        except NotAnArticle as why:
            raise NothingFetched(f"{address}: {why}") from why
        return await reading.read(only)


class _Reading:
    """What is known of the site so far."""

    def __init__(self, start: str, fetcher: Fetcher, limits: Limits, say: Say) -> None:
        self._start = start
        self._fetcher = fetcher
        self._limits = limits
        self._say = say
        self._listed: dict[str, Listed] = {}
        self._articles: dict[str, FoundArticle] = {}  # by the address where they were found
        self._left_out: list[LeftOut] = []
        self._complete = True
        self._done = 0

    async def list_pages(self, first: Fetched) -> None:
        if not looks_like_xml(first.body):
            html = await asyncio.to_thread(_decoded, first)
            below = await asyncio.to_thread(links_below, html, first.address)
            return self._list([Listed(first.address), *map(Listed, below)])
        site_map = read_site_map(first.body)
        self._list(site_map.pages)
        for address in site_map.maps[: self._limits.site_maps]:
            await self._list_map(address)
        if len(site_map.maps) > self._limits.site_maps:
            self._leave(
                address, f"more than {self._limits.site_maps} site maps: import the others one by one", "broken"
            )
        return None

    async def _list_map(self, address: str) -> None:
        self._say(f"reading {address}")
        try:
            fetched = await self._fetcher.site_map(address)
            self._list(read_site_map(fetched.body).pages)
        except NotAnArticle as why:
            self._leave(address, str(why), "broken")

    def _list(self, pages: Iterable[Listed]) -> None:
        for page in pages:
            self._listed.setdefault(page.address.partition("#")[0], page)

    async def read(self, only: str) -> Found:
        wanted = [page for address, page in self._listed.items() if self._is_wanted(address, only)]
        if len(wanted) > self._limits.pages:
            self._leave(f"{len(wanted) - self._limits.pages} pages", "more than --pages allows", "broken")
        pages = wanted[: self._limits.pages]
        await asyncio.gather(*(self._read_one(page, len(pages)) for page in pages))
        articles = tuple(self._articles.values())
        listed = frozenset((each.scope, each.key, each.language) for each in articles)
        return Found(articles, tuple(self._left_out), listed, self._complete)

    def _is_wanted(self, address: str, only: str) -> bool:
        if only not in address or _FILES.search(urlsplit(address).path):
            return False
        if not same_site(address, self._start):
            self._left_out.append(
                LeftOut(address, "it is on another site: import from there by its own address", "skipped")
            )
            return False
        return True

    async def _read_one(self, listed: Listed, of: int) -> None:
        try:
            fetched = await self._fetcher.page(listed.address)
            async with asyncio.timeout(self._limits.page_time):
                article = await asyncio.to_thread(_article, fetched, listed)
            self._articles.setdefault(fetched.address, article)
        except TimeoutError:
            self._leave(listed.address, f"its HTML takes longer than {self._limits.page_time:g} s to read", "broken")
        except PageRefused as why:
            self._leave(listed.address, str(why), "broken")
        except Gone as why:
            self._left_out.append(LeftOut(listed.address, str(why), "unpublished"))
        except NotAnArticle as why:
            self._left_out.append(LeftOut(listed.address, str(why), "skipped"))
        self._done += 1
        if self._done % 20 == 0 or self._done == of:
            self._say(f"{self._done} of {of} pages read")

    def _leave(self, what: str, reason: str, kind: Kind) -> None:
        """What is left out for no fault of its own makes the list of articles incomplete."""
        self._left_out.append(LeftOut(what, reason, kind))
        self._complete = False


def _article(fetched: Fetched, listed: Listed) -> FoundArticle:
    page = read_page(_decoded(fetched), fetched.address)
    return FoundArticle(
        scope=f"site:{(urlsplit(fetched.address).hostname or '').removeprefix('www.')}",
        key=key_of(_representative(fetched.address, page.alternates or listed.alternates)),
        language=of_text(f"{page.title}\n{page.markdown}", page.language),
        locale=page.language,
        title=page.title,
        markdown=page.markdown,
        name=_name(fetched.address, page),
        address=fetched.address,
        updated=page.updated or as_date(listed.updated),
        topic=slug(page.topic),
    )


def _representative(address: str, alternates: Iterable[tuple[str, str]]) -> str:
    """Of the addresses of a page's languages the one that all of them would choose."""
    by_language = {language: there for language, there in alternates if same_site(address, there)}
    if address.partition("?")[0] not in {there.partition("?")[0] for there in by_language.values()}:
        return address
    return by_language.get("x-default") or by_language.get("en") or min(by_language.values())


def key_of(address: str) -> str:
    """What stays of an address in all languages: "/help/articles/12345" of "/help/nl/articles/12345-betalen"."""
    parts = urlsplit(address)
    segments = [_ENDING.sub("", each) for each in unquote(parts.path).split("/") if each]
    language = next(
        (place for place, each in enumerate(segments[:3]) if _LANGUAGE.fullmatch(each) and ours(each)), None
    )
    if language is not None:
        del segments[language]
    if segments and (numbered := _NUMBERED.match(segments[-1])):
        segments[-1] = numbered[1]
    fields = [(name, value) for name, value in parse_qsl(parts.query) if name.lower() not in _LANGUAGE_FIELDS]
    return "/" + "/".join(segments) + (f"?{urlencode(sorted(fields))}" if fields else "")


def _name(address: str, page: Page) -> str:
    segment = unquote(urlsplit(address).path).rstrip("/").rpartition("/")[2]
    name = _NUMBERED.sub("", _ENDING.sub("", segment), count=1)
    return name if re.search(r"[a-z]{3}", slug(name)) and slug(name) != "index" else page.title


def _decoded(fetched: Fetched) -> str:
    """By the server's word, else by the page's own, else UTF-8."""
    declared = re.search(rb"""<meta[^>]{0,100}?charset=["']?([\w-]+)""", fetched.body[:4096], re.IGNORECASE)
    for charset in (fetched.charset, declared[1].decode("ascii", "ignore") if declared else "", "utf-8"):
        try:
            return fetched.body.decode(charset, "replace") if charset else fetched.body.decode("utf-8")
        except (LookupError, UnicodeDecodeError):
            continue
    return fetched.body.decode("utf-8", "replace")
