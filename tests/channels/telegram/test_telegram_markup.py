"""Articles' Markdown as Telegram shows it."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.playground.telegram.markup import parse_html
from bots.telegram.markup import to_styled
from bots.telegram.styled import html as html_of

SHOWN = {
    "a paragraph": ("Hello *there*, **you**.", "Hello <i>there</i>, <b>you</b>."),
    "wrapped lines": ("one\ntwo  \nthree", "one two\nthree"),
    "two paragraphs": ("one\n\n\ntwo", "one\n\ntwo"),
    "what only looks like HTML": ("1 < 2 & <b>x</b> &copy;", "1 &lt; 2 &amp; &lt;b&gt;x&lt;/b&gt; ©"),
    "a heading": ("## Refunds *now*\ntext", "<b>Refunds <i>now</i></b>\n\ntext"),
    "nested styles": ("***both***", "<i><b>both</b></i>"),
    "a link": ("[shop](https://a.example/x?a=1&b=2)", '<a href="https://a.example/x?a=1&amp;b=2">shop</a>'),
    "a bold word in a link": ("[the **shop**](http://a.example)", '<a href="http://a.example">the <b>shop</b></a>'),
    "a link with quotes": ('[x](<https://a.example/"onclick>)', '<a href="https://a.example/%22onclick">x</a>'),
    "an address as link": ("<https://a.example>", '<a href="https://a.example">https://a.example</a>'),
    "a mail address": ("<help@a.example>", "help@a.example"),
    "a link to a mail address": ("[write](mailto:help@a.example)", "write (help@a.example)"),
    "a script": ("[x](javascript:alert)", "[x](javascript:alert)"),
    "a place in the same site": ("[terms](/terms)", "terms"),
    "a call": ("[call](tel:123)", "call"),
    "a picture": ("![a parcel](https://a.example/p.png)", '<a href="https://a.example/p.png">a parcel</a>'),
    "code": ("`a<b` and\n\n```py\nx = 1\n```", "<code>a&lt;b</code> and\n\n<pre>x = 1</pre>"),
    "a list": ("Do:\n\n- one\n- two", "Do:\n\n• one\n• two"),
    "a loose list": ("- one\n\n- two", "• one\n• two"),
    "a numbered list": ("3. one\n4. two", "3. one\n4. two"),
    "a list in a list": ("1. one\n   - a\n   - b\n2. two", "1. one\n  • a\n  • b\n2. two"),
    "a quotation": ("> one\n>\n> two", "<blockquote>one\n\ntwo</blockquote>"),
    "a quotation in a quotation": ("> one\n>> two", "<blockquote>one\n\ntwo</blockquote>"),
    "a line": ("a\n\n---\n\nb", "a\n\n———\n\nb"),
    "what could be a link definition": ("[Note]: careful", "[Note]: careful"),
    "deeper than anybody reads": (">" * 200 + "a", "&gt;" * 200 + "a"),
    "nothing": ("", ""),
}


@pytest.mark.parametrize("name", SHOWN)
def test_markdown_is_shown(name: str) -> None:
    markdown, html = SHOWN[name]
    assert html_of(to_styled(markdown)) == html


class Balance(HTMLParser):
    """Fails where an end tag does not close the last start tag."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.opened.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def letters(text: str) -> str:
    return "".join(filter(str.isalpha, text))


@given(st.text("abé漢א *_#>-+1.)!<&;\n\t😀\u0301", max_size=80))
def test_every_letter_is_shown_and_every_tag_is_closed(markdown: str) -> None:
    html = html_of(to_styled(markdown))
    balance = Balance()
    balance.feed(html)
    balance.close()
    assert balance.opened == []
    text, _ = parse_html(html)
    assert letters(text) == letters(balance.text) == letters(markdown)


@given(st.text(max_size=200) | st.text("`~[](){}<>:/\\\"'!ahtps.-=\n> \ud800", max_size=80))
def test_telegram_can_always_read_it(markdown: str) -> None:
    text, entities = parse_html(html_of(to_styled(markdown)))
    units = len(text.encode("utf-16-le")) // 2
    assert all(0 <= entity.offset < entity.offset + entity.length <= units for entity in entities)
