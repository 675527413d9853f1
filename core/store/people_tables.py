"""The tables of people: who is on duty, the links by which customers sign in, and where they are signed in."""

from datetime import datetime

from core.model.codec import decode, encode
from core.model.effects import Rate
from core.model.ids import AgentId, CaseCode, ConversationId
from core.model.people import Agent, Duty, Veto
from core.model.rows import ChatRow, LinkRow, RatingRow
from core.model.shop import CustomerId
from core.store.moments import moment, seconds
from core.store.session import Row, Session
from core.store.storable import storable


class AgentsTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def put(self, duty: Duty, now: datetime) -> None:
        await self._session.write(
            "agents.put",
            id=duty.agent.id,
            name=duty.agent.name,
            on_duty=duty.on_duty,
            languages=encode(duty.languages),
            away=duty.away,
            since=seconds(duty.since) if duty.since else None,
            capacity=duty.capacity,
            named=duty.named,
            vetoes=encode(duty.vetoes),
            now=seconds(now),
        )

    async def all(self) -> list[Duty]:
        return list(await self._session.known("agents.all", lambda rows: tuple(map(_duty, rows))))

    async def get(self, agent: AgentId) -> Duty | None:
        row = await self._session.row("agents.get", id=agent)
        return None if row is None else _duty(row)


def _duty(row: Row) -> Duty:
    id, name, on_duty, languages, away, since, capacity, named, vetoes = row
    return Duty(
        Agent(id, name),
        bool(on_duty),
        decode(languages, tuple[str, ...]),
        bool(away),
        None if since is None else moment(since),
        capacity,
        bool(named),
        decode(vetoes, tuple[Veto, ...]),
    )


class LinksTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def make(self, link: LinkRow) -> None:
        if await self.get(link.token_hash) is not None:
            return
        await self._session.write("links.void", conversation=link.conversation)
        await self._session.write(
            "links.make",
            token_hash=link.token_hash,
            conversation=link.conversation,
            channel=link.channel,
            name=storable(link.name),
            made_at=seconds(link.made_at),
            expires_at=seconds(link.expires_at),
        )

    async def get(self, token_hash: str) -> LinkRow | None:
        row = await self._session.row("links.get", token_hash=token_hash)
        return None if row is None else _link(row)

    async def confirm(self, token_hash: str, now: datetime) -> bool:
        return await self._session.write("links.confirm", token_hash=token_hash, now=seconds(now)) == 1

    async def forget(self, before: datetime) -> int:
        return await self._session.write("links.forget", before=seconds(before))


def _link(row: Row) -> LinkRow:
    token_hash, conversation, channel, name, state, made_at, expires_at = row
    return LinkRow(token_hash, conversation, channel, name, moment(made_at), moment(expires_at), state)


class NoncesTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def use(self, nonce: str, ends: datetime) -> bool:
        return await self._session.write("nonces.use", nonce=nonce, ends=seconds(ends)) == 1

    async def forget(self, now: datetime) -> int:
        return await self._session.write("nonces.forget", now=seconds(now))


class SignInsTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def put(self, conversation: ConversationId, person: CustomerId | None, now: datetime) -> None:
        if person is None:
            await self._session.write("sign_ins.end", conversation=conversation)
        else:
            await self._session.write("sign_ins.put", conversation=conversation, person=person, now=seconds(now))

    async def of(self, person: CustomerId) -> ConversationId | None:
        row = await self._session.row("sign_ins.of", person=person)
        return None if row is None else ConversationId(row[0])


class RatingsTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def put(self, rating: RatingRow) -> None:
        rate = rating.rate
        await self._session.write(
            "ratings.put",
            key=rating.key,
            conversation=rating.conversation,
            of=rate.of,
            case_code=rate.case,
            agent=rate.agent,
            solved=rate.solved,
            stars=rate.stars,
            words=storable(rate.words),
            at=seconds(rating.at),
        )

    async def since(self, when: datetime) -> list[RatingRow]:
        return [_rating(row) for row in await self._session.rows("ratings.since", at=seconds(when))]


def _rating(row: Row) -> RatingRow:
    key, conversation, of, case, agent, solved, stars, words, at = row
    rate = Rate(of, case, agent, None if solved is None else bool(solved), stars, words)
    return RatingRow(key, conversation, moment(at), rate)


class ChatsTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def put(self, chat: ChatRow) -> None:
        await self._session.write(
            "chats.put",
            case_code=chat.case,
            conversation=chat.conversation,
            data=encode(chat),
            queued_at=seconds(chat.queued_at),
            ended_at=seconds(chat.ended_at) if chat.ended_at else None,
        )

    async def get(self, case: CaseCode) -> ChatRow | None:
        row = await self._session.row("chats.get", case_code=case)
        return None if row is None else decode(row[0], ChatRow)

    async def live(self) -> list[ChatRow]:
        return [decode(row[0], ChatRow) for row in await self._session.rows("chats.live")]

    async def ended(self, limit: int) -> list[ChatRow]:
        return [decode(row[0], ChatRow) for row in await self._session.rows("chats.ended", limit=limit)]
