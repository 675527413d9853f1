"""Signing in and one's own orders while the process is killed around them: nothing is lost, nothing said twice or to others."""

import asyncio

import pytest

from bots.playground.faults import Moment
from tests.faults.database import rows
from tests.faults.oracle import check
from tests.faults.product import until
from tests.faults.shop_ways import asks_to_sign_in, buyer, is_told_of_the_order, seller, told
from tests.faults.signing_in import agrees
from tests.faults.stage import Stage, kill_at

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]


@pytest.fixture
def stage(shop_stage: Stage) -> Stage:
    return shop_stage


# --- killed

STEPS = (
    *[("shop", "orders", 1, moment) for moment in Moment],
    ("shop", "items", 1, Moment.AFTER),
    ("shop", "order", 1, Moment.BEFORE),
    ("shop", "order", 1, Moment.ANSWERED),
    ("shop", "order", 2, Moment.BEFORE),
    ("shop", "order", 2, Moment.ANSWERED),
    *[("telegram", "sendMessage", nth, moment) for nth in (2, 3, 5) for moment in (Moment.BEFORE, Moment.AFTER)],
)


@pytest.mark.parametrize(("server", "method", "nth", "moment"), STEPS)
async def test_killed_at(stage: Stage, server: str, method: str, nth: int, moment: Moment):
    """Of what is sent: 2 is the link, 3 the greeting after the confirmation, 5 the answer."""
    stage.faults.add(kill_at(server, method, nth, moment))
    await stage.product.start()

    doubled = await check(stage, {stage.anna: await buyer(stage)})

    assert stage.product.kills == 1
    if server == "telegram":  # at the shop's requests the greeting is on its way too, in a lane of its own
        assert doubled == (moment is Moment.AFTER), "the declared window, and nothing but it"
    assert signed_in(stage) == [("c-1001",)]


@pytest.mark.parametrize("milliseconds", [0, 1, 2, 4, 8])
async def test_killed_while_it_is_confirmed_it_counts_once(stage: Stage, milliseconds: int):
    await stage.product.start()
    link = await asks_to_sign_in(stage, stage.anna)
    await asyncio.gather(agrees(stage, link, "c-1001"), kill_after(stage, "link shown", milliseconds))
    await counts_once(stage)


async def test_killed_as_soon_as_it_is_stored_it_counts_once(stage: Stage):
    await stage.product.start()
    link = await asks_to_sign_in(stage, stage.anna)
    await asyncio.gather(agrees(stage, link, "c-1001"), kill_after(stage, "link confirmed", 0))
    await counts_once(stage)


async def kill_after(stage: Stage, audited: str, milliseconds: int) -> None:
    seen = "SELECT 1 FROM audit WHERE kind = ?"
    await until(lambda: rows(stage.folder, seen, audited) != [], 0.0005)
    await asyncio.sleep(milliseconds / 1000)
    stage.product.kill()


async def counts_once(stage: Stage) -> None:
    await is_told_of_the_order(stage, stage.anna, "Anna Kowalska")
    await check(stage, {stage.anna: told("Anna Kowalska", "bought from Daan d. V.", "H-104202")})
    assert stage.product.kills == 1
    assert signed_in(stage) == [("c-1001",)]
    assert rows(stage.folder, "SELECT state FROM links") == [("confirmed",)]


@pytest.mark.parametrize("nth", [1, 2])
async def test_buyer_and_seller_of_one_order_stay_apart_around_a_kill(stage: Stage, nth: int):
    stage.faults.add(kill_at("shop", "order", nth, Moment.ANSWERED))
    stage.faults.add(kill_at("shop", "orders", nth, Moment.AFTER))
    await stage.product.start()

    hers, his = await asyncio.gather(buyer(stage), seller(stage))

    await check(stage, {stage.anna: hers, stage.daan: his})
    assert stage.product.kills in (1, 2), "the second may meet a process that is dead already"
    targets = {each.target.split("/")[3] for each in stage.shop.requests}
    assert targets == {"c-1001", "c-1002"}


async def test_stopped_and_started_with_the_link_still_open(stage: Stage):
    await stage.product.start()
    link = await asks_to_sign_in(stage, stage.anna)
    assert await stage.product.stop() == 0
    await stage.product.start_again()

    await agrees(stage, link, "c-1001")
    await is_told_of_the_order(stage, stage.anna, "Anna Kowalska")

    await check(stage, {stage.anna: told("Anna Kowalska", "bought from Daan d. V.", "H-104202")})


def signed_in(stage: Stage) -> list[tuple[str]]:
    return rows(stage.folder, "SELECT detail FROM audit WHERE kind = 'signed in'")  # type: ignore[return-value]
