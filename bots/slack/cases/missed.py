"""What happened in a thread while nobody listened, as the events that should have brought it. Pure."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from bots.slack.ids import Json, Place
from bots.slack.workspace import Bot
from core.model.facts import Copy

# Slack's shortest time after which a workspace may have messages deleted is a day: what is older may be gone without anybody's
# doing (slack.com/help/articles/203457187).
KEPT_FOR = timedelta(hours=20)

_TS = re.compile(r"\d{1,12}\.\d{1,6}", re.ASCII)


class Missed:
    """`since`: when we began not to listen. `copies`: what the customer has of messages written in the thread."""

    def __init__(self, place: Place, bot: Bot, since: datetime, copies: Sequence[Copy]) -> None:
        self._place, self._bot, self._since = place, bot, since
        self._copies = {copy.ref: copy for copy in copies if _TS.fullmatch(copy.ref) and copy.way != "gone"}

    def events(self, replies: Sequence[Json], now: datetime) -> Iterator[Json]:
        """All that was written, then what was changed, and what is not there any more.

        docs.slack.dev/reference/events/message: also /message_changed and /message_deleted.
        """
        people = [reply for reply in replies if self._is_a_persons(reply)]
        for reply in people:
            if _moment(reply.get("ts")) >= self._since:
                yield self._event(reply)
        for reply in people:
            if reply.get("ts") in self._copies and _moment(_edited(reply)) >= self._since:
                yield self._event({"subtype": "message_changed", "ts": _edited(reply), "message": reply})
        there = {reply.get("ts") for reply in replies}
        for ref, copy in self._copies.items():
            if ref not in there and _moment(ref) >= now - KEPT_FOR:
                yield self._event(self._deletion(copy))

    def _is_a_persons(self, reply: Json) -> bool:
        ours = reply.get("bot_id") or reply.get("user") == self._bot.user
        return not ours and reply.get("ts") != self._place.ts

    def _deletion(self, copy: Copy) -> Json:
        author = copy.speaker.id if copy.speaker else ""
        written = {"type": "message", "user": author, "ts": copy.ref, "thread_ts": self._place.ts}
        return {
            "subtype": "message_deleted",
            "ts": copy.ref,
            "deleted_ts": copy.ref,
            "previous_message": written | {"parent_user_id": self._bot.user},
        }

    def _event(self, event: Json) -> Json:
        whole = {**event, "type": "message", "channel": self._place.channel}
        return {"type": "event_callback", "team_id": self._bot.team, "event": whole}


def _edited(reply: Json) -> object:
    edited = reply.get("edited")
    return edited.get("ts") if isinstance(edited, dict) else None


def _moment(ts: object) -> datetime:
    """The beginning of time for what is no moment."""
    seconds = float(ts) if isinstance(ts, str) and _TS.fullmatch(ts) else 0.0
    return datetime.fromtimestamp(seconds, UTC)
