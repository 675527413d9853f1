"""What of a message tells its language: not links, numbers, names, titles or what is quoted from somebody else."""

import re

_QUOTED_LINES = re.compile(r"^\s*>.*$", re.MULTILINE)
_QUOTED_WORDS = re.compile(r"“[^”]*”|„[^”“]*[”“]|«[^»]*»|»[^«]*«|「[^」]*」|\"[^\"]*\"")
_PART = r"[^\s\u2E80-\uFAFF\uFF00-\uFFEF]*"  # Chinese has no spaces around a number or a link
_NOISE = re.compile(
    rf"(?:(?<=\s)|^)/\w{_PART}|{_PART}[@\d_]{_PART}|{_PART}://{_PART}|\b[\w-]+\.(?:com|net|org|eu|nl|pl|de|fr|es|it|pt|dk|se|cn)\b\S*"
)
_MAY_BE_NOISE = re.compile(r"[\d@/._]")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")

# Two capitals in a row inside a sentence, with small words between: "The Lord of the Rings", "Anna van der Berg".
_LINK = r"(?:of|the|and|for|in|to|de|la|le|du|des|di|da|do|del|den|der|van|von|och|og|und|en|et|e|y|i|ten|ter|zu)"
_TITLE = re.compile(
    rf"(?<=[^\s.!?…] )[^\W\d_a-zß-ÿ][\w'’:-]*(?: {_LINK})*(?: [^\W\d_a-zß-ÿ][\w'’:-]*(?: {_LINK}(?= [^\W\d_a-zß-ÿ]))*)+"
)
LINKS = frozenset((*_LINK[3:-1].split("|"), "ul", "al", "os", "str", "st", "via", "rue", "calle", "rua"))  # and streets

_SENTENCE = re.compile(r"[¿¡]*[^.!?…。！？\n¿¡]+[.!?…。！？]*")
LONGEST_NAME = 8  # words


def telling(text: str) -> str:
    """The text without its noise; a text that is nothing but a quotation counts as the writer's own."""
    own = _without_noise(_without_quotations(text)).strip()
    return own.lower() if own.isupper() and own.count(" ") > 1 else own  # shouted, not somebody's name


def _without_quotations(text: str) -> str:
    own = _QUOTED_WORDS.sub(" ", _QUOTED_LINES.sub(" ", text)) if any(mark in text for mark in '>"“„«»「') else text
    return own if WORD.search(own) else text


def _without_noise(text: str) -> str:
    return _NOISE.sub(" ", text) if _MAY_BE_NOISE.search(text) else text


def without_titles(text: str) -> str:
    """The text without the names of works, brands and people in it, if a sentence is left."""
    left = _TITLE.sub(" ", text)
    return left if WORD.search(left) else text


def words(text: str) -> list[str]:
    """Its words in lower case."""
    return WORD.findall(text.lower().replace("’", "'"))


def is_name(text: str) -> bool:
    """Whether every word has a capital, but for the small ones inside names: "Jan Kowalski", "van der Berg", "iPhone Pro"."""
    parts = WORD.findall(text)
    if not 1 < len(parts) <= LONGEST_NAME:
        return False
    capitals = [word for word in parts if word not in LINKS]
    return bool(capitals) and all(word != word.lower() for word in capitals)  # some scripts have no capitals


def sentences(text: str) -> list[str]:
    """The parts of a text that end with a full stop, an exclamation or a question mark, or a line."""
    return [found.strip() for found in _SENTENCE.findall(text) if WORD.search(found)]
