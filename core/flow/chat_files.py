"""Files of a customer's in a live chat: what staff are shown of them, and what the customer is told."""

from datetime import timedelta
from math import ceil

from msgspec.structs import replace

from core.flow import translating
from core.flow.choices import shown
from core.flow.decision import Decision, say, within
from core.flow.stale import written
from core.model.conversation import Conversation, Enclosure, Queued, WithAgent, live_chat
from core.model.effects import Effect, Post, ShowFile
from core.model.events import CustomerSentFile, EffectFailed
from core.model.facts import Facts
from core.model.file import File
from core.model.file_limits import FROM_TELEGRAM, MB
from core.model.ids import Address, CaseCode
from core.model.posts import Relay, Remark
from core.model.view import Line, text

QUIET = timedelta(minutes=1)  # an album is ten messages, and one word about it is enough

_TOO_LARGE = text("file.too_large", limit=FROM_TELEGRAM.megabytes)
_PASSED_ON = text("file.passed_on")


def enclosure(conversation: Conversation, event: CustomerSentFile, facts: Facts) -> Enclosure | None:
    """The file as it can be shown; none where there is none to be had. A caption that is translated stands beside it."""
    if not event.file or _is_too_large(event):
        return None
    file = File(f"{conversation.customer.channel}:{event.file}", event.name, event.kind, event.size)
    beside = translating.is_translated_for_agent(conversation, event.caption, facts)
    return Enclosure(file, "" if beside else event.caption)


def words(conversation: Conversation, event: CustomerSentFile, facts: Facts) -> Relay | None:
    """What is to be read of it beside the file, or instead of it."""
    kept = enclosure(conversation, event, facts)
    if kept and (kept.caption or not event.caption):
        return None
    if kept:
        return Relay(conversation.name, event.caption, "file", written=written(facts))
    return Relay(conversation.name, _described(event), "file", written=written(facts))


def show(conversation: Conversation, kept: Enclosure, thread: Address, case: CaseCode) -> ShowFile:
    return ShowFile(thread, case, kept.file, conversation.name, kept.caption)


def remarks(event: CustomerSentFile, thread: Address) -> tuple[Post, ...]:
    """What staff should know of a file that they will not see."""
    if not _is_too_large(event):
        return ()
    return (Post(thread, Remark(text("staff.file_too_large", limit=FROM_TELEGRAM.megabytes))),)


def line(event: CustomerSentFile) -> Line:
    """What the customer is told."""
    if _is_too_large(event):
        return Line(_TOO_LARGE)
    return Line(_PASSED_ON if event.file or event.name else text("file.person_told"))


def told(conversation: Conversation, event: CustomerSentFile, facts: Facts) -> Decision:
    """That all is well is told once a minute; what is not, each time."""
    stage, said = conversation.stage, line(event)
    if said.text != _PASSED_ON or not isinstance(stage, Queued | WithAgent):
        return Decision(conversation, (say(conversation, said),))
    if stage.filed and facts.now - stage.filed < QUIET:
        return Decision(conversation)
    known = within(conversation, replace(stage, filed=facts.now))
    return Decision(known, (say(known, said),))


def not_shown(conversation: Conversation, effect: ShowFile, event: EffectFailed, facts: Facts) -> Decision:
    """Staff know that there was one, and the customer that it did not arrive."""
    sent = effect.file.kind + (f": {effect.caption}" if effect.caption else "")
    posts: tuple[Effect, ...] = (
        Post(effect.thread, Relay(effect.author, sent, "file")),
        Post(effect.thread, Remark(text("staff.file_not_shown", reason=event.reason))),
    )
    if not _is_live(conversation, effect.thread):
        return Decision(conversation, posts)
    lost = Line(text("file.not_passed_on", limit=FROM_TELEGRAM.megabytes))
    return Decision(conversation, (*posts, say(conversation, lost, buttons=shown(conversation))))


def _is_live(conversation: Conversation, thread: Address) -> bool:
    live = live_chat(conversation.stage)
    return live is not None and live.thread == thread


def _described(event: CustomerSentFile) -> str:
    said = event.caption or ("" if event.file else event.name)
    size = f" ({ceil(event.size / MB)} MB)" if _is_too_large(event) else ""
    return f"{event.kind}{size}: {said}" if said else f"{event.kind}{size}"


def _is_too_large(event: CustomerSentFile) -> bool:
    return event.size > FROM_TELEGRAM.bytes
