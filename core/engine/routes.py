"""Which performer carries out which effect."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from core.model.alerts import Alert
from core.model.callback import ShowTask
from core.model.effects import (
    Amend,
    Ask,
    CarryOut,
    CloseHandoff,
    Effect,
    Erase,
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
    SendExport,
    SendFile,
    ShowDispute,
    ShowEvidence,
    ShowFile,
    ShowForm,
    Suggesting,
    Translate,
    Wake,
)
from core.model.errors import Refused
from core.ports import Performer


@dataclass(frozen=True)
class Routes:
    """`channels` by the channel of the address, `methods` by contact method, who answers questions, who asks the shop, who shows
    disputes to staff, who keeps evidence, who passes files on, who suggests replies,
    who translates, who alerts staff, and who sends customers all of their data.
    """

    channels: Mapping[str, Performer]
    methods: Mapping[str, Performer]
    answers: Performer
    shop: Performer | None = None
    disputes: Performer | None = None
    evidence: Performer | None = None
    callbacks: Performer | None = None
    files: Performer | None = None
    suggestions: Performer | None = None
    translations: Performer | None = None
    alerts: Performer | None = None
    privacy: Performer | None = None

    def performer(self, effect: Effect) -> Performer:
        """Raises Refused where nobody carries it out."""
        match effect:
            case Say(to=address) | Amend(to=address) | Post(to=address) | CloseHandoff(thread=address):
                return _named(self.channels, address.channel)
            case OpenHandoff(method=method):
                return _named(self.methods, method)
            case Ask():
                return self.answers
            case SendFile() | ShowFile():
                return _there(self.files, "way for files")
            case Suggesting():
                return _there(self.suggestions, "help centre to suggest from")
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
            case Alert():
                return _there(self.alerts, "channel for alerts")
            case SendExport():
                return _there(self.privacy, "way to send customers their data")
            case Wake() | Note() | Gap() | Invite() | Pass() | Rate() | PutOffDuty() | Erase():
                raise ValueError(f"{type(effect).__name__} is carried out inside the transaction")


def offers(performer: Performer, protocol: type) -> bool:
    """Whether it is also one of these, such as a Gathering."""
    return _is_a(type(performer), protocol)


@cache
def _is_a(kind: type, protocol: type) -> bool:
    """Looked up once: Python compares method by method, each time it is asked."""
    return issubclass(kind, protocol)


def _named(performers: Mapping[str, Performer], name: str) -> Performer:
    if name not in performers:
        raise Refused(f"nothing here is called {name}: was it taken out of the settings?")
    return performers[name]


def _there(performer: Performer | None, name: str) -> Performer:
    if performer is None:
        raise Refused(f"there is no {name} any more: was it taken out of the settings?")
    return performer
