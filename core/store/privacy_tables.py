"""The tables of privacy: erasures, and what finds one customer in all other tables and removes them."""

from datetime import datetime

import msgspec

from core.model.codec import decode, encode
from core.model.dispute_file import DisputeFile
from core.model.effects import Effect, Rate
from core.model.ids import Address, CaseCode, ConversationId, Language
from core.model.privacy import Erasure, Kept, Leftovers, Requester, Subject
from core.model.rows import GapRow, RatingRow
from core.model.shop import CustomerId
from core.store.moments import moment, seconds
from core.store.session import Row, Session


class _Asked(msgspec.Struct, frozen=True):
    """The document beside the columns."""

    subject: Subject
    by: Requester
    to: Address | None
    language: Language
    kept: tuple[Kept, ...] = ()
    left: Leftovers | None = None


class ErasuresTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def ask(self, subject: Subject, by: Requester, to: Address | None, language: Language, now: datetime) -> int:
        for each in await self.undone():
            if each.subject == subject and each.left is None:  # of what came since then nothing is gone
                return each.id
        asked = encode(_Asked(subject, by, to, language))
        ((id,),) = await self._session.each("erasures.ask", [{"now": seconds(now), "data": asked}])
        return int(id)

    async def get(self, id: int) -> Erasure | None:
        row = await self._session.row("erasures.get", id=id)
        return _erasure(row) if row else None

    async def undone(self) -> list[Erasure]:
        return [_erasure(row) for row in await self._session.rows("erasures.undone")]

    async def keeping(self) -> list[Erasure]:
        return [_erasure(row) for row in await self._session.rows("erasures.keeping")]

    async def newest(self, limit: int) -> list[Erasure]:
        return [_erasure(row) for row in await self._session.rows("erasures.newest", limit=limit)]

    async def done_since(self, since: datetime) -> list[Erasure]:
        return [_erasure(row) for row in await self._session.rows("erasures.done_since", since=seconds(since))]

    async def wiped(self, erasure: Erasure, left: Leftovers, kept: tuple[Kept, ...]) -> None:
        data = encode(_Asked(erasure.subject, erasure.by, erasure.to, erasure.language, kept, left))
        await self._session.change("erasures.wiped", id=erasure.id, data=data)

    async def done(self, erasure: Erasure, now: datetime) -> None:
        kept = erasure.kept
        who = Subject((), erasure.subject.person) if kept else Subject(())
        by = Requester("customer") if erasure.by.kind == "customer" else erasure.by
        data = encode(_Asked(who, by, None, erasure.language, kept))
        await self._session.change("erasures.done", id=erasure.id, now=seconds(now), keeps=bool(kept), data=data)


def _erasure(row: Row) -> Erasure:
    id, state, asked_at, done_at, data = row
    asked = decode(data, _Asked)
    done = None if done_at is None else moment(done_at)
    return Erasure(
        id, asked.subject, asked.by, asked.to, asked.language, moment(asked_at), state, done, asked.kept, asked.left
    )


class TracesTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def chats_of(self, person: CustomerId) -> list[ConversationId]:
        return [ConversationId(id) for (id,) in await self._session.rows("traces.chats_of_person", person=person)]

    async def signed_in(self, conversation: ConversationId) -> tuple[CustomerId, datetime] | None:
        row = await self._session.row("traces.sign_in", conversation=conversation)
        return (CustomerId(row[0]), moment(row[1])) if row else None

    async def chats_by_mail(self, mail: str) -> list[ConversationId]:
        return [ConversationId(id) for (id,) in await self._session.rows("traces.chats_by_mail", mail=mail.casefold())]

    async def cases_of(self, conversation: ConversationId) -> list[CaseCode]:
        found = await self._session.rows("traces.cases_of", conversation=conversation)
        return sorted(CaseCode(code) for (code,) in found)

    async def disputes_of(self, person: CustomerId) -> list[DisputeFile]:
        return [decode(data, DisputeFile) for (data,) in await self._session.rows("traces.disputes_of", person=person)]

    async def threads_of(self, stream: ConversationId) -> list[Address]:
        found = await self._session.rows("traces.threads_of", conversation=stream)
        return [Address(*str(address).split(":", 1)) for (address,) in found]

    async def kept_mails(self, case: CaseCode) -> list[str]:
        return [str(payload) for (payload,) in await self._session.rows("traces.mails_in", case_code=case)]

    async def kept_mails_of(self, stream: str) -> list[str]:
        return [str(payload) for (payload,) in await self._session.rows("traces.mails_in_stream", stream=stream)]

    async def sent(self, stream: ConversationId) -> list[tuple[int, Effect, str]]:
        rows = await self._session.rows("traces.sent", conversation=stream)
        return [(seq, decode(effect, Effect), receipt) for seq, effect, receipt in rows if effect]  # type: ignore[arg-type]

    async def ratings_of(self, conversation: ConversationId) -> list[RatingRow]:
        rows = await self._session.rows("traces.ratings", conversation=conversation)
        return [_rating(row) for row in rows]

    async def gaps_of(self, conversation: ConversationId) -> list[GapRow]:
        rows = await self._session.rows("traces.gaps", conversation=conversation)
        return [GapRow(moment(at), *rest) for at, *rest in rows]


def _rating(row: Row) -> RatingRow:
    key, conversation, at, of, case, agent, solved, stars, words = row
    rate = Rate(of, case, agent, None if solved is None else bool(solved), stars, words)
    return RatingRow(key, conversation, moment(at), rate)
