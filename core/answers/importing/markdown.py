"""Turns an article's HTML into the Markdown that articles are kept in: what is read stays, what only the browser needs goes."""

import re
from textwrap import indent
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from bs4.element import PreformattedString
from markdownify import ATX, MarkdownConverter

from core.answers.importing.errors import NotAnArticle

SCHEMES = ("http", "https", "mailto", "tel")

MAX_TAGS = 20_000
MAX_DEPTH = 150

_NOT_READ = (
    "script, style, noscript, template, del, s, strike, iframe, object, embed, svg, canvas, audio, video, map, head, title, form, input,"
    " select, textarea, nav, footer, dialog, [role=navigation], [role=search], [role=complementary], [role=contentinfo],"
    " [role=banner], .breadcrumbs, .breadcrumb"
)
_DECLARATION = re.compile(r"<!--|<[!?]")
_FILE_NAME = re.compile(r"(\S+\.(png|jpe?g|gif|webp|svg|bmp)|(image|img|screenshot|blob)[\w. -]{0,20})", re.IGNORECASE)
_SPECIAL = re.compile(r"[\\`<]|(?<!\s)\*|\*(?!\s)|(?<![^\W_])_|_(?![^\W_])|\](?=\()|&(?=#?\w{1,32};)")
_STRUCTURE = re.compile(r"^(#{1,6}(?=\s)|>|-+(?=\s*$)|=+(?=\s*$))", re.MULTILINE)
_BLANK_LINES = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")
_CONTROLS = dict.fromkeys([*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0), 0xAD, 0xFEFF])
_SPACES = {0x00A0: " ", 0x2007: " ", 0x202F: "\u202f", 0x200B: None, 0x2028: "\n", 0x2029: "\n"}


def to_markdown(html: str, address: str = "") -> str:
    """The Markdown of an article's HTML. Links are made absolute by `address`. Raises NotAnArticle."""
    return soup_to_markdown(soup(html), address)


def soup(html: str) -> BeautifulSoup:
    """Raises NotAnArticle for what no parser takes, or takes minutes for."""
    bare = _without_declarations(html)
    if bare.count("<") > MAX_TAGS:
        raise NotAnArticle(f"it has more than {MAX_TAGS} tags: paste its text into the source's editor as plain text")
    try:
        read = BeautifulSoup(bare, "html.parser")
    except (AssertionError, RecursionError, ValueError) as error:  # bs4 calls the first two a rejected markup
        raise NotAnArticle("its HTML cannot be read: open it in the source's editor and save it again") from error
    _refuse_depth(read)
    return read


def _without_declarations(html: str) -> str:
    """No comments, document types and instructions: the parser takes the square of the time on many unclosed ones."""
    kept, position = [], 0
    while found := _DECLARATION.search(html, position):
        kept.append(html[position : found.start()])
        closing = "-->" if found[0] == "<!--" else ">"
        end = html.find(closing, found.end())
        position = end + len(closing) if end >= 0 else len(html)
    bare = "".join(kept) + html[position:]
    last = bare.rfind(">") + 1
    return bare[:last] + bare[last:].replace("<", "&lt;")  # so with tags that never end


def soup_to_markdown(content: Tag, address: str) -> str:
    """Changes `content`."""
    _tidy(content)
    text = _Converter(address).convert_soup(content)
    return _BLANK_LINES.sub("\n\n", cleaned(text)).strip("\n")


