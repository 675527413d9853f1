"""What staff read of a way to a person that a supervisor has closed for everybody, and of one that is open again."""

from typing import assert_never

from core.model.board_acts import Method
from core.model.figures import Closure
from core.model.view import Moment, Text, text


def closed(closure: Closure, zone: str) -> Text:
    """By whom, until when and why; `zone` (IANA): in which staff read times."""
    if closure.until is None:
        return _until_opened(closure)
    return _until(closure, Moment(closure.until, zone))


def _until(closure: Closure, when: Moment) -> Text:
    by, words = closure.by, closure.words or closure.reason
    match closure.method:
        case "live_chat":
            return text("board.notice.live_chat.until", by=by, words=words, when=when)
        case "callback":
            return text("board.notice.callback.until", by=by, words=words, when=when)
        case other:
            assert_never(other)


def _until_opened(closure: Closure) -> Text:
    by, words = closure.by, closure.words or closure.reason
    match closure.method:
        case "live_chat":
            return text("board.notice.live_chat.closed", by=by, words=words)
        case "callback":
            return text("board.notice.callback.closed", by=by, words=words)
        case other:
            assert_never(other)


def opened(method: Method, by: str) -> Text:
    match method:
        case "live_chat":
            return text("board.notice.live_chat.opened", by=by)
        case "callback":
            return text("board.notice.callback.opened", by=by)
        case other:
            assert_never(other)
