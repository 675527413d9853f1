"""A signature belongs to one request, for five minutes, once."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.shop.signing import BadSignature, Nonces, new_nonce, sign, verify

SECRET = "a-secret-of-the-tests-with-more-than-32-characters"
NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
NONCE = "00112233445566778899aabbccddeeff"
TARGET = "/v1/people/c-1001/orders?after=H-104233"


def signed(method: str = "GET", target: str = TARGET, body: bytes = b"", secret: str = SECRET) -> str:
    return sign(secret, method, target, body, now=NOW, nonce=NONCE)


def test_what_was_signed_is_verified_and_gives_its_nonce() -> None:
    assert verify(SECRET, signed(), "GET", TARGET, b"", now=NOW) == NONCE


def test_the_method_may_be_written_small() -> None:
    assert verify(SECRET, signed("get"), "GET", TARGET, b"", now=NOW) == NONCE


@pytest.mark.parametrize(
    ("secret", "method", "target", "body"),
    [
        ("b" + SECRET[1:], "GET", TARGET, b""),
        (SECRET, "POST", TARGET, b""),
        (SECRET, "200", TARGET, b""),
        (SECRET, "GET", "/v1/people/c-1002/orders?after=H-104233", b""),
        (SECRET, "GET", TARGET.replace("33", "34"), b""),
        (SECRET, "GET", TARGET, b"{}"),
    ],
    ids=["secret", "method", "an answer", "path", "query", "body"],
)
def test_a_signature_is_good_for_nothing_else(secret: str, method: str, target: str, body: bytes) -> None:
    with pytest.raises(BadSignature, match="wrong"):
        verify(secret, signed(), method, target, body, now=NOW)


@pytest.mark.parametrize("seconds", [-300, 0, 300])
def test_five_minutes_either_way_are_allowed(seconds: int) -> None:
    assert verify(SECRET, signed(), "GET", TARGET, b"", now=NOW + timedelta(seconds=seconds)) == NONCE


@pytest.mark.parametrize("seconds", [-301, 301, 86_400])
def test_more_is_not(seconds: int) -> None:
    with pytest.raises(BadSignature, match="five minutes"):
        verify(SECRET, signed(), "GET", TARGET, b"", now=NOW + timedelta(seconds=seconds))


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "t=1,n=2,v1=3",
        signed() + " ",
        "v0" + signed(),
        signed().replace(NONCE, NONCE.upper()),
        signed().replace("t=", "t=-"),
        signed().replace("t=", "t=٣"),  # digits of another script
        f"{signed()},{signed()}",
        signed() + "\n",
    ],
)
def test_a_header_that_is_none_is_refused(header: str | None) -> None:
    with pytest.raises(BadSignature, match=r"missing|malformed"):
        verify(SECRET, header, "GET", TARGET, b"", now=NOW)


@given(
    header=st.text() | st.from_regex(r"t=\d{0,14},n=[0-9a-fA-F]{0,40},v1=[0-9a-f]{0,70}"),
    body=st.binary(),
    target=st.text(),
)
def test_whatever_comes_is_refused_in_words_and_raises_nothing_else(header: str, body: bytes, target: str) -> None:
    with pytest.raises(BadSignature) as refusal:
        verify(SECRET, header, "GET", target, body, now=NOW)
    assert SECRET not in str(refusal.value)


@given(method=st.sampled_from(["GET", "POST", "200", "404"]), target=st.text(), body=st.binary())
def test_whatever_is_signed_verifies(method: str, target: str, body: bytes) -> None:
    assert verify(SECRET, signed(method, target, body), method, target, body, now=NOW) == NONCE


@given(at=st.integers(0, 190), other=st.sampled_from("0123456789abcdef"))
def test_one_changed_character_spoils_it(at: int, other: str) -> None:
    header = signed()
    spoilt = header[: at % len(header)] + other + header[at % len(header) + 1 :]
    if spoilt != header:
        with pytest.raises(BadSignature):
            verify(SECRET, spoilt, "GET", TARGET, b"", now=NOW)


def test_a_nonce_counts_once_in_ten_minutes() -> None:
    nonces = Nonces()
    nonces.remember(NONCE, now=NOW)
    for later in (0, 300, 600):
        with pytest.raises(BadSignature, match="seen before"):
            nonces.remember(NONCE, now=NOW + timedelta(seconds=later))
    nonces.remember(NONCE, now=NOW + timedelta(seconds=601))


def test_a_nonce_is_remembered_for_as_long_as_its_signature_is_good() -> None:
    """Signed by a clock that is five minutes ahead, it is good for ten."""
    early, last = NOW - timedelta(seconds=300), NOW + timedelta(seconds=300)
    nonces = Nonces()
    nonces.remember(verify(SECRET, signed(), "GET", TARGET, b"", now=early), now=early)
    again = verify(SECRET, signed(), "GET", TARGET, b"", now=last)
    with pytest.raises(BadSignature, match="seen before"):
        nonces.remember(again, now=last)


def test_too_many_are_refused_rather_than_forgotten() -> None:
    nonces = Nonces(most=3)
    for _ in range(3):
        nonces.remember(new_nonce(), now=NOW)
    with pytest.raises(BadSignature, match="More requests"):
        nonces.remember(new_nonce(), now=NOW)
    nonces.remember(new_nonce(), now=NOW + timedelta(seconds=601))
    assert len(nonces) == 1
