"""The tables of disputes: how each stands, and every decision about it."""

from datetime import datetime

from core.model.codec import decode, encode
from core.model.dispute_file import DisputeFile
from core.model.ids import CaseCode
from core.model.rows import DisputeDecided
from core.model.shop import CustomerId, OrderId
from core.store.errors import DisputedAlready
from core.store.moments import seconds
from core.store.session import Column, Session


class DisputesTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def load(self, case: CaseCode) -> DisputeFile | None:
        row = await self._session.row("disputes.load", case_code=case)
        return None if row is None else decode(row[0], DisputeFile)

    async def save(self, file: DisputeFile, now: datetime) -> None:
        """Raises DisputedAlready for a second dispute about an order while the first is not closed."""
        order = file.dispute.order.id
        first = await self._session.row("disputes.open_of_order", order_id=order)
        if first is not None and first[0] != file.case and file.dispute.stage != "closed":
            raise DisputedAlready(order, CaseCode(first[0]), file.case)
        await self._session.write("disputes.save", data=encode(file), now=seconds(now), **_columns(file))

    async def open(self, *, person: CustomerId | None = None, order: OrderId | None = None) -> list[DisputeFile]:
        if person is None:
            return await self._files("disputes.open", order_id=order)
        return await self._files("disputes.open_of_person", person=person, order_id=order)

    async def newest(self, limit: int) -> list[DisputeFile]:
        return await self._files("disputes.newest", limit=limit)

    async def _files(self, name: str, /, **values: Column) -> list[DisputeFile]:
        return [decode(row[0], DisputeFile) for row in await self._session.rows(name, **values)]


def _columns(file: DisputeFile) -> dict[str, Column]:
    """What lists are made of."""
    dispute = file.dispute
    first, last = dispute.decisions[:1], dispute.decisions[-1:]
    return {
        "case_code": file.case,
        "order_id": dispute.order.id,
        "buyer": dispute.buyer.person,
        "seller": dispute.seller.person,
        "stage": dispute.stage,
        "due": seconds(dispute.due) if dispute.due else None,
        "legal_hold": dispute.legal_hold,
        "opened_at": seconds(dispute.opened_at),
        "decided_at": seconds(first[0].at) if first else None,
        "articles": encode(last[0].decision.articles if last else ()),
    }


class DisputeDecisionsTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def add(self, decided: DisputeDecided) -> None:
        await self._session.write(
            "dispute_decisions.add", inbox_id=decided.inbox_id, case_code=decided.case, decided=encode(decided)
        )

    async def of(self, case: CaseCode) -> list[DisputeDecided]:
        rows = await self._session.rows("dispute_decisions.of", case_code=case)
        return [decode(row[0], DisputeDecided) for row in rows]
