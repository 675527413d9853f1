"""Finding our way in a workspace at the start: who we are there, and where the staff talk."""

import re
from typing import NamedTuple

from bots.slack.api import Api, new_session, web_client
from bots.slack.errors import NoAccess, NotSetUp
from bots.slack.ids import Json
from core.model.errors import Gone, Refused

_CHANNEL_ID = re.compile(r"[CG][A-Z0-9]{7,}")


class Bot(NamedTuple):
    """We ourselves: our workspace, our user and our bot id (messages carry either); `url`: where people open the workspace."""

    team: str
    user: str
    bot: str
    url: str = ""


async def who_we_are(api: Api) -> Bot:
    """Raises NotSetUp where the token is not good, Transient where Slack cannot be asked now."""
    try:
        me = await api.answer(api.web.auth_test())
    except (NoAccess, Refused) as error:
        raise NotSetUp(
            f"the bot token does not open Slack ({error}): copy SLACK_BOT_TOKEN anew from the app's page"
        ) from None
    return Bot(str(me["team_id"]), str(me["user_id"]), str(me.get("bot_id", "")), str(me.get("url") or ""))


async def try_token(root: str, token: str, known: Bot | None) -> None:
    """Raises NotSetUp where it is not good, or not of the app and the workspace that are `known`, and Transient."""
    async with new_session(root) as session:
        found = await who_we_are(Api(web_client(root, session, token)))
    if known and (found.team, found.user) != (known.team, known.user):
        raise NotSetUp("the bot token is of another app or workspace: start the desk anew with it")


async def try_app_token(root: str, token: str) -> None:
    """Raises NotSetUp where it is not good, and Transient. The address that it gets is not used, and is soon none."""
    async with new_session(root) as session:
        await socket_address(Api(web_client(root, session)), token)


async def socket_address(api: Api, app_token: str) -> str:
    """Where to open a socket. Raises NotSetUp where the app token is not good."""
    try:
        answer = await api.answer(api.web.apps_connections_open(app_token=app_token))
    except (NoAccess, Refused) as error:
        raise NotSetUp(
            f"the app token does not open Slack ({error}): SLACK_APP_TOKEN starts with xapp- and needs connections:write"
        ) from None
    return str(answer["url"])


async def staff_channel(api: Api, wanted: str, setting: str) -> str:
    """The id of the channel that is named "#support", "support" or by its id; we are in it then.

    Raises NotSetUp, which names the `setting`.
    """
    try:
        found = await _find(api, wanted.strip().removeprefix("#"))
        if found is not None and not found.get("is_member"):
            await api.answer(api.web.conversations_join(channel=found["id"]))
    except (NoAccess, Refused, Gone) as error:
        raise NotSetUp(
            f"the app cannot enter the channel {wanted} of {setting} ({error}): invite it there with /invite"
        ) from None
    if found is None:
        raise NotSetUp(
            f"the app sees no channel {wanted}: make it, or name another in {setting}; "
            "into a private one invite the app with /invite"
        )
    return str(found["id"])


async def user_group(api: Api, wanted: str, setting: str) -> str:
    """The id of the user group "@helpers", "helpers" or of this id. Raises NotSetUp, which names the `setting`, or Transient."""
    name = wanted.strip().removeprefix("@")
    try:
        answer = await api.ask(api.web.usergroups_list())
    except (NoAccess, Refused) as error:
        raise NotSetUp(
            f"the app cannot read the user group {wanted} of {setting} ({error}): it needs usergroups:read"
        ) from None
    for group in answer.get("usergroups", []):
        if name in (group.get("id"), group.get("handle")):
            return str(group["id"])
    raise NotSetUp(f"the workspace has no user group {wanted}: make it, or name another in {setting}")


async def _find(api: Api, wanted: str) -> Json | None:
    if _CHANNEL_ID.fullmatch(wanted):
        answer = await api.answer(api.web.conversations_info(channel=wanted))
        return dict(answer["channel"])
    return await _find_by_name(api, wanted)


async def _find_by_name(api: Api, wanted: str) -> Json | None:
    cursor = ""
    while True:
        page = await api.answer(
            api.web.conversations_list(
                types="public_channel,private_channel", exclude_archived=True, limit=200, cursor=cursor or None
            )
        )
        for channel in page.get("channels", []):
            if channel.get("name") == wanted:
                return dict(channel)
        cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
        if not cursor:
            return None
