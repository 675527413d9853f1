"""What the playground's model can translate: a few sentences of a live chat; it repeats what it does not know."""

import re

_SAME = (
    {"en": "Hello", "sv": "Hej", "da": "Hej"},
    {"en": "Thank you!", "sv": "Tack så mycket!", "da": "Mange tak!"},
    {"en": "Where is my parcel?", "sv": "Var är mitt paket?", "da": "Hvor er min pakke?"},
    {"en": "Where is my refund?", "sv": "Var är min återbetalning?", "da": "Hvor er min tilbagebetaling?"},
    {
        "en": "How can I help you?",
        "sv": "Vad kan jag hjälpa dig med?",
        "da": "Hvad kan jeg hjælpe dig med?",
    },
    {
        "en": "Which order is it about?",
        "sv": "Vilken beställning gäller det?",
        "da": "Hvilken ordre drejer det sig om?",
    },
    {
        "en": "It is about order #.",
        "sv": "Det gäller beställning #.",
        "da": "Det drejer sig om ordre #.",
    },
    {
        "en": "The parcel arrives tomorrow before #.",
        "sv": "Paketet kommer i morgon före #.",
        "da": "Pakken kommer i morgen inden #.",
    },
    {
        "en": "The shop pays # back to you.",
        "sv": "Butiken betalar tillbaka # till dig.",
        "da": "Butikken betaler # tilbage til dig.",
    },
    {"en": "The vase is broken.", "sv": "Vasen är trasig.", "da": "Vasen er i stykker."},
    {"en": "Have a nice day!", "sv": "Ha en bra dag!", "da": "Hav en god dag!"},
)
_NAMES = {"English": "en", "Swedish": "sv", "Danish": "da"}
_VALUE = re.compile(r"⟦\d+⟧|(?:[€$] ?)?\d(?:[\d.,:]*\d)?(?: ?(?:€|euro|kr))?")


def translated(words: str, into: str) -> str:
    """Line by line; `into` is the English name of a language."""
    return "\n".join(_line(line, _NAMES.get(into, "")) for line in words.split("\n"))


def _line(line: str, target: str) -> str:
    values = _VALUE.findall(line)
    said = _VALUE.sub("#", line).strip().casefold()
    known = next((each for each in _SAME if said in (words.casefold() for words in each.values())), {})
    if target not in known:
        return line
    parts = known[target].split("#")
    return parts[0] + "".join(value + rest for value, rest in zip(values, parts[1:], strict=True))
