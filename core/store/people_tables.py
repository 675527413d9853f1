"""The tables of people on SQLite: who is on duty, the links by which customers sign in, and where they are signed in."""

from datetime import datetime

from core.model.codec import decode, encode
from core.model.effects import Rate
from core.model.ids import AgentId, ConversationId
from core.model.people import Agent, Duty
from core.model.rows import ChatRow, LinkRow, RatingRow
from core.model.shop import CustomerId
from core.store.moments import moment, seconds
from core.store.session import Row, Session


class AgentsTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def put(self, duty: Duty, now: datetime) -> None:
        self._session.write(
            "agents.put",
            id=duty.agent.id,
            name=duty.agent.name,
            on_duty=duty.on_duty,
            languages=encode(duty.languages),
            away=duty.away,
            since=seconds(duty.since) if duty.since else None,
            now=seconds(now),
        )

    async def all(self) -> list[Duty]:
        return [_duty(row) for row in self._session.rows("agents.all")]

    async def get(self, agent: AgentId) -> Duty | None:
        row = self._session.row("agents.get", id=agent)
        return None if row is None else _duty(row)


def _duty(row: Row) -> Duty:
    id, name, on_duty, languages, away, since = row
    spoken = decode(languages, tuple[str, ...])
    return Duty(Agent(id, name), bool(on_duty), spoken, bool(away), None if since is None else moment(since))


class LinksTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def make(self, link: LinkRow) -> None:
        if await self.get(link.token_hash) is not None:
            return
        self._session.write("links.void", conversation=link.conversation)
        self._session.write(
            "links.make",
            token_hash=link.token_hash,
            conversation=link.conversation,
            channel=link.channel,
            name=link.name,
            made_at=seconds(link.made_at),
            expires_at=seconds(link.expires_at),
        )

    async def get(self, token_hash: str) -> LinkRow | None:
        row = self._session.row("links.get", token_hash=token_hash)
        return None if row is None else _link(row)

    async def confirm(self, token_hash: str, now: datetime) -> bool:
        return self._session.write("links.confirm", token_hash=token_hash, now=seconds(now)) == 1

    async def forget(self, before: datetime) -> int:
        return self._session.write("links.forget", before=seconds(before))


def _link(row: Row) -> LinkRow:
    token_hash, conversation, channel, name, state, made_at, expires_at = row
    return LinkRow(token_hash, conversation, channel, name, moment(made_at), moment(expires_at), state)


class SignInsTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def put(self, conversation: ConversationId, person: CustomerId | None, now: datetime) -> None:
        if person is None:
            self._session.write("sign_ins.end", conversation=conversation)
        else:
            self._session.write("sign_ins.put", conversation=conversation, person=person, now=seconds(now))

    async def of(self, person: CustomerId) -> ConversationId | None:
        row = self._session.row("sign_ins.of", person=person)
        return None if row is None else ConversationId(row[0])


class RatingsTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def put(self, rating: RatingRow) -> None:
        rate = rating.rate
        self._session.write(
            "ratings.put",
            key=rating.key,
            conversation=rating.conversation,
            of=rate.of,
            case_code=rate.case,
            agent=rate.agent,
            solved=rate.solved,
            stars=rate.stars,
            words=rate.words,
            at=seconds(rating.at),
        )

    async def since(self, when: datetime) -> list[RatingRow]:
        return [_rating(row) for row in self._session.rows("ratings.since", at=seconds(when))]


def _rating(row: Row) -> RatingRow:
    key, conversation, of, case, agent, solved, stars, words, at = row
    rate = Rate(of, case, agent, None if solved is None else bool(solved), stars, words)
    return RatingRow(key, conversation, moment(at), rate)


class ChatsTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def put(self, chat: ChatRow) -> None:
        self._session.write(
            "chats.put",
            case_code=chat.case,
            conversation=chat.conversation,
            data=encode(chat),
            queued_at=seconds(chat.queued_at),
            ended_at=seconds(chat.ended_at) if chat.ended_at else None,
        )

    async def live(self) -> list[ChatRow]:
        return [decode(row[0], ChatRow) for row in self._session.rows("chats.live")]

    async def ended(self, limit: int) -> list[ChatRow]:
        return [decode(row[0], ChatRow) for row in self._session.rows("chats.ended", limit=limit)]
