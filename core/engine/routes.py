"""Which performer carries out which effect."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.model.effects import Ask, CloseHandoff, Effect, Note, OpenHandoff, Post, Say, Wake
from core.ports import Performer


@dataclass(frozen=True)
class Routes:
    """`channels` by the channel of the address, `methods` by contact method, and the one who answers questions."""

    channels: Mapping[str, Performer]
    methods: Mapping[str, Performer]
    answers: Performer

    def performer(self, effect: Effect) -> Performer:
        match effect:
            case Say(to=address) | Post(to=address) | CloseHandoff(thread=address):
                return self.channels[address.channel]
            case OpenHandoff(method=method):
                return self.methods[method]
            case Ask():
                return self.answers
            case Wake() | Note():
                raise ValueError(f"{type(effect).__name__} is carried out inside the transaction")
