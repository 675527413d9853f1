"""Posts alerts: what concerns the desk as a whole, in the channel that the settings name for it."""

import logging
from collections.abc import Sequence

from bots.slack import workspace
from bots.slack.cases.card import Say
from bots.slack.ids import SLACK, Json
from bots.slack.posting import Content, Poster
from bots.slack.writing.markup import escaped, shortened
from core.model.alerts import Alert, AlertLine
from core.model.effects import Effect
from core.model.errors import Final, Gone, Refused
from core.model.ids import ConversationId
from core.model.rows import Done, Limit, OutboxRow, key_of
from core.model.view import text
from core.ports import Vitals

log = logging.getLogger(__name__)

LANE = "slack:alerts"
VITAL = "alerts"
SETTING = "ALERTS_CHANNEL"

# docs.slack.dev/reference/block-kit/blocks: a header's text 150, a section's 3,000 characters.
_HEADER = 150
_LINE = 250
_SECTION = 3000


def lane(_effect: Effect, _conversation: ConversationId) -> str:
    return LANE


def parts(_effect: Effect) -> int:
    return 1


class AlertPerformer:
    """The Performer of `Alert`. `channel` is a name or an id, and looked for when the first one is posted: without it all else
    works. `say` gives catalog texts in the staff's language.
    """

    def __init__(self, poster: Poster, channel: str, say: Say, vitals: Vitals, per_second: float = 1.0) -> None:
        self._poster = poster
        self._channel = channel
        self._say = say
        self._vitals = vitals
        self._per_second = per_second
        self._id = ""

    def lane(self, effect: Effect, conversation: ConversationId) -> str:
        return lane(effect, conversation)

    def limits(self, effect: Effect) -> tuple[Limit, ...]:
        return (Limit(f"{SLACK}:{self._id or LANE}", self._per_second),)

    def parts(self, effect: Effect) -> int:
        return parts(effect)

    async def perform(self, row: OutboxRow) -> Done:
        """Raises Transient, Limited, Uncertain, Gone, Refused or NotSetUp."""
        if not isinstance(row.effect, Alert):
            raise Refused(f"{type(row.effect).__name__} is no alert")
        try:
            done = await self._post(row, row.effect)
        except Final as error:
            self._vitals.ill(VITAL, str(error))
            raise
        self._vitals.well(VITAL)
        return done

    async def _post(self, row: OutboxRow, alert: Alert) -> Done:
        """Once: an earlier try that may have happened is looked for first."""
        channel = await self._found()
        try:
            again = row.attempts > 1
            ts = await self._poster.find_root(channel, key_of(row), row.created_at) if again else ""
            return Done(ts or await self._poster.post(channel, content(alert, self._say), key_of(row)))
        except Gone:
            self._id = ""  # one of that name may be made anew
            raise

    async def take_back(self, receipts: Sequence[str]) -> None:
        """Delete these; what is gone already, with its channel too, is well gone. Raises Transient and Limited."""
        try:
            channel = await self._found()
        except Final as error:
            log.info("alerts are not taken back: %s", error)
            return
        for ts in receipts:
            try:
                await self._poster.api.answer(self._poster.api.web.chat_delete(channel=channel, ts=ts))
            except (Gone, Refused) as error:
                log.info("an alert is not taken back: %s", error)

    async def find(self) -> None:
        """The channel, so that it is known to be there. Raises NotSetUp with what to do, Refused where none is wanted, or Transient."""
        await self._found()

    async def _found(self) -> str:
        if not self._channel:
            raise Refused(f"there is no channel for alerts: was {SETTING} taken out of the settings?")
        self._id = self._id or await workspace.staff_channel(self._poster.api, self._channel, SETTING)
        return self._id


def content(alert: Alert, say: Say) -> Content:
    title = say(alert.title)
    lines = [_line(each, say) for each in alert.lines]
    if alert.link:
        lines.append(f"<{alert.link}|{escaped(say(text('alerts.board')))}>")
    blocks: list[Json] = [{"type": "header", "text": {"type": "plain_text", "text": shortened(title, _HEADER)}}]
    blocks += [{"type": "section", "text": {"type": "mrkdwn", "text": words}} for words in _sections(lines)]
    return Content("\n".join([escaped(title), *lines]), blocks)


def _line(line: AlertLine, say: Say) -> str:
    said = escaped(shortened(say(line.text), _LINE))
    case = f"<{line.link}|{escaped(line.case)}>" if line.link else f"*{escaped(line.case)}*"
    return f"• {case}: {said}" if line.case else f"• {said}"


def _sections(lines: list[str]) -> list[str]:
    """Joined as far as each fits."""
    sections: list[str] = []
    for line in lines:
        if sections and len(sections[-1]) + 1 + len(line) <= _SECTION:
            sections[-1] += f"\n{line}"
        else:
            sections.append(line)
    return sections
