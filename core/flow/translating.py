"""Between a customer and an agent who read different languages: words wait for their translation, and keep their order."""

from typing import Literal

from msgspec.structs import replace

from core.flow import in_order, translated
from core.flow.decision import Decision, say, whisper, within
from core.model.conversation import Conversation, Original, Queued, Stage, WithAgent, live_chat
from core.model.effects import Post, Say, SendFile, Translate
from core.model.events import CustomerChose, Translated
from core.model.facts import Facts
from core.model.ids import Language
from core.model.posts import Relay, Remark
from core.model.view import LanguageNames, Line, Words, text

KEPT = 20  # originals that can still be shown
MOST = 2_800  # characters that were written before somebody came: what is older stands in the thread as it is

PROMISE = Line(text("choosing.translated"))


def agents_language(conversation: Conversation) -> Language | None:
    """In which the agent of the chat reads; none where they read the customer's own, or nobody has said that they do not."""
    chat = _chat(conversation.stage)
    own, spoken = conversation.language, conversation.spoken
    if chat is None or own in chat.reads:
        return None
    if not chat.reads:
        return spoken if spoken != own else None
    return spoken if spoken in chat.reads else chat.reads[0]


def promised(conversation: Conversation, facts: Facts) -> Literal["", "machine", "none"]:
    """What the card says of it: whoever claims the chat may not read what the customer writes."""
    if conversation.spoken in (None, conversation.language):
        return ""
    return "machine" if facts.translation.machine else "none"


# --- on the way


def to_agent(conversation: Conversation, post: Post, words: str, facts: Facts) -> Decision:
    """The customer's words. Those that are in the agent's language already, or none at all, go as they are."""
    into = agents_language(conversation)
    if into is None or facts.writes == into or not _needs_it(words, facts):
        return in_order.send(conversation, post)
    source = Language(facts.writes) if facts.writes else conversation.language
    return in_order.order(conversation, post, _translate(conversation, words, source, into))


def is_translated_for_agent(conversation: Conversation, words: str, facts: Facts) -> bool:
    """Whether the agent of the chat would read a translation of the customer's words."""
    into = agents_language(conversation)
    return into is not None and facts.writes != into and _needs_it(words, facts)


def is_translated_for_customer(conversation: Conversation, words: str, facts: Facts) -> bool:
    """Whether the customer would read a translation of the agent's words."""
    return agents_language(conversation) is not None and _needs_it(words, facts)


def to_customer(conversation: Conversation, said: Say, words: str, facts: Facts) -> Decision:
    source = agents_language(conversation)
    if source is None or not _needs_it(words, facts):
        return in_order.send(conversation, said)
    order = _translate(conversation, words, source, conversation.language)
    return in_order.order(conversation, said, replace(order, reader="customer"))


def changed(conversation: Conversation, said: Say, words: str, facts: Facts) -> Decision:
    """The agent's message that has not gone yet, in other words."""
    source = agents_language(conversation)
    if source is None or not _needs_it(words, facts):
        return _then_released(in_order.renew(conversation, said, None))
    order = _translate(conversation, words, source, conversation.language)
    return _then_released(in_order.renew(conversation, said, replace(order, reader="customer")))


def taken_back(conversation: Conversation, ref: str) -> Decision:
    """The agent's message that has not gone yet, and shall not."""
    return _released(in_order.drop(conversation, ref))


def _then_released(decision: Decision) -> Decision:
    released = _released(decision.conversation)
    return Decision(released.conversation, (*decision.effects, *released.effects))


def remembered(stage: Queued, words: str, facts: Facts) -> Queued:
    """While nobody has come: the last of what the customer has written."""
    if not _needs_it(words, facts):
        return stage
    return replace(stage, said=_last((*stage.said, words)))


