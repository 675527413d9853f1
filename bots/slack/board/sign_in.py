"""Signing in at the board with Slack, by OpenID Connect (docs.slack.dev/authentication/sign-in-with-slack)."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlencode

from bots.slack.board.id_token import Expected, NotProven, claims_of
from bots.slack.errors import NoAccess
from bots.slack.link import SlackLink
from core.model.errors import Final
from core.model.ids import AgentId
from handoff.board.gate.sign_in import Known, NotSignedIn

SCOPES = "openid profile email"
EXCHANGE = "openid.connect.token"  # the SDK's own call of it warns of what it uses


class SlackSignIn:
    """The SignIn of the board. `root` is Slack's address, which issues its tokens."""

    def __init__(
        self, link: SlackLink, root: str, client_id: str, client_secret: str, now: Callable[[], datetime]
    ) -> None:
        self._link, self._root, self._now = link, root, now
        self._client_id, self._client_secret = client_id, client_secret

    def url(self, state: str, nonce: str, back: str) -> str:
        asked = {
            "response_type": "code",
            "scope": SCOPES,
            "client_id": self._client_id,
            "state": state,
            "nonce": nonce,
            "redirect_uri": back,
        }
        if self._link.channel:
            asked["team"] = self._link.channel.bot.team
        return f"{self._root}/openid/connect/authorize?{urlencode(asked)}"

    async def who(self, code: str, nonce: str, back: str) -> Known:
        channel = self._link.reached()
        if not code:
            raise NotSignedIn("Slack gave no code: it was called off")
        token = await self._token(code, back)
        expected = Expected(self._root, self._client_id, nonce, channel.bot.team, self._now())
        try:
            claims = claims_of(token, expected)
        except NotProven as error:
            raise NotSignedIn(str(error)) from None
        return Known(AgentId(claims.user), claims.email if claims.email_verified else "")

    async def _token(self, code: str, back: str) -> str:
        """The desk's own id and secret go with the code; Slack takes each code once."""
        api = self._link.reached().api
        asked = {
            "client_id": self._client_id,
            "client_secret": self._client_secret,
            "code": code,
            "redirect_uri": back,
            "grant_type": "authorization_code",
        }
        try:
            answer = await api.ask(api.web.api_call(EXCHANGE, data=asked))
        except (NoAccess, Final) as error:
            raise NotSignedIn(f"Slack does not take the code ({error})") from None
        return str(answer.get("id_token") or "")
