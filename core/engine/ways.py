"""Which ways to a person there are now, and in which languages: reckoned at most once a second for those who need the same."""

from collections.abc import Callable, Hashable, Sequence
from datetime import datetime, timedelta
from typing import Generic, NamedTuple, Protocol, TypeVar

from core.engine.mail_waits import MailWaits, Reckoned
from core.engine.needs import need_of
from core.engine.waits import Waits
from core.language.spec import BY_CODE
from core.model.conversation import Conversation
from core.model.dispute_file import DisputeLine
from core.model.figures import Closure
from core.model.ids import Language
from core.model.need import Need
from core.model.offer import Offer
from core.model.people import Duty
from core.model.tongue import Tongue
from core.model.wait import Wait
from core.ports import Offers, Transaction

FRESH = timedelta(seconds=1)
REMEMBERED = 1_000  # needs, each with its offers

T = TypeVar("T")
Key = TypeVar("Key", bound=Hashable)


class SpokenInstead(Protocol):
    """`handoff.routing.spoken_instead`, handed in as the offers are. Pure."""

    def __call__(
        self, language: Language, staff: Sequence[Duty], now: datetime, *, closures: Sequence[Closure]
    ) -> tuple[Language, ...]: ...


class There(NamedTuple):
    """Who is there, what is closed, how long it takes, and the ways to a person that follow from it."""

    staff: list[Duty]
    closures: list[Closure]
    wait: Wait | None
    mail: Reckoned | None
    offers: tuple[Offer, ...]


class Ways:
    def __init__(
        self,
        offers: Offers,
        waits: Waits | None = None,
        mail_waits: MailWaits | None = None,
        spoken_instead: SpokenInstead | None = None,
    ) -> None:
        self._offers = offers
        self._waits = waits
        self._mail_waits = mail_waits
        self._spoken_instead = spoken_instead
        self._offered: _Lately[Need, tuple[Offer, ...]] = _Lately()
        self._others: _Lately[Language, tuple[Language, ...]] = _Lately()

    async def there(
        self, tx: Transaction, talk: Conversation, disputes: tuple[DisputeLine, ...], theirs: Language, now: datetime
    ) -> There:
        """`theirs`: the language in which staff would be spoken to."""
        staff, closures = await tx.staff.all(), await tx.closures.all()
        wait = await self._waits.of(tx, talk, theirs, staff, now) if self._waits else None
        mail = await self._mail_waits.of(tx, theirs, now) if self._mail_waits else None
        need = await need_of(tx, talk, disputes, theirs, now)
        by_mail = mail.wait if mail else None
        offers = self._offered.reckon(
            need,
            (staff, wait, by_mail, closures),
            now,
            lambda: self._offers(need, staff, now, wait=wait, mail=by_mail, closures=closures),
        )
        return There(staff, closures, wait, mail, offers)

    def spoken(self, own: Language, chosen: Language, there: There, now: datetime) -> tuple[Tongue, ...]:
        """The languages to choose from, where people do not speak the customer's own; what is chosen is not chosen again."""
        instead = self._spoken_instead
        if instead is None:
            return ()
        staff, closures = there.staff, there.closures
        codes = self._others.reckon(own, (staff, closures), now, lambda: instead(own, staff, now, closures=closures))
        return tuple(Tongue(code, BY_CODE[code].name) for code in codes if code != chosen)


class _Lately(Generic[Key, T]):
    """What was reckoned in the last second, of what is still the same. Clocks may be set back."""

    def __init__(self) -> None:
        self._known: dict[Key, tuple[datetime, object, T]] = {}

    def reckon(self, key: Key, given: object, now: datetime, reckon: Callable[[], T]) -> T:
        """`given`: of what it is reckoned, besides the key and the time."""
        known = self._known.get(key)
        if known is None or known[1] != given or not timedelta() <= now - known[0] < FRESH:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            known = self._known[key] = (now, given, reckon())
        return known[2]
