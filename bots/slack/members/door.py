"""What is answered at once, before anything is kept: presses of those who are no agents, and what belongs to App Home."""

import logging

from slack_bolt.response import BoltResponse

from bots.slack.cases.card import Say
from bots.slack.home_tab.form import complaints, is_settings_form
from bots.slack.home_tab.views import HomeTab, asks_for_settings
from bots.slack.ids import Json
from bots.slack.members.staff import Staff
from bots.slack.received import acts, sender_of
from bots.slack.response_urls import ResponseUrls
from core.model.errors import DeskError
from core.model.view import text

log = logging.getLogger(__name__)

_MEMBERSHIP = ("member_joined_channel", "member_left_channel", "subteam_members_changed", "subteam_updated")
_ABOUT_MEMBERS = ("user_change", "user_status_changed", "dnd_updated_user")


class StaffDoor:
    """`where`: the channel or group whose members are agents, as it is called."""

    def __init__(self, staff: Staff, home: HomeTab, urls: ResponseUrls, say: Say, where: str) -> None:
        self._staff, self._home, self._urls = staff, home, urls
        self._say = say
        self._where = where

    async def answer(self, body: Json) -> BoltResponse | None:
        """None for what is to be kept."""
        if _event_type(body) in _MEMBERSHIP:
            self._staff.look_again()
        about = _told_of(body)
        if self._home.opened(body) or (about and not self._staff.is_one(about)):
            return BoltResponse(status=200)  # in a large workspace somebody's status changes all the time
        stranger = bool(sender_of(body)) and bool(await self._staff.why_not(sender_of(body)))
        if stranger and acts(body):
            return await self._refuse(body)
        if asks_for_settings(body):
            return await self._open_form(body)
        wrong = complaints(body, self._say) if is_settings_form(body) else {}
        return BoltResponse(status=200, body={"response_action": "errors", "errors": wrong}) if wrong else None

    async def _refuse(self, body: Json) -> BoltResponse:
        """By the address that came with a press: whoever is in no channel of ours can be told in no other way."""
        line = self._say(text("staff.not_yours", where=self._where))
        if body.get("command"):
            return BoltResponse(status=200, body=line)
        await self._urls.say(body, {"text": line, "response_type": "ephemeral", "replace_original": False})
        return BoltResponse(status=200)

    async def _open_form(self, body: Json) -> BoltResponse:
        try:
            await self._home.open_form(body, sender_of(body))
        except DeskError as error:
            log.info("the settings of %s are not shown: %s", sender_of(body), error)
        return BoltResponse(status=200)


def _told_of(body: Json) -> str:
    """The member whose own state Slack tells of; empty for anything else."""
    if _event_type(body) not in _ABOUT_MEMBERS:
        return ""
    user = body["event"].get("user")
    return str(user.get("id") or "") if isinstance(user, dict) else str(user or "")


def _event_type(body: Json) -> str:
    event = body.get("event")
    return str(event.get("type", "")) if isinstance(event, dict) else ""
