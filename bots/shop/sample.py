"""The sample shop: everything that the desk asks of a shop, from the files of `sample/shop`."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bots.shop.sample_files import ToldOrder, ToldPerson, payment, read_sample, shipping, told_time
from bots.shop.sample_measures import Books, NotDone, Standing
from core.model.errors import Refused
from core.model.shop import (
    CustomerId,
    Item,
    ItemId,
    ItemLine,
    Next,
    Order,
    OrderId,
    OtherParty,
    Outcome,
    Page,
    Person,
    Proposal,
    Role,
)

SITE = "https://www.hamerslag.example"


class SampleShop:
    """Shop, Accounts, Parties and Measures of `core.ports`. What measures did is kept in memory.

    `site` is where orders and items have their pages, `page` how many orders a list holds. Raises OSError and
    ValueError for files that are not as they should be.
    """

    def __init__(self, folder: Path, now: Callable[[], datetime], *, site: str = SITE, page: int = 10) -> None:
        self.site = site
        self.carried_out: dict[str, tuple[Proposal, Outcome]] = {}
        self._now = now
        self._page = page
        self._books = Books(read_sample(folder))

    # --- who
    def people(self) -> tuple[Person, ...]:
        """Everybody who has an account, for a playground's "Who are you?"."""
        return tuple(map(_account, self._books.people.values()))

    async def person(self, id: CustomerId) -> Person | None:
        found = self._books.people.get(id)
        return _account(found) if found else None

    def standing(self, person: CustomerId) -> tuple[Standing, ...]:
        """What is held against this account, the first first."""
        return self._books.standings.get(person, ())

    # --- what is theirs
    async def orders(self, person: CustomerId, after: str = "") -> Page:
        """A cursor is the last order's id; one that is not this person's ends the list."""
        now = self._now()
        own = [each for each in self._books.orders.values() if each.role(person)]
        own.sort(key=lambda each: (each.placed.seen_from(now), each.id), reverse=True)
        ids = [each.id for each in own]
        if after and after not in ids:
            return Page()
        start = ids.index(OrderId(after)) + 1 if after else 0
        shown = own[start : start + self._page]
        lines = tuple(self._order(each, role, now).line for each in shown if (role := each.role(person)))
        return Page(lines, shown[-1].id if len(own) > start + self._page else "")

    async def order(self, person: CustomerId, id: OrderId) -> Order | None:
        found = self._theirs(person, id)
        return self._order(*found, self._now()) if found else None

    async def other_party(self, person: CustomerId, order: OrderId) -> Person | None:
        found = self._theirs(person, order)
        return await self.person(found[0].other(found[1])) if found else None

    async def items(self, person: CustomerId) -> tuple[ItemLine, ...]:
        viewer = self._books.people.get(person)
        viewed = [self._books.items[each] for each in viewer.viewed] if viewer else []
        return tuple(ItemLine(each.id, each.title, each.price, each.status) for each in viewed)

    async def item(self, person: CustomerId, id: ItemId) -> Item | None:
        """Whoever has an account may look at any item."""
        found = self._books.items.get(id)
        if found is None or person not in self._books.people:
            return None
        return Item(
            id=found.id,
            title=found.title,
            price=found.price,
            status=found.status,
            other=self._other(found.seller, f"{self.site}/items/{found.id}/messages"),
            ends_at=found.ends.seen_from(self._now()),
            address=f"{self.site}/items/{found.id}",
        )

    def _theirs(self, person: CustomerId, id: OrderId) -> tuple[ToldOrder, Role] | None:
        """An order as it is typed, if this person is one of its two sides, and which."""
        found = self._books.orders.get(OrderId(id.upper()))
        role = found.role(person) if found else None
        return (found, role) if found and role else None

    def _order(self, order: ToldOrder, role: Role, now: datetime) -> Order:
        messages = f"{self.site}/orders/{order.id}/messages" if order.messages else ""
        return Order(
            id=order.id,
            title=order.title,
            role=role,
            status=order.status,
            placed_at=order.placed.seen_from(now),
            total=order.total,
            payment=payment(order, role, now),
            other=self._other(order.other(role), messages),
            shipping=shipping(order.shipping, now) if order.shipping else None,
            next=tuple(Next(each.step, told_time(each.until, now)) for each in order.next.get(role, ())),
            address=f"{self.site}/orders/{order.id}",
            item=order.item,
        )

    def _other(self, person: CustomerId, messages: str) -> OtherParty:
        shown_as = self._books.people[person].shown_as
        return OtherParty(shown_as, "" if self._books.suspended(person) else messages)

    # --- measures
    async def carry_out(self, proposal: Proposal) -> Outcome:
        """What was done is done once; what was refused is looked at anew. Raises Refused for a key of something else."""
        before, outcome = self.carried_out.get(proposal.key, (proposal, Outcome()))
        if before != proposal:
            raise Refused("this key stands for another measure")
        if not outcome.reference:
            outcome = self._outcome(proposal)
            self.carried_out[proposal.key] = (proposal, outcome)
        return outcome

    def _outcome(self, proposal: Proposal) -> Outcome:
        try:
            self._books.do(proposal, self._now())
        except NotDone as error:
            return Outcome(refused=str(error))
        done = sum(bool(outcome.reference) for _, outcome in self.carried_out.values())
        return Outcome(reference=f"M-{done + 1:05}")


def _account(person: ToldPerson) -> Person:
    return Person(person.id, person.name, person.country, person.email, person.language)
