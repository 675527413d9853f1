"""Languages that are not ours: which ones we recognise, and which pass easily for one of ours."""

from core.language.scripts import ARABIC, CYRILLIC, DEVANAGARI, LATIN
from core.language.spec import LANGUAGES

# By script, ISO 639 codes of py3langid's model.
_BY_SCRIPT = {
    LATIN: "af ca cs cy eo et eu fi fo fy ga gl hr hu id is ku lb lt lv ms mt nn no ro sk sl so sq sw tl tr vi",
    CYRILLIC: "be bg kk ky mk mn ru sr tg uk",
    ARABIC: "ar fa ku ps ug ur",
    DEVANAGARI: "hi mr ne",
}
FOREIGN = {script: tuple(codes.split()) for script, codes in _BY_SCRIPT.items()}

# The widest spoken of a script among customers: what little text there is, is likely theirs.
COMMON = frozenset({"ru", "uk", "ar", "hi"})

# Which of ours a language passes for. Between these few words tell nothing: what is known of the customer decides.
NEIGHBOURS = {
    "no": ("da", "sv"),
    "nn": ("da", "sv"),
    "fo": ("da",),
    "is": ("da",),
    "gl": ("pt", "es"),
    "ca": ("es", "fr", "pt"),
    "af": ("nl",),
    "fy": ("nl",),
    "lb": ("de",),
    "cs": ("pl",),
    "sk": ("pl",),
    "eo": ("es", "it", "pt"),
}

# Two names of one language, and tags of messengers for what the model calls otherwise.
SAME = {"nn": "no", "nb": "no", "iw": "he", "in": "id", "fil": "tl"}


# All languages that letters and words are compared with, ours first; Chinese is known by its script.
OURS = len(LANGUAGES) - 1
CODES = tuple(
    dict.fromkeys(
        [row.code for row in LANGUAGES if row.code != "zh"] + [code for codes in FOREIGN.values() for code in codes]
    )
)
