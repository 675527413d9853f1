"""Dialogues about the controls of a live chat: who uses which, and what everybody sees of it."""

from datetime import datetime
from typing import Self

from core.model.controls import Control
from core.model.effects import OpenHandoff, Post, Say
from core.model.events import AgentControlled, HandoffOpened, OwnerGone
from core.model.ids import Address, CaseCode
from core.model.people import Agent
from core.model.posts import Card, Memo, Question, Remark
from core.model.view import Line
from tests.flow.cast import CHAT, THREAD
from tests.flow.thread_dialogue import ThreadDialogue


class ControlDialogue(ThreadDialogue):
    def uses(
        self,
        agent: Agent,
        control: Control,
        at: Address = THREAD,
        case: str = "FD-1",
        *,
        supervisor: bool = False,
        **known: object,
    ) -> Self:
        return self._happens(AgentControlled(agent, at, CaseCode(case), control, supervisor), **known)

    def is_gone(self, agent: Agent, why: str = "left") -> Self:
        return self._happens(OwnerGone(agent.id, why))  # type: ignore[arg-type]

    def opens_late(self, opening: OpenHandoff, thread: Address) -> Self:
        """What was asked for some time ago has come about."""
        return self._happens(HandoffOpened(opening.turn, opening.method, opening.case, thread))

    # --- what is seen

    def is_asked_by(self, agent: Agent, key: str) -> Self:
        """A sentence of ours in the agent's name."""
        said = self._next(Say)
        assert (said.to, said.speaker) == (CHAT, agent)
        assert [block.text.key for block in said.view.blocks if isinstance(block, Line)] == [key]
        return self

    def calls(self, key: str, *agents: Agent, thread: Address = THREAD) -> Self:
        """A line in the thread, with whom it calls to read it."""
        post = self._next(Post)
        assert isinstance(post.body, Remark)
        assert (post.to, post.body.text.key, post.body.to) == (thread, key, agents)
        return self

    def shows_note(self, agent: Agent, words: str) -> Self:
        post = self._next(Post)
        assert (post.to, post.body) == (THREAD, Memo(agent, words))
        return self

    def puts_on_card(
        self,
        state: str,
        owner: str = "",
        *,
        since: datetime | None = None,
        due: datetime | None = None,
        until: datetime | None = None,
        language: str = "en",
    ) -> Self:
        post = self._next(Post)
        assert post == Post(THREAD, Card(CaseCode("FD-1"), state, owner, None, until, since, due, language))  # type: ignore[arg-type]
        return self

    @property
    def clock(self) -> Card:
        """The newest card."""
        return next(e.body for e, _ in reversed(self._done) if isinstance(e, Post) and isinstance(e.body, Card))

    def asks_to_block(self, words: str) -> Self:
        question = self._question()
        assert (question.text.key, question.quoted) == ("staff.block", words)
        assert [choice.style for choice in question.choices] == ["danger", ""]
        return self

    def settles_block(self, outcome: str) -> Self:
        question = self._question()
        assert question.settled
        assert (question.key, question.settled.key) == (self._asked("staff.block").key, outcome)
        return self

    def asks_to_stay(self, agent: Agent) -> Self:
        question = self._question()
        assert (question.text.key, question.to, len(question.choices)) == ("staff.off_duty", (agent,), 2)
        return self

    def settles_stay(self, outcome: str) -> Self:
        question = self._question()
        assert question.settled
        assert (question.key, question.settled.key) == (self._asked("staff.off_duty").key, outcome)
        return self

    def opens_thread(self, queue: str, note: str = "") -> Self:
        opening = self._next(OpenHandoff)
        assert (opening.method, opening.case, opening.turn) == ("live_chat", CaseCode("FD-1"), self.turn)
        assert (opening.queue, opening.note) == (queue, note)
        return self

    def _asked(self, key: str) -> Question:
        questions = (e.body for e, _ in reversed(self._done) if isinstance(e, Post) and isinstance(e.body, Question))
        return next(question for question in questions if question.text.key == key and question.choices)
