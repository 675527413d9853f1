"""The shop's sign-in page, against a desk of nothing but a door: who are you, is this you, and what did not work."""

from collections.abc import AsyncIterator, Callable

import aiohttp
import pytest

from bots.playground.shop import ShopServer
from bots.playground.shop.desk import NOT_UNDERSTOOD, OVER, RACED, UNKNOWN, UNREACHABLE
from bots.shop.sample import SampleShop
from core.model.shop import CustomerId, OrderId, Proposal
from core.model.view import Money
from tests.playground_shop.asking import SECRET
from tests.playground_shop.browsing_shop import Browser
from tests.playground_shop.fake_desk import TOKEN, FakeDesk

LINK = f"/sign-in?link={TOKEN}"
CONNECT = "/sign-in/connect"


@pytest.fixture
async def desk() -> AsyncIterator[FakeDesk]:
    desk = FakeDesk()
    await desk.start()
    yield desk
    await desk.stop()


@pytest.fixture
async def open_shop(desk: FakeDesk, sample: SampleShop) -> AsyncIterator[ShopServer]:
    server = ShopServer(sample, SECRET, desk=desk.url, answer_within=0.3)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def browser(open_shop: ShopServer) -> AsyncIterator[Browser]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        yield Browser(session, open_shop.root)


@pytest.fixture
async def stranger(open_shop: ShopServer) -> AsyncIterator[Browser]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        yield Browser(session, open_shop.root)


# --- the way that works
async def test_from_the_button_to_go_back(browser: Browser, desk: FakeDesk) -> None:
    await browser.opens(LINK)
    assert browser.text.startswith("Who are you?")
    assert "Anna Kowalska" in browser.text
    assert desk.asked == []  # whose chat it is, is for those who are signed in

    await browser.is_("c-1001")
    assert "Connect the Telegram account Anna to Anna Kowalska?" in browser.text
    assert desk.confirmed == {}

    await browser.sends(CONNECT, answer="confirm")
    assert browser.text == "You are connected Go back to your messenger: the conversation goes on there."
    anna = {"id": "c-1001", "name": "Anna Kowalska", "country": "PL", "email": "anna@mail.example", "language": "pl"}
    assert desk.confirmed == {TOKEN: anna}


async def test_looking_at_it_again_confirms_nothing_again(browser: Browser, desk: FakeDesk) -> None:
    await browser.opens(LINK)
    await browser.is_("c-1001")
    await browser.sends(CONNECT, answer="confirm")
    await browser.opens(browser.path)
    assert browser.text.startswith("You are connected")
    assert [method for method, _ in desk.asked] == ["GET", "POST"]


async def test_this_is_not_me(browser: Browser, desk: FakeDesk) -> None:
    await browser.opens(LINK)
    await browser.is_("c-1001")
    await browser.sends(CONNECT, answer="not_me")
    assert browser.text.startswith("Nothing was connected")
    assert desk.confirmed == {}


# --- the ways that do not
async def test_an_unknown_link(browser: Browser) -> None:
    await browser.opens(f"/sign-in?link={'U' * 43}")
    await browser.is_("c-1001")
    assert (browser.status, browser.text) == (404, f"That did not work {UNKNOWN}")


@pytest.mark.parametrize("token", ["short", "T" * 44, "..%2F..%2Fv1", "T" * 42 + "%0A", "%3Cscript%3E"])
async def test_what_is_no_link_never_gets_to_the_desk(browser: Browser, desk: FakeDesk, token: str) -> None:
    await browser.opens(f"/sign-in?link={token}")
    assert (browser.status, browser.text) == (404, f"That did not work {UNKNOWN}")
    await browser.opens("/sign-in")
    await browser.is_("c-1001")
    await browser.opens(f"{CONNECT}?link={token}")
    assert (browser.status, browser.text) == (404, f"That did not work {UNKNOWN}")
    assert desk.asked == []


async def test_a_used_link(browser: Browser, desk: FakeDesk) -> None:
    desk.confirmed[TOKEN] = {}
    await browser.opens(LINK)
    await browser.is_("c-1001")
    assert (browser.status, browser.text) == (410, f"That did not work {OVER}")


async def test_a_link_that_is_over_while_the_page_was_open(browser: Browser, desk: FakeDesk) -> None:
    await browser.opens(LINK)
    await browser.is_("c-1001")
    desk.status = 410
    await browser.sends(CONNECT, answer="confirm")
    assert (browser.status, browser.text) == (410, f"That did not work {OVER}")


async def test_a_link_that_two_use_at_once(browser: Browser, desk: FakeDesk) -> None:
    await browser.opens(LINK)
    await browser.is_("c-1001")
    desk.status = 409
    await browser.sends(CONNECT, answer="confirm")
    assert (browser.status, browser.text) == (409, f"That did not work {RACED}")


