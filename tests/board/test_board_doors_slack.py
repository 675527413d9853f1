"""Signing in at the board with Slack: who comes in, as what, and who does not; as dialogues with a played Slack."""

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from bots.playground.faults import Fault
from bots.playground.slack import Person, members
from tests.board.doors import Browser, Town, town


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as made:
        yield made


async def sees_as(browser: Browser) -> str:
    """The role by which the page greets them; empty for somebody who has not come in."""
    page = await browser.opens("/staffing-or-anything")
    assert page.status == 404
    first = await browser.opens("/")
    if first.status != 200:
        return ""
    return next(role for role in ("operator", "supervisor", "viewer") if f"· {role}" in first.text.casefold())


# --- who comes in
@pytest.mark.parametrize(
    ("who", "role"),
    [("eva", "supervisor"), ("tom", "viewer"), ("olga", "operator")],
    ids=["group", "agent", "operator"],
)
async def test_who_has_a_part_in_it_comes_in(desk: Town, who: str, role: str) -> None:
    browser = desk.browser()
    back = await browser.signs_in(desk.slack, getattr(desk.people, who), to="/figures?days=7")
    assert (back.status, back.to) == (303, "/figures?days=7")
    assert await sees_as(browser) == role


async def test_the_page_names_whoever_came_in(desk: Town) -> None:
    browser = desk.browser()
    await browser.signs_in(desk.slack, desk.people.eva)
    assert "Eva ·" in (await browser.opens("/")).text


@pytest.mark.parametrize(
    ("who", "told"),
    [
        ("nina", "You have no part in this desk"),
        ("gus", "Guests, bots and members of other workspaces cannot come in"),
        ("max", "Slack did not confirm who you are"),
    ],
    ids=["no agent", "guest", "other workspace"],
)
async def test_who_has_none_reads_why(desk: Town, who: str, told: str) -> None:
    browser = desk.browser()
    back = await browser.signs_in(desk.slack, getattr(desk.people, who))
    assert back.status == 403
    assert told in back.text
    assert browser.cookie == ""
    assert await sees_as(browser) == ""


@pytest.mark.parametrize("named", ["U0TOM", "Tom.Visser@playground.example"])
async def test_who_confirms_blocks_in_slack_supervises_here_too(tmp_path: Path, named: str) -> None:
    async with town(tmp_path, supervisors=(named,)) as desk:
        browser = desk.browser()
        await browser.signs_in(desk.slack, desk.people.tom)
        assert await sees_as(browser) == "supervisor"


async def test_an_operator_may_be_named_by_id(tmp_path: Path) -> None:
    async with town(tmp_path, operators=("U0NINA",)) as desk:
        browser = desk.browser()
        await browser.signs_in(desk.slack, desk.people.nina)
        assert await sees_as(browser) == "operator"


async def test_agents_do_not_look_on_where_nobody_else_may(tmp_path: Path) -> None:
    async with town(tmp_path, viewers="nobody") as desk:
        assert (await desk.browser().signs_in(desk.slack, desk.people.tom)).status == 403
        assert (await desk.browser().signs_in(desk.slack, desk.people.eva)).status == 303


