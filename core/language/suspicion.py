"""Hears fraud, counterfeits and threats in a text: then nobody is advised to write to the other party first."""

from functools import cache

from core.language.concepts import Concepts
from core.language.spec import ENGLISH
from core.model.ids import Language

_SUSPICION = "suspicion"

# Beginnings of words, in the form of `core.language.concepts`: "*" stands for the rest of a word.
_WORDS = {
    "da": "svindel*, svindler*, bedrag*, snyd*, falsk*, forfalsk*, kopivare*, tru*r mig, truet, trusler",
    "de": "betrug*, betrüg*, fälsch*, gefälscht*, fake*, plagiat*, drohung*, droht*, bedroht*, erpress*",
    "en": "fraud*, scam*, counterfeit*, fake*, forged, forgery, replica, threat*, blackmail*, stolen",
    "es": "fraude*, estafa*, falso, falsa, falsific*, imitación, amenaz*, chantaj*, robado",
    "fr": "fraude*, escroc*, arnaque*, contrefa*, faux, fausse, menac*, chantage, volé*",
    "it": "frode, frodi, truff*, contraffatt*, falso, falsa, falsific*, minacc*, ricatt*, rubato",
    "nl": "fraude*, oplicht*, opgelicht, namaak*, nep*, vals, valse, vervals*, bedreig*, chant*, gestolen",
    "pl": "oszust*, oszukał*, podróbk*, podrobion*, fałsz*, groz*, groźb*, szantaż*, kradzion*",
    "pt": "fraude*, burla*, golpe*, falso, falsa, falsific*, contrafa*, ameaç*, chantagem, roubado",
    "sv": "bedrägeri*, bedragare, lurad, förfalsk*, falsk*, kopia, hot*r mig, hotad, hotelse*, utpress*, stulen, stulet",
    "zh": "诈骗, 骗子, 欺诈, 假货, 冒牌, 仿品, 伪造, 威胁, 敲诈, 赃物",
}


def is_suspicious(text: str, language: Language) -> bool:
    """In the customer's language or in English."""
    return bool(text) and any(
        _concepts(each).find(text).has(_SUSPICION) for each in {language, ENGLISH} & _WORDS.keys()
    )


@cache
def _concepts(language: str) -> Concepts:
    return Concepts({_SUSPICION: _WORDS[language]}, language)
