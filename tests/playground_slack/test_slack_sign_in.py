"""Signing in with the played Slack, as an app and a browser do it."""

import base64
import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bots.playground.slack import Person, SlackServer
from bots.playground.slack.sign_in import AUTHORIZE, CLIENT_ID, CLIENT_SECRET

BACK = "http://127.0.0.1:8090/back"
ASKED = {
    "response_type": "code",
    "scope": "openid profile email",
    "client_id": CLIENT_ID,
    "state": "s&s",
    "nonce": "n",
    "redirect_uri": BACK,
}


async def page(server: SlackServer, **changes: str) -> tuple[int, str]:
    async with (
        aiohttp.ClientSession() as browser,
        browser.get(f"{server.root}{AUTHORIZE}", params=ASKED | changes) as answer,
    ):
        return answer.status, await answer.text()


async def presses(server: SlackServer, user: str, **changes: str) -> dict[str, str]:
    """What the app is told at its own address."""
    form = ASKED | changes | {"user": user}
    async with (
        aiohttp.ClientSession() as browser,
        browser.post(f"{server.root}{AUTHORIZE}", data=form, allow_redirects=False) as answer,
    ):
        assert answer.status == 303
        to = answer.headers["Location"]
        assert to.startswith(f"{BACK}?")
        return dict(parse_qsl(urlsplit(to).query))


async def exchange(client: AsyncWebClient, code: str, **changes: str) -> dict[str, Any]:
    given = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "code": code, "redirect_uri": BACK} | changes
    answer = await client.api_call("openid.connect.token", data=given)
    assert isinstance(answer.data, dict)
    return answer.data


async def test_everybody_has_a_button(server: SlackServer, tom: Person) -> None:
    server.agent("<script>Gus</script>", guest=True)
    status, text = await page(server)
    assert status == 200
    assert "Tom Visser" in text
    assert "&lt;script&gt;Gus" in text
    assert "<script>" not in text
    assert "Frontdesk</b>" not in text  # the bot signs in nowhere


async def test_a_code_is_exchanged_for_who_it_was(server: SlackServer, tom: Person, client: AsyncWebClient) -> None:
    told = await presses(server, tom.id)
    assert told["state"] == "s&s"
    answer = await exchange(client, told["code"])
    payload = answer["id_token"].split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    assert (claims["iss"], claims["aud"], claims["nonce"]) == (server.root, CLIENT_ID, "n")
    assert (claims["https://slack.com/user_id"], claims["https://slack.com/team_id"]) == ("U0TOM", server.state.team_id)
    known = AsyncWebClient(answer["access_token"], base_url=f"{server.root}/api/", retry_handlers=[])
    about = await known.openid_connect_userInfo()
    assert about["https://slack.com/user_id"] == "U0TOM"


async def test_the_client_may_name_itself_in_a_header(server: SlackServer, tom: Person) -> None:
    told = await presses(server, tom.id)
    named = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
    async with (
        aiohttp.ClientSession(headers={"Authorization": f"Basic {named}"}) as app,
        app.post(
            f"{server.root}/api/openid.connect.token", data={"code": told["code"], "redirect_uri": BACK}
        ) as answer,
    ):
        assert (await answer.json())["ok"]


async def test_calling_it_off_is_told(server: SlackServer) -> None:
    assert await presses(server, "") == {"error": "access_denied", "state": "s&s"}


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code": "another"}, "invalid_code"),
        ({"client_id": "9.9"}, "invalid_client_id"),
        ({"client_secret": "wrong"}, "bad_client_secret"),
        ({"redirect_uri": "http://127.0.0.1:8090/elsewhere"}, "bad_redirect_uri"),
    ],
)
async def test_a_wrong_exchange_is_refused(
    server: SlackServer, tom: Person, client: AsyncWebClient, changes: dict[str, str], error: str
) -> None:
    code = (await presses(server, tom.id))["code"]
    with pytest.raises(SlackApiError, match=error):
        await exchange(client, **({"code": code} | changes))


async def test_a_code_works_once(server: SlackServer, tom: Person, client: AsyncWebClient) -> None:
    code = (await presses(server, tom.id))["code"]
    await exchange(client, code)
    with pytest.raises(SlackApiError, match="code_already_used"):
        await exchange(client, code)


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": "9.9"},
        {"response_type": "token"},
        {"scope": "profile"},
        {"redirect_uri": "https://evil.example/back"},
    ],
)
async def test_a_wrong_question_gets_no_buttons(server: SlackServer, tom: Person, changes: dict[str, str]) -> None:
    status, text = await page(server, **changes)
    assert (status, "Tom" in text) == (400, False)


async def test_it_leads_back_to_where_the_app_was_set_up_alone(server: SlackServer, tom: Person) -> None:
    server.sign_in.redirect_urls = ("https://board.example/",)
    assert (await page(server))[0] == 400
    assert (await page(server, redirect_uri="https://board.example/back"))[0] == 200
