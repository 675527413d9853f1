"""Dialogues of switching and not switching, in every language: over the real loader of facts and the real detector."""

import pytest

from core.language.detect import warm_up
from core.language.spec import BY_CODE, LANGUAGES
from tests.language.conversing import Talk, speaking

CODES = [row.code for row in LANGUAGES]
OWN_NAMES = [row.name for row in LANGUAGES]

CLEAR = {
    "en": "Where is my parcel? I have been waiting for two weeks.",
    "es": "¿Dónde está mi paquete? Llevo dos semanas esperando.",
    "it": "Dov’è il mio pacco? Aspetto da due settimane.",
    "fr": "Où est mon colis ? J’attends depuis deux semaines.",
    "nl": "Waar blijft mijn pakket? Ik wacht al twee weken.",
    "de": "Wo bleibt mein Paket? Ich warte seit zwei Wochen.",
    "zh": "我的包裹在哪里？我已经等了两个星期了。",
    "pt": "Onde está a minha encomenda? Estou à espera há duas semanas.",
    "pl": "Gdzie jest moja paczka? Czekam już dwa tygodnie.",
    "sv": "Var är mitt paket? Jag har väntat i två veckor.",
    "da": "Hvor er min pakke? Jeg har ventet i to uger.",
}
FOREIGN = {
    "uk": "Де моя посилка? Я чекаю вже два тижні.",
    "tr": "Paketim nerede? İki haftadır bekliyorum, kimse cevap vermiyor.",
    "ja": "荷物はどこですか？もう二週間も待っています。",
    "ar": "أين طردي؟ أنا أنتظر منذ أسبوعين.",
}
SAYS_NOTHING = (
    *("ok", "OK!", "hej", "haha", "?!", "1", "👍", "🙏🙏", "123456789", "FD-7K2M9", "3SABCD1234567"),
    *("Jan Kowalski", "Maria Rossi", "iPhone 13 Pro", "anna@example.com", "https://www.example.com/how-to-pay"),
)
WISHES = {
    "en": ("in English please", "English", "can you speak English?"),
    "es": ("en español por favor", "español", "¿habláis español?"),
    "it": ("in italiano per favore", "italiano", "parlate italiano?"),
    "fr": ("en français s’il vous plaît", "français", "parlez-vous français ?"),
    "nl": ("in het Nederlands graag", "Nederlands", "spreekt u Nederlands?"),
    "de": ("auf Deutsch bitte", "Deutsch", "sprechen Sie Deutsch?"),
    "zh": ("请说中文", "中文", "可以用中文吗？"),
    "pt": ("em português por favor", "português", "falam português?"),
    "pl": ("po polsku proszę", "polski", "czy mówicie po polsku?"),
    "sv": ("på svenska tack", "svenska", "pratar ni svenska?"),
    "da": ("på dansk tak", "dansk", "taler I dansk?"),
}
each_language = pytest.mark.parametrize("code", CODES)


@pytest.fixture(scope="module", autouse=True)
def _model() -> None:
    warm_up()


# --- what never switches


def others(code: str) -> list[str]:
    return [other for other in CODES if other != code]


@each_language
async def test_what_says_nothing_never_switches(code: str) -> None:
    for words in SAYS_NOTHING:
        talk = await (await speaking(code)).writes(words)
        assert (talk.language, talk.choices) == (code, []), words


@each_language
async def test_a_sentence_in_its_own_language_is_no_news(code: str) -> None:
    talk = await (await speaking(code)).writes(CLEAR[code])
    assert (talk.language, talk.conversation.writes, talk.choices) == (code, code, [])


@each_language
async def test_first_words_set_the_language_without_a_word_about_it(code: str) -> None:
    talk = await Talk().writes(CLEAR[code])
    assert (talk.language, talk.keys, talk.choices) == (code, ["greeting"], [])


@each_language
async def test_first_words_are_stronger_than_the_messengers_language(code: str) -> None:
    another = "pl" if code != "pl" else "de"
    assert (await Talk(another).writes(CLEAR[code])).language == code


# --- what does


@each_language
async def test_a_clear_sentence_switches_at_once_with_one_line_and_the_way_back(code: str) -> None:
    for other in others(code):
        talk = await (await speaking(code)).writes(CLEAR[other])
        assert (talk.language, talk.said[-1].language, talk.keys) == (other, other, ["language.switched"])
        assert talk.choices == [f"← {BY_CODE[code].name}"], other  # type: ignore[index]


@each_language
async def test_the_line_comes_once(code: str) -> None:
    talk = await speaking("en" if code != "en" else "nl")
    await talk.writes(CLEAR[code])
    await talk.writes(CLEAR[code] + " 3SABCD1234567")
    assert (talk.language, talk.keys, talk.choices) == (code, [], [])


@each_language
async def test_the_way_back_is_one_press_and_a_choice_is_fixed(code: str) -> None:
    for other in others(code):
        talk = await (await speaking(code)).writes(CLEAR[other])
        await talk.presses(f"language.{code}")
        assert (talk.language, talk.keys) == (code, ["language.set", "idle.ask"]), other
        await talk.writes(CLEAR[other])
        assert (talk.language, talk.conversation.writes, talk.choices) == (code, other, [])


