"""The pages of a site become articles: by its site map, or by the links of its front page."""

import gzip
from collections.abc import AsyncIterator
from datetime import date

import pytest
from aiohttp import web

from core.answers.importing.errors import NotAnArticle, NothingFetched
from core.answers.importing.fetching import Limits
from core.answers.importing.found import Found
from core.answers.importing.pages import read_page
from core.answers.importing.sites import key_of, read_site

QUICK = Limits(pause=0, page_time=2, longest_wait=0.1)

ENGLISH = "<p>You can pay with your card, and the money is held until the parcel has arrived at your house.</p>"
DUTCH = "<p>Je kunt met je kaart betalen, en wij houden het geld vast totdat het pakje bij jou thuis is.</p>"


def article(title: str, text: str, language: str = "en", head: str = "") -> str:
    return (
        f"<!DOCTYPE html><html lang={language}><head><title>{title} | Shop</title>{head}</head><body>"
        f"<nav><a href=/>Home</a></nav><main><article><header><h1>{title}</h1></header>{text}"
        f"<footer>Was this helpful?</footer></article></main></body></html>"
    )


class Site:
    """A help centre on loopback; `pages` are its answers by path, in which {here} stands for its own address."""

    def __init__(self) -> None:
        self.pages: dict[str, str | bytes] = {}
        self.here = ""
        self.said: list[str] = []

    async def answer(self, request: web.Request) -> web.Response:
        found = self.pages.get(request.path)
        if found is None:
            raise web.HTTPNotFound
        if isinstance(found, bytes):
            return web.Response(body=found, content_type="application/octet-stream")
        kind = "application/xml" if request.path.endswith(".xml") else "text/html"
        return web.Response(text=found.replace("{here}", self.here), content_type=kind, charset="utf-8")

    def map(self, path: str, *addresses: str, inside: str = "") -> None:
        urls = "".join(f"<url><loc>{{here}}{each}</loc>{inside}</url>" for each in addresses)
        self.pages[path] = (
            f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">{urls}</urlset>'
        )

    async def read(self, path: str = "/sitemap.xml", limits: Limits = QUICK, only: str = "") -> Found:
        return await read_site(self.here + path, self.said.append, limits=limits, allow_private=True, only=only)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    site = Site()
    app = web.Application()
    app.router.add_get("/{path:.*}", site.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    site.here = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield site
    await runner.cleanup()


async def test_the_pages_of_a_site_map_become_articles(site: Site) -> None:
    site.map("/sitemap.xml", "/en/how-to-pay", inside="<lastmod>2026-03-04T10:00:00Z</lastmod>")
    site.pages["/en/how-to-pay"] = article("How to pay", ENGLISH)
    (read,) = (await site.read()).articles
    assert (read.title, read.language, read.name, read.updated) == ("How to pay", "en", "how-to-pay", date(2026, 3, 4))
    assert read.markdown == ENGLISH.removeprefix("<p>").removesuffix("</p>")
    assert read.address == f"{site.here}/en/how-to-pay"


async def test_an_index_of_packed_site_maps_is_followed(site: Site) -> None:
    site.pages["/sitemap.xml"] = (
        '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>{here}/one.xml.gz</loc></sitemap>'
        "<sitemap><loc>{here}/gone.xml</loc></sitemap></sitemapindex>"
    )
    site.map("/one.xml", "/a")
    site.pages["/one.xml.gz"] = gzip.compress(str(site.pages["/one.xml"]).replace("{here}", site.here).encode())
    site.pages["/a"] = article("How to pay", ENGLISH)
    found = await site.read()
    assert [each.title for each in found.articles] == ["How to pay"]
    assert [left.what for left in found.left_out] == [f"{site.here}/gone.xml"]
    assert not found.complete


async def test_translations_that_the_pages_name_are_one_article(site: Site) -> None:
    head = '<link rel=alternate hreflang=en href="/help/paying"><link rel=alternate hreflang=nl href="/hulp/betalen">'
    site.map("/sitemap.xml", "/hulp/betalen", "/help/paying")
    site.pages["/help/paying"] = article("Paying", ENGLISH, head=head)
    site.pages["/hulp/betalen"] = article("Betalen", DUTCH, "nl", head)
    articles = (await site.read()).articles
    assert {(each.language, each.key) for each in articles} == {("en", "/help/paying"), ("nl", "/help/paying")}


async def test_translations_that_the_site_map_names_are_one_article(site: Site) -> None:
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{{here}}/{path}"/>'
        for code, path in [("en", "pay"), ("nl", "betaal")]
    )
    site.map("/sitemap.xml", "/pay", "/betaal", inside=links)
    site.pages |= {"/pay": article("Paying", ENGLISH), "/betaal": article("Betalen", DUTCH, "nl")}
    assert {each.key for each in (await site.read()).articles} == {"/pay"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/en/paying", "https://a.example/nl/paying.html"),
        ("https://a.example/hc/en-us/articles/360001-How-to-pay", "https://a.example/hc/nl/articles/360001-Betalen"),
        ("https://a.example/help/paying?lang=en", "https://a.example/help/paying/?lang=nl"),
    ],
)
def test_addresses_that_differ_only_in_language_are_of_one_article(one: str, other: str) -> None:
    assert key_of(one) == key_of(other)


