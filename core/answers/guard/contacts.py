"""Finds the links, e-mail addresses and telephone numbers of a text, spelled-out ones included."""

import re

import msgspec

from core.answers.guard.sources import KEPT, Source, plain
from core.language.remembered import remembered

_NOT_IN_LINK = r"\s<>\"`|\u2E80-\u303F\u3400-\u9FFF\uFF00-\uFFEF"
_TARGET = re.compile(r"\]\(\s*<?([^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)?)>?(?:\s[^()]*)?\)")
_DEFINITION = re.compile(r"^\s{0,3}\[[^\]\n]+\]:\s*<?([^\s>]+)", re.MULTILINE)
_URL = re.compile(rf"(?<![a-z0-9])[a-z][a-z0-9+.-]{{1,20}}://[^{_NOT_IN_LINK}]+", re.IGNORECASE)
_SCHEME = re.compile(
    rf"\b(?:javascript|data|vbscript|file|tel|mailto|sms|tg|skype|whatsapp|slack|magnet|about|blob|intent|market)"
    rf":(?=[^\s:])[^{_NOT_IN_LINK}]+",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]++@(?:[\w-]++\.)+[^\W\d_]{2,24}\b")
_AT = r"(?:@|\s@\s|\s?[\[({<]\s*(?:at|@|arroba|bei|chez|małpa|chiocciola|apenstaartje|snabel-?a)\s*[\])}>]\s?|\s(?:at|arroba|małpa)\s)"
_DOT_WORD = r"(?:dot|punkt|punto|punt|point|ponto|kropka|prick|punktum|点)"
_TOP = r"(?:com|net|org|info|biz|io|me|co|eu|nl|de|fr|es|it|pt|pl|se|dk|cn|uk|be|at|ch|ru|us|xyz|top|app|shop|site|online|example)"
_NO_WORD = r"(?:com|net|org|info|biz|io|eu|nl|pl|dk|cn|uk|ru|xyz|app|example)"  # in none of our languages
_SPELLED_TOP = (
    rf"(?:\s*[\[({{<]\s*(?:{_DOT_WORD}|\.)\s*[\])}}>]\s*{_TOP}|\s+{_DOT_WORD}\s+{_NO_WORD}|\s*点\s*{_NO_WORD}|\s\.\s?{_NO_WORD}"
    r"|\s+(?:punkt\s+(?:de|se|at|ch)|punto\s+it|ponto\s+pt|point\s+(?:fr|be)|kropka\s+(?:pl|de)))(?![\w-])"
)
_SPELLED_EMAIL = re.compile(
    rf"(?<![\w.-])[\w.-]++{_AT}[\w-]++(?:\.[\w-]++)*?(?:\.{_TOP}\b|{_SPELLED_TOP})", re.IGNORECASE
)
_SPELLED = re.compile(rf"(?<![\w-])[\w-]++{_SPELLED_TOP}", re.IGNORECASE)
_DOMAIN = re.compile(
    rf"(?<![\w.-])@?(?:[^\W_](?:[\w-]*[^\W_])?\.)+(?:[^\W\d_A-ZÀ-Þ]{{2,24}}|[A-Z]{{2,24}})(?![\w-])"
    rf"(?::\d+)?(?:[/?#][^{_NOT_IN_LINK}]*)?"
)
_HOST = re.compile(
    rf"(?<![\w.])(?:localhost|\d{{1,3}}(?:\.\d{{1,3}}){{3}})(?![\w.]*\w)(?::\d+)?(?:/[^{_NOT_IN_LINK}]*)?"
)
_PHONE = re.compile(r"(?<![\w.,€$£:/-])(?:\+|00|\(?0|\(\+?)\d*+(?:[ ()./\u2010-\u2014-]{0,3}\d){5,17}(?![\w€%])")
_DATE_OR_HOURS = re.compile(r"\d{1,4}([./-])\d{1,2}\1\d{2,4}|\d\d\.\d\d ?[-–] ?\d\d\.\d\d")

# What has the form of a domain and is none.
_LIST = """
    a.m a.u.b bl.a d.h d.v.s d.w.z e.g e.u f.eks f.x fr.o.m i.a i.e i.v.m m.a.o m.b.t m.b.v m.fl m.in m.m m.v n.v n.v.t
    o.a o.i.d o.s.v p.ej p.ex p.es p.m s.a s.v.p sp.z t.a.v t.ex t.o.m t.m t.w.v u.a u.s v.a z.b z.o.o z.t
"""
_ABBREVIATIONS = frozenset(_LIST.split())

# What is not seen in the rendered text: "evil**.**com" reads as "evil.com".
_EMPHASIS = re.compile(r"[*`~]+|\\(?=[^\w\s])")


class Contacts(msgspec.Struct, frozen=True):
    """Links without "https://", e-mail addresses, telephone numbers as digits, and the text without them all.

    `spelled`: those of the links that are written as they are spoken ("example dot com").
    """

    links: frozenset[str]
    emails: frozenset[str]
    phones: frozenset[str]
    rest: str
    spelled: frozenset[str]


@remembered(KEPT)
def contacts_of(source: Source) -> Contacts:
    return contacts(plain(source.text))


@remembered(KEPT)
def contacts(text: str) -> Contacts:
    """Of a text in its plain form. Whatever could be followed or dialled is found rather once too often."""
    reader = _Reader(text)
    targets = reader.take(_TARGET, group=1) | reader.take(_DEFINITION, group=1)
    links = targets | reader.take(_URL) | reader.take(_SCHEME)
    emails = reader.take(_EMAIL) | reader.take(_SPELLED_EMAIL)
    phones = reader.take(_PHONE, but=_DATE_OR_HOURS)
    spelled = reader.take(_SPELLED)
    links |= reader.take(_HOST) | spelled
    links |= {found for found in reader.take(_DOMAIN) if found.casefold().strip(".") not in _ABBREVIATIONS}
    return Contacts(
        frozenset(filter(None, map(_link, links))),
        frozenset(email.casefold() for email in emails),
        frozenset(re.sub(r"[^\d+]", "", phone) for phone in phones),
        reader.rest,
        frozenset(map(_link, spelled)),
    )


class _Reader:
    """Takes out of a text what patterns find, so that no other pattern reads it again."""

    def __init__(self, text: str) -> None:
        self.rest = _EMPHASIS.sub("", text)

    def take(self, pattern: re.Pattern[str], group: int = 0, but: re.Pattern[str] | None = None) -> set[str]:
        found: set[str] = set()

        def note(match: re.Match[str]) -> str:
            if but and but.fullmatch(match[0]):
                return match[0]
            found.add(match[group])
            behind = match[0][match.end(group) - match.start() :]  # a link's title is read like all else
            return f"{']' if match[0].startswith(']') else ''} ; {behind}"

        self.rest = pattern.sub(note, self.rest)
        return found


def _link(link: str) -> str:
    """One form of a link: without the punctuation after it; the host in lower case."""
    bare = link.rstrip(".,;:!?'\"*_]}’”»").removeprefix("@")
    bare = bare.rstrip(")") if bare.count("(") < bare.count(")") else bare
    scheme, mark, rest = bare.partition("://")
    scheme, rest = (scheme, rest) if mark else ("https", scheme)
    host, slash, path = rest.partition("/")
    before = "" if scheme.casefold() == "https" else f"{scheme.casefold()}{mark}"
    return f"{before}{host.casefold()}{slash}{path}"
