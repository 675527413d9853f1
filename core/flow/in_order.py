"""Words of a live chat that wait for their translation: what the same side writes or sends later stays behind them."""

from collections.abc import Sequence

from msgspec.structs import replace

from core.flow.decision import Decision
from core.model.conversation import Awaited, Conversation
from core.model.effects import Post, Say, SendFile, Translate


def awaits(conversation: Conversation, number: int) -> bool:
    return any(each.number == number for each in conversation.awaited)


def order(conversation: Conversation, effect: Say | Post, asked: Translate) -> Decision:
    """They are shown when what was asked for has come."""
    awaited = (*conversation.awaited, Awaited(effect, asked.number))
    return Decision(replace(conversation, awaited=awaited, translations=asked.number), (asked,))


def send(conversation: Conversation, effect: Say | Post | SendFile) -> Decision:
    """At once, or after what the same side wrote before."""
    if _is_behind(effect, conversation.awaited):
        return Decision(replace(conversation, awaited=(*conversation.awaited, Awaited(effect))))
    return Decision(conversation, (effect,))


def settle(conversation: Conversation, number: int, shown: Say | Post | SendFile | None) -> Conversation:
    """Instead of the words that waited for this number; None where nothing is to be shown."""
    ready = (Awaited(shown),) if shown else ()
    place = [each.number for each in conversation.awaited].index(number)
    awaited = conversation.awaited
    return replace(conversation, awaited=(*awaited[:place], *ready, *awaited[place + 1 :]))


def waiting_for(conversation: Conversation, ref: str) -> Say | None:
    """The agent's message, if it has not gone yet."""
    said = (each.effect for each in conversation.awaited if isinstance(each.effect, Say))
    return next((each for each in said if ref and each.ref == ref), None)


def drop(conversation: Conversation, ref: str) -> Conversation:
    """The agent's message is not to go, nor are its files."""
    mine = [each for each in conversation.awaited if isinstance(each.effect, Say | SendFile) and each.effect.ref == ref]
    return replace(conversation, awaited=tuple(each for each in conversation.awaited if each not in mine))


def renew(conversation: Conversation, said: Say, asked: Translate | None) -> Decision:
    """The agent's message, in other words, in its place; without an order they go as they are."""
    place = Awaited(said, asked.number) if asked else Awaited(said)
    renewed = _instead(conversation, said.ref, (place,))
    if asked is None:
        return Decision(renewed)
    return Decision(replace(renewed, translations=asked.number), (asked,))


def _instead(conversation: Conversation, ref: str, places: tuple[Awaited, ...]) -> Conversation:
    awaited = [
        new
        for each in conversation.awaited
        for new in (places if isinstance(each.effect, Say) and each.effect.ref == ref else (each,))
    ]
    return replace(conversation, awaited=tuple(awaited))


def release(conversation: Conversation) -> tuple[Conversation, list[Say | Post | SendFile]]:
    """What can be shown now, for nothing older of its side is missing."""
    kept: list[Awaited] = []
    ready: list[Say | Post | SendFile] = []
    for each in conversation.awaited:
        if each.number or _is_behind(each.effect, kept):
            kept.append(each)
        else:
            ready.append(each.effect)
    return replace(conversation, awaited=tuple(kept)), ready


def _is_behind(effect: Say | Post | SendFile, awaited: Sequence[Awaited]) -> bool:
    """Only staff read posts; all else is for the customer."""
    return any(isinstance(each.effect, Post) is isinstance(effect, Post) for each in awaited)
