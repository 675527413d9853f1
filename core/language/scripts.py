"""The script in which most of a text is written; many scripts have one language that customers write in them."""

import re
from bisect import bisect_right

LATIN, HAN, CYRILLIC, ARABIC, DEVANAGARI = "Latn", "Hani", "Cyrl", "Arab", "Deva"

# First and last code point of blocks of letters, and their script (ISO 15924) or, where it has just one, their language.
# https://www.unicode.org/Public/UCD/latest/ucd/Blocks.txt
_BLOCKS = (
    (0x0041, 0x024F, LATIN),
    (0x0370, 0x03FF, "el"),
    (0x0400, 0x052F, CYRILLIC),
    (0x0530, 0x058F, "hy"),
    (0x0590, 0x05FF, "he"),
    (0x0600, 0x077F, ARABIC),
    (0x0900, 0x097F, DEVANAGARI),
    (0x0980, 0x09FF, "bn"),
    (0x0A00, 0x0A7F, "pa"),
    (0x0A80, 0x0AFF, "gu"),
    (0x0B80, 0x0BFF, "ta"),
    (0x0C00, 0x0C7F, "te"),
    (0x0C80, 0x0CFF, "kn"),
    (0x0D00, 0x0D7F, "ml"),
    (0x0D80, 0x0DFF, "si"),
    (0x0E00, 0x0E7F, "th"),
    (0x0E80, 0x0EFF, "lo"),
    (0x1000, 0x109F, "my"),
    (0x10A0, 0x10FF, "ka"),
    (0x1200, 0x139F, "am"),
    (0x1780, 0x17FF, "km"),
    (0x1E00, 0x1EFF, LATIN),
    (0x1F00, 0x1FFF, "el"),
    (0x3040, 0x30FF, "ja"),
    (0x3400, 0x4DBF, HAN),
    (0x4E00, 0x9FFF, HAN),
    (0xAC00, 0xD7AF, "ko"),
    (0xF900, 0xFAFF, HAN),
    (0xFB50, 0xFDFF, ARABIC),
    (0xFE70, 0xFEFF, ARABIC),
    (0x20000, 0x323AF, HAN),
)
SPACELESS = frozenset({"ja", "km", "lo", "my", "th"})  # beside Chinese: no spaces between words
_FIRSTS = [first for first, _, _ in _BLOCKS]
_NOT_LATIN = re.compile("[\u0370-\u1dff\u1f00-\u1fff\u3040-\ud7ff\uf900-\ufefc\U00020000-\U000323af]")

# Characters of which Chinese sentences are made, and names and brands are not.
_GRAMMAR = frozenset(
    "我你您他她它们們的了吗嗎呢吧是不没沒有在这這那什么麼怎为為请請给給让讓想要能会會谁誰哪还還到和就都也"
)
_LETTERS_PER_CHARACTER = 3  # a Chinese character says about as much as this many letters
ENOUGH_HAN = 4  # characters; fewer may be somebody's name


def script_of(text: str) -> str:
    """The script of most letters, or the language if only one is written in it; "" without letters.

    A Chinese character counts as several letters: brands and titles stay Latin in a Chinese sentence.
    """
    if not _NOT_LATIN.search(text):
        return LATIN if any(map(str.isalpha, text)) else ""
    counts = _letters(text)
    if "ja" in counts and counts["ja"] * 5 >= counts.get(HAN, 0):  # kana stand in every Japanese sentence
        counts["ja"] += counts.pop(HAN, 0)
    for dense in ("ja", "ko", HAN):
        counts[dense] = counts.get(dense, 0) * _LETTERS_PER_CHARACTER
    if counts[HAN] and not _GRAMMAR.isdisjoint(text):
        counts[HAN] *= _LETTERS_PER_CHARACTER
    most = max(counts, key=lambda script: counts[script])
    return most if counts[most] else ""


def is_chinese_sentence(text: str) -> bool:
    """Whether a text in Chinese characters is more than a name or a courtesy."""
    characters = [character for character in text if _script(ord(character)) == HAN]
    return len(characters) >= ENOUGH_HAN or (len(characters) > 1 and not _GRAMMAR.isdisjoint(characters))


def _letters(text: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for character in text:
        if character.isalpha() and (script := _script(ord(character))):
            counts[script] = counts.get(script, 0) + 1
    return counts


def _script(point: int) -> str:
    index = bisect_right(_FIRSTS, point) - 1
    return _BLOCKS[index][2] if index >= 0 and point <= _BLOCKS[index][1] else ""
