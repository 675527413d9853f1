"""Which performer carries out which effect."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.model.callback import ShowTask
from core.model.effects import (
    Ask,
    CarryOut,
    CloseHandoff,
    Effect,
    FindOther,
    Gap,
    Invite,
    Look,
    Note,
    OpenHandoff,
    Pass,
    Post,
    PutOffDuty,
    Rate,
    Say,
    ShowDispute,
    ShowEvidence,
    ShowForm,
    Translate,
    Wake,
)
from core.model.errors import Refused
from core.ports import Performer


@dataclass(frozen=True)
class Routes:
    """`channels` by the channel of the address, `methods` by contact method, who answers questions, who asks the shop, who shows
    disputes to staff, who keeps evidence, and who translates.
    """

    channels: Mapping[str, Performer]
    methods: Mapping[str, Performer]
    answers: Performer
    shop: Performer | None = None
    disputes: Performer | None = None
    evidence: Performer | None = None
    callbacks: Performer | None = None
    translations: Performer | None = None

    def performer(self, effect: Effect) -> Performer:
        """Raises Refused where nobody carries it out."""
        match effect:
            case Say(to=address) | Post(to=address) | CloseHandoff(thread=address):
                return _named(self.channels, address.channel)
            case OpenHandoff(method=method):
                return _named(self.methods, method)
            case Ask():
                return self.answers
            case Translate():
                return _there(self.translations, "machine that translates")
            case Look() | FindOther() | CarryOut():
                return _there(self.shop, "shop")
            case ShowDispute() | ShowForm():
                return _there(self.disputes, "place for disputes")
            case ShowTask():
                return _there(self.callbacks, "place for callbacks")
            case ShowEvidence():
                return _there(self.evidence, "place for evidence")
            case Wake() | Note() | Gap() | Invite() | Pass() | Rate() | PutOffDuty():
                raise ValueError(f"{type(effect).__name__} is carried out inside the transaction")


def _named(performers: Mapping[str, Performer], name: str) -> Performer:
    if name not in performers:
        raise Refused(f"nothing here is called {name}: was it taken out of the settings?")
    return performers[name]


def _there(performer: Performer | None, name: str) -> Performer:
    if performer is None:
        raise Refused(f"there is no {name} any more: was it taken out of the settings?")
    return performer