# --- wishes


@each_language
async def test_the_list_of_languages_is_in_the_language_with_their_own_names(code: str) -> None:
    talk = await (await speaking(code)).writes("/language")
    assert (talk.said[-1].language, talk.keys, talk.choices) == (code, ["language.choose"], OWN_NAMES)


@each_language
async def test_a_language_can_be_asked_for_in_words_and_stays(code: str) -> None:
    wishes = [(other, wish) for other in others(code) for wish in WISHES[other]]
    for asked, wish in wishes:
        talk = await (await speaking(code)).writes(wish)
        assert (talk.language, talk.conversation.chosen, talk.keys) == (asked, True, ["language.set", "idle.ask"]), wish
        await talk.writes(CLEAR[code])
        assert talk.language == asked, wish


@each_language
async def test_a_language_can_be_chosen_by_its_own_name_from_the_list(code: str) -> None:
    for other in others(code):
        talk = await (await speaking(code)).writes("/language")
        await talk.writes(BY_CODE[other].name)  # type: ignore[index]
        assert (talk.language, talk.keys) == (other, ["language.set", "idle.ask"])


# --- languages that are not ours


@each_language
async def test_another_language_is_answered_in_english_with_all_of_ours_to_choose_from(code: str) -> None:
    for foreign, words in FOREIGN.items():
        talk = await (await speaking(code)).writes(words)
        assert (talk.language, talk.conversation.writes) == ("en", foreign)
        assert (talk.keys, talk.choices) == (["language.not_ours"], OWN_NAMES), foreign


@pytest.mark.parametrize("foreign", FOREIGN)
async def test_another_language_as_the_first_one(foreign: str) -> None:
    talk = await Talk(foreign).writes(FOREIGN[foreign])
    assert (talk.language, talk.keys, talk.choices) == ("en", ["greeting", "language.not_ours"], OWN_NAMES)


@pytest.mark.parametrize("foreign", FOREIGN)
async def test_staff_learn_which_language_the_customer_writes(foreign: str) -> None:
    talk = await Talk().writes(FOREIGN[foreign])
    await talk.writes("/support")
    await talk.writes("1")
    assert [(opening.language, opening.writes) for opening in talk.opened] == [("en", foreign)]


@pytest.mark.parametrize("foreign", FOREIGN)
async def test_one_of_ours_can_be_chosen_instead_and_is_kept(foreign: str) -> None:
    talk = await Talk().writes(FOREIGN[foreign])
    await talk.presses("language.pl")
    await talk.writes(FOREIGN[foreign])
    assert (talk.language, talk.choices) == ("pl", [])


# --- neighbours, and two languages at once


@pytest.mark.parametrize(
    ("spoken", "words"),
    [
        ("da", "Hvor er pakken min? Jeg har ventet i to uker."),  # Norwegian
        ("sv", "Hvor er pakken min? Jeg har ventet i to uker."),
        ("es", "Onde está o meu paquete? Levo dúas semanas agardando."),  # Galician
        ("pt", "Onde está o meu paquete? Levo dúas semanas agardando."),
        ("nl", "Waar is my pakkie? Ek wag al twee weke."),  # Afrikaans
    ],
)
async def test_between_neighbours_the_conversation_decides(spoken: str, words: str) -> None:
    talk = await (await speaking(spoken)).writes(words)
    assert (talk.language, talk.choices) == (spoken, [])


@pytest.mark.parametrize(
    ("spoken", "words", "language"),
    [
        ("en", "Thank you for the quick answer. Gdzie jest teraz moja paczka?", "pl"),
        ("pl", "Dzień dobry, dziękuję bardzo za odpowiedź. When will I get my money back?", "en"),
        ("nl", "Danke für die schnelle Antwort! Wanneer krijg ik mijn geld terug?", "nl"),
        ("de", "Sorry, my German is not good. Wann bekomme ich mein Geld zurück?", "de"),
        ("en", "Merci beaucoup pour votre aide. ¿Cuándo me devuelven el dinero?", "es"),
        ("es", "Der Verkäufer schreibt: »Das Paket ist weg.« ¿Qué hago ahora?", "es"),
        ("en", "Thanks a lot! 我的包裹什么时候能到？", "zh"),
        ("zh", "你好，谢谢你的帮助。Where is my parcel now?", "en"),
        ("sv", "Thank you so much. Hvornår får jeg mine penge tilbage?", "da"),
        ("fr", "Buongiorno a tutti. Quand vais-je récupérer mon argent ?", "fr"),
        ("it", "The tracking page says delivered. Dov’è il mio pacco?", "it"),
        ("pt", "The seller wrote me in English. Quando recebo o meu dinheiro de volta?", "pt"),
    ],
)
async def test_of_two_languages_that_of_the_question_counts(spoken: str, words: str, language: str) -> None:
    assert (await (await speaking(spoken)).writes(words)).language == language
