"""Whether the domain in From vouches for a mail, as our own mail server found (RFC 8601). Pure; never raises.

Anybody can write an Authentication-Results header, so only those count that bear our server's name, and of them only the
topmost: servers add theirs above what came in, and take away what came in under their own name.
"""

import re
from typing import NamedTuple

from bots.mail.reading_headers import Headers, mailboxes
from core.model.letter import Trust

_RESULT = re.compile(r"\s*([a-z0-9-]{1,20})(?:/\d+)?\s*=\s*([a-z]{1,20})", re.IGNORECASE)
_PROPERTY = re.compile(r"([a-z]{1,20})\.([a-z.-]{1,20})\s*=\s*(?:\"([^\"]{1,255})\"|([^\s;\"]{1,255}))", re.IGNORECASE)


class _Found(NamedTuple):
    """One result, such as dkim=pass with header.d=shop.example."""

    method: str
    result: str
    properties: dict[str, str]

    def domain(self, *names: str) -> str:
        value = next((self.properties[name] for name in names if name in self.properties), "")
        return value.rpartition("@")[2].strip("<>").lower()


def trust(headers: Headers, server: str) -> Trust:
    """`server`: the name (authserv-id) that our mail server writes; empty: it writes none, and all is "unknown"."""
    domain = _domain(headers)
    if not server or not domain:
        return "unknown"
    named = (_parts(value) for value in headers.all("authentication-results"))
    ours = next((parts[1:] for parts in named if parts[0].lower() == server.lower()), None)
    return _verdict([each for each in map(_found, ours or ()) if each], domain)


def _domain(headers: Headers) -> str:
    """Of the one sender; a mail with several may mean any of them."""
    written = headers.all("from")
    senders = mailboxes(written[0]) if len(written) == 1 else []
    ambiguous = len(senders) != 1 or written[0].count("<") > 1
    return "" if ambiguous else senders[0].address.rpartition("@")[2]


def _parts(value: str) -> list[str]:
    """The name of the server, without a version, and the results; what stands in brackets or quotes separates nothing."""
    parts, depth, quoted, skip = [""], 0, False, False
    for letter in value:
        if skip or (letter == "\\" and (quoted or depth)):
            skip = not skip
            continue
        if letter == '"' and not depth:
            quoted = not quoted
        if not quoted and letter in "()":
            depth = max(0, depth + (1 if letter == "(" else -1))
            continue
        if depth:
            continue
        if letter == ";" and not quoted:
            parts.append("")
        else:
            parts[-1] += letter
    return [(parts[0].split() or [""])[0].strip('"'), *parts[1:]]


def _found(part: str) -> _Found | None:
    result = _RESULT.match(part)
    if not result:
        return None
    properties = {
        f"{kind}.{name}".lower(): quoted or plain
        for kind, name, quoted, plain in reversed(_PROPERTY.findall(part[result.end() :]))
    }
    return _Found(result[1].lower(), result[2].lower(), properties)


def _verdict(found: list[_Found], domain: str) -> Trust:
    """DMARC says it where the domain has a policy; else a signature or an envelope of the domain itself does."""
    dmarc = [each for each in found if each.method == "dmarc" and each.domain("header.from") in ("", domain)]
    if any(each.result == "pass" for each in dmarc):
        return "aligned"
    if any(each.result == "fail" for each in dmarc):
        return "failed"
    own = [each for each in found if _vouches(_for(each), domain)]
    if any(each.result == "pass" for each in own):
        return "aligned"
    return "failed" if any(each.result == "fail" for each in own) else "unknown"


def _for(found: _Found) -> str:
    """Which domain signed, or sent."""
    match found.method:
        case "dkim":
            return found.domain("header.d", "header.i")
        case "spf":
            return found.domain("smtp.mailfrom", "smtp.mail", "smtp.from")
        case _:
            return ""


def _vouches(other: str, domain: str) -> bool:
    """A domain vouches for itself and for those below it. Not for those above: shop.example.io is not example.io's word."""
    return "." in other and (domain == other or domain.endswith(f".{other}"))
