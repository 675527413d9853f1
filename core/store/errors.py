"""What can go wrong with the store, and what to do about it.

DeskError
+-- Transient
|   +-- StoreFailed      full disk, input/output error, database locked: the transaction is not kept, a repeat can help
+-- LeaseLost            what this process held is another's: whatever it was about to write is theirs to do
+-- StoreBroken          the database cannot be used as it is: the message says what to do
+-- StoreRefused         the transaction asks for what does not fit the tables: a fault of the code that asked
    +-- RowOver          the row of the inbox or outbox is not there, or is over: somebody else has done it
    +-- DisputedAlready  the order has an open dispute, and one is all that it may have
"""

from core.model.errors import DeskError, Transient
from core.model.ids import CaseCode
from core.model.shop import OrderId


class StoreFailed(Transient):
    """Nothing of the transaction counts as kept. Its rows carry unique keys, so a repeat is safe in any case."""


class LeaseLost(DeskError):
    """A process that slept, or was cut off, learns it when it writes."""


class StoreBroken(DeskError):
    """Damaged, of another release, in use by another process, or in a place that cannot be written."""


class StoreRefused(DeskError):
    """A row that is there already or is not there, an unknown state, or a transaction that waits for the outside."""


class RowOver(StoreRefused):
    """Whoever was about to do it leaves it: of two who have the same row, one does it."""


class DisputedAlready(StoreRefused):
    """The order's open dispute is `case`; both parties may have filed theirs in the same moment."""

    def __init__(self, order: OrderId, case: CaseCode, second: CaseCode) -> None:
        super().__init__(f"order {order} has an open dispute, {case}: {second} was not kept")
        self.case = case
