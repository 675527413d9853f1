"""Bolt between Slack and our inbox: what it hands on is on disk before Slack is told "received"."""

import logging

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bots.slack.dispute_submission import FormCheck
from bots.slack.errors import Rejected
from bots.slack.ids import COMMAND, Json
from bots.slack.incoming import duty_wish
from bots.slack.people import People
from bots.slack.received import about_dispute, command_of, received, renamed_member, sender_of
from bots.slack.workspace import Bot
from core.language.spec import BY_CODE
from core.ports import Intake

_BOLT_LOG = logging.getLogger("bots.slack.bolt")
_BOLT_LOG.setLevel(logging.ERROR)  # its warnings are about tokens in the environment, which are not for Bolt

USAGE = f"{COMMAND} on | {COMMAND} on en pl | {COMMAND} on all | {COMMAND} off\nLanguages: {', '.join(BY_CODE)}"


class Listener:
    """The Bolt app of one workspace; `intake` is None while nothing may come in."""

    def __init__(self, web: AsyncWebClient, bot: Bot, people: People, forms: FormCheck) -> None:
        self.intake: Intake | None = None
        self.app = _new_app(web, bot)
        self.app.use(self._middleware())
        self._people = people
        self._forms = forms

    def _middleware(self) -> object:
        async def keep(body: Json) -> BoltResponse:  # Bolt gives arguments by their names
            return await self._keep(body)

        return keep

    async def _keep(self, body: Json) -> BoltResponse:
        """Durable first, then acknowledged: Bolt alone acknowledges an event before any listener has run (measured)."""
        if self.intake is None:  # the desk is stopping: without an acknowledgement Slack delivers again
            return BoltResponse(status=503)
        self._people.forget(renamed_member(body))
        await self._people.meet(sender_of(body))
        if about_dispute(body) and not self._people.knows(sender_of(body)):
            return BoltResponse(status=503)  # it may be a guest, and it may be about money: Slack says that it failed
        wrong = await self._forms.complaints(body)
        if wrong:  # the form stays open with all that was typed
            return BoltResponse(status=200, body={"response_action": "errors", "errors": wrong})
        await self.intake.receive([received(body)])
        return BoltResponse(status=200, body=_reply_to(body))

    async def hear(self, body: Json) -> BoltResponse:
        """What came over HTTP. Raises Rejected for shapes that Bolt cannot look into."""
        try:
            request = AsyncBoltRequest(mode="socket_mode", body=body)  # the mode in which it takes a parsed body
        except (AttributeError, TypeError, LookupError):
            raise Rejected(400, "not an object of Slack's") from None
        return await self.app.async_dispatch(request)


def _new_app(web: AsyncWebClient, bot: Bot) -> AsyncApp:
    """Bolt leaves out what we ourselves posted. `web` has no token: the app needs none to listen."""

    async def authorize() -> AuthorizeResult:
        """Of our own, for Bolt's would ask auth.test at each new member's first event."""
        return AuthorizeResult(enterprise_id=None, team_id=bot.team, bot_id=bot.bot, bot_user_id=bot.user)

    return AsyncApp(
        name="frontdesk",
        logger=_BOLT_LOG,
        client=web,
        authorize=authorize,
        signing_secret="",
        request_verification_enabled=False,  # done at the door, replays and junk included
        ssl_check_enabled=False,
    )


def _reply_to(body: Json) -> str:
    """A command that we do not know is answered with those we do; all else shows its effect in the channel."""
    command, words = command_of(body)
    return USAGE if command and duty_wish(command, words) is None else ""