async def test_the_text_tells_the_language_where_the_template_does_not(site: Site) -> None:
    site.map("/sitemap.xml", "/betalen")
    site.pages["/betalen"] = article("Hoe kan ik betalen?", DUTCH, "en-US")
    assert [each.language for each in (await site.read()).articles] == ["nl"]


async def test_a_page_and_what_it_links_to_below_itself(site: Site) -> None:
    site.pages["/help"] = article(
        "Help", "<a href='/help/pay'>Pay</a> <a href='/help/pay#x'>Pay</a> <a href='/shop'>Shop</a>"
    )
    site.pages["/help/pay"] = article("How to pay", ENGLISH)
    site.pages["/shop"] = article("Shop", ENGLISH)
    found = await site.read("/help")
    assert [each.title for each in found.articles] == ["How to pay"]
    assert [left.reason for left in found.left_out] == ["it is a page of links, not an article"]


async def test_only_the_wanted_part_of_a_site_is_fetched(site: Site) -> None:
    site.map("/sitemap.xml", "/shop/1", "/help/pay", "/help/terms.pdf", "/help/pay#again")
    site.pages |= {"/help/pay": article("How to pay", ENGLISH), "/shop/1": article("A chair", ENGLISH)}
    found = await site.read(only="/help/")
    assert [each.title for each in found.articles] == ["How to pay"]
    assert not found.left_out


async def test_what_cannot_be_fetched_is_said_and_nothing_counts_as_withdrawn(site: Site) -> None:
    site.map("/sitemap.xml", "/en/pay", "/en/gone")
    site.pages["/en/pay"] = article("How to pay", ENGLISH)
    found = await site.read()
    assert [(left.kind, "gone" in left.reason) for left in found.left_out] == [("unpublished", True)]
    assert found.complete
    site.pages["/en/pay"] = article("How to pay", ENGLISH + "x" * 3_000_000)
    found = await site.read()
    assert {left.kind for left in found.left_out} == {"unpublished", "broken"}
    assert not found.complete


async def test_pages_of_other_sites_are_left_out(site: Site) -> None:
    site.map("/sitemap.xml", "/en/pay")
    site.pages["/sitemap.xml"] = str(site.pages["/sitemap.xml"]).replace("{here}", "http://169.254.169.254")
    (left,) = (await site.read()).left_out
    assert "another site" in left.reason


async def test_no_more_pages_are_read_than_allowed(site: Site) -> None:
    site.map("/sitemap.xml", *(f"/a{number}" for number in range(30)))
    site.pages |= {f"/a{number}": article(f"Title {number}", ENGLISH) for number in range(30)}
    found = await site.read(limits=Limits(pause=0, pages=25))
    assert len(found.articles) == 25
    assert [(left.what, left.reason) for left in found.left_out] == [("5 pages", "more than --pages allows")]
    assert not found.complete
    assert site.said == ["20 of 25 pages read", "25 of 25 pages read"]


@pytest.mark.parametrize("path", ["/nothing", "/feed.xml"])
async def test_an_address_without_articles_is_refused(site: Site, path: str) -> None:
    site.pages["/feed.xml"] = "<?xml version='1.0'?><rss/>"
    with pytest.raises(NothingFetched, match=path):
        await site.read(path)


@pytest.mark.parametrize(
    ("html", "title", "markdown"),
    [
        ("<title>Paying – Help</title><body><p>" + "Text. " * 10, "Paying", "Text. " * 10),
        ("<meta property='og:title' content='Paying'><title>X</title><p>" + "Text. " * 10, "Paying", "Text. " * 10),
        ("<h1>Outside</h1><div class=article-body><p>" + "Text. " * 10 + "</p></div><p>Other", "Outside", "Text. " * 10),
        ("<main><h1>T</h1><article>" + "A. " * 20 + "</article><article>" + "B. " * 20 + "</article></main>", "T",
         "A. " * 20 + "B. " * 20),
    ],
)  # fmt: skip
def test_where_a_page_has_its_title_and_its_text(html: str, title: str, markdown: str) -> None:
    page = read_page(html, "https://a.example/b")
    assert (page.title, " ".join(page.markdown.split())) == (title, " ".join(markdown.split()))


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("", "no title"),
        ("<p>Text without a title, which goes on and on and on.</p>", "no title"),
        ("<h1>Loading</h1><div id=app></div>", "no text"),
        ("<h1>Sign in</h1><form>Your name and your password, which are quite long words</form>", "no text"),
        ("<h1>All</h1><ul>" + "<li><a href=/x>An article about something</a></li>" * 9, "page of links"),
    ],
)
def test_what_is_no_article(html: str, reason: str) -> None:
    with pytest.raises(NotAnArticle, match=reason):
        read_page(html, "https://a.example/b")


def test_what_a_page_says_of_itself() -> None:
    head = "<meta property='article:modified_time' content='2026-02-03T00:00:00Z'><meta property='article:section' content='Fees'>"
    page = read_page(article("Paying", ENGLISH, "en-GB", head), "https://a.example/b")
    assert (page.language, page.updated, page.topic) == ("en-GB", date(2026, 2, 3), "Fees")
