"""Who asks for their data, for their erasure, or what is kept, in each language; and who asks for something else."""

import json
from pathlib import Path

import pytest

from core.language.rights import FOLDER, right_asked_for
from core.language.spec import LANGUAGES
from core.model.ids import Language

SHARED = Path(__file__).parents[3] / "shared" / "data"

ASKED: dict[str, dict[str, list[str]]] = {
    "en": {
        "erase": [
            "Delete my data",
            "please erase all my personal data.",
            "I want you to delete everything you know about me",
            "Can you remove my personal information please?",
            "I want all my data deleted",
            "under GDPR I request the deletion of my data",
        ],
        "export": [
            "Send me my data",
            "i would like a copy of all my data",
            "export my data pls",
            "I want to have all my personal data",
        ],
        "about": ["privacy", "What do you know about me?", "which data do you store about me", "gdpr"],
    },
    "de": {
        "erase": [
            "Lösch meine Daten",
            "Bitte löschen Sie alle meine Daten!",
            "Ich möchte, dass meine Daten gelöscht werden",
            "ich verlange die Löschung meiner personenbezogenen Daten gemäß DSGVO",
        ],
        "export": [
            "Schicken Sie mir bitte meine Daten",
            "Ich hätte gern eine Kopie meiner Daten",
            "ich will alle meine Daten haben",
        ],
        "about": ["Datenschutz", "Welche Daten speichern Sie über mich?", "was wissen Sie über mich"],
    },
    "nl": {
        "erase": [
            "Verwijder mijn gegevens",
            "Wis alsjeblieft al mijn gegevens",
            "ik wil dat jullie al mijn data verwijderen",
        ],
        "export": ["Stuur me mijn gegevens", "Ik wil graag een kopie van mijn persoonsgegevens"],
        "about": ["privacy", "Welke gegevens bewaren jullie van mij?", "wat weten jullie over mij"],
    },
    "es": {
        "erase": ["Borra mis datos", "Por favor, eliminad todos mis datos personales", "quiero que borréis mis datos"],
        "export": ["Envíame mis datos", "Quiero una copia de mis datos", "me podéis enviar mis datos?"],
        "about": ["privacidad", "¿Qué datos tenéis sobre mí?", "qué sabes de mí"],
    },
    "fr": {
        "erase": [
            "Supprimez mes données",
            "je veux que vous effaciez toutes mes données, svp",
            "Effacez mes données personnelles",
        ],
        "export": ["Envoyez-moi mes données", "Je voudrais une copie de mes données personnelles"],
        "about": ["RGPD", "Quelles données avez-vous sur moi ?", "que savez-vous de moi"],
    },
    "it": {
        "erase": [
            "Cancella i miei dati",
            "Per favore eliminate tutti i miei dati",
            "chiedo la cancellazione dei miei dati personali",
        ],
        "export": ["Inviami i miei dati", "Vorrei una copia dei miei dati", "potete mandarmi tutti i miei dati?"],
        "about": ["privacy", "Quali dati avete su di me?", "cosa sapete di me"],
    },
    "pt": {
        "erase": ["Apague os meus dados", "Por favor, apaguem todos os meus dados", "quero que excluam meus dados"],
        "export": ["Envie-me os meus dados", "Queria uma cópia dos meus dados pessoais"],
        "about": ["privacidade", "Que dados têm sobre mim?", "o que vocês sabem sobre mim"],
    },
    "pl": {
        "erase": ["Usuń moje dane", "Proszę o usunięcie moich danych osobowych", "chcę, żebyście usunęli moje dane"],
        "export": ["Wyślij mi moje dane", "Poproszę kopię moich danych"],
        "about": ["RODO", "Jakie dane o mnie macie?", "co o mnie wiecie"],
    },
    "sv": {
        "erase": ["Radera mina uppgifter", "Kan ni ta bort alla mina uppgifter, tack", "jag vill få min data raderad"],
        "export": ["Skicka mina uppgifter till mig", "Jag vill ha en kopia på min data"],
        "about": ["integritet", "Vilka uppgifter sparar ni om mig?", "vad vet ni om mig"],
    },
    "da": {
        "erase": [
            "Slet mine data",
            "Vær venlig at slette alle mine oplysninger",
            "jeg vil gerne have mine data slettet",
        ],
        "export": ["Send mig mine data", "Jeg vil gerne have en kopi af mine oplysninger"],
        "about": ["privatliv", "Hvilke oplysninger gemmer I om mig?", "hvad ved i om mig"],
    },
    "zh": {
        "erase": ["删除我的数据", "请删除我的所有个人信息", "我要求你们删掉我的全部数据", "請刪除我的數據"],
        "export": ["把我的数据发给我", "请导出我的数据", "我想要一份我的个人数据的副本"],
        "about": ["隐私", "你们保存了我的哪些数据？", "谁能看到我的消息"],
    },
}

