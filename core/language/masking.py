"""Takes what tells who somebody is out of a text: addresses, numbers, links' secrets and names, each by a readable mark."""

import re
from collections.abc import Callable
from typing import NamedTuple

from core.language.remembered import remembered

# Chinese writes no spaces: a word of it is not part of the address or link beside it.
_HAN = "\u2e80-\u9fff\uf900-\ufaff"
_ALNUM = rf"[^\W_{_HAN}]"

_LOCAL = rf"[.+%'&\-]|[^\W{_HAN}]"
_EMAIL = (
    rf"(?<![.+%'&\-])(?<![^\W{_HAN}])[.+%'&\-]*+[^\W{_HAN}](?:{_LOCAL})*+[@＠]{_ALNUM}++(?:[.+%'&_@＠\-]++{_ALNUM}++)*+"
)

_IN_LINK = rf"[^\s<>\"'`{_HAN}\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]"
_SITE = rf"(?<![@.\-])(?<![^\W{_HAN}])(?:(?:-|[^\W{_HAN}])++\.)++[^\W\d_{_HAN}]{{2,24}}+[/?]"
_LINK = rf"(?:https?://|(?<![A-Za-z0-9])www\.|{_SITE}){_IN_LINK}++"

_DAY, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:19|20)\d\d"
_DATE = (
    rf"(?<!\d){_DAY}(?P<mark>[./\-]) ?{_DAY}(?P=mark) ?(?:{_YEAR}|\d\d)(?![./\-]?\d)"
    rf"|(?<!\d){_YEAR}(?P<dash>[./\-]){_DAY}(?P=dash){_DAY}(?![./\-]?\d)"
)
_CODE = r"(?<![A-Za-z0-9_\-])(?=[0-9_\-]*+[A-Za-z])[A-Za-z0-9]++(?:[_\-]++[A-Za-z0-9]++)*+"
_GROUP = rf"\d++(?!(?:{_LOCAL}){{0,64}}+[@＠])"  # an address may begin with digits
_SPACE = " .\u00a0\u202f"
_BETWEEN = rf"[\)）][ \-]?| ?[\(（]| [\-–/] |[{_SPACE}\-–/]"
_NUMBER = rf"(?:[+＋] ?|[\(（](?=[+＋]?\d{{1,5}}[\)）]))?{_GROUP}(?:(?:{_BETWEEN}){_GROUP})*+"

_FOUND = re.compile(
    rf"(?P<email>{_EMAIL})|(?P<link>{_LINK})|(?P<date>{_DATE})|(?P<code>{_CODE})|(?P<number>{_NUMBER})",
    re.IGNORECASE,
)

_WHOLE_EMAIL = re.compile(_EMAIL)

# What has many digits and tells of nobody: years, opening hours, amounts, and ranges of these.
_AMOUNT = rf"[1-9]\d{{0,2}}[{_SPACE}]\d{{3}}"
_HARMLESS = re.compile(
    rf"{_YEAR}(?: ?[{_SPACE}\-–/] ?{_YEAR})*"
    r"|\d{1,2}\.\d\d ?[\-–] ?\d{1,2}\.\d\d"
    rf"|[1-9]\d?(?:[{_SPACE}]\d{{3}}){{2}}(?:\.\d\d)?|{_AMOUNT}\.\d\d"
    rf"|{_AMOUNT} ?[\-–] ?{_AMOUNT}|[1-9]\d{{1,2}}0 ?[\-–] ?[1-9]\d{{1,2}}0"
)

_LONG_RUN = re.compile(r"\d{5,}")
_LONG = 5  # digits in one piece: an order, a customer, a code
_SPREAD = 7  # digits in groups: a phone number, an account
_CARD = range(13, 20)  # digits, by ISO/IEC 7812
_ISSUERS = "23456"  # the first digit of cards that pay; others are airlines' and the like
_CLOSING = ".,;:!?)»”’…"  # ends the sentence and not the link

_NAME = rf"[^\W\d_a-zß-öø-ÿ{_HAN}][^\W\d_{_HAN}]*+(?:['’\-][^\W\d_{_HAN}]++)*+"
_INTRODUCED = re.compile(
    r"\b(?i:my name is|my name['’]s|mijn naam is|ik heet|mein name ist|ich hei(?:ß|ss)e|je m['’]appelle|mon nom est"
    r"|me llamo|mi nombre es|mi chiamo|il mio nome è|meu nome é|me chamo|chamo-me|nazywam się|mam na imię"
    r"|jag heter|mitt namn är|jeg hedder|mit navn er)"
    rf":? (?P<name>{_NAME}(?: (?:(?:van|von|de|der|den|da|do|di|du|del|la|le) ){{0,2}}{_NAME}){{0,3}})"
    rf"|(?:我叫|我的名字[是叫])(?![了不过他她你])(?P<han>[{_HAN}]{{2,4}})(?=[，。,.!！\s]|$)"
)

_IBAN_HEAD = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}[0-9]{2}(?=[ \u00a0\-]?[A-Za-z0-9])")
_IBAN_REST = re.compile(r"[ \u00a0\-]?([A-Za-z0-9])")

# How long an IBAN is in each country, by the registry that SWIFT keeps for ISO 13616.
_COUNTRIES = """
AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18
FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20
LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31
SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30
"""
_IBAN_LENGTHS = {row[:2]: int(row[2:]) for row in _COUNTRIES.split()}

