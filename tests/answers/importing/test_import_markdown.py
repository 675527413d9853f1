"""What is read of an article's HTML stays, as Markdown; what only the browser needs goes."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from core.answers.articles import parse_article
from core.answers.importing.errors import NotAnArticle
from core.answers.importing.found import FoundArticle
from core.answers.importing.markdown import MAX_TAGS, safe_link, to_markdown
from core.answers.importing.selection import render

HERE = "https://help.example/en/pay"


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>Pay &amp; go&nbsp;on &euro;5</p>", "Pay & go on €5"),
        ("<h2>By card</h2><p>Text.</p>", "## By card\n\nText."),
        ("<p><b>Now </b>or <em>never</em></p>", "**Now** or *never*"),
        ("<ul><li>one</li><li>two</li></ul>", "- one\n- two"),
        ("<ol start=3><li>one</li><li><p>two</p><p>more</p></li></ol>", "3. one\n4. two\n\n   more"),
        ("<ol><li>one<ul><li>in it</li></ul></li><li>two</li></ol>", "1. one\n   - in it\n2. two"),
        ("<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2|3</td></tr></table>", "| A | B |\n| --- | --- |\n| 1 | 2\\|3 |"),
        ("<table><tr><td><p>for looks</p></td></tr></table>", "for looks"),
        ("<details><summary>Why?</summary><p>So.</p></details>", "### Why?\n\nSo."),
        ("<h3><button>Why?</button></h3><button>Send</button>", "### Why?"),
        ("<dl><dt>Fee</dt><dd>9%</dd></dl>", "**Fee**\n\n9%"),
        ("<blockquote><p>Note</p></blockquote>", "> Note"),
        ("<pre>a  b\n c</pre>", "```\na  b\n c\n```"),
        ("<p>one<br>two</p>", "one  \ntwo"),
        ("<p>See <a href='/en/fees?a=1#top'>fees</a>.</p>", "See [fees](https://help.example/en/fees?a=1#top)."),
        ("<a href='a b(c)'>x</a>", "[x](https://help.example/en/a%20b%28c%29)"),
        ("<a href='mailto:us@help.example'>mail</a>", "[mail](mailto:us@help.example)"),
        ("<a href='#top'>up</a> <a name=top>here</a>", "up here"),
        ("<a href=' java\nscript:alert(1)'>press</a>", "press"),
        ("<a href='/x'><svg></svg></a>ok", "ok"),
        ("<p>Press <img alt='the gear' src=g.png> <img alt='image12.png' src=x> <img src=y></p>", "Press the gear"),
        ("<script>x</script><style>y</style><nav>Home</nav><form>z</form><p>Text</p><!-- note --><footer>f</footer>", "Text"),
        ("<p>Now €5 <del>€9</del></p>", "Now €5"),
        ("<p>a&#0;b&#x200b;c&shy;d</p>", "a\N{REPLACEMENT CHARACTER}bcd"),
        ("<p># 1 is *not* _this_ but snake_case, 2 * 3, &lt;b&gt;, [x](y), &amp;lt;</p>",
         "\\# 1 is \\*not\\* \\_this\\_ but snake_case, 2 * 3, \\<b>, [x\\](y), \\&lt;"),
        ("<p>over<br>---</p>", "over  \n\\---"),
        ("", ""),
    ],
)  # fmt: skip
def test_html_becomes_markdown(html: str, markdown: str) -> None:
    assert to_markdown(html, HERE) == markdown


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp", "Cf"])))
def test_any_text_says_the_same_after_the_journey(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    tokens = MarkdownIt("commonmark").parse(to_markdown(f"<p>It is: {escaped}.</p>", HERE))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    said = "".join(child.content for child in tokens[1].children or () if child.type in ("text", "text_special"))
    assert said == f"It is: {text}."


@given(title=st.text(min_size=1), html=st.text(), alias=st.text())
def test_any_article_can_be_read_back(title: str, html: str, alias: str) -> None:
    article = FoundArticle(
        "s", "k", "en", f"T {title}", f"It says. {to_markdown(html, HERE)}", "n", aliases=(f"a {alias}",)
    )
    read = parse_article(Path("en/a.md"), render(article).decode())
    assert read.title.startswith("T")
    assert read.body.startswith("It says.")
    assert len(read.aliases) == 1


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", "JaVaScript:x", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "//[", "http://", "#a", "",
     "\x01javascript:x"],
)  # fmt: skip
def test_what_is_not_safe_to_press_is_no_link(href: str) -> None:
    assert safe_link(href, HERE) == ""


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 9_000,
        "<table><tr><td>" * 5_000,
        "<b>" * 1_000 + "x",
        "<p>" * (MAX_TAGS + 1),
    ],
)
def test_what_takes_too_long_is_left_out(html: str) -> None:
    with pytest.raises(NotAnArticle, match="as plain text"):
        to_markdown(html, HERE)


@pytest.mark.parametrize("part", ["<!", "<!--", "<![CDATA[", "<?", "<a href='", "</", "&", "*", "](", "<", "\n "])
def test_junk_costs_little_time(part: str) -> None:
    started = time.process_time()
    to_markdown(part * (200_000 // len(part)), HERE)
    assert time.process_time() - started < 5
