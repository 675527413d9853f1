"""A shop on loopback: the HTTP contract over any shop's ports, with a page to sign in, or going wrong as it is told."""

from bots.playground.shop import trouble
from bots.playground.shop.contract import AnyShop, Request
from bots.playground.shop.server import ShopServer
from bots.playground.shop.trouble import Trouble

__all__ = ["AnyShop", "Request", "ShopServer", "Trouble", "trouble"]
