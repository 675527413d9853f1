"""What is small talk and nothing else, of which kind, in each language; and what is not."""

import json
import time
from pathlib import Path

import pytest

from core.language.smalltalk import smalltalk
from core.language.spec import LANGUAGES
from core.model.ids import Language

SETS = Path(__file__).parents[3] / "shared" / "data" / "answers" / "q"

SAID = {
    "en": {
        "greeting": ["Hi!", "heyyyy", "good morning", "hello there 👋", "Hi, is anyone there?"],
        "thanks": ["thaaanks", "Thank you so much!", "ok thx", "perfect, thanks a lot 🙏", "no thanks"],
        "goodbye": ["bye", "byeee", "thanks, bye!", "have a nice day", "that's all"],
        "assistant": [
            "are you a robot?",
            "Who are you",
            "am i talking to a real person",
            "hi, are you a bot or a human",
        ],
        "chat": ["how are you?", "ok", "Yes", "no", "lol", "hahahahaha", "good joke", "test", "hi how are you"],
    },
    "de": {
        "greeting": ["Hallo", "hallooo", "Guten Tag!", "moin", "Grüß Gott"],
        "thanks": [
            "Danke!",
            "vielen lieben Dank",
            "Dankeschön 😊",
            "super, danke für die schnelle Antwort",
            "nein danke",
        ],
        "goodbye": ["Tschüss", "auf wiedersehen", "Danke und tschüss", "schönen Tag noch", "das war's"],
        "assistant": ["Bist du ein Roboter?", "wer sind Sie", "Rede ich mit einem Bot?", "wie heißt du"],
        "chat": ["Wie geht's?", "ok", "ja", "nein", "guter witz", "alles klar", "test"],
    },
    "nl": {
        "greeting": ["hoi", "Goedemorgen", "hallo allemaal", "heyyy", "goedenavond!"],
        "thanks": ["dankjewel", "Hartelijk bedankt!", "oke bedankt", "thanks", "heel erg bedankt voor je hulp"],
        "goodbye": ["doei", "tot ziens", "fijne dag verder!", "groetjes", "bedankt, doei"],
        "assistant": ["ben je een robot?", "wie ben jij", "praat ik met een mens", "hoe heet je"],
        "chat": ["hoe gaat het?", "oke", "ja", "nee", "haha", "goede grap", "prima"],
    },
    "da": {
        "greeting": ["hej", "Godmorgen!", "hejsa", "god aften", "hallo er der nogen"],
        "thanks": ["tak", "mange tak!", "tusind tak for hjælpen", "ok tak", "takker"],
        "goodbye": ["farvel", "vi ses", "hav en god dag", "tak, hej hej så", "mvh"],
        "assistant": ["er du en robot?", "hvem er du", "taler jeg med et menneske", "hvad hedder du"],
        "chat": ["hvordan går det?", "ok", "ja", "nej", "god joke", "fint", "haha"],
    },
    "sv": {
        "greeting": ["hej", "hejsan", "God morgon!", "tjena", "hallå är det någon där"],
        "thanks": ["tack", "tack så mycket!", "tusen tack för hjälpen", "ok tack", "tackar"],
        "goodbye": ["hejdå", "vi ses", "ha en bra dag!", "tack, hej då", "det var allt"],
        "assistant": ["är du en robot?", "vem är du", "pratar jag med en människa", "vad heter du"],
        "chat": ["hur mår du?", "okej", "ja", "nej", "bra skämt", "toppen", "haha"],
    },
    "fr": {
        "greeting": ["bonjour", "Bonsoir !", "slt", "coucou", "bonjour à tous"],
        "thanks": ["merci", "Merci beaucoup !", "ok merci", "super, merci pour votre aide", "merci d'avance"],
        "goodbye": ["au revoir", "bonne journée", "merci, à bientôt", "ciao", "c'est tout"],
        "assistant": [
            "es-tu un robot ?",
            "qui êtes-vous",
            "est-ce que je parle à un humain ?",
            "comment t'appelles-tu",
        ],
        "chat": ["ça va ?", "d'accord", "oui", "non", "mdr", "bonne blague", "bonjour, comment allez-vous ?"],
    },
    "es": {
        "greeting": ["hola", "holaaa", "¡Buenos días!", "buenas", "hola, ¿hay alguien?"],
        "thanks": ["gracias", "¡Muchas gracias!", "ok gracias", "mil gracias por la ayuda", "gracias igualmente"],
        "goodbye": ["adiós", "hasta luego", "gracias, chao", "que tengas un buen día", "nada más"],
        "assistant": ["¿eres un robot?", "quien eres", "estoy hablando con una persona", "cómo te llamas"],
        "chat": ["¿cómo estás?", "vale", "sí", "no", "jajaja", "buen chiste", "hola, qué tal"],
    },
    "it": {
        "greeting": ["ciao", "ciaooo", "Buongiorno!", "salve", "buonasera a tutti"],
        "thanks": ["grazie", "Grazie mille!", "ok grazie", "perfetto, grazie per l'aiuto", "la ringrazio"],
        "goodbye": ["arrivederci", "a presto", "grazie, buona giornata", "buonanotte", "è tutto"],
        "assistant": ["sei un robot?", "chi sei", "sto parlando con una persona?", "come ti chiami"],
        "chat": ["come stai?", "va bene", "sì", "no", "ahahah", "bella battuta", "ciao, come va?"],
    },
    "pt": {
        "greeting": ["olá", "oiii", "Bom dia!", "boa tarde", "oi, tem alguém aí?"],
        "thanks": ["obrigado", "Muito obrigada!", "ok obg", "valeu", "obrigado pela ajuda"],
        "goodbye": ["tchau", "até logo", "obrigada, até mais", "tenha um bom dia", "é só isso"],
        "assistant": ["você é um robô?", "quem és tu", "estou falando com uma pessoa?", "qual é o seu nome"],
        "chat": ["como vai?", "tá bom", "sim", "não", "kkkk", "boa piada", "oi tudo bem?"],
    },
    "pl": {
        "greeting": ["cześć", "Dzień dobry!", "hejka", "witam serdecznie", "halo jest tam ktoś"],
        "thanks": ["dziękuję", "Dzięki!", "ok dzieki", "dziękuję bardzo za pomoc", "nie, dziękuję"],
        "goodbye": ["do widzenia", "na razie", "dziękuję, miłego dnia", "pa pa", "to wszystko"],
        "assistant": ["jesteś robotem?", "kim jesteś", "czy rozmawiam z człowiekiem", "jak masz na imię"],
        "chat": ["jak się masz?", "ok", "tak", "nie", "hahaha", "dobry żart", "cześć, co słychać?"],
    },
    "zh": {
        "greeting": ["你好", "您好！", "早上好", "在吗", "你好，有人吗"],
        "thanks": ["谢谢", "非常感谢！", "好的，谢谢", "谢谢你的帮助", "谢谢啦"],
        "goodbye": ["再见", "拜拜", "谢谢，再见", "晚安", "没有其他问题了"],
        "assistant": ["你是机器人吗？", "你是谁", "我在和真人说话吗", "你叫什么名字"],
        "chat": ["你好吗？", "好的", "是的", "不", "哈哈哈哈", "讲个笑话", "嗯嗯"],
    },
}

