"""Connects to the internet alone: to nothing inside the network that the import runs in, whatever a name or redirect says."""

import socket
from collections.abc import Callable
from typing import Any

from aiohttp import TCPConnector

from core.answers.importing.addresses import is_public

AddressInfo = tuple[Any, Any, int, str, tuple[Any, ...]]  # as getaddrinfo gives it


class InternalAddress(OSError):
    """A name stands for an address that is not the internet's."""


def connector(*, allow_private: bool, at_once: int) -> TCPConnector:
    """Connections go through a check of the very address that is connected to, so a name that answers something else
    the second time it is asked changes nothing."""
    return TCPConnector(limit=at_once, socket_factory=_open_socket if allow_private else _checked(_open_socket))


def _checked(open_socket: Callable[[AddressInfo], socket.socket]) -> Callable[[AddressInfo], socket.socket]:
    def checked(info: AddressInfo) -> socket.socket:
        host = str(info[4][0])
        if not is_public(host):
            raise InternalAddress(f"{host} is an address inside a network: --allow-private lets it in")
        return open_socket(info)

    return checked


def _open_socket(info: AddressInfo) -> socket.socket:
    family, kind, protocol, _, _ = info
    return socket.socket(family=family, type=kind, proto=protocol)
