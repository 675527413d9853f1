"""What an address says of where it leads: into the internet or into a network of one's own, and to which site."""

import ipaddress
from urllib.parse import urlsplit

_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # NAT64, RFC 6052: an IPv4 address in an IPv6 one

# Not the internet's either, whatever the standard library's edition says: IETF protocol assignments (RFC 6890), of which
# one cloud takes its metadata server's address, and the address of another cloud's host, which looks like anybody's.
_OTHERS = (ipaddress.ip_network("192.0.0.0/24"), ipaddress.ip_network("168.63.129.16/32"))


def is_public(address: str) -> bool:
    """Whether an IP address is the internet's: not loopback, private, link-local, shared, multicast or reserved, and not an
    IPv6 address that stands for such an IPv4 one."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address) and (inside := _inside(parsed)):
        return is_public(str(inside))
    if parsed.is_multicast or parsed.is_reserved or any(parsed in network for network in _OTHERS):
        return False
    return parsed.is_global and not (isinstance(parsed, ipaddress.IPv6Address) and parsed.is_site_local)


def _inside(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address in _TRANSLATED:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def same_site(one: str, other: str) -> bool:
    """The same host, with or without its www."""
    return _site(one) == _site(other)


def _site(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
