"""What is new in a reply, however the mail programs of eleven languages quote what it answers."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.mail.quotes import written_anew
from bots.mail.reading import Rules, read
from bots.mail.reading_html import text_of
from core.language.catalog import read_catalog
from core.language.spec import LANGUAGES
from core.model.handoff import MARKER, reply_marker

CATALOG = read_catalog()  # reading it takes a while

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "mail"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason=f"the samples of other projects are not at {DATA}")

CATALOGS = [row.code for row in LANGUAGES if row.catalog]

# How Gmail, Apple Mail and Thunderbird (or a webmail of the country) say who wrote what follows.
ABOVE = {
    "en": [
        "On Fri, Nov 20, 2026 at 10:03 AM Hamerslag <support+fd-x@desk.example> wrote:",
        "On 20 Nov 2026, at 10:03, Hamerslag <support@desk.example> wrote:",
        "On 20/11/2026 10:03, Hamerslag wrote:",
    ],
    "nl": [
        "Op vr 20 nov 2026 om 10:03 schreef Hamerslag <support+fd-x@desk.example>:",
        "Op 20 nov 2026, om 10:03 heeft Hamerslag <support@desk.example> het volgende geschreven:",
        "Op 20-11-2026 om 10:03 schreef Hamerslag:",
    ],
    "pl": [
        "pt., 20 lis 2026 o 10:03 Hamerslag <support+fd-x@desk.example> napisał(a):",
        "Wiadomość napisana przez Hamerslag <support@desk.example> w dniu 20 lis 2026, o godz. 10:03:",
        "W dniu 20.11.2026 o 10:03, Hamerslag pisze:",
    ],
    "es": [
        "El vie, 20 nov 2026 a las 10:03, Hamerslag (<support+fd-x@desk.example>) escribió:",
        "El 20 nov 2026, a las 10:03, Hamerslag <support@desk.example> escribió:",
        "El 20/11/2026 a las 10:03, Hamerslag escribió:",
    ],
    "it": [
        "Il giorno ven 20 nov 2026 alle ore 10:03 Hamerslag <support+fd-x@desk.example> ha scritto:",
        "Il giorno 20 nov 2026, alle ore 10:03, Hamerslag <support@desk.example> ha scritto:",
        "Il 20/11/2026 10:03, Hamerslag ha scritto:",
    ],
    "fr": [
        "Le ven. 20 nov. 2026 à 10:03, Hamerslag <support+fd-x@desk.example> a écrit :",
        "Le 20 nov. 2026 à 10:03, Hamerslag <support@desk.example> a écrit :",
        "Le 20/11/2026 à 10:03, Hamerslag a écrit :",
    ],
    "de": [
        "Am Fr., 20. Nov. 2026 um 10:03 Uhr schrieb Hamerslag <support+fd-x@desk.example>:",
        "Am 20.11.2026 um 10:03 schrieb Hamerslag <support@desk.example>:",
        "Am 20.11.26 um 10:03 schrieb Hamerslag:",
    ],
    "zh": [
        "Hamerslag <support+fd-x@desk.example> 于2026年11月20日周五 10:03写道：",
        "在 2026年11月20日，10:03，Hamerslag <support@desk.example> 写道：",
        "在 2026/11/20 10:03, Hamerslag 写道:",
    ],
    "pt": [
        "Hamerslag <support+fd-x@desk.example> escreveu (sexta, 20/11/2026 à(s) 10:03):",
        "No dia 20/11/2026, às 10:03, Hamerslag <support@desk.example> escreveu:",
        "Às 10:03 de 20/11/2026, Hamerslag escreveu:",
    ],
    "sv": [
        "Den fre 20 nov. 2026 kl 10:03 skrev Hamerslag <support+fd-x@desk.example>:",
        "20 nov. 2026 kl. 10:03 skrev Hamerslag <support@desk.example>:",
        "Den 2026-11-20 kl. 10:03, skrev Hamerslag:",
    ],
    "da": [
        "Den fre. 20. nov. 2026 kl. 10.03 skrev Hamerslag <support+fd-x@desk.example>:",
        "Den 20. nov. 2026 kl. 10.03 skrev Hamerslag <support@desk.example>:",
        "Den 20.11.2026 10.03 skrev Hamerslag:",
    ],
}

# Outlook: From, Sent, To, Subject.
HEADERS = {
    "en": ("From", "Sent", "To", "Subject"),
    "nl": ("Van", "Verzonden", "Aan", "Onderwerp"),
    "pl": ("Od", "Wysłano", "Do", "Temat"),
    "es": ("De", "Enviado", "Para", "Asunto"),
    "it": ("Da", "Inviato", "A", "Oggetto"),
    "fr": ("De ", "Envoyé ", "À ", "Objet "),
    "de": ("Von", "Gesendet", "An", "Betreff"),
    "zh": ("发件人", "发送时间", "收件人", "主题"),
    "pt": ("De", "Enviado", "Para", "Assunto"),
    "sv": ("Från", "Skickat", "Till", "Ämne"),
    "da": ("Fra", "Sendt", "Til", "Emne"),
}

SENT_FROM = {
    "en": ["Sent from my iPhone", "Get Outlook for Android<https://aka.ms/AAb9ysg>", "Sent from Yahoo Mail on Android"],
    "nl": ["Verstuurd vanaf mijn iPhone", "Verzonden vanaf Outlook voor iOS", "Verzonden met Galaxy"],
    "pl": ["Wysłane z iPhone'a", "Wysłane z iPada", "Wysłano z programu Outlook dla systemu Android"],
    "es": ["Enviado desde mi iPhone", "Obtener Outlook para iOS", "Enviado desde mi Galaxy"],
    "it": ["Inviato da iPhone", "Inviato dal mio Galaxy", "Scarica Outlook per Android"],
    "fr": ["Envoyé de mon iPhone", "Envoyé depuis mon smartphone", "Télécharger Outlook pour iOS"],
    "de": ["Von meinem iPhone gesendet", "Gesendet mit der GMX Mail App", "Holen Sie sich Outlook für iOS"],
    "zh": ["发自我的 iPhone", "获取 Outlook for iOS", "发自我的手机"],
    "pt": ["Enviado do meu iPhone", "Enviado a partir do Outlook para Android", "Obter o Outlook para iOS"],
    "sv": ["Skickat från min iPhone", "Hämta Outlook för Android", "Skickat från Outlook för iOS"],
    "da": ["Sendt fra min iPhone", "Hent Outlook til Android", "Sendt fra min Galaxy"],
}

NEW = "First line.\n\nSecond line: order 4711, 20.11.2026."
QUOTED = "Dear Anna,\n\nwhich order is it?\n\nHamerslag"


def behind_marks(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


@pytest.mark.parametrize(("language", "above"), [(code, line) for code, lines in ABOVE.items() for line in lines])
class TestEveryLanguage:
    def test_new_words_above(self, language: str, above: str) -> None:
        assert written_anew(f"{NEW}\n\n{above}\n\n{behind_marks(QUOTED)}\n") == NEW

    def test_new_words_close_above(self, language: str, above: str) -> None:
        assert written_anew(f"{NEW}\n{above}\n{behind_marks(QUOTED)}") == NEW

    def test_new_words_below(self, language: str, above: str) -> None:
        assert written_anew(f"{above}\n{behind_marks(QUOTED)}\n\n{NEW}\n") == NEW

    def test_wrapped_at_the_address(self, language: str, above: str) -> None:
        wrapped = above.replace(" <", "\n<").replace(" (<", "\n(<")
        assert written_anew(f"{NEW}\n\n{wrapped}\n\n{behind_marks(QUOTED)}\n") == NEW

    def test_nothing_but_a_quote_is_shown_whole(self, language: str, above: str) -> None:
        whole = f"{above}\n\n{behind_marks(QUOTED)}"
        assert written_anew(whole) == whole


@pytest.mark.parametrize(
    ("language", "above"), [(code, line) for code, lines in ABOVE.items() for line in lines if "@" in line]
)
def test_some_programs_put_no_marks_before_what_they_quote(language: str, above: str) -> None:
    assert written_anew(f"{NEW}\n\n{above}\n\n{QUOTED}\n") == NEW


@pytest.mark.parametrize("rule", ["", "_" * 32 + "\n", "-" * 40 + "\n", "-----Original Message-----\n"], ids=len)
@pytest.mark.parametrize("sender", ["Hamerslag <support@desk.example>", "Hamerslag"])
@pytest.mark.parametrize("language", CATALOGS)
def test_a_block_of_headers(language: str, sender: str, rule: str) -> None:
    who, when, to, subject = HEADERS[language]
    block = f"{who}: {sender}\n{when}: 20.11.2026 10:03\n{to}: anna@x.example\n{subject}: Case FD-7K2M\n\n{QUOTED}"
    assert written_anew(f"{NEW}\n\n{rule}{block}", "Re: Case FD-7K2M") == NEW


@pytest.mark.parametrize("language", CATALOGS)
def test_bold_headers(language: str) -> None:
    who, when, to, subject = (f"*{name.strip()}:*" for name in HEADERS[language])
    block = (
        f"{who} Hamerslag <support@desk.example>\n{when} 20.11.2026\n{to} anna@x.example\n{subject} Case\n\n{QUOTED}"
    )
    assert written_anew(f"{NEW}\n{block}") == NEW


@pytest.mark.parametrize("language", CATALOGS)
def test_the_line_above_which_to_write(language: str) -> None:
    marker = reply_marker(CATALOG.say("mail.reply_above", {}, language))
    assert written_anew(f"{NEW}\n\n{marker}\n\n{QUOTED}") == NEW
    assert written_anew(f"{NEW}\n\n{ABOVE[language][0]}\n\n> {marker}\n{behind_marks(QUOTED)}") == NEW
    assert written_anew(f"{NEW}\n\n{ABOVE[language][2]}\n\n{marker}\n\n{QUOTED}") == NEW


def test_the_line_in_a_new_mail_ends_it_too() -> None:
    assert written_anew(f"{NEW}\n{reply_marker('Above.')}\n{QUOTED}", answering=False) == NEW


@pytest.mark.parametrize(("language", "line"), [(code, line) for code, lines in SENT_FROM.items() for line in lines])
def test_what_devices_add(language: str, line: str) -> None:
    assert written_anew(f"{NEW}\n\n{line}\n\n{ABOVE[language][0]}\n\n{behind_marks(QUOTED)}") == NEW
    assert written_anew(f"{NEW}\n\n{line}\n", answering=False) == NEW


@pytest.mark.parametrize(
    "answer",
    [
        "Sent via DHL",
        "Verzonden met PostNL",
        "Enviado por Correos",
        "Gesendet mit DHL am 20.11.",
        "Sent from my desk, is much easier than my mobile phone.",
        "My phone is an iPhone",
        "Name: Anna\nOrder: 4711\nDate: 20.11.2026",
        "From: Warsaw\nTo: Berlin\nDate: 20.11.2026\nWeight: 3 kg",
        "E-mail: anna@x.example\nOrder: 4711\nDate: 20.11.2026 10:03",
        "I have this to say:\n\nit is broken since 20.11.2026.",
        "You can reach me between 10:00 and 12:00:\n+31 6 1234",
        "a -- b\nc",
        "----------\nbroken: the handle",
        "5 > 3\nand 3 < 5",
    ],
)
def test_an_answer_is_no_quote_and_no_signature(answer: str) -> None:
    said = f"Hello,\n\n{answer}"
    assert written_anew(said) == said


def test_a_signature_is_cut() -> None:
    assert written_anew(f"{NEW}\n-- \nAnna de Vries\nAmsterdam") == NEW
    assert written_anew(f"{NEW}\n--\nAnna\n\nOn 20/11/2026 10:03, Hamerslag wrote:\n> Hi") == NEW
    assert written_anew(f"{NEW}\n\nOn 20/11/2026 10:03, Hamerslag wrote:\n> Hi\n\n-- \nAnna") == NEW


def test_a_long_text_below_two_dashes_is_no_signature() -> None:
    said = "First:\n--\n" + "\n".join(f"line {number}" for number in range(30))
    assert written_anew(said) == said


def test_answers_between_quoted_lines_keep_them() -> None:
    said = "> Which size?\nL\n\n> Which colour?\nRed\n\n> Delivered?\nNo"
    assert written_anew(f"On 20/11/2026 10:03, Hamerslag wrote:\n{said}") == (
        f"On 20/11/2026 10:03, Hamerslag wrote:\n{said}"
    )
    assert written_anew(f"{said}\n\n> Kind regards,\n> Hamerslag") == said


def test_who_begins_or_hands_on_a_mail_shows_what_looks_quoted() -> None:
    shown = f"Look at this:\n\n---------- Forwarded message ---------\n{ABOVE['en'][0]}\n{behind_marks(QUOTED)}"
    assert written_anew(shown, "Look", answering=False) == shown
    for subject in ("Fwd: Case", "FW: Case", "WG: Case", "TR : Case", "RV: Case", "转发：Case"):
        assert written_anew(shown, subject) == shown


def test_a_mail_that_only_has_a_signature_keeps_it() -> None:
    assert written_anew("Sent from my iPhone") == "Sent from my iPhone"
    assert written_anew("") == ""


PIECES = [*">: -_=#@.*\n年：ab09", "\n", MARKER, "wrote:", "a@b.cd ", "2026 ", "\n> ", "\n-- \n", "From: "]


@given(st.lists(st.sampled_from(PIECES), max_size=80).map("".join))
def test_nothing_is_made_up_and_nothing_is_lost_altogether(whole: str) -> None:
    new = written_anew(whole, "Re: a")
    assert all(line.strip() in whole for line in new.split("\n"))
    assert new or not re.split(r"(?m)^(?:--|—)\s*$", whole)[0].strip()  # below dashes stands but a signature


@given(
    st.text(
        alphabet=st.characters(exclude_characters=">:：-_—=#\n", exclude_categories=["Cs", "Cc", "Zl", "Zp"]),
        max_size=200,
    )
)
def test_a_line_without_marks_stays(line: str) -> None:
    assert written_anew(line) == line.strip()


# --- samples of other projects


def visible(name: str) -> str:
    raw = (DATA / "github_email_reply_parser" / f"{name}.txt").read_bytes().decode()
    return written_anew(raw.replace("\r\n", "\n"))


@needs_data
@pytest.mark.parametrize(
    ("name", "new"),
    [
        ("correct_sig", "this is an email with a correct -- signature."),
        ("email_1_4", "Awesome! I haven't had another problem with it."),
        ("email_1_7", ":+1:"),
        ("email_2_1", "Outlook with a reply"),
        ("email_2_2", "Outlook with a reply directly above line"),
        ("email_2_3", "Outlook with a reply directly above line"),
        ("email_iPhone", "Here is another email"),
        ("email_BlackBerry", "Here is another email"),
        ("email_multi_word_sent_from_my_mobile_device", "Here is another email"),
        (
            "email_sent_from_my_not_signature",
            "Here is another email\n\nSent from my desk, is much easier then my mobile phone.",
        ),
        (
            "email_bullets",
            "test 2 this should list second\n\nand have spaces\n\nand retain this formatting\n\n\n"
            "   - how about bullets\n   - and another",
        ),
    ],
)
def test_github_samples(name: str, new: str) -> None:
    assert visible(name) == new


@needs_data
@pytest.mark.parametrize(
    ("name", "begins", "ends", "without"),
    [
        ("email_1_3", "Oh thanks.", "lists.basho.com", "Hi folks"),
        ("email_1_5", "One: Here's", "for a while.", "@"),
        ("email_1_6", "I get proper", "as well.", "Was this"),
        ("email_1_8", "On Tue", "and under this.", "my signature"),
        ("email_one_is_not_on", "Thank, this", "when I run...", "The good news"),
        ("greedy_on", "On your remote host", "is not working.", "George"),
        ("email_sig_delimiter_in_middle_of_line", "Hi there!", "kthxbai", "@"),
        ("pathological", "I think you're", "computer.", "Sullivan"),
    ],
)
def test_longer_github_samples(name: str, begins: str, ends: str, without: str) -> None:
    new = visible(name)
    assert (new.startswith(begins), new.endswith(ends), without in new) == (True, True, False)


@needs_data
@pytest.mark.parametrize(
    "client",
    [
        "android",
        "aol",
        "apple_mail",
        "apple_mail_2",
        "comcast",
        "gmail",
        "hotmail",
        "iphone",
        "outlook",
        "sparrow",
        "thunderbird",
        "yahoo",
    ],
)
def test_replies_as_mail_programs_write_them(client: str) -> None:
    raw = (DATA / "mailgun_talon" / "standard_replies" / f"{client}.eml").read_bytes()
    assert written_anew(read(raw, Rules("support@desk.example")).whole) == "Hello"


@needs_data
@pytest.mark.parametrize(
    "client",
    [
        "gmail",
        "hotmail",
        "mail_ru",
        "ms_outlook_2003",
        "ms_outlook_2007",
        "ms_outlook_2010",
        "thunderbird",
        "windows_mail",
        "yandex_ru",
    ],
)
def test_replies_in_html(client: str) -> None:
    html = (DATA / "mailgun_talon" / "html_replies" / f"{client}.html").read_text("utf-8")
    assert written_anew(text_of(html)).split() == ["Hi.", "I", "am", "fine.", "Thanks,", "Alex"]


@needs_data
@pytest.mark.parametrize(
    ("name", "new"), [("OLK_SRC_BODY_SECTION.html", "Reply"), ("reply-separated-by-hr.html", "Hi\nthere\nBob")]
)
def test_other_replies_in_html(name: str, new: str) -> None:
    assert written_anew(text_of((DATA / "mailgun_talon" / name).read_text("utf-8"))) == new
