"""Which performer carries out which effect."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.model.effects import Ask, CloseHandoff, Effect, Gap, Invite, Look, Note, OpenHandoff, Post, Say, Wake
from core.model.errors import Refused
from core.ports import Performer


@dataclass(frozen=True)
class Routes:
    """`channels` by the channel of the address, `methods` by contact method, who answers questions, and who asks the shop."""

    channels: Mapping[str, Performer]
    methods: Mapping[str, Performer]
    answers: Performer
    shop: Performer | None = None

    def performer(self, effect: Effect) -> Performer:
        """Raises Refused where nobody carries it out."""
        match effect:
            case Say(to=address) | Post(to=address) | CloseHandoff(thread=address):
                return _named(self.channels, address.channel)
            case OpenHandoff(method=method):
                return _named(self.methods, method)
            case Ask():
                return self.answers
            case Look():
                if self.shop is None:
                    raise Refused("there is no shop any more: was it taken out of the settings?")
                return self.shop
            case Wake() | Note() | Gap() | Invite():
                raise ValueError(f"{type(effect).__name__} is carried out inside the transaction")


def _named(performers: Mapping[str, Performer], name: str) -> Performer:
    if name not in performers:
        raise Refused(f"nothing here is called {name}: was it taken out of the settings?")
    return performers[name]
