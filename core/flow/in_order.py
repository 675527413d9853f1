"""Words of a live chat that wait for their translation: later ones of the same side stay behind them."""

from collections.abc import Sequence

from msgspec.structs import replace

from core.flow.decision import Decision
from core.model.conversation import Awaited, Conversation
from core.model.effects import Post, Say, Translate


def awaits(conversation: Conversation, number: int) -> bool:
    return any(each.number == number for each in conversation.awaited)


def order(conversation: Conversation, effect: Say | Post, asked: Translate) -> Decision:
    """They are shown when what was asked for has come."""
    awaited = (*conversation.awaited, Awaited(effect, asked.number))
    return Decision(replace(conversation, awaited=awaited, translations=asked.number), (asked,))


def send(conversation: Conversation, effect: Say | Post) -> Decision:
    """At once, or after what the same side wrote before."""
    if _is_behind(effect, conversation.awaited):
        return Decision(replace(conversation, awaited=(*conversation.awaited, Awaited(effect))))
    return Decision(conversation, (effect,))


def settle(conversation: Conversation, number: int, shown: Say | Post | None) -> Conversation:
    """Instead of the words that waited for this number; None where nothing is to be shown."""
    ready = (Awaited(shown),) if shown else ()
    place = [each.number for each in conversation.awaited].index(number)
    awaited = conversation.awaited
    return replace(conversation, awaited=(*awaited[:place], *ready, *awaited[place + 1 :]))


def release(conversation: Conversation) -> tuple[Conversation, list[Say | Post]]:
    """What can be shown now, for nothing older of its side is missing."""
    kept: list[Awaited] = []
    ready: list[Say | Post] = []
    for each in conversation.awaited:
        if each.number or _is_behind(each.effect, kept):
            kept.append(each)
        else:
            ready.append(each.effect)
    return replace(conversation, awaited=tuple(kept)), ready


def _is_behind(effect: Say | Post, awaited: Sequence[Awaited]) -> bool:
    return any(type(each.effect) is type(effect) for each in awaited)