OTHERWISE: dict[str, list[str]] = {
    "en": [
        "delete my account",
        "How do I delete my listing?",
        "Please remove my address from the order",
        "don't delete my data",
        "you deleted my data!",
        "my data is wrong",
        "send me my order",
        "send me my tracking data",
        "delete",
        "the seller wants my personal data",
        "did the seller get my data",
        "delete my data and refund me",
        "Send my invoice again please",
        "remove everything",
        "why do you need my information?",
    ],
    "de": [
        "Lösche mein Konto",
        "Bitte löschen Sie meine Anzeige",
        "meine Daten sind falsch",
        "Ich möchte meine Daten ändern",
        "Schicken Sie mir meine Bestellung",
        "bitte nicht meine Daten löschen",
        "meine Kontodaten haben sich geändert",
    ],
    "nl": [
        "verwijder mijn account",
        "mijn gegevens kloppen niet",
        "stuur me mijn pakket",
        "ik wil mijn gegevens wijzigen",
    ],
    "es": [
        "borra mi cuenta",
        "mis datos están mal",
        "envíame mi pedido",
        "quiero cambiar mis datos",
        "no borres mis datos",
    ],
    "fr": ["supprimez mon compte", "mes données sont fausses", "envoyez-moi mon colis", "je veux modifier mes données"],
    "it": [
        "cancella il mio account",
        "i miei dati sono sbagliati",
        "inviami il mio ordine",
        "voglio modificare i miei dati",
    ],
    "pt": [
        "apague a minha conta",
        "os meus dados estão errados",
        "envie-me a minha encomenda",
        "quero alterar os meus dados",
    ],
    "pl": ["usuń moje konto", "moje dane są błędne", "wyślij mi moją paczkę", "chcę zmienić moje dane"],
    "sv": ["ta bort mitt konto", "mina uppgifter är fel", "skicka mitt paket", "jag vill ändra mina uppgifter"],
    "da": ["slet min konto", "mine oplysninger er forkerte", "send mig min pakke", "jeg vil ændre mine oplysninger"],
    "zh": ["删除我的账户", "我的数据不对", "把我的包裹发给我", "我想修改我的个人信息", "取消我的订单"],
}

every_language = pytest.mark.parametrize("language", ASKED)


@every_language
def test_a_right_is_heard_in_plain_words(language: Language) -> None:
    said = [(words, right) for right, sentences in ASKED[language].items() for words in sentences]
    assert [(words, right_asked_for(words, language)) for words, _ in said] == said


@every_language
def test_what_asks_for_something_else_is_none(language: Language) -> None:
    assert [words for words in OTHERWISE[language] if right_asked_for(words, language)] == []


@every_language
def test_a_short_wish_is_understood_in_another_conversation(language: Language) -> None:
    wish = ASKED[language]["erase"][0]
    assert {right_asked_for(wish, Language(spoken)) for spoken in ASKED} == {"erase"}


def test_every_language_has_its_words() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} == {row.code for row in LANGUAGES if row.catalog} == set(ASKED)


def test_who_wants_both_is_shown_both_ways() -> None:
    assert right_asked_for("send me my data and delete my data", Language("en")) == "about"


@pytest.mark.parametrize("folder", ["answers/q", "language"])
def test_no_other_question_is_taken_for_it(folder: str) -> None:
    """Among thousands of questions of customers of others, and of sentences about anything."""
    files = sorted((SHARED / folder).glob("*.jsonl"))
    if not files:
        pytest.skip(f"the shared questions under {folder} are not there")
    rows = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
    heard = {row["text"] for row in rows if right_asked_for(row["text"], Language(row.get("lang", "en")))}
    assert len(rows) > 1000
    assert heard == set()
