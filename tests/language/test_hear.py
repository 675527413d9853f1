"""What is heard in a message: the language in which to go on, and the one in which it is clearly written, ours or not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.language.detect import Hearing, hear
from core.language.spec import BY_CODE
from core.model.ids import Language

EN, NL, DA = Language("en"), Language("nl"), Language("da")


NOT_OURS = [
    ("Де моя посилка? Я заплатив ще минулого тижня", "uk"),
    ("Коли мені повернуть гроші?", "uk"),
    ("Где моя посылка? Я заплатил на прошлой неделе", "ru"),
    ("здравствуйте, верните деньги", "ru"),
    ("Къде е моята пратка? Платих миналата седмица", "bg"),
    ("Где је мој пакет? Платио сам прошле недеље", "sr"),
    ("Дзе мая пасылка? Я заплаціў на мінулым тыдні", "be"),
    ("Paketim nerede? Geçen hafta ödedim", "tr"),
    ("param ne zaman iade edilecek", "tr"),
    ("kargom hala gelmedi, satıcı cevap vermiyor", "tr"),
    ("荷物はどこですか？先週支払いました", "ja"),
    ("返金はいつですか", "ja"),
    ("제 소포는 어디에 있나요? 지난주에 결제했어요", "ko"),
    ("أين طردي؟ لقد دفعت الأسبوع الماضي", "ar"),
    ("بسته من کجاست؟ هفته پیش پرداخت کردم", "fa"),
    ("میرا پارسل کہاں ہے؟ میں نے پچھلے ہفتے ادائیگی کی تھی", "ur"),
    ("איפה החבילה שלי? שילמתי בשבוע שעבר", "he"),
    ("Πού είναι το δέμα μου; Πλήρωσα την περασμένη εβδομάδα", "el"),
    ("मेरा पार्सल कहाँ है? मैंने पिछले हफ्ते भुगतान किया था", "hi"),
    ("พัสดุของฉันอยู่ที่ไหน", "th"),
    ("Kde je můj balík? Zaplatil jsem minulý týden", "cs"),
    ("kdy mi vrátíte peníze, prodejce neodpovídá", "cs"),
    ("Kde je môj balík? Zaplatil som minulý týždeň", "sk"),
    ("Hol van a csomagom? Múlt héten fizettem", "hu"),
    ("mikor kapom vissza a pénzem", "hu"),
    ("Unde este coletul meu? Am plătit săptămâna trecută", "ro"),
    ("cand primesc banii inapoi de la vanzator", "ro"),
    ("Gdje je moj paket? Platio sam prošli tjedan", "hr"),
    ("Kje je moj paket? Plačal sem prejšnji teden", "sl"),
    ("Missä pakettini on? Maksoin viime viikolla", "fi"),
    ("Kus mu pakk on? Maksin eelmisel nädalal", "et"),
    ("Kur yra mano siuntinys? Sumokėjau praėjusią savaitę", "lt"),
    ("Kur ir mana sūtījuma paka? Es samaksāju pagājušajā nedēļā", "lv"),
    ("Gói hàng của tôi ở đâu? Tôi đã thanh toán tuần trước", "vi"),
    ("Di mana paket saya? Saya sudah membayar minggu lalu", "id"),
    ("Hvor er pakken min? Jeg betalte i forrige uke og har ikke fått noe ennå", "no"),
    ("Når får jeg pengene mine tilbake fra selgeren?", "no"),
    ("On és el meu paquet? Vaig pagar la setmana passada i encara no ha arribat", "ca"),
    ("Onde está o meu paquete? Paguei a semana pasada e aínda non chegou", "gl"),
    ("Waar is my pakkie? Ek het verlede week betaal en dit het nog nie gekom nie", "af"),
    ("Hvar er pakkinn minn? Ég borgaði í síðustu viku", "is"),
    ("Non dago nire paketea? Joan den astean ordaindu nuen", "eu"),
    ("Ku është pakoja ime? Kam paguar javën e kaluar", "sq"),
    ("Kifurushi changu kiko wapi? Nililipa wiki iliyopita", "sw"),
    ("Nasaan ang aking package? Nagbayad ako noong nakaraang linggo", "tl"),
    ("Aaway xirmadaydii? Waxaan bixiyay toddobaadkii hore", "so"),
    ("Ble mae fy mharsel? Talais i yr wythnos diwethaf", "cy"),
    ("სად არის ჩემი ამანათი?", "ka"),
    ("Որտե՞ղ է իմ ծանրոցը", "hy"),
    ("Fejn hu l-pakkett tiegħi? Ħallast il-ġimgħa l-oħra", "mt"),
    ("Wou ass mäi Pak? Ech hunn d'lescht Woch bezuelt", "lb"),
    ("Cá bhfuil mo bheart? D'íoc mé an tseachtain seo caite", "ga"),
]


def test_a_language_that_is_not_ours_is_named_and_answered_in_english():
    assert [(text, code) for text, code in NOT_OURS if hear(text, None, code) != Hearing(EN, code)] == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Де моя посилка? Я заплатив ще минулого тижня", "uk"),
        ("Где моя посылка? Я заплатил на прошлой неделе", "ru"),
        ("Къде е моята пратка? Платих миналата седмица", "bg"),
        ("kargom hala gelmedi, satıcı cevap vermiyor", "tr"),
        ("返金はいつですか", "ja"),
        ("أين طردي؟ لقد دفعت الأسبوع الماضي", "ar"),
        ("kdy mi vrátíte peníze, prodejce neodpovídá", "cs"),
        ("mikor kapom vissza a pénzem", "hu"),
        ("cand primesc banii inapoi de la vanzator", "ro"),
        ("Missä pakettini on? Maksoin viime viikolla", "fi"),
    ],
)
def test_it_is_noticed_within_a_conversation_and_without_any_hint(text: str, code: str):
    assert hear(text, NL) == Hearing(EN, code)


@pytest.mark.parametrize(
    "text", ["дякую", "спасибо", "Олена Шевченко", "ευχαριστώ", "ありがとう", "teşekkürler", "شكرا"]
)
def test_one_word_of_it_does_not_end_a_conversation(text: str):
    assert hear(text, NL) == Hearing(NL, "")


NORWEGIAN = "Hvor er pakken min? Jeg betalte i forrige uke"


@pytest.mark.parametrize(
    ("spoken", "hint", "heard"), [(None, "no", Hearing(EN, "no")), (None, "nb-NO", Hearing(EN, "no")), (DA, "", DA)]
)
def test_between_neighbours_what_is_known_decides(spoken: Language | None, hint: str, heard: Hearing | Language):
    found = hear(NORWEGIAN, spoken, hint)
    assert heard in (found, found.language)


@pytest.mark.parametrize(
    ("text", "spoken", "heard"),
    [
        ("Gdzie jest moja paczka?", EN, Hearing(Language("pl"), "pl")),
        ("ok", NL, Hearing(NL, "")),
        ("ok", None, Hearing(EN, "")),
        ("👍", NL, Hearing(NL, "")),
        ("FD-7K2M9", None, Hearing(EN, "")),
        ("Jan Kowalski", NL, Hearing(NL, "")),
        ("waar is mijn pakket", NL, Hearing(NL, "nl")),
    ],
)
def test_what_is_clearly_written(text: str, spoken: Language | None, heard: Hearing):
    assert hear(text, spoken) == heard


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Gdzie jest moja paczka? Thanks in advance for your help", "pl"),
        ("Hello, I hope you are well. Waar is mijn pakket gebleven?", "nl"),
        ("Waar is mijn pakket gebleven?\n> Your parcel has been delivered to your neighbour", "nl"),
        ('the page says "Betaling in behandeling, even geduld aub", what does it mean', "en"),
        ("Cosa vuol dire „Die Zahlung wird noch bearbeitet“?", "it"),
        ("请问 Lord of the Rings 什么时候发货", "zh"),
        ("wanneer komt The Lord of the Rings Extended Edition binnen", "nl"),
        ("wo ist die Sendung 3SABCD1234567, siehe https://example.com/where-is-my-parcel", "de"),
    ],
)
@pytest.mark.parametrize("spoken", [None, EN])
def test_of_two_languages_the_one_of_the_question_counts(text: str, spoken: Language | None, language: str):
    assert hear(text, spoken).language == language


@pytest.mark.parametrize(
    ("hint", "language"), [("zh-hans", "zh"), ("pt-br", "pt"), ("DA", "da"), ("uk", "en"), ("", "en")]
)
def test_what_says_nothing_begins_in_the_messengers_language(hint: str, language: str):
    texts = ["", "ok", "12345", "🙏", "؟", "。", "/start", "e-mail"]
    assert [text for text in texts if hear(text, None, hint) != Hearing(Language(language), "")] == []


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200), st.sampled_from([None, *BY_CODE]), st.text(max_size=8))
def test_any_text_is_heard_in_one_of_ours(text: str, spoken: Language | None, hint: str):
    assert hear(text, spoken, hint).language in BY_CODE
