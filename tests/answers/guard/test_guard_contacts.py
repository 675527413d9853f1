"""Links, e-mail addresses, telephone numbers and postal addresses stand in a cited source exactly, or are not said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.answers.guard import Source, check

LANGUAGES = ("da", "de", "en", "es", "fr", "it", "nl", "pl", "pt", "sv", "zh")
SOURCE = """Write to help@example.com or call +31 20 123 4567. See [fees](https://help.example/en/fees) and www.example.org,
or visit Keizersgracht 12, 1015 AB Amsterdam."""


def rules(text: str, language: str = "en", source: str = SOURCE) -> set[str]:
    cited = Source("Contact", source, "https://help.example/en/contact", language)
    return {failure.rule for failure in check(text, [cited], language)}


@pytest.mark.parametrize(
    "text",
    [
        "See https://help.example/en/fees.",
        "See [fees](https://help.example/en/fees).",
        "See <https://help.example/en/contact>.",
        "See www.example.org.",
        "Write to **help@example.com**.",
        "Write to [help@example.com](https://help.example/en/contact).",
        "Call +31 20 1234567.",
        "Visit Keizersgracht 12, 1015 AB Amsterdam.",
    ],
)
def test_what_a_source_says_exactly_passes(text: str) -> None:
    assert rules(text) == set()


NOT_IN_THE_SOURCE = [
    ("https://help.example/en/fee", "link"),
    ("https://help.example/en/fees?x=1", "link"),
    ("http://help.example/en/fees", "link"),
    ("https://help.example.evil.com/en/fees", "link"),
    ("[fees](https://evil.example)", "link"),
    ("[https://help.example/en/fees](https://evil.example)", "link"),
    ("[fees][1]\n\n[1]: https://evil.example", "link"),
    ("<https://evil.example>", "link"),
    ("evil.com", "link"),
    ("t.me/evil", "link"),
    ("evil dot com", "link"),
    ("evil [dot] com", "link"),
    ("evil(.)com", "link"),
    ("evil . com", "link"),
    ("[fees](javascript:alert(1))", "link"),
    ("javascript:alert(1)", "link"),
    ("tel:+31201234567", "link"),
    ("[fees](data:text/html,x)", "link"),
    ("192.168.0.1/admin", "link"),
    ("ｅｖｉｌ．ｃｏｍ", "link"),
    ("other@example.com", "email"),
    ("help@example.com.evil.com", "email"),
    ("other at example dot com", "email"),
    ("other [at] example.com", "email"),
    ("+31 20 765 4321", "phone"),
    ("020-765 43 21", "phone"),
    ("(020) 7654321", "phone"),
    ("1016 AB Amsterdam", "address"),
    ("Keizersgracht 14", "address"),
    ("14 Baker Street", "address"),
    ("Hauptstraße 5", "address"),
    ("rue de Rivoli 5", "address"),
    ("via Garibaldi 5", "address"),
    ("Calle Mayor, 5", "address"),
    ("ul. Marszałkowska 5", "address"),
    ("Kungsgatan 5", "address"),
    ("南京路5号", "address"),
    ("Postfach 5", "address"),
    ("00-950 Warszawa", "address"),
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_no_source_says_is_refused_in_every_language(language: str) -> None:
    assert [row for row in NOT_IN_THE_SOURCE if row[1] not in rules(f"x {row[0]} x", language)] == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "z.B. d.h. Punkt de"),
        ("es", "un punto de recogida"),
        ("pt", "um ponto de recolha"),
        ("sv", "t.ex. bl.a."),
        ("pl", "m.in. np."),
        ("nl", "d.w.z. via PayPal"),
        ("en", "e.g. 14 September 2026, 09:00-17:00, i.e. then.Then"),
    ],
)
def test_abbreviations_and_words_are_no_links(language: str, text: str) -> None:
    assert rules(text, language).isdisjoint({"link", "email", "phone", "address"})


def test_a_link_must_be_the_sources_even_in_a_sentence_of_the_source() -> None:
    assert rules("See [fees](https://help.example/en/fees) and www.example.org,") == set()
    assert "link" in rules("See [fees](https://evil.example) and www.example.org,")


LABEL = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=12)
TOP = st.sampled_from(["com", "net", "nl", "io", "example", "shop", "xn"])


@pytest.mark.fault("Security", "links in answers", "only an exact address of a cited source is said")
@given(
    st.sampled_from(LANGUAGES),
    LABEL,
    TOP,
    st.sampled_from(["https://{}", "{}", "[x](https://{})", "<https://{}>", "a@{}"]),
)
def test_a_link_or_an_address_that_no_source_has_always_fails(language: str, label: str, top: str, form: str) -> None:
    link = form.format(f"q{label}.{top}")
    assert rules(f"Text {link} text.", language, "Text text.") & {"link", "email"}


@pytest.mark.fault("Security", "links in answers")
@pytest.mark.parametrize(
    "text",
    [
        "evil**.**com",
        "evil\\.com",
        "`evil`.com",
        "evil.сом",
        '[fees](https://help.example/en/fees "evil.com")',
        "https://help.example@evil.com/en/fees",
        "https://help.example/en/fees/../../evil",
        "[fees]( https://evil.example )",
        "HTTPS://EVIL.EXAMPLE",
    ],
)
def test_disguised_links_are_links(text: str) -> None:
    assert "link" in rules(f"See {text} now") or "email" in rules(f"See {text} now")
