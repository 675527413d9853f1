"""Reads an article out of a page of a web site: its title, its text, its date, and its translations."""

import re
from datetime import date
from urllib.parse import urljoin

import msgspec
from bs4 import BeautifulSoup, Tag

from core.answers.importing.errors import NotAnArticle
from core.answers.importing.markdown import one_line, soup, soup_to_markdown

SHORT = 40  # characters; less is no article
_LINKS = 0.6  # a page of which more is links is a list of articles

# Where the text of an article stands, the most exact first; the classes are those of widespread help centre themes.
_TEXTS = (
    "[itemprop=articleBody]",
    ".article-body",
    ".article_body",
    ".article__body",
    "#fullArticle",
    "article",
    "main",
    "[role=main]",
    "body",
)
_SEPARATED = re.compile(r"\s[|–—·-]\s(?!.*\s[|–—·-]\s).*$")
_DATED = (
    ('meta[property="article:modified_time"]', "content"),
    ("[itemprop=dateModified]", "datetime"),
    ("[itemprop=dateModified]", "content"),
)


class Page(msgspec.Struct, frozen=True):
    """`language` is the page's own word for it, such as "en-GB", or empty; `alternates` are the addresses of its other
    languages by their language, itself often among them."""

    title: str
    markdown: str
    language: str = ""
    updated: date | None = None
    topic: str = ""
    alternates: tuple[tuple[str, str], ...] = ()


def read_page(html: str, address: str) -> Page:
    """Raises NotAnArticle with the reason for a page that is none."""
    whole = soup(html)
    read = _head(whole, address)
    text = _text_of(whole)
    title = _title(whole, text)
    if not title:
        raise NotAnArticle("it has no title: give the page a heading (h1)")
    for beside in text.select("aside"):  # in a page what stands beside the article, in an export a note of its author's
        beside.decompose()
    markdown = soup_to_markdown(text, address)
    if _is_list_of_links(text):
        raise NotAnArticle("it is a page of links, not an article")
    if len(markdown) < SHORT:
        raise NotAnArticle("it has no text: the page may be put together in the browser, so import an export instead")
    return msgspec.structs.replace(read, title=title, markdown=markdown)


def links_below(html: str, address: str) -> tuple[str, ...]:
    """The addresses that a page links to below its own, in the page's order."""
    base = address.partition("#")[0].partition("?")[0].rstrip("/") + "/"
    targets = (_joined(address, str(link.get("href") or "")) for link in soup(html).select("a[href]"))
    return tuple(dict.fromkeys(target for target in targets if target.startswith(base) and target != base))


def as_date(text: str) -> date | None:
    """The day of an ISO 8601 date or time, or none."""
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def _head(whole: BeautifulSoup, address: str) -> Page:
    html = whole.find("html")
    return Page(
        title="",
        markdown="",
        language=str(html.get("lang") or "") if isinstance(html, Tag) else "",
        updated=next(filter(None, (as_date(_attribute(whole, *where)) for where in _DATED)), None),
        topic=one_line(_attribute(whole, 'meta[property="article:section"]', "content")),
        alternates=tuple(
            (str(link["hreflang"]).lower(), _joined(address, str(link["href"])))
            for link in whole.select("link[rel~=alternate][hreflang][href]")
        ),
    )


def _attribute(whole: Tag, selector: str, name: str) -> str:
    found = whole.select_one(selector)
    return str(found.get(name) or "") if found else ""


def _joined(address: str, href: str) -> str:
    try:
        return urljoin(address, href.strip()).partition("#")[0]
    except ValueError:
        return ""


def _text_of(whole: BeautifulSoup) -> Tag:
    """The one element that is most exactly the article; several of a kind are cards of a list."""
    for selector in _TEXTS:
        found = [part for part in whole.select(selector) if part.get_text(strip=True)]
        if len(found) == 1:
            return found[0]
    return whole


def _title(whole: BeautifulSoup, text: Tag) -> str:
    """The heading, which is taken out of the text, or else the window's title without the site's name."""
    heading = text.find("h1") or whole.find("h1")
    if isinstance(heading, Tag) and (title := one_line(heading.get_text(" "))):
        heading.extract()
        return title
    named = one_line(_attribute(whole, 'meta[property="og:title"]', "content"))
    window = whole.find("title")
    return named or (_SEPARATED.sub("", one_line(window.get_text())) if window else "")


def _is_list_of_links(text: Tag) -> bool:
    letters = len(text.get_text("", strip=True))
    linked = sum(len(link.get_text("", strip=True)) for link in text.find_all("a"))
    return linked > _LINKS * letters > 0
