"""Removes one customer from all tables, by statements that find their rows by an index."""

from collections import Counter
from datetime import datetime

from core.model import callback, dispute_file, ticket
from core.model.ids import Address, CaseCode, ConversationId
from core.store.moments import seconds
from core.store.session import Session

# What stands in the way of a name in an ordering by bytes: all that begins with "a:" is from "a:" on and before "a;".
_AFTER = {":": ";", ".": "/"}

_OF_A_CONVERSATION = {
    "answer_cache": "forget_answers",  # before `asked` and `messages`, by which they are found
    "messages": "forget_messages",
    "conversations": "forget_conversation",
    "links": "forget_links",
    "sign_ins": "forget_sign_in",
    "ratings": "forget_ratings",
    "chats": "forget_chats",
    "asked": "forget_asked",
    "gaps": "forget_gaps",
    "copies": "forget_copies",
    "person_words": "forget_person_words",
}
_OF_A_CASE = {
    "handoffs": "forget_handoffs",
    "tickets": "forget_ticket",
    "callbacks": "forget_callback",
}


class WipingTables:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def waiting(self, stream: ConversationId, now: datetime) -> tuple[int, int]:
        row = await self._session.row("traces.waiting", conversation=stream, now=seconds(now))
        return (int(row[0]), int(row[1])) if row else (0, 0)

    async def drop_waiting(self, stream: ConversationId, now: datetime, *, every: bool = False) -> int:
        return await self._session.write("traces.drop_waiting", conversation=stream, now=seconds(now), every=every)

    async def conversation(self, id: ConversationId, erased: str) -> Counter[str]:
        gone = Counter[str]()
        gone["inbox"] += await self._write("forget_core_decided", conversation=id)
        gone["inbox"] += await self._write("forget_core_items", stream=id)
        gone["inbox"] += await self._write("empty_decided", conversation=id, erased=erased)
        gone["inbox"] += await self._write("empty_items", stream=id, erased=erased, every=False)
        gone["decisions"] += await self._write("forget_decisions", conversation=id)
        for table, statement in _OF_A_CONVERSATION.items():
            gone[table] += await self._write(statement, conversation=id)
        await self._write("unname_spending", conversation=id, erased=erased)
        gone["spending"] += await self._write("forget_spending", conversation=id)
        return gone + await self._outside(id, erased)

    async def stream(self, stream: ConversationId, erased: str) -> Counter[str]:
        gone = Counter[str]()
        for (id,) in await self._session.rows("traces.ids_of_stream", stream=stream):
            gone["outbox"] += await self._write("forget_effects_of_item", **_beginning_with(f"{id}."))
        gone["inbox"] += await self._write("forget_core_items", stream=stream)
        gone["inbox"] += await self._write("empty_items", stream=stream, erased=erased, every=True)
        return gone + await self._outside(stream, erased)

    async def case(self, case: CaseCode, erased: str) -> Counter[str]:
        gone = Counter[str]()
        gone["inbox"] += await self._write("empty_ticket_items", case_code=case, erased=erased)
        gone["inbox"] += await self._write("empty_callback_items", case_code=case, erased=erased)
        gone["ticket_decisions"] += await self._write("forget_ticket_decisions", case_code=case)
        gone["callback_decisions"] += await self._write("forget_callback_decisions", case_code=case)
        for table, statement in _OF_A_CASE.items():
            gone[table] += await self._write(statement, case_code=case)
        gone += await self.stream(ticket.stream_of(case), erased)
        gone += await self.stream(callback.stream_of(case), erased)
        gone["keep"] += await self._write("forget_kept", name=f"callback_card:{case}")
        return gone + await self._code(case)

    async def dispute(self, case: CaseCode, erased: str) -> Counter[str]:
        gone = await self.dispute_course(case, erased)
        gone["disputes"] += await self._write("forget_dispute", case_code=case)
        gone["handoffs"] += await self._write("forget_handoffs", case_code=case)
        return gone + await self._code(case)

    async def dispute_course(self, case: CaseCode, erased: str) -> Counter[str]:
        gone = Counter[str]()
        gone["inbox"] += await self._write("empty_dispute_items", case_code=case, erased=erased)
        gone["dispute_decisions"] += await self._write("forget_dispute_decisions", case_code=case)
        gone["keep"] += await self._write("forget_kept", name=f"dispute_card:{case}")
        return gone + await self.stream(dispute_file.stream_of(case), erased)

    async def effect(self, seq: int) -> Counter[str]:
        return Counter(outbox=await self._write("forget_effect", seq=seq))

    async def unname_case(self, case: CaseCode, erased: str) -> None:
        await self._write("unname_case", case_code=case, erased=erased)
        await self._write("forget_handoffs", case_code=case)  # they name the chat

    async def thread(self, thread: Address, erased: str) -> Counter[str]:
        gone = await self.stream(ConversationId(str(thread)), erased)
        for name in (f"card:{thread}", f"moved:{thread}"):
            gone["keep"] += await self._write("forget_kept", name=name)
        for beginning in (f"question:{thread}:", f"file:{thread}:"):
            gone["keep"] += await self._write("forget_kept_under", **_beginning_with(beginning))
        return gone

    async def emptied(self, erased: str) -> int:
        return await self._write("forget_items", erased=erased) + await self._write(
            "forget_effects", conversation=erased
        )

    async def _outside(self, stream: ConversationId, erased: str) -> Counter[str]:
        """What each stream has, whatever it is of."""
        gone = Counter[str]()
        gone["outbox"] += await self._write("forget_effects", conversation=stream)
        gone["timers"] += await self._write("forget_timers", conversation=stream)
        gone["threads"] += await self._write("forget_threads", conversation=stream)
        await self._write("unname_audit", conversation=stream, erased=erased)
        return gone

    async def _code(self, case: CaseCode) -> Counter[str]:
        gone = Counter[str]()
        gone["cases"] += await self._write("forget_case", case_code=case)
        gone["keep"] += await self._write("forget_kept", name=f"thread:{case}")
        return gone

    async def _write(self, statement: str, **values: str | float) -> int:
        return await self._session.write(f"traces.{statement}", **values)


def _beginning_with(beginning: str) -> dict[str, str]:
    return {"begin": beginning, "end": beginning[:-1] + _AFTER[beginning[-1]]}
