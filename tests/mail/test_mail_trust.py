"""Whom to believe: only what our own server found about the one domain in From."""

import pytest

from bots.mail.reading_headers import split
from bots.mail.reading_trust import trust

OURS = "mx.desk.example"


def verdict(*headers: str, sender: str = "anna@shop.example", server: str = OURS) -> str:
    return trust(split("\n".join([*headers, f"From: {sender}", "", ""]).encode())[0], server)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ("dmarc=pass header.from=shop.example", "aligned"),
        ("dmarc=pass (p=reject; dis=none) header.from=shop.example", "aligned"),
        ("spf=fail smtp.mailfrom=x.example; dmarc=pass header.from=shop.example", "aligned"),
        ("dmarc=fail header.from=shop.example", "failed"),
        ("dkim=pass header.d=shop.example; dmarc=fail header.from=shop.example", "failed"),
        ("dmarc=pass header.from=other.example", "unknown"),
        ("dmarc=none header.from=shop.example", "unknown"),
        ("dmarc=none header.from=shop.example; dkim=pass header.d=shop.example", "aligned"),
        ("dkim=pass header.d=SHOP.example header.s=one", "aligned"),
        ("dkim=pass header.i=@shop.example", "aligned"),
        ('dkim=pass reason="good; really" header.d="shop.example"', "aligned"),
        ("dkim/1=pass header.d=shop.example", "aligned"),
        ("dkim=fail header.d=shop.example; dkim=pass header.d=shop.example", "aligned"),
        ("dkim=pass header.d=example", "unknown"),
        ("dkim=pass header.d=evil.example", "unknown"),
        ("dkim=pass header.d=mail.shop.example", "unknown"),
        ("dkim=pass header.d=notshop.example", "unknown"),
        ("dkim=fail header.d=shop.example", "failed"),
        ("dkim=temperror header.d=shop.example", "unknown"),
        ("spf=pass smtp.mailfrom=bounce@shop.example", "aligned"),
        ("spf=pass smtp.mailfrom=evil.example", "unknown"),
        ("spf=pass smtp.helo=shop.example", "unknown"),
        ("spf=fail smtp.mailfrom=shop.example", "failed"),
        ("spf=softfail smtp.mailfrom=shop.example", "unknown"),
        ("none", "unknown"),
        ("(dmarc=pass header.from=shop.example)", "unknown"),
        ('x="; dmarc=pass header.from=shop.example"', "unknown"),
        ("", "unknown"),
    ],
)
def test_what_our_server_found(found: str, expected: str) -> None:
    assert verdict(f"Authentication-Results: {OURS}; {found}") == expected


def test_a_domain_vouches_for_those_below_it() -> None:
    found = f"Authentication-Results: {OURS} 1; dkim=pass header.d=shop.example"
    assert verdict(found, sender="anna@nl.shop.example") == "aligned"


def test_what_others_found_counts_for_nothing() -> None:
    assert verdict("Authentication-Results: mx.evil.example; dmarc=pass header.from=shop.example") == "unknown"
    assert verdict(f"Authentication-Results: (mx) evil; {OURS}; dmarc=pass header.from=shop.example") == "unknown"


def test_the_topmost_of_ours_counts() -> None:
    """What came in with the mail stands below what our server adds."""
    forged = f"Authentication-Results: {OURS}; dmarc=pass header.from=shop.example"
    assert verdict(f"Authentication-Results: {OURS}; dmarc=fail header.from=shop.example", forged) == "failed"
    assert verdict(f"Authentication-Results: {OURS}; none", forged) == "unknown"


def test_a_server_in_between_does_not_hide_ours() -> None:
    ours = f"Authentication-Results: {OURS}; dmarc=pass header.from=shop.example"
    assert verdict("Authentication-Results: relay.example; none", ours) == "aligned"


def test_without_a_server_of_ours_nobody_is_proven() -> None:
    assert verdict(f"Authentication-Results: {OURS}; dmarc=pass header.from=shop.example", server="") == "unknown"


@pytest.mark.parametrize(
    "sender",
    [
        "anna@shop.example, evil@evil.example",
        "<anna@shop.example> <evil@evil.example>",
        "anna@shop.example\nFrom: evil@evil.example",
        "a@",
        "",
    ],
)
def test_a_sender_who_may_be_several_is_not_proven(sender: str) -> None:
    assert verdict(f"Authentication-Results: {OURS}; dmarc=pass header.from=shop.example", sender=sender) == "unknown"


def test_a_name_that_looks_like_an_address_proves_nothing() -> None:
    found = f"Authentication-Results: {OURS}; dmarc=pass header.from=evil.example"
    assert verdict(found, sender='"anna@shop.example" <x@evil.example>') == "aligned"  # evil.example vouches for itself
    found = f"Authentication-Results: {OURS}; dmarc=pass header.from=shop.example"
    assert verdict(found, sender='"anna@shop.example" <x@evil.example>') == "unknown"
