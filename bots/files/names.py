"""What a file is called where somebody sees it: its sender's name for it, without what deceives the eye. Pure."""

import unicodedata

LONGEST = 120  # characters of a shown name

# Marks that turn a text's direction can make "gpj.exe" read "exe.jpg": https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
_DIRECTION = {*"\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}
_NO_NAME = ("Cc", "Cs", "Zl", "Zp")  # controls, lone surrogates, ends of lines

# A messenger names neither photos nor voice notes; by its word for them.
_USUAL = {
    "photo": "photo.jpg",
    "voice message": "voice message.ogg",
    "audio": "audio.mp3",
    "video": "video.mp4",
    "video message": "video message.mp4",
    "animation": "animation.mp4",
    "sticker": "sticker.webp",
}


def file_name(name: str, kind: str) -> str:
    """Never empty; by its kind where the sender has no name for it."""
    return safe_name(name) or _USUAL.get(kind, safe_name(kind.partition("/")[0]) or "file")


def safe_name(name: str) -> str:
    """The name without what deceives the eye or leads elsewhere; empty for none."""
    marked = "".join(" " if _unfit(each) else each for each in name.replace("/", "_").replace("\\", "_"))
    return _shortened(" ".join(marked.split()).lstrip(". "))


def _unfit(character: str) -> bool:
    return character in _DIRECTION or unicodedata.category(character) in _NO_NAME


def _shortened(name: str) -> str:
    """The end stays, for it says what kind of file it is."""
    return name if len(name) <= LONGEST else name[: LONGEST - 17] + "…" + name[-16:]
