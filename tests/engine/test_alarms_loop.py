"""The loop that tells of the desk's troubles: what it tells is in the outbox in the transaction in which it is told, so once."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from core.engine.alarms import Alarms, told_in
from core.engine.routes import Routes
from core.engine.vitals import KnownVitals
from core.language.catalog import read_catalog
from core.model.alerts import ALERTS, Alert
from core.model.codec import encode
from core.model.effects import Say
from core.model.errors import Transient
from core.model.ids import Address
from core.model.lease import Member
from core.model.rows import OutboxRow
from core.nerves.kept_notices import KeptNotices
from core.store.sqlite import SqliteStore
from handoff.alarms import Alarming
from tests.engine.fakes import Clock, Lane, Unsteady

MINUTE = timedelta(minutes=1)
RULES = Alarming(10 * MINUTE, MINUTE, "UTC")


class Desk:
    """`sent` is what the dispatcher was given."""

    def __init__(self, store: SqliteStore | Unsteady, clock: Clock, mail: str = "") -> None:
        lane = Lane()
        self.sent: list[OutboxRow] = []
        self.vitals = KnownVitals(clock)
        routes = Routes({"email": lane}, {}, lane, alerts=lane)
        self.alarms = Alarms(store, clock, RULES, self.vitals, routes, self.sent.extend, read_catalog(), mail)


@pytest.fixture
def clock() -> Clock:
    return Clock()


async def test_it_is_posted_mailed_and_logged(
    store: SqliteStore, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    desk = Desk(store, clock, "operator@shop.example")
    desk.vitals.ill("imap", "the password is refused")
    clock.passes(60)
    await desk.alarms.look()
    post, mail = desk.sent
    assert (post.conversation, type(post.effect)) == (ALERTS, Alert)
    assert isinstance(mail.effect, Say)
    assert mail.effect.to == Address("email", "operator@shop.example")
    assert "The mailbox cannot be read (1 minute so far): the password is refused" in caplog.text


async def test_a_fresh_start_tells_nothing_again_and_finds_what_was_not_sent(store: SqliteStore, clock: Clock) -> None:
    first = Desk(store, clock)
    first.vitals.ill("imap", "the password is refused")
    clock.passes(60)
    await first.alarms.look()
    again = Desk(store, clock)
    again.vitals.ill("imap", "the password is refused")
    clock.passes(60)
    await again.alarms.look()
    assert again.sent == []
    assert [row.effect for row in await store.transact(lambda tx: tx.outbox.waiting())] == [first.sent[0].effect]


async def test_what_could_not_be_written_is_told_at_the_next_look(store: SqliteStore, clock: Clock) -> None:
    unsteady = Unsteady(store)
    desk = Desk(unsteady, clock)
    desk.vitals.ill("imap", "the password is refused")
    clock.passes(60)
    unsteady.failing = 1
    with pytest.raises(Transient):
        await desk.alarms.look()
    assert (await store.transact(told_in)).ringing == {}
    await desk.alarms.look()
    assert len(desk.sent) == 1


async def test_while_all_is_well_nothing_is_written(store: SqliteStore, clock: Clock) -> None:
    desk = Desk(store, clock)
    desk.vitals.well("imap")
    await desk.alarms.look()
    assert await store.transact(lambda tx: tx.keep.get("alarms")) is None


class Silent:
    """As the processes' notices, of which none arrives."""

    async def post(self, process: str, text: str) -> None: ...

    async def of(self, processes: Sequence[str]) -> dict[str, str] | None:
        return None


@pytest.mark.parametrize(("living", "posts"), [("one", 2), ("other", 1)])
async def test_over_is_said_when_all_who_live_say_so(store: SqliteStore, clock: Clock, living: str, posts: int) -> None:
    desk = Desk(store, clock)
    desk.vitals.share("one", Silent())
    desk.vitals.ill("imap", "the password is refused")
    clock.passes(60)
    await desk.alarms.look()
    desk.vitals.well("imap")
    for _ in range(3):
        clock.passes(60)
        member = Member(living, (), clock.now())
        await store.transact(lambda tx, member=member: tx.members.seen(member, MINUTE))  # type: ignore[misc]
        await desk.alarms.look()
    assert len(desk.sent) == posts


async def test_each_process_is_told_of_where_there_is_no_redis(store: SqliteStore, clock: Clock) -> None:
    """The one that looks tells of the other's connection too, once, and that it is over when the other says so."""
    one, other, notices = Desk(store, clock), KnownVitals(clock), KeptNotices(store)
    one.vitals.share("one", notices)
    other.share("other", notices)

    async def passes(seconds: float) -> None:
        clock.passes(seconds)
        for id in ("one", "other"):
            member = Member(id, (), clock.now())
            await store.transact(lambda tx, member=member: tx.members.seen(member, MINUTE))  # type: ignore[misc]
        await notices.post("other", encode(other.all()))
        await one.alarms.look()

    one.vitals.well("imap")
    other.ill("imap", "the password is refused")
    await passes(60)
    (told,) = [row.effect for row in one.sent]
    assert isinstance(told, Alert)
    assert "the password is refused" in str(told)
    one.vitals.well("imap")  # its own was never ill
    await passes(120)
    assert len(one.sent) == 1
    other.well("imap")
    await passes(60)
    await passes(60)
    assert len(one.sent) == 2