def cleaned(text: str) -> str:
    """Without control characters, invisible spaces and halves of characters, which no article needs and files refuse."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.translate(_CONTROLS).translate(_SPACES)


def one_line(text: str) -> str:
    return " ".join(cleaned(text).split())


def _refuse_depth(content: Tag) -> None:
    level: list[Tag] = [content]
    for _ in range(MAX_DEPTH):
        level = [child for tag in level for child in tag.children if isinstance(child, Tag)]
        if not level:
            return
    raise NotAnArticle("its HTML is nested too deeply: paste its text into the source's editor as plain text")


def _tidy(content: Tag) -> None:
    for button in content.select("button"):  # the questions of a folding list are often buttons
        button.unwrap() if button.find_parent(re.compile("^h[1-6]$")) else button.decompose()
    for part in content.select(_NOT_READ):
        if part is not content and not part.decomposed:
            part.decompose()
    for comment in content.find_all(string=lambda text: isinstance(text, PreformattedString)):
        comment.extract()
    for summary in content.select("summary"):
        summary.name = "p" if summary.find(re.compile("^h[1-6]$")) else "h3"
    for steps in content.select("ol"):
        _number(steps)
    for table in content.select("table"):
        _tidy_table(table)


def _number(steps: Tag) -> None:
    start = str(steps.get("start") or "")
    for number, step in enumerate(steps.find_all("li", recursive=False), int(start) if start.isdecimal() else 1):
        step["value"] = str(number)


def _tidy_table(table: Tag) -> None:
    """A table of one column, or around others, is only there for its looks."""
    rows = table.find_all("tr")
    if table.find("table") or all(len(row.find_all(["td", "th"])) < 2 for row in rows):
        for part in [*table.find_all(["thead", "tbody", "tfoot", "tr", "td", "th", "colgroup", "col"]), table]:
            part.name = "div"


class _Converter(MarkdownConverter):
    """markdownify's, with links that lead somewhere safe, pictures by their words, and text that stays text."""

    def __init__(self, address: str) -> None:
        super().__init__(heading_style=ATX, bullets="-", table_infer_header=True)
        self._address = address

    def escape(self, text: str, parent_tags: Any) -> str:
        text = _SPECIAL.sub(r"\\\g<0>", text).replace("\\<!--", "\\<\\!--")
        return text.replace("|", "\\|") if "_inline" in parent_tags else text

    def convert_a(self, el: Tag, text: str, parent_tags: Any) -> str:
        words = " ".join(text.split())
        target = safe_link(str(el.get("href") or ""), self._address)
        if not target or not words or "_noformat" in parent_tags:
            return text
        before, after = (" " if text[:1].isspace() else ""), (" " if text[-1:].isspace() else "")
        return f"{before}[{words}]({target}){after}"

    def convert_img(self, el: Tag, text: str, parent_tags: Any) -> str:
        alt = one_line(str(el.get("alt") or ""))
        return "" if _FILE_NAME.fullmatch(alt) else self.escape(alt, parent_tags)

    def convert_p(self, el: Tag, text: str, parent_tags: Any) -> str:
        text = _STRUCTURE.sub(r"\\\1", text.strip(" \t\r\n"))
        if "_inline" in parent_tags:
            return f" {text} "
        return f"\n\n{text}\n\n" if text else ""

    def convert_li(self, el: Tag, text: str, parent_tags: Any) -> str:
        bullet = f"{el['value']}. " if el.parent and el.parent.name == "ol" else "- "
        return f"{bullet}{indent(text.strip(), ' ' * len(bullet))[len(bullet) :]}\n" if text.strip() else ""

    def convert_dt(self, el: Tag, text: str, parent_tags: Any) -> str:
        return f"\n\n**{text.strip()}**\n\n" if text.strip() else ""

    def convert_dd(self, el: Tag, text: str, parent_tags: Any) -> str:
        return f"\n\n{text.strip()}\n\n"

    def convert_header(self, el: Tag, text: str, parent_tags: Any) -> str:
        return f"\n\n{text.strip()}\n\n"

    convert_main = convert_aside = convert_figure = convert_details = convert_header


def safe_link(href: str, address: str) -> str:
    """Absolute, in a scheme that is safe to press, and with nothing in it that would end a Markdown link; else empty."""
    href = re.sub(r"[\x00-\x20]+", "", href) if ":" in href else href.strip()
    if not href or href.startswith("#"):
        return ""
    try:
        target = urljoin(address, href)
        parts = urlsplit(target)
    except ValueError:
        return ""
    if parts.scheme.lower() not in SCHEMES or (parts.scheme.lower().startswith("http") and not parts.hostname):
        return ""
    if parts.fragment and target.partition("#")[0] == address.partition("#")[0]:
        return ""
    return quote(cleaned(target), safe="/:?#@!$&'*+,;=%~[]-._")
