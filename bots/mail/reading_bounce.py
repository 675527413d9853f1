"""Mails that say a mail of ours did not arrive: the standard report (RFC 3464), and those of servers that know none. Pure."""

import re
from collections.abc import Sequence

from bots.mail.reading_body import Body
from bots.mail.reading_headers import Headers, ids, mailboxes, one_line, split
from core.model.letter import Bounced

_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d]|\.\d)")
_CODE = re.compile(r"(?<![\d.])([45]\d\d)(?=[ \-#:]|$)(?! ?\w*@)")
_ADDRESS = re.compile(r"<?([^\s<>()\[\],;:\"@]{1,64}@[^\s<>()\[\],;:\"@]{1,255}\.[^\s<>()\[\],;:\"@.]{2,63})>?")
_POSTMASTERS = ("mailer-daemon", "postmaster", "mail-daemon", "mailerdaemon")
_LONGEST = 500  # characters of what a server said
_LOOKED_AT = 20_000  # characters of a report that knows no standard


def is_postmaster(headers: Headers) -> bool:
    """Whether a mail server itself writes: its name, or nobody to send a bounce of the bounce to (RFC 5321, 4.5.5)."""
    senders = [each.address.partition("@")[0].lower() for each in mailboxes(headers.first("from"))]
    return headers.first("return-path").replace(" ", "") == "<>" or any(each in _POSTMASTERS for each in senders)


def bounced(headers: Headers, body: Body) -> Bounced | None:
    """The first recipient whom a mail of ours did not reach; None where this is no such report."""
    statuses = [raw for kind, raw in body.reports if kind == "message/delivery-status"]
    if statuses:
        return _standard(statuses[0])
    failed = _ADDRESS.search(headers.first("x-failed-recipients"))
    if not failed and not is_postmaster(headers):
        return None
    return _told(failed[1] if failed else "", body.text[:_LOOKED_AT])


def returned(body: Body) -> Headers:
    """The headers of the mail of ours that comes back, where it does."""
    kinds = ("message/rfc822", "text/rfc822-headers")
    return next((split(raw)[0] for kind, raw in body.reports if kind in kinds), Headers())


def returned_ids(body: Body) -> list[str]:
    """The Message-ID of the mail of ours that comes back; without brackets."""
    return ids(returned(body).first("message-id"))


def _standard(report: bytes) -> Bounced | None:
    """One block of fields for the mail, and one for each recipient."""
    found = [each for each in map(_recipient, _blocks(report)) if each]
    return next((each for each in found if each.final), found[0] if found else None)


def _blocks(report: bytes) -> list[Headers]:
    parts = re.split(rb"\n\s*\n", report.replace(b"\r\n", b"\n").strip())
    return [split(part.strip() + b"\n\n")[0] for part in parts[:100] if part.strip()]


def _recipient(fields: Headers) -> Bounced | None:
    action = fields.first("action").lower().split(" ")[0]
    given = fields.first("original-recipient") or fields.first("final-recipient")
    said = one_line(fields.first("diagnostic-code").partition(";")[2] or fields.first("diagnostic-code"))
    status = _STATUS.search(fields.first("status")) or _STATUS.search(said)
    to = _ADDRESS.search(given.rpartition(";")[2])
    if action not in ("failed", "delayed") or not to:
        return None
    return Bounced(to[1], status[1] if status else _general(action), said[:_LONGEST], final=action == "failed")


def _general(action: str) -> str:
    """RFC 3463: a failure that says no more."""
    return "5.0.0" if action == "failed" else "4.0.0"


def _told(failed: str, text: str) -> Bounced | None:
    """In prose: somebody's address, and near it a code of SMTP or a status."""
    lines = [one_line(line) for line in text.split("\n")]
    to = failed or next((found[1] for found in map(_ADDRESS.search, lines) if found and not _of_server(found[1])), "")
    said = _reason(lines)
    status, code = _STATUS.search(said), _CODE.search(said)
    if not to or not (status or code):
        return None
    told = status[1] if status else f"{said[code.start()]}.0.0" if code else ""
    return Bounced(to, told, said[:_LONGEST], final=told.startswith("5"))


def _of_server(address: str) -> bool:
    return address.partition("@")[0].lower() in _POSTMASTERS


def _reason(lines: Sequence[str]) -> str:
    """The line with a status, else the one with a code."""
    with_status = next((line for line in lines if _STATUS.search(line)), "")
    return with_status or next((line for line in lines if _CODE.search(line)), "")