def _fails(status: int, body: bytes = b"{}") -> Callable[[FakeDesk], None]:
    def change(desk: FakeDesk) -> None:
        desk.status, desk.body = status, body

    return change


def _lies(how: str) -> Callable[[FakeDesk], None]:
    return lambda desk: setattr(desk, "lies", how)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (_fails(500), UNREACHABLE),
        (_fails(503), UNREACHABLE),
        (lambda desk: setattr(desk, "drops", True), UNREACHABLE),
        (_fails(400), NOT_UNDERSTOOD),
        (_fails(200, b"<html>"), NOT_UNDERSTOOD),
        (_fails(200, b"[]"), NOT_UNDERSTOOD),
        (_fails(302), NOT_UNDERSTOOD),
        (_lies("secret"), NOT_UNDERSTOOD),
        (_lies("nonce"), NOT_UNDERSTOOD),
    ],
    ids=["500", "503", "dropped", "400", "html", "list", "302", "wrong secret", "wrong nonce"],
)
async def test_a_desk_in_trouble(
    browser: Browser, desk: FakeDesk, change: Callable[[FakeDesk], None], sentence: str
) -> None:
    change(desk)
    await browser.opens(LINK)
    await browser.is_("c-1001")
    assert f"That did not work {sentence}" == browser.text


async def test_a_desk_that_is_away(browser: Browser, desk: FakeDesk) -> None:
    await desk.stop()
    await browser.opens(LINK)
    await browser.is_("c-1001")
    assert (browser.status, browser.text) == (502, f"That did not work {UNREACHABLE}")


async def test_a_shop_without_a_desk(browser: Browser, open_shop: ShopServer) -> None:
    open_shop.desk = ""
    await browser.opens(LINK)
    await browser.is_("c-1001")
    assert browser.text == f"That did not work {UNREACHABLE}"


# --- others
async def test_only_who_signed_in_is_asked(browser: Browser, desk: FakeDesk) -> None:
    await browser.opens(f"{CONNECT}?link={TOKEN}")
    assert (browser.path, browser.text[:12]) == ("/sign-in", "Who are you?")
    assert desk.asked == []


@pytest.mark.parametrize("changed", [{"csrf": ""}, {"csrf": "0" * 64}, {"csrf": "ä"}, {"link": "V" * 43}])
async def test_a_form_that_is_not_of_the_page(browser: Browser, desk: FakeDesk, changed: dict[str, str]) -> None:
    desk.links["V" * 43] = "Mallory"
    await browser.opens(LINK)
    await browser.is_("c-1001")
    await browser.sends(CONNECT, answer="confirm", **changed)
    assert browser.status == 403
    assert desk.confirmed == {}


async def test_a_form_of_another_site(browser: Browser, desk: FakeDesk) -> None:
    await browser.opens(LINK)
    await browser.is_("c-1001")
    await browser.sends(CONNECT, {"Origin": "https://evil.example"}, answer="confirm")
    assert browser.status == 403
    assert desk.confirmed == {}


async def test_a_form_of_another_browser(browser: Browser, stranger: Browser, desk: FakeDesk) -> None:
    await stranger.opens(LINK)
    await stranger.is_("c-1002")
    await browser.opens(LINK)
    await browser.is_("c-1001")
    browser.page = stranger.page
    await browser.sends(CONNECT, answer="confirm")
    assert browser.status == 403
    assert desk.confirmed == {}


async def test_who_changed_accounts_in_between_is_asked_anew(browser: Browser, desk: FakeDesk) -> None:
    """The page asked Anna; what is confirmed is never another account than the one that was shown."""
    await browser.opens(LINK)
    await browser.is_("c-1001")
    asked_anna = browser.page
    await browser.opens("/sign-in")
    await browser.is_("c-1002")
    browser.page = asked_anna
    await browser.sends(CONNECT, answer="confirm")
    assert browser.status == 403
    assert desk.confirmed == {}


async def test_a_session_from_before_signing_in_is_not_taken_over(browser: Browser, stranger: Browser) -> None:
    await stranger.opens("/sign-in")
    for cookie in stranger.session.cookie_jar:
        browser.session.cookie_jar.update_cookies({cookie.key: cookie.value}, aiohttp.client.URL(browser.root))
    await browser.opens("/sign-in")
    await browser.is_("c-1001")
    assert browser.text.startswith("Your orders")
    await stranger.opens("/orders")
    assert stranger.text.startswith("Who are you?")


async def test_nobody_is_signed_in_as_who_does_not_exist(browser: Browser) -> None:
    await browser.opens("/sign-in")
    await browser.is_("c-9")
    assert browser.status == 404
    await browser.opens("/orders")
    assert browser.text.startswith("Who are you?")


