"""How what is said in a thread looks: customers' words, remarks of ours, notes of colleagues, and questions to staff."""

from collections.abc import Sequence
from typing import assert_never

from bots.slack.cases.card_actions import Say, button
from bots.slack.dispute.words import ROLES
from bots.slack.ids import CONTROL, ControlRef, Json
from bots.slack.posting import Content
from bots.slack.writing.markup import date_of, escaped, parts_of, quoted, remark, shortened
from bots.slack.writing.styled import quote, rich
from core.model.codec import encode
from core.model.controls import Choice
from core.model.ids import Address, CaseCode, ConversationId
from core.model.people import Agent
from core.model.posts import Memo, Question, Relay, Whisper
from core.model.styled import cut
from core.model.view import Text, text

_QUOTED = 3000  # characters of what an edited message said before
_DRAFT = 9000
_SOURCES = 5
_SOURCE = 150
_LABEL = 75


class Words:
    """`say` gives catalog texts in the staff's language."""

    def __init__(self, say: Say) -> None:
        self._say = say

    # --- customers and colleagues
    def relayed(self, relay: Relay, part: int) -> Content:
        said = parts_of(relay.text)
        count = f"({part + 1}/{len(said)})" if len(said) > 1 else ""
        marks = (self._mark(relay), self._translation(relay), count, self._written(relay))
        name = " ".join(filter(None, (self._author(relay), *marks)))
        last = part + 1 == len(said)
        beneath = [each for each in (relay.original, shortened(relay.before, _QUOTED)) if each and last]
        begins = sum(map(len, said[:part]))
        styles = cut(relay.styles, begins, begins + len(said[part]))
        heading = " ".join([f"*{escaped(name)}*", *([date_of(relay.written)] if relay.written else [])])
        shown = "\n".join([heading, escaped(said[part]), *map(quoted, beneath)])
        blocks = rich(said[part], styles, name, relay.written)
        return Content(shown, [*blocks, *(block for each in beneath for block in quote(each))])

    def memo(self, memo: Memo) -> Content:
        name = f"{memo.agent.name} · {self._say(text('control.form.note'))}"
        words = shortened(memo.text, _DRAFT)
        return Content(f"*{escaped(name)}*\n{escaped(words)}", rich(words, name=name))

    def _author(self, relay: Relay) -> str:
        """In a dispute it is the role, as the card names it."""
        known = {"": text("card.customer"), "buyer": ROLES["buyer"], "seller": ROLES["seller"]}
        return self._say(known[relay.author]) if relay.author in known else relay.author

    def _mark(self, relay: Relay) -> str:
        match relay.mark:
            case "":
                return ""
            case "edited":
                return self._say(text("relay.edited"))
            case "file":
                return self._say(text("relay.file"))
            case "earlier":
                return self._say(text("relay.earlier"))
            case other:
                assert_never(other)

    def _written(self, relay: Relay) -> str:
        """The time itself stands behind it."""
        return self._say(text("relay.written")) if relay.written else ""

    def _translation(self, relay: Relay) -> str:
        match relay.translation:
            case "":
                return ""
            case "machine":
                return self._say(text("relay.translated"))
            case "doubtful":
                return self._say(text("relay.doubtful"))
            case "none":
                return self._say(text("relay.untranslated"))
            case other:
                assert_never(other)

    # --- ours
    def remark(self, line: Text, to: Sequence[Agent] = (), name: str = "") -> Content:
        """`name`: whom it answers, where it could not be told them alone."""
        said, users = ": ".join(filter(None, (name, self._say(line)))), [agent.id for agent in to]
        mentions = "".join(f"<@{escaped(user)}> " for user in users)
        return Content(f"{mentions}_{escaped(said)}_", remark(said, users))

    def whisper(self, whisper: Whisper, buttons: Sequence[Json], name: str = "") -> Content:
        plain = self.remark(whisper.text, name=name)
        words, sources = shortened(whisper.quoted, _DRAFT), whisper.sources[:_SOURCES]
        beneath = [quoted(words)] if words else []
        listed = "\n".join(f"• {shortened(each, _SOURCE)}" for each in sources)
        blocks = [*plain.blocks, *quote(words), *_small(listed), *_row(buttons)]
        return Content("\n".join([plain.text, *beneath, *([escaped(listed)] if listed else [])]), blocks)

    def question(self, question: Question, buttons: Sequence[Json]) -> Content:
        """Once it is settled it says how, without its buttons."""
        plain = self.remark(question.settled or question.text, () if question.settled else question.to)
        words = shortened(question.quoted, _DRAFT)
        beneath = [quoted(words)] if words else []
        row = [] if question.settled else _row(buttons)
        return Content("\n".join([plain.text, *beneath]), [*plain.blocks, *quote(words), *row])

    def buttons(
        self, choices: Sequence[Choice], conversation: ConversationId, case: CaseCode, thread: Address
    ) -> list[Json]:
        """Each carries all that is needed to know what it means."""
        return [
            button(
                shortened(self._say(choice.label), _LABEL),
                f"{CONTROL}{number}",
                encode(ControlRef(conversation, case, thread, choice.control)),
            )
            | ({"style": choice.style} if choice.style else {})
            for number, choice in enumerate(choices)
        ]


def _row(buttons: Sequence[Json]) -> list[Json]:
    return [{"type": "actions", "elements": list(buttons)}] if buttons else []


def _small(words: str) -> list[Json]:
    if not words:
        return []
    return [{"type": "context", "elements": [{"type": "plain_text", "text": words, "emoji": False}]}]
