"""HTML of mails as text: what a reader sees, and nothing that is hidden."""

import pytest

from bots.mail.reading_html import RULE, text_of


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("One<br>Two<br><br>Three", "One\nTwo\n\nThree"),
        ("<div>One</div><div>Two</div>", "One\nTwo"),
        ("<div>One</div><div><br></div><div>Two</div>", "One\n\nTwo"),
        ("  One \n  two&nbsp;&nbsp;three ", "One two three"),
        ("<b>O</b>n<i>e</i> t<u>w</u>o", "One two"),
        ("<ul><li>One</li><li>Two</li></ul>", "- One\n- Two"),
        ("<table><tr><td>One</td><td>Two</td></tr><tr><td>Three</td></tr></table>", "One Two\nThree"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("One<hr>Two", f"One\n{RULE}\nTwo"),
        ('<div style="border:none;border-top:solid #E1E1E1 1.0pt">Two</div>', f"{RULE}\nTwo"),
        ("a<blockquote>b<blockquote>c</blockquote></blockquote>d", "a\n\n> b\n>\n>> c\n>\n\nd"),
        ('a<blockquote style="margin:0 0 0 40px; border: none; padding:0px">b</blockquote>', "a\nb"),
        ('<a href="https://x.example/y">here</a>', "here <https://x.example/y>"),
        ('<a href="https://x.example/">x.example</a>', "x.example"),
        ('<a href="https://evil.example">https://bank.example</a>', "https://bank.example <https://evil.example>"),
        ('<a href="mailto:a@x.example">a@x.example</a>', "a@x.example"),
        ('<a href="javascript:evil()">here</a>', "here"),
        ('<img src="https://x.example/pixel" alt="a photo">', "a photo"),
        ('Hi<span style="display:none">hidden</span> there', "Hi there"),
        ('Hi<div style="font-size:0px;line-height:0">hidden</div>', "Hi"),
        ('<p style="font-size:0.9em">seen</p>', "seen"),
        ("Hi<span hidden>hidden</span>", "Hi"),
        ("<style>p{}</style><script>x</script><title>t</title>Hi<!-- c --><![CDATA[d]]>", "Hi"),
        ("<p>never<b>closed", "neverclosed"),
        ("</p></div>Hi", "Hi"),
        ("", ""),
        ("https://x.example/only-an-address", "https://x.example/only-an-address"),
    ],
)
def test_text(html: str, text: str) -> None:
    assert text_of(html) == text


def test_a_deep_page_is_read_to_its_ground() -> None:
    assert text_of("<div>" * 3000 + "deep") == "deep"


def test_quotes_within_quotes_are_told_apart_to_a_depth() -> None:
    assert text_of("<blockquote>" * 500 + "deep").strip("\n> ") == "deep"
    assert ">" * 11 not in text_of("<blockquote>" * 500 + "deep")