MORE = {
    "en": [
        "thanks, but where is my parcel",
        "hi, i need help",
        "hello 482913",
        "fees",
        "ok cancel it",
        "talk to a human",
    ],
    "de": ["Danke, aber wo ist mein Paket", "hallo ich brauche hilfe", "Passwort", "ja stornieren bitte"],
    "nl": ["bedankt maar waar blijft mijn pakket", "hoi ik heb een vraag", "kosten", "ja annuleer maar"],
    "da": ["tak, men hvor er min pakke", "hej jeg har et spørgsmål", "gebyr", "ja annuller den"],
    "sv": ["tack men var är mitt paket", "hej jag har en fråga", "avgift", "ja avbryt köpet"],
    "fr": ["merci mais où est mon colis", "bonjour j'ai une question", "frais", "oui annulez"],
    "es": ["gracias pero dónde está mi paquete", "hola tengo una pregunta", "tarifas", "sí cancelar"],
    "it": ["grazie ma dov'è il mio pacco", "ciao ho una domanda", "spese", "sì annulla"],
    "pt": ["obrigado mas onde está a encomenda", "olá tenho uma pergunta", "taxas", "sim cancelar"],
    "pl": ["dzięki ale gdzie moja paczka", "cześć mam pytanie", "opłaty", "tak anuluj"],
    "zh": ["谢谢，但我的包裹在哪里", "你好，我有个问题", "退款", "好的，帮我取消"],
}


def test_there_is_a_table_for_each_language():
    assert {spec.code for spec in LANGUAGES} == SAID.keys() == MORE.keys()


@pytest.mark.parametrize("language", SAID)
def test_small_talk_is_known_by_its_kind(language: str):
    rows = [(text, kind) for kind, texts in SAID[language].items() for text in texts]
    assert [(text, kind) for text, kind in rows if smalltalk(text, Language(language)) != kind] == []


@pytest.mark.parametrize("language", MORE)
def test_whoever_says_more_is_not_making_small_talk(language: str):
    assert [text for text in MORE[language] if smalltalk(text, Language(language))] == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", ""),
        ("  ", ""),
        ("👍", "chat"),
        ("👋", "greeting"),
        ("?", "chat"),
        ("...", "chat"),
        ("12", ""),
        ("a" * 200, ""),
    ],
)
def test_signs_without_words(text: str, kind: str):
    assert smalltalk(text, Language("en")) == kind


@pytest.mark.parametrize(
    ("text", "kind"), [("merci", "thanks"), ("ciao", "greeting"), ("谢谢", "thanks"), ("hello", "greeting")]
)
def test_other_languages_courtesies_are_understood(text: str, kind: str):
    assert smalltalk(text, Language("nl")) in {kind, "goodbye"}


def test_the_customers_own_language_comes_first():
    assert smalltalk("tak", Language("da")) == "thanks"
    assert smalltalk("tak", Language("pl")) == "chat"


@pytest.mark.parametrize(
    "name", ["order_route", "bitext27", "banking77", "faq11", "oos11", "clinc_oos", "banking50_oos"]
)
def test_no_question_is_taken_for_small_talk(name: str):
    path = SETS / f"{name}.jsonl"
    if not path.is_file():
        pytest.skip(f"{path.name} is not beside the checkout")
    asked = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert not [row["text"] for row in asked if smalltalk(row["text"], Language(row["lang"]))]


def test_a_message_takes_less_than_a_millisecond():
    texts = [f"{text} {text}" for kinds in SAID.values() for said in kinds.values() for text in said]
    smalltalk("the first loads the words", Language("en"))
    started = time.perf_counter()
    for text in texts:
        smalltalk(text, Language("en"))
    assert (time.perf_counter() - started) / len(texts) < 0.001  # a fifth of it on a quiet machine
