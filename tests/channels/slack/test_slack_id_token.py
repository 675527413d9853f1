"""Slack's ID token: what is taken, and everything that is not."""

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bots.slack.board.id_token import Expected, NotProven, claims_of

NOW = datetime(2026, 11, 22, 7, tzinfo=UTC)
EXPECTED = Expected("https://slack.com", "1.2", "the nonce", "T0SHOP", NOW)
CLAIMS: dict[str, Any] = {
    "iss": "https://slack.com",
    "sub": "U0EVA",
    "aud": "1.2",
    "exp": int(NOW.timestamp()) + 300,
    "iat": int(NOW.timestamp()),
    "nonce": "the nonce",
    "https://slack.com/team_id": "T0SHOP",
    "https://slack.com/user_id": "U0EVA",
    "email": "eva@shop.example",
    "email_verified": True,
    "name": "Eva",
}


def token(**changes: Any) -> str:
    claims = {name: value for name, value in (CLAIMS | changes).items() if value is not None}
    return f"{encoded({'alg': 'RS256'})}.{encoded(claims)}.c2lnbmF0dXJl"


def encoded(part: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


def test_who_signed_in_is_known() -> None:
    claims = claims_of(token(), EXPECTED)
    assert (claims.user, claims.email, claims.email_verified) == ("U0EVA", "eva@shop.example", True)


def test_an_audience_may_be_a_list_of_one() -> None:
    assert claims_of(token(aud=["1.2"]), EXPECTED).user == "U0EVA"


def test_clocks_may_be_a_little_apart() -> None:
    assert claims_of(token(exp=int(NOW.timestamp()) - 59), EXPECTED).user == "U0EVA"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"iss": "https://evil.example"}, "somebody else's"),
        ({"aud": "3.4"}, "for another app"),
        ({"aud": ["1.2", "3.4"]}, "for another app"),
        ({"aud": []}, "for another app"),
        ({"exp": int(NOW.timestamp()) - 60}, "too old"),
        ({"nonce": "another"}, "of another sign-in"),
        ({"nonce": "é"}, "of another sign-in"),
        ({"nonce": ""}, "of another sign-in"),
        ({"https://slack.com/team_id": "T0OTHER"}, "of another workspace"),
        ({"https://slack.com/user_id": ""}, "names nobody"),
        ({"nonce": None}, "cannot be read"),
        ({"https://slack.com/team_id": None}, "cannot be read"),
        ({"exp": "soon"}, "cannot be read"),
    ],
)
def test_a_token_that_is_not_for_this_sign_in_is_refused(changes: dict[str, Any], why: str) -> None:
    with pytest.raises(NotProven, match=why):
        claims_of(token(**changes), EXPECTED)


@pytest.mark.parametrize("broken", ["", "x", "a.b", "a.b.c", "a.é.c", "....", "a." + "A" * 10_000 + ".c", encoded([1])])
def test_what_is_no_token_is_refused(broken: str) -> None:
    with pytest.raises(NotProven, match="cannot be read"):
        claims_of(broken, EXPECTED)
