"""The rule "address": streets, post boxes and postal codes stand in a cited source."""

import re
from collections.abc import Iterator

from core.answers.guard.sources import Written, plain

_NAME = r"[^\W\d_][\w.'’-]{0,30}"
_CAPITAL = r"(?:d(?:[aeiou]|el|ella|es|os)\s|l[ae]\s)*(?-i:[A-ZÀ-Þ])[\w.'’-]{0,30}"
_STREET = re.compile(
    rf"""\b\d{{1,5}}[a-z]?,?\s(?:{_NAME}\s){{1,3}}(?:street|st\.|road|rd\.?|avenue|ave\.?|lane|boulevard|blvd\.?|drive|square)(?!\w)
    |\b\w{{2,30}}(?:stra(?:ß|ss)e|str\.|straat|laan|weg|plein|gracht|kade|gatan|vägen|gade|vej|allee|platz|vænget)\s\d{{1,5}}\b
    |\b(?:{_NAME}\s)?(?:straße|allee|weg|platz|torg|plads)\s\d{{1,5}}\b
    |\b(?:rue|avenue|boulevard|quai|via|viale|piazza|corso|calle|avenida|avda\.?|paseo|plaza|rua|travessa|praça|largo|ulica|ul\.|aleja|al\.)
      \s(?:{_CAPITAL}\s){{0,3}}{_CAPITAL},?\s(?:n[.ºo°]*\s?)?\d{{1,5}}\b
    |\b\d{{1,5}},?\s(?:bis\s|ter\s)?(?:rue|avenue|boulevard|quai|place)\s(?:{_CAPITAL}\s){{0,3}}{_CAPITAL}
    |[\u4e00-\u9fff]{{1,12}}(?:路|街|大道|巷|胡同)\s?\d{{1,5}}\s?号
    |\b(?:p\.?\s?o\.?\s?box|postfach|postbus|postboks|skrytka\spocztowa|bo[iî]te\spostale|apartado(?:\sde\scorreos)?|casella\spostale
      |caixa\spostal|box)\s\d{{1,6}}\b""",
    re.IGNORECASE | re.VERBOSE,
)
_POSTAL_CODE = re.compile(
    r"\b\d{4}\s?[A-Z]{2}\b|\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b|\b\d\d-\d{3}\b|\b\d{4}-\d{3}\b|\b(?:SE-)?\d{3}\s\d\d\b(?=\s[A-ZÅÄÖ])"
    r"|\b(?:[A-Z]{1,2}-)?\d{5}\s(?=[A-ZÀ-Þ][a-zß-ÿ]{2,})"
)
_YEAR_OR_UNIT = re.compile(r"(?:19|20)\d\d\s?(?:AD|BC)?\s?|\d{4}\s?(?:KB|MB|GB|TB|KM|KG|CM|MM|EU)")


def address(answer: Written) -> Iterator[str]:
    known = _folded("\n".join(plain(source.text) for source in answer.sources))
    for unit in answer.own:
        for found in (*_STREET.finditer(unit), *_POSTAL_CODE.finditer(unit)):
            if not _YEAR_OR_UNIT.fullmatch(found[0]) and _folded(found[0]) not in known:
                yield f"{found[0][:80]!r} stands in no cited source"


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
