"""Reply markup: what the bot asked for, checked, as rows of buttons.

https://core.telegram.org/bots/api#inlinekeyboardbutton: callback data of 1 to 64 bytes. Telegram refuses more than 100 buttons.
Of the inline buttons those with callback data and with a link are known here.
"""

from dataclasses import dataclass, field

from bots.playground.telegram.entities import normal_url
from bots.playground.telegram.errors import BadRequest
from bots.playground.telegram.state import Button

MOST_BUTTONS = 100
MOST_DATA_BYTES = 64


@dataclass(frozen=True)
class Keyboard:
    rows: list[list[Button]] = field(default_factory=list)
    inline: bool = True


def read_keyboard(markup: object) -> Keyboard:
    """The keyboard in a `reply_markup`; an empty one for None, a removed keyboard and a forced reply."""
    if markup is None:
        return Keyboard()
    if not isinstance(markup, dict):
        raise BadRequest("object expected as reply markup")
    if "inline_keyboard" in markup:
        return Keyboard(_rows(markup["inline_keyboard"], inline=True))
    if "keyboard" in markup:
        return Keyboard(_rows(markup["keyboard"], inline=False), inline=False)
    return Keyboard(inline="remove_keyboard" not in markup)


def _rows(given: object, *, inline: bool) -> list[list[Button]]:
    if not isinstance(given, list) or not all(isinstance(row, list) for row in given):
        kind = "inline_keyboard" if inline else "keyboard"
        raise BadRequest(f'can\'t parse reply keyboard markup JSON object: field "{kind}" must be an Array of Array')
    rows = [[_inline_button(raw) if inline else _text_button(raw) for raw in row] for row in given]
    if sum(map(len, rows)) > MOST_BUTTONS:
        raise BadRequest("reply markup is too long")
    return [row for row in rows if row]


def _inline_button(raw: object) -> Button:
    if not isinstance(raw, dict):
        raise BadRequest("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    label = _label(raw, "inline keyboard button")
    data, url = raw.get("callback_data"), raw.get("url")
    if isinstance(url, str) and url:
        return Button(label, url=_button_url(url))
    if not isinstance(data, str) or not data:
        raise BadRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(data.encode()) > MOST_DATA_BYTES:
        raise BadRequest("BUTTON_DATA_INVALID")
    return Button(label, callback_data=data)


def _text_button(raw: object) -> Button:
    if isinstance(raw, str):
        return Button(raw)
    if not isinstance(raw, dict):
        raise BadRequest("can't parse keyboard button: KeyboardButton must be a String or an Object")
    return Button(_label(raw, "keyboard button"))


def _label(raw: dict[str, object], kind: str) -> str:
    label = raw.get("text")
    if not isinstance(label, str):
        raise BadRequest(f"can't parse {kind}: Can't find field \"text\"")
    if not label.strip():
        raise BadRequest(
            "BUTTON_TEXT_INVALID" if kind.startswith("inline") else "keyboard button text must be non-empty"
        )
    return label


def _button_url(url: str) -> str:
    normal = normal_url(url)
    if normal is None:
        wrong = "Unsupported URL protocol" if "://" in url else "Wrong HTTP URL"
        raise BadRequest(f"inline keyboard button URL '{url}' is invalid: {wrong}")
    return normal