# --- what is shown
@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '"><img src=x>', "A & B 'C'", "{{ 7*7 }}", "ليلى"])
async def test_names_are_shown_as_they_are(browser: Browser, desk: FakeDesk, name: str) -> None:
    desk.links[TOKEN] = name
    await browser.opens(LINK)
    await browser.is_("c-2001")
    assert name in browser.text
    assert "<script" not in browser.page
    assert "<img" not in browser.page
    assert 'Kunsthandel "De Gouden Hamer" & Zn. <Utrecht>' in browser.text


async def test_every_page_is_guarded(browser: Browser) -> None:
    await browser.opens(LINK)
    pages = [browser.headers]
    await browser.is_("c-1001")
    pages.append(browser.headers)
    for path in ("/orders", "/orders/H-104203", "/orders/H-9", "/items/i-501", "/account", "/sign-in/done"):
        await browser.opens(path)
        pages.append(browser.headers)
    for headers in pages:
        assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'; form-action 'self'")
        assert (headers["Cache-Control"], headers["X-Content-Type-Options"]) == ("no-store", "nosniff")


# --- orders and items
@pytest.mark.parametrize("path", ["/orders/H-104214", "/orders/H-999999", "/orders/H-104214/messages", "/items/i-9"])
async def test_what_is_not_theirs_is_not_there(browser: Browser, path: str) -> None:
    await browser.opens("/sign-in")
    await browser.is_("c-1001")
    await browser.opens(path)
    assert (browser.status, browser.text) == (404, "Not found There is nothing here that you can see.")


async def test_an_order_offers_support(browser: Browser, open_shop: ShopServer) -> None:
    open_shop.support = lambda kind, id: f"https://t.me/sample_bot?start={kind}&id={id}"
    await browser.opens("/sign-in")
    await browser.is_("c-1001")
    await browser.opens("/orders/H-104213")
    assert "Comic: <script>alert('Asterix')</script> & Obelix, 1st edition" in browser.text
    assert "<script>" not in browser.page
    assert 'href="https://t.me/sample_bot?start=order&amp;id=H-104213"' in browser.page


# --- what measures did
async def held_back(sample: SampleShop, person: str, reason: str = "Two fakes.") -> None:
    proposal = Proposal("k-1", "suspend_account", "FD-7K2M9", person=CustomerId(person), reason=reason)
    assert (await sample.carry_out(proposal)).reference


async def test_an_account_says_what_is_held_against_it(browser: Browser, sample: SampleShop) -> None:
    await held_back(sample, "c-1002", "Two <b>fakes</b>.")
    await browser.opens("/sign-in")
    await browser.is_("c-1002")
    await browser.opens("/account")
    assert browser.text.startswith(
        "Daan de Vries Customer c-1002, NL E-mail daan@mail.example Language nl Suspended since "
    )
    assert ", case FD-7K2M9: Two <b>fakes</b>. All orders" in browser.text
    assert "<b>" not in browser.page


async def test_nobody_else_reads_of_it(browser: Browser, sample: SampleShop) -> None:
    await held_back(sample, "c-1002")
    await browser.opens("/sign-in")
    await browser.is_("c-1001")
    await browser.opens("/account")
    assert "Nothing is held against this account." in browser.text
    for path in ("/account", "/orders", "/orders/H-104203", "/items/i-506"):
        await browser.opens(path)
        assert browser.status == 200
        assert "uspended" not in browser.text
        assert "fakes" not in browser.text


async def test_an_account_is_for_who_is_signed_in(browser: Browser) -> None:
    await browser.opens("/account")
    assert browser.text.startswith("Who are you?")


async def test_a_refund_and_a_cancellation_are_seen_by_both_sides(
    browser: Browser, stranger: Browser, sample: SampleShop
) -> None:
    order = OrderId("H-104203")
    await sample.carry_out(Proposal("k-1", "refund", "C-1", order=order, amount=Money("20.00", "EUR")))
    await sample.carry_out(Proposal("k-2", "cancel_order", "C-1", order=order))
    for each, person in ((browser, "c-1001"), (stranger, "c-1002")):
        await each.opens("/sign-in")
        await each.is_(person)
        await each.opens(f"/orders/{order}")
        assert "Status cancelled" in each.text
        assert "Payment refund started" in each.text
        assert "Refund EUR 20.00" in each.text


async def test_older_orders_are_a_page_away(browser: Browser) -> None:
    await browser.opens("/sign-in")
    await browser.is_("c-1001")
    assert "/orders?after=H-104208" in browser.page
    await browser.opens("/orders?after=H-104208")
    assert "H-104207" in browser.text
    assert "H-104201" not in browser.text


async def test_signed_out_is_signed_out(browser: Browser) -> None:
    await browser.opens("/sign-in")
    await browser.is_("c-1001")
    await browser.sends("/sign-out")
    await browser.opens("/orders/H-104203")
    assert browser.text.startswith("Who are you?")
