"""What a shop's answers say of whether it can be asked."""

import pytest

from bots.playground.faults import Fault
from bots.playground.shop import ShopServer
from bots.shop.http import HttpShop, ShopAccess
from core.engine.vitals import KnownVitals
from core.model.errors import DeskError
from core.model.shop import CustomerId
from tests.engine.fakes import Clock
from tests.playground_shop.conftest import SECRET

ANNA = CustomerId("c-1001")


@pytest.mark.parametrize(
    ("fault", "well"),
    [
        (None, True),
        (Fault("shop", status=503), False),
        (Fault("shop", status=502), False),
        (Fault("shop", status=401), False),
        (Fault("shop", status=200, body="<html>"), False),
    ],
)
async def test_an_answer_says_whether_it_can_be_asked(server: ShopServer, fault: Fault | None, well: bool) -> None:
    vitals = KnownVitals(Clock())
    shop = HttpShop(ShopAccess(server.root, SECRET, answer_within=0.5), vitals=vitals)
    if fault:
        server.faults.add(fault)
        with pytest.raises(DeskError):
            await shop.orders(ANNA)
    else:
        await shop.orders(ANNA)
    [known] = vitals.all()
    assert (known.name, known.well) == ("shop", well)
    assert SECRET not in known.why
    await shop.orders(ANNA)
    [known] = vitals.all()
    assert known.well
    await shop.close()
