"""What staff see of a dispute: its card, the lines and files in its thread. Pure."""

from collections.abc import Iterable

from core.model.dispute import Evidence
from core.model.dispute_events import StaffEvent
from core.model.dispute_file import DisputeFile
from core.model.effects import Effect, Post, ShowDispute, ShowEvidence
from core.model.posts import Relay, Remark, Whisper
from core.model.shop import Role
from core.model.view import Text

Effects = tuple[Effect, ...]


def show(file: DisputeFile) -> Effects:
    """The card as it is now. While the first one is on its way a second would stand beside it; it is shown anew once it is there."""
    return (ShowDispute(file),) if file.thread else ()


def remark(file: DisputeFile, said: Text) -> Effects:
    return (Post(file.thread, Remark(said)),) if file.thread else ()


def whisper(event: StaffEvent, said: Text) -> Effects:
    """To nobody but who did it, in the thread where they did it."""
    return (Post(event.thread, Whisper(event.agent, said)),)


def relay(file: DisputeFile, role: Role, words: str) -> Effects:
    """A party's words. Before there is a thread they are on the card."""
    return (Post(file.thread, Relay(role, words.strip())),) if file.thread and words.strip() else ()


def files(file: DisputeFile, role: Role, evidence: Iterable[Evidence]) -> Effects:
    if file.thread is None:  # all of them are shown once there is one
        return ()
    return tuple(ShowEvidence(file.thread, file.case, role, each) for each in evidence)
