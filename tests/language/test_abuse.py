"""Who insults somebody, however the letters are hidden; and which ordinary words only look like it.

The insults in this table are test data.
"""

import json
import time
from pathlib import Path

import pytest

from core.language.abuse import is_abusive
from core.language.spec import LANGUAGES
from core.model.ids import Language

SETS = Path(__file__).parents[3] / "shared" / "data" / "answers" / "q"

INSULTS = {
    "en": [
        "fuck you",
        "you idiots",
        "you are so stupid",
        "Where is my parcel, assholes!",
        "idiot",
        "you bunch of morons",
        "stupid bot",
        "go to hell",
    ],
    "de": [
        "Fick dich",
        "du Idiot",
        "ihr seid alle Idioten",
        "Arschloch",
        "verpisst euch",
        "ihr seid so dumm",
        "blöder Bot",
        "wo ist mein Paket ihr Arschlöcher",
    ],
    "nl": [
        "klootzakken",
        "rot toch op",
        "jullie zijn idioten",
        "krijg de tering",
        "stomme bot",
        "hou je bek",
        "je bent een sukkel",
        "stelletje idioten",
    ],
    "da": [
        "fuck dig",
        "din idiot",
        "I er nogle idioter",
        "hold kæft",
        "røvhul",
        "rend mig i røven",
        "du er så dum",
        "dumme robot",
    ],
    "sv": [
        "dra åt helvete",
        "din idiot",
        "ni är idioter",
        "håll käften",
        "rövhål",
        "jävla idioter",
        "du är så korkad",
        "dumma bot",
    ],
    "fr": [
        "va te faire foutre",
        "connard",
        "vous êtes des idiots",
        "bande de cons",
        "ta gueule",
        "fils de pute",
        "t'es stupide",
        "gros con",
    ],
    "es": [
        "vete a la mierda",
        "hijos de puta",
        "sois unos idiotas",
        "gilipollas",
        "eres estúpido",
        "que os den",
        "robot estúpido",
        "pedazo de idiota",
    ],
    "it": [
        "vaffanculo",
        "siete degli idioti",
        "stronzi",
        "sei uno stupido",
        "testa di cazzo",
        "razza di idioti",
        "coglione",
        "vai al diavolo",
    ],
    "pt": [
        "vai se foder",
        "filhos da puta",
        "vocês são uns idiotas",
        "seu idiota",
        "és estúpido",
        "robô burro",
        "vai à merda",
        "otário",
    ],
    "pl": [
        "spierdalaj",
        "jesteście idiotami",
        "ty debilu",
        "skurwysyny",
        "zamknij się",
        "jesteś głupi",
        "chuj wam w dupę",
        "głupi bot",
    ],
    "zh": ["傻逼", "你是个白痴", "你们这群笨蛋", "去死", "王八蛋", "你真蠢", "滚蛋", "草泥马"],
}

HIDDEN = [
    "f*ck you",
    "f**k you",
    "fuuuuck you",
    "FUCK YOU!!!",
    "f u c k you",
    "a$$hole",
    "@sshole",
    "1diot",
    "m0r0n",
    "F.U.C.K. you",
]

