"""What a file is called: on the desk's disk by a digest, before staff by what its owner calls it. Pure."""

import hashlib
import re
import unicodedata

from core.model.dispute import Evidence

LONGEST = 120  # characters of a shown name

_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}")
_USUAL = {
    "photo": ".jpg",
    "video": ".mp4",
    "document": "",
    "other": "",
}  # a messenger makes photos JPEG, and names none
# Marks that turn a text's direction can make "gpj.exe" read "exe.jpg": https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
_DIRECTION = {*"\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}
_NO_NAME = ("Cc", "Cs", "Zl", "Zp")  # controls, lone surrogates, ends of lines


def kept_name(evidence: Evidence) -> str:
    """Unique for the file and safe on any disk: nothing of it comes from outside but up to eight letters of a suffix."""
    digest = hashlib.sha256(evidence.file.encode(errors="surrogatepass")).hexdigest()
    return digest[:32] + _suffix(evidence)


def shown_name(evidence: Evidence) -> str:
    """The owner's name for it, without what deceives the eye or leads elsewhere; the kind of file where it has none."""
    marked = "".join(" " if _unfit(each) else each for each in evidence.name.replace("/", "_").replace("\\", "_"))
    words = " ".join(marked.split()).lstrip(". ")
    return _shortened(words) if words else evidence.kind + _suffix(evidence)


def _suffix(evidence: Evidence) -> str:
    given = "." + evidence.name.rpartition(".")[2] if "." in evidence.name else ""
    return given.lower() if _SUFFIX.fullmatch(given) else _USUAL[evidence.kind]


def _unfit(character: str) -> bool:
    return character in _DIRECTION or unicodedata.category(character) in _NO_NAME


def _shortened(name: str) -> str:
    """The end stays, for it says what kind of file it is."""
    return name if len(name) <= LONGEST else name[: LONGEST - 17] + "…" + name[-16:]
