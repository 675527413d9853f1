"""Exports of Zendesk and Intercom, as their documentation has the fields, become articles; what is held back does not."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from core.answers.importing.errors import ImportFailed
from core.answers.importing.exports import read_export
from core.answers.importing.found import Found


def zendesk(number: int, locale: str, title: str, **fields: Any) -> dict[str, Any]:
    given = {
        "id": number,
        "locale": locale,
        "source_locale": "en-us",
        "title": title,
        "body": f"<p>{title}: text.</p>",
        "html_url": f"https://shop.zendesk.com/hc/{locale}/articles/{number}-{title.replace(' ', '-')}",
        "draft": False,
        "label_names": [],
        "section_id": 7,
        "user_segment_id": None,
        "created_at": "2024-01-15T10:30:00Z",
        "edited_at": "2024-02-01T09:00:00Z",
        "updated_at": "2024-02-10T12:00:00Z",
    }
    return given | fields


def intercom(number: str, title: str, **fields: Any) -> dict[str, Any]:
    given = {
        "type": "article",
        "id": number,
        "workspace_id": "abc",
        "title": title,
        "description": "",
        "body": f"<p>{title}: text.</p>",
        "state": "published",
        "created_at": 1663597223,
        "updated_at": 1663597260,
        "url": f"https://intercom.help/shop/en/articles/{number}",
        "parent_id": 18,
        "parent_type": "collection",
    }
    return given | fields


def export(folder: Path, **pages: Any) -> Found:
    for name, page in pages.items():
        (folder / f"{name}.json").write_text(json.dumps(page), encoding="utf-8")
    return read_export(folder, lambda _: None)


def test_a_zendesk_article_keeps_what_it_says_of_itself(tmp_path: Path) -> None:
    article = zendesk(360001, "en-us", "How to pay", label_names=["payment", "paying with a card"])
    sections = {
        "sections": [
            {"id": 7, "name": "Fees & payments", "locale": "en-us", "source_locale": "en-us", "category_id": 1}
        ]
    }
    found = export(tmp_path, articles={"articles": [article], "page": 1, "next_page": None}, sections=sections)
    (read,) = found.articles
    assert (read.scope, read.key, read.language, read.original) == ("zendesk:shop.zendesk.com", "360001", "en", True)
    assert (read.title, read.markdown, read.topic) == ("How to pay", "How to pay: text.", "fees-payments")
    assert read.address == "https://shop.zendesk.com/hc/en-us/articles/360001-How-to-pay"
    assert read.updated == date(2024, 2, 1)
    assert read.aliases == ("paying with a card",)


def test_a_label_of_several_articles_is_no_other_name_of_one(tmp_path: Path) -> None:
    both = [zendesk(number, "en-us", f"Title {number}", label_names=["buying and paying"]) for number in (1, 2)]
    assert [article.aliases for article in export(tmp_path, articles={"articles": both}).articles] == [(), ()]


def test_translations_are_one_article_however_they_are_exported(tmp_path: Path) -> None:
    dutch = {
        "locale": "nl",
        "title": "Betalen",
        "body": "<p>Tekst.</p>",
        "draft": False,
        "html_url": "https://shop.zendesk.com/hc/nl/articles/1",
    }
    french = dutch | {"locale": "fr", "title": "Payer", "source_id": 1, "source_type": "Article", "id": 99}
    found = export(
        tmp_path,
        english={"articles": [zendesk(1, "en-us", "Paying", translations=[dutch])]},
        german={"articles": [zendesk(1, "de", "Bezahlen")]},
        others={"translations": [french]},
    )
    assert {(article.key, article.language, article.title) for article in found.articles} == {
        ("1", "en", "Paying"),
        ("1", "nl", "Betalen"),
        ("1", "de", "Bezahlen"),
        ("1", "fr", "Payer"),
    }


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"draft": True}, "draft"),
        ({"user_segment_id": 5}, "only some readers"),
        ({"user_segment_ids": [5]}, "only some readers"),
    ],
)
def test_what_zendesk_holds_back_is_left_out_and_said(tmp_path: Path, fields: dict[str, Any], reason: str) -> None:
    found = export(tmp_path, articles={"articles": [zendesk(1, "en-us", "Secret", **fields)]})
    assert not found.articles
    assert not found.listed
    (left,) = found.left_out
    assert left.kind == "unpublished"
    assert "Secret" in left.what
    assert reason in left.reason


def test_an_intercom_article_in_one_language(tmp_path: Path) -> None:
    collections = {"type": "list", "data": [{"type": "collection", "id": "18", "name": "Fees", "order": 0}]}
    found = export(
        tmp_path, articles={"type": "list", "data": [intercom("5", "How do I pay for my order?")]}, groups=collections
    )
    (read,) = found.articles
    assert (read.scope, read.key, read.language, read.topic) == ("intercom:abc", "5", "en", "fees")
    assert read.updated == date(2022, 9, 19)


def test_an_intercom_article_in_several_languages(tmp_path: Path) -> None:
    def content(title: str, state: str = "published") -> dict[str, Any]:
        return {
            "type": "article_content",
            "title": title,
            "body": "<p>x</p>",
            "state": state,
            "url": "https://intercom.help/x",
        }

    translated = {
        "type": "article_translated_content",
        "en": content("Paying"),
        "pt-BR": content("Pagar"),
        "nl": content("Betalen", "draft"),
        "fr": None,
    }
    article = intercom("5", "Paying", default_locale="en", translated_content=translated)
    found = export(tmp_path, articles={"type": "list", "data": [article]})
    assert {(each.language, each.locale, each.title, each.original) for each in found.articles} == {
        ("en", "en", "Paying", True),
        ("pt", "pt-br", "Pagar", False),
    }
    assert [left.reason for left in found.left_out] == ["it is a draft"]


def test_pages_that_overlap_give_each_article_once(tmp_path: Path) -> None:
    first, again = zendesk(1, "en-us", "Old"), zendesk(1, "en-us", "New")
    found = export(tmp_path, page1={"articles": [first]}, page2={"articles": [again]})
    assert [article.title for article in found.articles] == ["New"]


@pytest.mark.parametrize(
    "shape",
    [lambda a: [a], lambda a: {"article": a}, lambda a: [{"articles": [a]}], lambda a: {"articles": [a, None, 3]}],
)
def test_one_file_in_the_forms_that_scripts_store(tmp_path: Path, shape: Any) -> None:
    path = tmp_path / "export.json"
    path.write_text(json.dumps(shape(zendesk(1, "en-us", "Paying"))), encoding="utf-8-sig")
    assert [article.title for article in read_export(path, lambda _: None).articles] == ["Paying"]


def test_half_a_character_is_replaced(tmp_path: Path) -> None:
    (read,) = export(
        tmp_path, articles={"articles": [zendesk(1, "en-us", "Paying \ud83d", html_url="https://a.example/\udc00")]}
    ).articles
    assert read.title == "Paying \N{REPLACEMENT CHARACTER}"
    assert read.address == "https://a.example/\N{REPLACEMENT CHARACTER}"


def test_fields_of_other_kinds_do_not_stop_the_others(tmp_path: Path) -> None:
    odd = zendesk(
        2, "en-us", "Odd", label_names=3, section_id={}, edited_at=[], updated_at="soon", body=None, html_url="http://["
    )
    found = export(tmp_path, articles={"articles": [odd, zendesk(3, "en-us", ""), zendesk(1, "en-us", "Paying")]})
    assert sorted(article.title for article in found.articles) == ["Odd", "Paying"]
    assert [(left.kind, left.reason) for left in found.left_out] == [("broken", "it has no title")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "not JSON"),
        ('{"orders": []}', "no articles"),
        ("[1, 2]", "no articles"),
        ("null", "no articles"),
        ("[" * 100_000, "not JSON"),
        ("1" * 5_000, "not JSON"),
    ],
)
def test_what_is_no_export_is_refused_with_what_to_do(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "export.json"
    path.write_text(content)
    with pytest.raises(ImportFailed, match=words):
        read_export(path, lambda _: None)


def test_a_folder_without_json_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportFailed, match=r"no \.json file"):
        read_export(tmp_path, lambda _: None)


@pytest.mark.parametrize(
    "page",
    [
        {
            "articles": [zendesk(1, "en-us", "Paying")],
            "next_page": "https://shop.zendesk.com/api/v2/articles.json?page=2",
        },
        {"articles": [zendesk(1, "en-us", "Paying")], "meta": {"has_more": True}},
        {
            "type": "list",
            "pages": {"page": 1, "next": "https://api.intercom.io/articles?page=2"},
            "data": [intercom("5", "Paying")],
        },
    ],
)
def test_an_export_without_its_last_page_is_not_the_whole(tmp_path: Path, page: dict[str, Any]) -> None:
    found = export(tmp_path, page1=page)
    assert not found.complete
    assert "all its pages" in found.left_out[0].reason
    last = (
        {"articles": [zendesk(2, "en-us", "Last")]}
        if "articles" in page
        else {"type": "list", "data": [intercom("6", "Last")]}
    )
    assert export(tmp_path, page2=last).complete