def catch_up(conversation: Conversation, said: tuple[str, ...], facts: Facts) -> Decision:
    """Somebody has come: what was asked and written (`said`) before is translated too, or they are told that nothing is."""
    chat = _chat(conversation.stage)
    into = agents_language(conversation)
    if chat is None or into is None:
        return Decision(conversation)
    theirs = LanguageNames((conversation.language,))
    if not facts.translation.machine:
        return Decision(
            conversation, (whisper(chat.thread, chat.agent, text("staff.no_translation", customer=theirs)),)
        )
    told = Post(chat.thread, Remark(text("staff.translation", customer=theirs, agent=LanguageNames((into,)))))
    words = "\n\n".join(_last(tuple(filter(None, dict.fromkeys((conversation.question, *said))))))
    if not _needs_it(words, facts):
        return Decision(conversation, (told,))
    again = Post(chat.thread, Relay(conversation.name, words, "earlier"))
    order = replace(_translate(conversation, words, conversation.language, into), purpose="earlier")
    decision = in_order.order(conversation, again, order)
    return Decision(decision.conversation, (told, *decision.effects))


def _last(said: tuple[str, ...]) -> tuple[str, ...]:
    while len(said) > 1 and sum(map(len, said)) > MOST:
        said = said[1:]
    return said


def _needs_it(words: str, facts: Facts) -> bool:
    """Digits and signs say the same in every language."""
    return facts.translation.machine and any(map(str.isalpha, words))


def _translate(conversation: Conversation, words: str, source: Language, into: Language) -> Translate:
    number = conversation.translations + 1
    return Translate(number, words, source, into, "agent", "words", conversation.customer)


# --- what came of it


def arrived(conversation: Conversation, event: Translated, facts: Facts) -> Decision:
    """It is shown as soon as nothing older of the same side is missing."""
    effect = next(each.effect for each in conversation.awaited if each.number == event.number)
    return _released(_settled(conversation, effect, event))


def _released(conversation: Conversation) -> Decision:
    known, ready = in_order.release(conversation)
    chat = known.stage
    assert isinstance(chat, WithAgent)
    told = chat.told or any(map(translated.is_translated, ready))
    return Decision(within(known, replace(chat, told=told)), tuple(translated.told_once(ready, told=chat.told)))


def failed(conversation: Conversation, number: int, reason: str, facts: Facts) -> Decision:
    """The lane has given it up."""
    if not in_order.awaits(conversation, number):
        return Decision(conversation)
    return arrived(conversation, Translated(number, "failed", why=(reason,)), facts)


def leave_nothing(before: Conversation, decision: Decision) -> Decision:
    """Where the chat is over, what is still being translated goes as it was written, before all that comes after it."""
    conversation, effects = decision
    chat = _chat(before.stage)
    if not conversation.awaited or _chat(conversation.stage):
        return decision
    shown = [translated.untranslated(each.effect) if each.number else each.effect for each in conversation.awaited]
    first = translated.told_once(shown, told=chat is None or chat.told)
    return Decision(replace(conversation, awaited=()), (*first, *effects))


def _settled(conversation: Conversation, effect: Say | Post | SendFile, event: Translated) -> Conversation:
    if event.outcome == "failed":
        return in_order.settle(conversation, event.number, translated.untranslated(effect))
    if isinstance(effect, Post):
        return in_order.settle(conversation, event.number, translated.relayed(effect, event))
    if isinstance(effect, SendFile) or event.outcome == "same" or effect.speaker is None:
        return in_order.settle(conversation, event.number, effect)
    original = Original(event.number, effect.speaker.name, translated.words_of(effect))
    known = replace(conversation, originals=(*conversation.originals, original)[-KEPT:])
    return in_order.settle(known, event.number, translated.said(effect, event))


def _chat(stage: Stage) -> WithAgent | None:
    live = live_chat(stage)
    return live if isinstance(live, WithAgent) else None


# --- one press away


def show_original(conversation: Conversation, event: CustomerChose, facts: Facts) -> Decision:
    """What the agent wrote, wherever the conversation stands by now."""
    number = event.action.removeprefix(translated.ORIGINAL)
    kept = next((each for each in conversation.originals if str(each.number) == number), None)
    if kept is None:
        return Decision(conversation, (say(conversation, Line(text("chat.original_gone"))),))
    told = Line(text("chat.original", agent=kept.agent))
    return Decision(conversation, (say(conversation, told, Words(kept.text)),))
