"""The names by which things are told apart."""

from typing import NewType

import msgspec

ConversationId = NewType("ConversationId", str)  # "telegram:1001", one per customer's chat
AgentId = NewType("AgentId", str)  # the agent's id in their own channel: "U0TOM"
CaseCode = NewType("CaseCode", str)  # "FD-7K2M9", safe to say aloud
EffectId = NewType("EffectId", str)  # "<inbox id>.<index>", the idempotency key everywhere
Language = NewType("Language", str)  # BCP 47 primary subtag: "pl"


class Address(msgspec.Struct, frozen=True):
    """A destination in one channel: a Telegram chat, a Slack thread, a mailbox."""

    channel: str
    key: str

    def __str__(self) -> str:
        return f"{self.channel}:{self.key}"


def conversation_at(address: Address) -> ConversationId:
    """The conversation of the customer who writes from this address."""
    return ConversationId(str(address))
