"""HTML of a mail as plain text: what its reader sees, quoted passages behind ">", links with where they lead. Pure."""

import re
import warnings
from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag

LONGEST = 1_000_000  # characters that are looked at
LONGEST_LINE = 20_000  # characters; a longer one is broken
DEEPEST = 10  # quotes within quotes that are told apart
RULE = "_" * 32  # where a mail program draws a line, above what it quotes

_UNSEEN = frozenset(("script", "style", "head", "title", "template", "noscript", "iframe", "object", "svg", "select"))
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "footer"),
        *("form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre"),
        *("section", "table", "tbody", "tfoot", "thead", "tr", "ul"),
    )
)
_SPACED = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre"))
_HIDDEN = re.compile(
    r"(display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]*[1-9])|mso-hide\s*:\s*all)", re.I
)
_NO_MARGIN = re.compile(r"margin(-top)?\s*:\s*0", re.I)
_LINE_ABOVE = re.compile(r"border-top(-style|-color)?\s*:\s*(?!none)[^;]*(solid|rgb)", re.I)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{1,40})", re.I)
_SPACES = re.compile(r"[ \t\n\r\f\xa0\u200b\u200c\u00ad\u034f\u2007]+")


def charset_in(html: bytes) -> str:
    """What the page says of itself; empty if it says nothing."""
    found = _CHARSET.search(html, 0, 4096)
    return found[1].decode("ascii") if found else ""


def text_of(html: str) -> str:
    """Never shows what is hidden, and runs nothing. Links keep their address: the words of a link may lie about it."""
    if not html.strip():
        return ""
    with warnings.catch_warnings():  # about markup that looks like an address or a file
        warnings.simplefilter("ignore")
        soup = BeautifulSoup(html[:LONGEST], "html.parser")
    page = _Page()
    for step, node in _steps(soup):
        page.take(step, node)
    return page.text()


def _steps(soup: Tag) -> Iterator[tuple[str, Tag | NavigableString]]:
    """Each element at its begin and its end, without going down the stack: some mails nest thousands."""
    waiting: list[tuple[str, Tag | NavigableString]] = [("begin", soup)]
    while waiting:
        step, node = waiting.pop()
        yield step, node
        if step == "begin" and isinstance(node, Tag) and not _is_hidden(node):
            waiting.append(("end", node))
            waiting += (
                ("begin", child) for child in reversed(node.contents) if isinstance(child, Tag | NavigableString)
            )


def _is_hidden(tag: Tag) -> bool:
    return tag.name in _UNSEEN or tag.has_attr("hidden") or bool(_HIDDEN.search(_attribute(tag, "style")))


def _attribute(tag: Tag, name: str) -> str:
    value = tag.get(name)
    return value if isinstance(value, str) else ""


class _Page:
    """Lines as they grow, each behind as many ">" as there are quotes around it."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line = ""
        self._depth = 0
        self._kept = 0  # how many <pre> are open
        self._links: list[int] = []

    def take(self, step: str, node: Tag | NavigableString) -> None:
        if isinstance(node, NavigableString):
            if not isinstance(node, PreformattedString):  # comments, declarations
                self._write(str(node))
        elif step == "begin":
            if not _is_hidden(node):
                self._begin(node)
        else:
            self._end(node)

    def text(self) -> str:
        self._break()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self._lines)).strip("\n")

    def _begin(self, tag: Tag) -> None:
        if tag.name in _BLOCKS:
            self._break()
            if tag.name in _SPACED and not _NO_MARGIN.search(_attribute(tag, "style")):
                self._gap()
        if _is_quote(tag):
            self._depth += 1
        match tag.name:
            case "br":
                self._break(even_empty=True)
            case "hr":
                self._rule()
            case "div" if _LINE_ABOVE.search(_attribute(tag, "style")):
                self._rule()
            case "li":
                self._line = "- "
            case "td" | "th":
                self._line += " " if self._line and not self._line.endswith(" ") else ""
            case "img":
                self._write(_attribute(tag, "alt"))
            case "pre":
                self._kept += 1
            case "a":
                self._links.append(len(self._line))
            case _:
                pass

    def _end(self, tag: Tag) -> None:
        if tag.name == "a" and self._links:
            self._link(_attribute(tag, "href").strip(), self._line[self._links.pop() :])
        if tag.name in _BLOCKS:
            self._break()
        if _is_quote(tag):
            self._depth -= 1
        if tag.name in _SPACED and not _NO_MARGIN.search(_attribute(tag, "style")):
            self._gap()
        if tag.name == "pre":
            self._kept -= 1

    def _link(self, address: str, words: str) -> None:
        told = re.sub(r"^(https?://|mailto:)|/$", "", address.lower())
        if address.lower().startswith(("http://", "https://", "mailto:")) and told not in words.lower():
            self._line += f" <{_SPACES.sub('', address)}>"

    def _write(self, text: str) -> None:
        if self._kept:
            first, *others = text.split("\n")
            self._line += first
            for other in others:
                self._break(even_empty=True)
                self._line = other
            return
        if len(self._line) > LONGEST_LINE:
            self._break()
        words = _SPACES.sub(" ", text)
        self._line += words.lstrip() if not self._line or self._line.endswith(" ") else words

    def _break(self, *, even_empty: bool = False) -> None:
        if self._line.strip() or even_empty:
            self._lines.append(self._quoted(self._line.rstrip()))
        self._line = ""
        self._links = [0 for _ in self._links]

    def _gap(self) -> None:
        if self._lines and self._lines[-1] != self._quoted(""):
            self._lines.append(self._quoted(""))

    def _rule(self) -> None:
        self._break()
        self._lines.append(self._quoted(RULE))

    def _quoted(self, line: str) -> str:
        return f"{'>' * min(self._depth, DEEPEST)} {line}".rstrip() if self._depth else line


def _is_quote(tag: Tag) -> bool:
    """Some programs indent with the same element, without a border."""
    return tag.name == "blockquote" and "border:none" not in _attribute(tag, "style").replace(" ", "")
