"""Bytes of a mail as text, whatever its charset says: wrong names, unknown ones and none at all. Pure; never raises."""

import re
import unicodedata

# What mailers write for what they mean: https://encoding.spec.whatwg.org/#names-and-labels
_MEANT = {
    **dict.fromkeys(("", "ascii", "us-ascii", "ansi_x3.4-1968", "utf8", "unknown-8bit", "default", "binary"), "utf-8"),
    **dict.fromkeys(("iso-8859-1", "iso8859-1", "latin1", "latin-1", "ansi", "x-ansi", "iso-8859-1-i"), "cp1252"),
    **dict.fromkeys(("gb2312", "gbk", "x-gbk", "cp936", "gb_2312-80", "chinese"), "gb18030"),
    **dict.fromkeys(("big5", "x-big5", "big5-eten"), "big5hkscs"),
    **dict.fromkeys(("shift_jis", "shift-jis", "x-sjis", "sjis"), "cp932"),
    **dict.fromkeys(("ks_c_5601-1987", "euc-kr", "ksc5601"), "cp949"),
    "iso-8859-9": "cp1254",
    "utf-16": "utf-16",
}
_NAME = re.compile(r"[a-z0-9][a-z0-9_.:+-]{0,39}")
# Python has codecs that are no charsets: some execute escapes, some take quadratic time, some refuse everything.
_NO_CHARSETS = re.compile(r"idna|punycode|unicode.?escape|raw.?unicode.*|undefined|mbcs|oem|charmap")
_WESTERN = "cp1252"  # what is left when nothing else fits; five of its bytes have no meaning
_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNFIT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff]")


def decoded(raw: bytes, charset: str = "") -> str:
    """The text, with `\\n` for every end of line and U+FFFD for what cannot be shown."""
    return clean(_decoded(raw, _meant(charset)))


def clean(text: str) -> str:
    """Without controls and lone surrogates, which no messenger takes."""
    return _UNFIT.sub(lambda found: "" if found[0] == "\ufeff" else "\ufffd", _BREAKS.sub("\n", text))


def _meant(charset: str) -> str:
    name = charset.strip().strip("\"'").lower()
    name = _MEANT.get(name, name)
    return name if _NAME.fullmatch(name) and not _NO_CHARSETS.search(name) else "utf-8"


def _decoded(raw: bytes, charset: str) -> str:
    """UTF-8 that calls itself Western is common; Western that happens to be valid UTF-8 is next to none."""
    tries = ("utf-8", charset) if charset in ("utf-8", _WESTERN) else (charset, "utf-8")
    for each in tries:
        text = _strictly(raw, each)
        if text is not None:
            return text
    return _guessed(raw, charset)


def _strictly(raw: bytes, charset: str) -> str | None:
    try:
        return raw.decode(charset)
    except (UnicodeError, LookupError, ValueError):
        return None


def _guessed(raw: bytes, charset: str) -> str:
    """Nothing fits: UTF-8 with a few broken bytes, Chinese, or Western."""
    loosely = raw.decode("utf-8", "replace")
    broken = loosely.count("\ufffd")
    if charset == "utf-8" and broken < sum(letter > "\x7f" for letter in loosely) - broken:
        return loosely
    chinese = _strictly(raw, "gb18030")
    if chinese is not None and _mostly_han(chinese):
        return chinese
    return raw.decode(_WESTERN, "replace")


def _mostly_han(text: str) -> bool:
    beyond = [letter for letter in text[:2000] if letter > "\x7f"]
    common = [each for each in beyond if "\u4e00" <= each <= "\u9fff" or unicodedata.category(each).startswith("P")]
    return len(beyond) >= 4 and len(common) > 0.9 * len(beyond)