MARK = re.compile(r"\[(?:e-mail|card|IBAN|number|name|…)\]")
"""What stands in a masked text for what was taken out."""


@remembered(1_000)  # many customers write the same
def masked(text: str) -> str:
    """The text with [e-mail], [card], [IBAN], [number] and [name], and links without their queries.

    Dates, times, years, prices and short numbers stay, but never five digits in one piece. Masking again changes nothing.
    """
    marked = _FOUND.sub(_mark, _without_accounts(text, lambda _: "[IBAN]"))
    return _LONG_RUN.sub("[number]", _INTRODUCED.sub(_without_name, marked))


class Piece(NamedTuple):
    """A part of a text; `is_hidden`: it tells who somebody is, or where a link leads."""

    text: str
    is_hidden: bool = False


def hidden(text: str) -> tuple[Piece, ...]:
    """The text in pieces: what `masked` takes out, and links as a whole, apart from all else.

    Joined they are the text, but for characters of private use, which nobody can read.
    """
    taken: list[str] = []

    def shown(private: re.Match[str]) -> str:
        return taken[ord(private[0]) - _FIRST_PRIVATE]

    def hide(words: str) -> str:
        taken.append(_PRIVATE.sub(shown, words))  # a link may hold what was hidden before
        return chr(_FIRST_PRIVATE + len(taken) - 1)

    rest = _without_accounts(_PRIVATE.sub("\ufffd", text), hide)
    rest = _FOUND.sub(lambda found: _hidden(found, hide), rest)
    rest = _INTRODUCED.sub(lambda found: _without_name(found, hide), rest)
    rest = _LONG_RUN.sub(lambda found: hide(found[0]), rest)
    parts = _PARTS.finditer(rest)
    return tuple(Piece(shown(part), True) if _PRIVATE.match(part[0]) else Piece(part[0]) for part in parts)


_FIRST_PRIVATE = 0xF0000  # of a plane of characters that mean nothing to anybody
_PRIVATE = re.compile("[\U000f0000-\U000ffffd]")
_PARTS = re.compile("[\U000f0000-\U000ffffd]|[^\U000f0000-\U000ffffd]+")


def _hidden(found: re.Match[str], hide: Callable[[str], str]) -> str:
    if found.lastgroup == "link":
        link = found[0].rstrip(_CLOSING)
        return hide(link) + found[0][len(link) :]
    return found[0] if _mark(found) == found[0] else hide(found[0])


def _mark(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "email":
            return "[e-mail]"
        case "link":
            return _without_secrets(found[0])
        case "code":
            return "[number]" if _digits(found[0]) >= _LONG else found[0]
        case "number":
            return _without_number(found[0])
        case _:
            return found[0]


def _without_secrets(link: str) -> str:
    """Where it leads without what it carries: who signs in, numbers in the path, a query, a fragment that holds values."""
    mark = "?" if "?" in link else "#" if "=" in link.partition("#")[2] else ""
    address, _, rest = link.partition(mark) if mark else (link, "", "")
    scheme, slashes, after = address.rpartition("://")
    host, slash, path = after.partition("/")
    parts = [host.rpartition("@")[2], *path.split("/")] if slash else [host.rpartition("@")[2]]
    plain = scheme + slashes + "/".join(map(_without_identity, parts))
    values = rest.rstrip(_CLOSING)
    return f"{plain}{mark}[…]{rest[len(values) :]}" if values else f"{plain}{mark}{rest}"


def _without_identity(part: str) -> str:
    return "[number]" if _digits(part) >= _LONG else _WHOLE_EMAIL.sub("[e-mail]", part)


def _without_number(written: str) -> str:
    groups = re.findall(r"\d+", written)
    if any(_is_card("".join(groups[: end + 1])) for end in range(min(len(groups), _CARD.stop))):
        return "[card]"
    many = _digits(written) >= _SPREAD
    return "[number]" if many and not _HARMLESS.fullmatch(written) else written


def _is_card(digits: str) -> bool:
    return len(digits) in _CARD and digits[0] in _ISSUERS and passes_luhn(digits)


def passes_luhn(digits: str) -> bool:
    """The formula of ISO/IEC 7812-1."""
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0


def _without_name(found: re.Match[str], mark: Callable[[str], str] = lambda _: "[name]") -> str:
    name = found["name"] or found["han"]
    return found[0].removesuffix(name) + mark(name)


def _digits(text: str) -> int:
    return sum(character.isdecimal() for character in text)


def _without_accounts(text: str, mark: Callable[[str], str]) -> str:
    kept, position = [], 0
    for head in _IBAN_HEAD.finditer(text):
        end = iban_end(text, head.start()) if head.start() >= position else 0
        if end:
            kept += [text[position : head.start()], mark(text[head.start() : end])]
            position = end
    return "".join(kept) + text[position:]


def iban_end(text: str, start: int, rest: re.Pattern[str] = _IBAN_REST) -> int:
    """Where the IBAN that starts here ends; 0 where there is none: its check digits do not fit (ISO 7064, MOD 97-10).

    `rest`: one more character of it, as its first group, with what may stand before it.
    """
    characters, end = [], start
    for _ in range(_IBAN_LENGTHS.get(text[start : start + 2].upper(), 0)):
        found = rest.match(text, end)
        if not found:
            return 0
        characters.append(found[1])
        end = found.end()
    number = "".join(str(int(each, 36)) for each in characters[4:] + characters[:4])
    return end if number and int(number) % 97 == 1 else 0
