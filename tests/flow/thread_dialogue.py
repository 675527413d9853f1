"""Dialogues about the staff's thread: what stands at each message there, and what the customer has of it."""

from typing import Self

from core.engine.copies import copy_of, ref_of
from core.model.controls import Control, Resend, SendByMail
from core.model.effects import Amend, Effect, Post, Say, SendFile
from core.model.errors import Fault
from core.model.events import (
    AgentControlled,
    AgentDeleted,
    AgentEdited,
    AgentWrote,
    CustomerEdited,
    Delivered,
    EffectFailed,
    Event,
)
from core.model.facts import Copy, ThreadFacts
from core.model.file import File
from core.model.ids import Address, CaseCode, EffectId
from core.model.people import Agent
from core.model.posts import Mark, Question
from core.model.rows import CopyPart
from core.model.view import Line, Words
from tests.flow.cast import CHAT, THREAD
from tests.flow.dialogue import Dialogue


class ThreadDialogue(Dialogue):
    """Knows of each message in the thread what has become of it, as the desk's store does."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[CopyPart] = []

    # --- what people do

    def writes(
        self,
        agent: Agent,
        words: str,
        ref: str = "1",
        *,
        mentions: bool = False,
        files: tuple[File, ...] = (),
        **known: object,
    ) -> Self:
        return self._happens(AgentWrote(agent, THREAD, words, ref, mentions, files), **known)

    def changes(self, agent: Agent, words: str, ref: str = "1", thread: Address = THREAD, **known: object) -> Self:
        return self._happens(AgentEdited(agent, thread, words, ref), **known)

    def removes(self, agent: Agent, ref: str = "1", **known: object) -> Self:
        return self._happens(AgentDeleted(agent, THREAD, ref), **known)

    def uses(self, agent: Agent, control: Control, **known: object) -> Self:
        return self._happens(AgentControlled(agent, THREAD, CaseCode("FD-1"), control), **known)

    def customer_edits(self, words: str, before: str) -> Self:
        return self._happens(CustomerEdited(words), thread=ThreadFacts(before=before))

    # --- what comes back

    def arrives(self, ref: str = "1") -> Self:
        return self._happens(Delivered(ref))

    def is_lost(self, ref: str = "1", fault: Fault = "blocked", *, certain: bool = True) -> Self:
        """The newest effect for the message was given up."""
        part = next(part for part in reversed(self._parts) if ref_of(part.effect) == ref)
        self._parts = [_failed(each) if each.id == part.id else each for each in self._parts]
        return self._happens(EffectFailed(part.id, part.effect, 1, "the reason", fault, certain))

    # --- what is seen

    def says(self, agent: Agent, words: str, ref: str = "1") -> Self:
        said = self._next(Say)
        assert (said.to, said.speaker, said.ref, said.view.blocks) == (CHAT, agent, ref, (Words(words),))
        return self

    def corrects(self, agent: Agent, words: str, ref: str = "1") -> Self:
        said = self._next(Say)
        assert (said.to, said.speaker, said.ref, said.corrects) == (CHAT, agent, ref, True)
        first, second = said.view.blocks[:2]
        assert isinstance(first, Line)
        assert (first.text.key, second) == ("chat.correction", Words(words))
        return self

    def passes_file(self, file: File, ref: str = "1", *, under: str = "") -> Self:
        """With these words under it."""
        sent = self._next(SendFile)
        assert (sent.to, sent.file, sent.ref, sent.caption) == (CHAT, file, ref, under)
        return self

    def amends(self, words: str, ref: str = "1") -> Self:
        amend = self._next(Amend)
        assert amend.view
        assert (amend.to, amend.ref, amend.view.blocks) == (CHAT, ref, (Words(words),))
        return self

    def takes_back(self, ref: str = "1") -> Self:
        amend = self._next(Amend)
        assert (amend.to, amend.ref, amend.view) == (CHAT, ref, None)
        return self

    def marks(self, sign: str, ref: str = "1") -> Self:
        post = self._next(Post)
        assert (post.to, post.body) == (THREAD, Mark(ref, sign))  # type: ignore[arg-type]
        return self

    def asks_staff(self, key: str, said: str, *controls: Control, quoted: str = "") -> Self:
        question = self._question()
        assert (question.key, question.text.key, question.settled, question.quoted) == (key, said, None, quoted)
        assert tuple(choice.control for choice in question.choices) == controls
        return self

    def settles(self, key: str, outcome: str) -> Self:
        question = self._question()
        assert question.settled
        assert (question.key, question.settled.key, question.choices) == (key, outcome, ())
        return self

    def _question(self) -> Question:
        post = self._next(Post)
        assert post.to == THREAD
        assert isinstance(post.body, Question)
        return post.body

    # --- how it works

    def _decide(self, event: Event, **known: object) -> None:
        before = len(self._done)
        if ref := _about(event) or self._last_lost(event):
            known = {"thread": ThreadFacts(copy=self._copy(ref))} | known
        super()._decide(event, **known)
        self._keep([effect for effect, _ in self._done[before:]])

    def _last_lost(self, event: Event) -> str:
        """Which message is meant by a control that names none."""
        if not isinstance(event, AgentControlled) or not isinstance(event.control, Resend | SendByMail):
            return ""
        return next((ref_of(part.effect) for part in reversed(self._parts) if part.state == "failed"), "")

    def _copy(self, ref: str) -> Copy | None:
        return copy_of(ref, [part for part in self._parts if ref_of(part.effect) == ref])

    def _keep(self, effects: list[Effect]) -> None:
        for effect in filter(ref_of, effects):
            id = EffectId(f"{len(self._parts)}.0")
            self._parts.append(CopyPart(THREAD, id, 0, effect, "done", "77"))


def _about(event: Event) -> str:
    match event:
        case AgentEdited(ref=ref) | AgentDeleted(ref=ref) | Delivered(ref=ref):
            return ref
        case AgentControlled(control=control):
            return str(getattr(control, "ref", ""))
        case EffectFailed(effect=effect):
            return ref_of(effect)
        case _:
            return ""


def _failed(part: CopyPart) -> CopyPart:
    return CopyPart(part.thread, part.id, part.part, part.effect, "failed")
