"""How to reach a Slack workspace: its tokens, its channels, and what the desk keeps to there."""

from dataclasses import dataclass, field

from bots.slack.members.incoming import AWAY_STATUSES
from core.language.spec import ENGLISH, LANGUAGES
from core.model.ids import Language
from handoff.queues import Queue


@dataclass(frozen=True)
class BySocket:
    """Events come over a web socket that we open; it is tested every `ping_seconds`."""

    app_token: str = field(repr=False)
    ping_seconds: float = 10.0


@dataclass(frozen=True)
class ByHttp:
    """Events are posted to us, signed with the secret."""

    signing_secret: str = field(repr=False)


@dataclass(frozen=True)
class SlackAccess:
    """How to reach a workspace. `channel` is the support channel's name or id; staff read `language` there.

    `trust_channel` is where disputes are shown; empty: in the support channel. `zone` (IANA) is where staff read times.
    Who is away is asked every `presence_seconds`; 0: never. Agents are the members of the channel, or of `agents_group`; the
    team takes chats in `languages`, each agent `chats_at_once` who has not said it otherwise.

    `queues`, whose channels are written as the others, take the chats that they fit; without one a chat waits in the support
    channel. What can no longer be shown where it was goes on in `fallback_channel`; empty: in the support channel.
    `alerts_channel`: for what concerns the desk as a whole, its alarms too.
    """

    bot_token: str = field(repr=False)
    channel: str
    way: BySocket | ByHttp
    api_root: str = "https://slack.com"
    language: Language = ENGLISH
    per_channel_per_second: float = 1.0
    trust_channel: str = ""
    zone: str = "Europe/Amsterdam"
    presence_seconds: float = 0.0
    agents_group: str = ""
    supervisors: tuple[str, ...] = ()
    away_statuses: tuple[str, ...] = AWAY_STATUSES
    languages: tuple[str, ...] = tuple(row.code for row in LANGUAGES if row.chat)
    chats_at_once: int = 3
    queues: tuple[Queue, ...] = ()
    fallback_channel: str = ""
    alerts_channel: str = ""
