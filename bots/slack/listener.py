"""Between Slack and our inbox: what comes in is on disk before Slack is told "received". Bolt takes all but the events."""

import logging
import time
from collections.abc import Awaitable, Callable

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bots.slack.controls.door import ControlDoor
from bots.slack.dispute.submission import FormCheck
from bots.slack.errors import Rejected
from bots.slack.ids import Json
from bots.slack.masked import masked
from bots.slack.members.door import StaffDoor
from bots.slack.members.people import People
from bots.slack.own_posts import is_of_ours, without_our_page
from bots.slack.received import acts, received, renamed_member, sender_of, stamped, with_found
from bots.slack.workspace import Bot
from core.model.errors import DeskError, Transient
from core.ports import Intake

log = logging.getLogger(__name__)

_BOLT_LOG = logging.getLogger("bots.slack.bolt")
_BOLT_LOG.setLevel(logging.ERROR)  # its warnings are about tokens in the environment, which are not for Bolt


class _Keeping(AsyncMiddleware):
    """Takes the body as it came: for a mere function Bolt looks into it first, and stumbles over a press of nothing (measured)."""

    def __init__(self, keep: Callable[[Json], Awaitable[BoltResponse]]) -> None:
        self._keep = keep

    async def async_process(
        self, *, req: AsyncBoltRequest, resp: BoltResponse, next: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse:
        return await self._keep(req.body)


class Listener:
    """What one workspace sends, with the Bolt app for all but its events; `intake` is None while nothing may come in."""

    def __init__(
        self,
        web: AsyncWebClient,
        bot: Bot,
        people: People,
        forms: FormCheck,
        staff: StaffDoor,
        controls: ControlDoor,
    ) -> None:
        self.intake: Intake | None = None
        self.app = _new_app(web, bot)
        self.app.use(_Keeping(self._keep))
        self._bot = bot
        self._people = people
        self._forms = forms
        self._staff = staff
        self._controls = controls

    async def _keep(self, body: Json) -> BoltResponse:
        """Durable first, then acknowledged."""
        if self.intake is None:  # the desk is stopping: without an acknowledgement Slack delivers again
            return BoltResponse(status=503)
        body = masked(stamped(body, time.time()))
        self._people.forget(renamed_member(body))
        await self._people.meet(sender_of(body))
        if acts(body) and not self._people.knows(sender_of(body)):
            return BoltResponse(status=503)  # it may be a guest: Slack says that it failed
        answered = await self._staff.answer(body)
        if answered is not None:
            return answered
        wrong = await self._forms.complaints(body)
        if wrong:  # the form stays open with all that was typed
            return BoltResponse(status=200, body={"response_action": "errors", "errors": wrong})
        answer = await self._controls.answer(body)
        if answer is None or answer.keep:
            await self._store(with_found(body, answer.found if answer else None))
            await self._controls.kept(body)
        return BoltResponse(status=200, body=answer.body if answer else "")

    async def _store(self, body: Json) -> None:
        """Raises Transient, also where the desk has been stopped since the body came."""
        if self.intake is None:
            raise Transient("the desk is stopping")
        await self.intake.receive([received(without_our_page(body))])

    async def event(self, body: Json) -> BoltResponse | None:
        """What Slack is answered to an event; None for anything else.

        Bolt has nothing to add: an event opens no form, all its answer is "received", and by itself Bolt says that before
        any listener has run (measured).
        """
        if body.get("type") != "event_callback":
            return None
        if is_of_ours(body, self._bot):  # most of them
            return BoltResponse(status=200)
        try:
            return await self._keep(body)
        except DeskError as error:
            log.error("an event is not stored, Slack will bring it again: %s", error)
        except Exception:  # the edge of the channel: what Slack hears is "again"
            log.exception("an event is not stored by a mistake of ours")
        return BoltResponse(status=503)

    async def take_up(self, body: Json) -> None:
        """An event that Slack did not bring, or brought before: the inbox knows it then. Raises Transient."""
        if self.intake is None:
            return
        await self._people.meet(sender_of(body))
        await self.intake.receive([received(masked(body))])

    async def hear(self, body: Json) -> BoltResponse:
        """What came over HTTP. Raises Rejected for shapes that Bolt cannot look into."""
        answer = await self.event(body)
        if answer is not None:
            return answer
        try:
            request = AsyncBoltRequest(mode="socket_mode", body=body)  # the mode in which it takes a parsed body
        except (AttributeError, TypeError, LookupError):
            raise Rejected(400, "not an object of Slack's") from None
        return await self.app.async_dispatch(request)


def _new_app(web: AsyncWebClient, bot: Bot) -> AsyncApp:
    """`web` has no token: the app needs none to listen."""

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