async def test_a_group_that_is_not_there_makes_no_supervisors(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with town(tmp_path, supervisors_group="@nobody") as desk:
        browser = desk.browser()
        await browser.signs_in(desk.slack, desk.people.eva)
        assert await sees_as(browser) == "viewer"
    assert "the workspace has no user group @nobody: make it, or name another in BOARD_SUPERVISORS_GROUP" in caplog.text


async def test_this_machine_may_be_called_by_another_name(desk: Town) -> None:
    """Slack leads back to one address, and the cookie of the way must be sent there."""
    browser = desk.browser()
    port = urlsplit(desk.board.listening).port
    away = await browser.asks("GET", f"http://localhost:{port}/sign-in/slack?to=/figures")
    assert away.to == f"{desk.board.listening}/sign-in/slack?to=/figures"


async def test_whoever_calls_it_off_may_begin_again(desk: Town) -> None:
    browser = desk.browser()
    back = await browser.signs_in(desk.slack, "")
    assert back.status == 403
    assert "Sign in with Slack" in back.text
    assert (await browser.signs_in(desk.slack, desk.people.tom)).status == 303


# --- what is not theirs
@pytest.mark.fault("Security", "a sign-in that another browser began", "state and nonce come of this browser's cookie")
async def test_a_way_back_that_another_browser_began_leads_nowhere(desk: Town) -> None:
    """An attacker's code in a victim's browser would sign the victim in as the attacker."""
    attacker, victim = desk.browser(), desk.browser()
    back = await attacker.chooses(desk.slack, desk.people.eva.id, await attacker.is_led_to_slack())
    assert (await victim.opens(back)).status == 403
    await victim.is_led_to_slack()
    assert (await victim.opens(back)).status == 403
    assert victim.cookie == ""


@pytest.mark.parametrize("state", ["", "x", "é"])
async def test_a_wrong_state_leads_nowhere(desk: Town, state: str) -> None:
    browser = desk.browser()
    back = await browser.chooses(desk.slack, desk.people.eva.id, await browser.is_led_to_slack())
    code = dict(parse_qsl(urlsplit(back).query))["code"]
    found = await browser.opens(f"/sign-in/slack/back?{urlencode({'code': code, 'state': state})}")
    assert found.status == 403
    assert "not begun in this browser" in found.text


async def test_the_way_back_works_once(desk: Town) -> None:
    browser = desk.browser()
    back = await browser.chooses(desk.slack, desk.people.eva.id, await browser.is_led_to_slack())
    assert (await browser.opens(back)).status == 303
    assert (await browser.opens(back)).status == 403


@pytest.mark.fault("Security", "a sign-in that another browser began")
async def test_slack_takes_a_code_once(desk: Town) -> None:
    """Also from somebody who kept the cookie of the sign-in."""
    browser, thief = desk.browser(), desk.browser()
    back = await browser.chooses(desk.slack, desk.people.eva.id, await browser.is_led_to_slack())
    kept = {each.key: each.value for each in browser.session.cookie_jar}
    assert (await browser.opens(back)).status == 303
    thief.session.cookie_jar.update_cookies(kept)
    found = await thief.opens(back, Cookie="; ".join(f"{name}={value}" for name, value in kept.items()))
    assert found.status == 403
    assert "Slack did not confirm who you are" in found.text


async def test_a_token_of_another_sign_in_is_not_taken(desk: Town) -> None:
    """The code is of a sign-in with another nonce, as one that was stolen elsewhere would be."""
    browser = desk.browser()
    asked = await browser.is_led_to_slack()
    stolen = desk.slack.sign_in.grant(desk.people.eva.user, "another nonce", asked["redirect_uri"])
    found = await browser.opens(f"/sign-in/slack/back?{urlencode({'code': stolen, 'state': asked['state']})}")
    assert found.status == 403


@pytest.mark.parametrize(
    "to", ["https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example", "evil", "/sign-in/slack"]
)
async def test_nobody_is_led_elsewhere_after_signing_in(desk: Town, to: str) -> None:
    browser = desk.browser()
    assert (await browser.signs_in(desk.slack, desk.people.tom, to=to)).to == "/"
    link = desk.board.link()
    assert (await desk.browser().sends("/sign-in", token=link.partition("token=")[2], to=to)).to == "/"


async def test_slack_out_of_reach_is_said(desk: Town) -> None:
    browser = desk.browser()
    back = await browser.chooses(desk.slack, desk.people.eva.id, await browser.is_led_to_slack())
    desk.slack.faults.add(Fault("slack", "openid.connect.token", status=503))
    found = await browser.opens(back)
    assert found.status == 503
    assert "Slack is not reached at the moment" in found.text


# --- who may not any more
async def lets_pass(desk: Town) -> None:
    """So long that who is who is looked up again."""
    desk.clock.on(minutes=4)


async def test_who_leaves_the_group_becomes_a_viewer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bots.slack.board.standing._FRESH", 0.0)
    async with town(tmp_path) as desk:
        browser = desk.browser()
        await browser.signs_in(desk.slack, desk.people.eva)
        members.set_members(desk.slack.workspace, desk.people.leads, [])
        await lets_pass(desk)
        assert await sees_as(browser) == "viewer"


@pytest.mark.fault("Security", "Board: roles")
async def test_for_an_act_the_role_is_looked_up_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bots.slack.board.standing._FRESH", 0.0)
    async with town(tmp_path) as desk:
        browser = desk.browser()
        await browser.signs_in(desk.slack, desk.people.eva)
        token = await browser.token()
        route = next(each for each in desk.board.routes if each.method == "POST" and each.role == "supervisor")
        members.set_members(desk.slack.workspace, desk.people.leads, [])
        assert (await browser.sends(route.path, csrf=token)).status == 403
        assert await sees_as(browser) == "viewer"


async def test_who_leaves_the_workspace_is_out(desk: Town) -> None:
    browser = desk.browser()
    await browser.signs_in(desk.slack, desk.people.olga)
    desk.people.olga.user.deleted = True
    assert await sees_as(browser) == "operator"
    await lets_pass(desk)
    assert await sees_as(browser) == ""
    desk.people.olga.user.deleted = False
    assert await sees_as(browser) == ""  # the session has ended


async def test_an_agent_who_leaves_the_support_channel_is_out(desk: Town) -> None:
    browser = desk.browser()
    await browser.signs_in(desk.slack, desk.people.tom)
    desk.people.tom.leaves(desk.slack.channel("support"))
    await desk.link.reached().staff.refresh()  # as it is done when Slack tells of it, and every few minutes
    await lets_pass(desk)
    assert await sees_as(browser) == ""


async def test_somebody_who_has_just_become_an_agent_comes_in(desk: Town) -> None:
    desk.people.nina.joins(desk.slack.channel("support"))
    assert (await desk.browser().signs_in(desk.slack, desk.people.nina)).status == 303


async def test_who_becomes_a_guest_is_out_at_their_next_act(desk: Town) -> None:
    browser = desk.browser()
    await browser.signs_in(desk.slack, desk.people.tom)
    token = await browser.token()
    desk.people.tom.user.guest = True
    assert (await browser.sends("/acts/take-over", csrf=token)).status == 401
    assert await sees_as(browser) == ""


async def test_what_was_found_last_stands_while_slack_is_away_but_not_for_ever(desk: Town) -> None:
    browser = desk.browser()
    await browser.signs_in(desk.slack, desk.people.eva)
    desk.slack.faults.add(Fault("slack", "users.info", status=503, times=1000))
    await lets_pass(desk)
    assert await sees_as(browser) == "supervisor"
    desk.clock.on(minutes=57)
    assert await sees_as(browser) == ""
    desk.slack.faults.clear()
    assert await sees_as(browser) == "supervisor"


async def test_each_coming_in_and_going_out_is_written_down(desk: Town) -> None:
    browser = desk.browser()
    await browser.signs_in(desk.slack, desk.people.eva)
    await browser.sends("/sign-out", csrf=await browser.token())
    await desk.browser().signs_in(desk.slack, desk.people.tom)
    desk.people.tom.user.guest = True
    rows = await desk.room.store.transact(lambda tx: tx.looking.audit("", 10))
    assert [(row.kind, row.detail) for row in rows] == [
        ("board: signed in", "U0EVA Eva: supervisor, by messenger"),
        ("board: signed out", "U0EVA Eva: supervisor, by messenger"),
        ("board: signed in", "U0TOM Tom: viewer, by messenger"),
    ]


async def test_it_was_tom(desk: Town) -> None:
    tom: Person = desk.people.tom
    browser = desk.browser()
    asked = await browser.is_led_to_slack()
    assert asked["scope"] == "openid profile email"
    assert asked["team"] == desk.slack.state.team_id
    assert asked["redirect_uri"] == f"{desk.board.listening}/sign-in/slack/back"
    assert (await browser.opens(await browser.chooses(desk.slack, tom.id, asked))).status == 303