ORDINARY = {
    "en": [
        "where is my damn parcel",
        "what the fuck is going on with my order",
        "this shit is broken",
        "Scunthorpe pottery",
        "cock and hen figurine",
        "Dick Bruna print",
        "moby dick first edition",
        "do you sell pig statues",
        "The Idiot by Dostoevsky",
        "i am an idiot, i ordered twice",
        "the seller called me an idiot",
        "you are not stupid",
        "this app is useless",
        "stupid question: how do i pay",
        "antique ass cart",
        "garbage bin lot 4",
        "drop dead gorgeous dress",
        "Jackass DVD box",
    ],
    "de": [
        "wo ist mein verdammtes Paket",
        "so eine Scheiße, es ist kaputt",
        "Porzellan Schwein",
        "habt ihr Affen aus Holz",
        "Schlampiges Paket",
        "ich bin ein Idiot, falsch bestellt",
        "Hundefigur",
        "der Verkäufer hat mich Idiot genannt",
        "das ist nicht dumm",
        "Sackkarre",
    ],
    "nl": [
        "waar is dat verdomde pakket",
        "wat een kutzooi met die bezorging",
        "hout rot op de hoek",
        "boek over kanker",
        "beeldje van een varken",
        "ik ben een sukkel, verkeerd besteld",
        "eikel en kastanje schilderij",
        "schofthoogte van het paard",
        "tas met zakken",
        "lulu de beer",
    ],
    "da": [
        "hvor fanden er min pakke",
        "lort, den er gået i stykker",
        "slut på auktionen",
        "gris i porcelæn",
        "jeg er en idiot, bestilte to gange",
        "ko figur",
        "kys maleri",
        "skrid på billedet",
    ],
    "sv": [
        "var fan är mitt paket",
        "skit, den är trasig",
        "när är auktionen slut",
        "gris i porslin",
        "jag är en idiot, beställde fel",
        "svinläder",
        "en prick på duken",
        "tavla med åsna",
    ],
    "fr": [
        "où est ce putain de colis",
        "merde il est cassé",
        "le colis est en retard",
        "statue de chien",
        "le pneu est crevé",
        "frais fdp svp",
        "pain bâtard",
        "je suis idiot, j'ai commandé deux fois",
        "écrivez-moi sur tg",
        "livre de Gogol",
        "disque NTM",
        "tapettes à souris",
    ],
    "es": [
        "dónde está mi puto paquete",
        "mierda, llegó roto",
        "figura de cerdo",
        "zorra disecada",
        "soy idiota, pedí dos veces",
        "el vendedor me llamó idiota",
        "capullos de seda",
        "un par de zapatos",
    ],
    "it": [
        "dov'è il mio cazzo di pacco",
        "merda è arrivato rotto",
        "c'è una crepa nel vaso",
        "cavallo di troia giocattolo",
        "statua di un cane",
        "sono un idiota, ho sbagliato ordine",
        "asino di legno",
        "maiale in ceramica",
    ],
    "pt": [
        "onde está a porra da encomenda",
        "merda, chegou partido",
        "pacote arrombado",
        "estatueta de burro",
        "sou um idiota, pedi duas vezes",
        "vaca de porcelana",
        "está sob o tapete",
        "cão de louça",
    ],
    "pl": [
        "gdzie jest ta kurwa paczka",
        "cholera przyszło rozbite",
        "uszkodzenie na pedale",
        "figurka świni",
        "jestem idiotą, zamówiłem dwa razy",
        "pies z porcelany",
        "stara szmata",
        "obraz z małpą",
    ],
    "zh": [
        "他妈的我的包裹在哪里",
        "操，又坏了",
        "usb接口坏了",
        "体操服",
        "狗的摆件",
        "滚筒洗衣机",
        "我是个笨蛋，下错单了",
        "垃圾桶",
        "废物利用的艺术品",
        "破机器人玩具",
    ],
}


def test_there_is_a_table_for_each_language():
    assert {spec.code for spec in LANGUAGES} == INSULTS.keys() == ORDINARY.keys()


@pytest.mark.parametrize("language", INSULTS)
def test_an_insult_is_heard(language: str):
    assert [text for text in INSULTS[language] if not is_abusive(text, Language(language))] == []


def test_hidden_letters_hide_nothing():
    assert [text for text in HIDDEN if not is_abusive(text, Language("en"))] == []


@pytest.mark.parametrize("language", ORDINARY)
def test_swearing_at_things_and_ordinary_words_insult_nobody(language: str):
    assert [text for text in ORDINARY[language] if is_abusive(text, Language(language))] == []


def test_what_is_english_everywhere_is_heard_everywhere():
    assert [spec.code for spec in LANGUAGES if not is_abusive("fuck you", spec.code)] == []


@pytest.mark.parametrize(
    ("language", "text"),
    [("sv", "slut"), ("da", "kys"), ("fr", "retard"), ("pt", "sob"), ("fi", "hei"), ("en", ""), ("en", "****")],
)
def test_an_english_insult_may_be_another_languages_word(language: str, text: str):
    assert not is_abusive(text, Language(language))


@pytest.mark.parametrize(
    "name", ["order_route", "bitext27", "banking77", "faq11", "oos11", "clinc_oos", "banking50_oos", "human_request"]
)
def test_no_ordinary_question_is_abuse(name: str):
    path = SETS / f"{name}.jsonl"
    if not path.is_file():
        pytest.skip(f"{path.name} is not beside the checkout")
    asked = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert not [row["text"] for row in asked if is_abusive(row["text"], Language(row["lang"]))]


def test_a_message_takes_less_than_a_millisecond():
    texts = [(f"{text}, {text}", Language(language)) for language, said in ORDINARY.items() for text in said]
    for language in ORDINARY:
        is_abusive("the first loads the words", Language(language))
    started = time.perf_counter()
    for text, language in texts:
        is_abusive(text, language)
    assert (time.perf_counter() - started) / len(texts) < 0.001  # a fifth of it on a quiet machine
