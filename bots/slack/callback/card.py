"""The card of a callback, in Block Kit: whom to call, when and what about, how it went, and the buttons."""

from bots.slack.cases.card import Say, button, labelled
from bots.slack.ids import CALL, Json
from bots.slack.writing.markup import escaped, literal, shortened
from core.model.callback import CallbackFile
from core.model.ids import CaseCode
from core.model.view import text
from handoff.callback_card import BUTTONS, Press, task

# docs.slack.dev/reference/block-kit/blocks: header 150, section 3,000, its fields 2,000 characters. A message takes
# about 13,000 in all its blocks, so each part has a share.
_HEADER = 150
_STATE = 400
_FIELD = 600
_SECTION = 3000  # a longer note can be read where it was written, in the thread


def headline(file: CallbackFile, say: Say) -> str:
    """The `text` of the card's message: what a notification shows, so the number is not in it."""
    title = say(text("callback.card.title", case=file.case))
    about = ": ".join(filter(None, (file.name, file.question)))
    return escaped(shortened(" - ".join(filter(None, (title, about))), 300))


def callback_blocks(file: CallbackFile, zone: str, say: Say) -> list[Json]:
    """The blocks of the card; `say` gives catalog texts in the staff's language, who read times in `zone` (IANA)."""
    seen = task(file, zone)
    return [
        {"type": "header", "text": literal(say(seen.title), _HEADER)},
        {"type": "section", "text": literal(say(seen.state), _STATE)},
        {"type": "section", "fields": [literal(say(fact), _FIELD) for fact in seen.facts]},
        *labelled(say(text("card.question")), seen.question),
        *([{"type": "section", "text": literal("\n".join(map(say, seen.log)), _SECTION)}] if seen.log else []),
        *_buttons(file.case, seen.buttons, say),
    ]


def _buttons(case: CaseCode, presses: tuple[Press, ...], say: Say) -> list[Json]:
    """Each button carries the case; the first one is what is hoped for."""
    row = [button(say(BUTTONS[press]), f"{CALL}{press}", case) for press in presses]
    return [{"type": "actions", "elements": [row[0] | {"style": "primary"}, *row[1:]]}] if row else []
