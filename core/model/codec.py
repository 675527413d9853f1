"""Stored values as JSON with class tags, and back; old rows are read by newer code."""

from typing import TypeVar

import msgspec

from core.model.errors import Unreadable
from core.model.events import CallbackEvent, DisputeEvent, Event, TicketEvent

T = TypeVar("T")

_encoder = msgspec.json.Encoder(order="deterministic")
_decoders: dict[object, msgspec.json.Decoder[object]] = {}


def encode(value: object) -> str:
    """The JSON of any value of the model; of many without what is at its default."""
    return _encoder.encode(value).decode()


def decode(stored: str, shape: type[T]) -> T:
    """The value that `encode` wrote; `shape` may be a union such as Event. Raises Unreadable with the place that does not fit."""
    decoder = _decoders.get(shape)
    if decoder is None:
        decoder = _decoders[shape] = msgspec.json.Decoder(shape)
    try:
        return decoder.decode(stored)  # type: ignore[return-value]
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise Unreadable(f"stored value does not read as {shape}: {error}") from error


def decode_event(stored: str) -> Event:
    """Any event; raises Unreadable."""
    return decode(stored, Event)  # type: ignore[arg-type]


def decode_dispute_event(stored: str) -> DisputeEvent:
    """What happened to a dispute; raises Unreadable."""
    return decode(stored, DisputeEvent)  # type: ignore[arg-type]


def decode_callback_event(stored: str) -> CallbackEvent:
    """What happened to a callback; raises Unreadable."""
    return decode(stored, CallbackEvent)  # type: ignore[arg-type]


def decode_ticket_event(stored: str) -> TicketEvent:
    """What happened to an e-mail ticket; raises Unreadable."""
    return decode(stored, TicketEvent)  # type: ignore[arg-type]
