"""A mail as it came, understood: what it says, who sent it, and whether to believe it. Pure; never raises.

`read` bounds what it looks at, but the libraries that it asks may still stall on a hostile mail; `reading_guard` runs it in a
process of its own, with a time limit.
"""

import hashlib

import msgspec

from bots.mail.addresses import token_in
from bots.mail.masked import masked
from bots.mail.quotes import written_anew
from bots.mail.quotes_words import answers as answers_by_subject
from bots.mail.reading_automatic import automatic
from bots.mail.reading_body import body, content, parsed, parts_of
from bots.mail.reading_bounce import bounced, returned, returned_ids
from bots.mail.reading_headers import LONGEST_SUBJECT, MOST_IDS, Headers, Mailbox, ids, mailboxes, split, words
from bots.mail.reading_trust import trust
from core.model.letter import Letter

# How the mail was delivered goes before how it is addressed: somebody may have put it into our mailbox unchanged.
RECIPIENTS = ("delivered-to", "x-original-to", "envelope-to", "to", "cc")


class Rules(msgspec.Struct, frozen=True):
    """What is ours: the address that answers go to, the name (authserv-id) of our mail server, and the desk's id."""

    reply_address: str
    auth_server: str = ""
    desk_id: str = ""


def read(raw: bytes, rules: Rules) -> Letter:
    """The letter, without card numbers and IBANs; with `unreadable` set, what can be said of it without looking into it."""
    if not raw.strip():
        return masked(_outside(raw, rules, "it is empty"))
    try:
        return masked(_read(raw, rules))
    except Exception as error:  # noqa: BLE001 (whatever a hostile mail does to the libraries, it is a letter)
        return masked(_outside(raw, rules, f"its form is broken: {type(error).__name__}"))


def unreadable(raw: bytes, rules: Rules, why: str) -> Letter:
    """The letter of a mail into which nobody should look: who sent it to which ticket, and why no more is said."""
    return masked(_outside(raw, rules, why))


def identity(raw: bytes) -> str:
    """The same for the same mail on whichever way it came: by its Message-ID, what its writer sees, and its body.

    Servers on the way add headers and change ends of lines, nothing else; another mail under a known Message-ID is another
    mail. One without a Message-ID is known by all that it holds: rather twice than never.
    """
    headers, rest = split(raw)
    told = [headers.first(name) for name in ("message-id", "from", "date", "subject")]
    body = (rest if told[0] else raw).replace(b"\r\n", b"\n").strip()
    return hashlib.sha256("\n".join(told).encode() + b"\n\n" + body).hexdigest()[:40]


def file_in(raw: bytes, part: int) -> bytes:
    """The bytes of an attached file, by its place. Raises LookupError where there is none."""
    for place, each in enumerate(parts_of(parsed(raw))):
        if place == part:
            return content(each)
    raise LookupError(f"the mail has no part {part}")


def files_only(raw: bytes) -> bytes | None:
    """The mail without its words and its subject, each file in its place; None where the libraries cannot take it apart."""
    try:
        files = {file.part for file in body(parsed(raw)).attached}
        message = parsed(raw)
        for place, part in enumerate(parts_of(message)):
            if place not in files and not part.is_multipart():
                part.set_payload("")
        del message["subject"]
        return message.as_bytes()
    except Exception:  # noqa: BLE001 (whatever a hostile mail does to the libraries, it is kept as it came)
        return None


def _read(raw: bytes, rules: Rules) -> Letter:
    headers, _ = split(raw)
    inside = body(parsed(raw))
    outside = _outside(raw, rules, "")
    bounce = bounced(headers, inside)
    token = outside.token or (token_in([returned(inside).first("reply-to")], rules.reply_address) if bounce else "")
    answering = bool(outside.answers or token) or answers_by_subject(outside.subject)
    return msgspec.structs.replace(
        outside,
        token=token,
        text=written_anew(inside.text, outside.subject, answering=answering),
        whole=inside.text,
        answers=tuple(dict.fromkeys([*returned_ids(inside), *outside.answers] if bounce else outside.answers)),
        attached=inside.attached,
        automatic=bounce is not None or automatic(headers, inside.kind, rules.desk_id),
        bounced=bounce,
    )


def _outside(raw: bytes, rules: Rules, why: str) -> Letter:
    """What the headers say."""
    headers, _ = split(raw)
    sender = _sender(headers)
    return Letter(
        id=next(iter(ids(headers.first("message-id"))), ""),
        sender=sender.address,
        sender_name=sender.name,
        token=token_in((value for name in RECIPIENTS for value in headers.all(name)), rules.reply_address),
        subject=words(headers.first("subject"))[:LONGEST_SUBJECT],
        answers=_answers(headers),
        automatic=automatic(headers, "", rules.desk_id),
        trust=trust(headers, rules.auth_server),
        unreadable=why,
    )


def _sender(headers: Headers) -> Mailbox:
    return next(iter(mailboxes(headers.first("from"))), Mailbox("", ""))


def _answers(headers: Headers) -> tuple[str, ...]:
    """The nearest first."""
    nearest = [each for value in headers.all("in-reply-to") for each in ids(value)]
    earlier = [each for value in headers.all("references") for each in ids(value)]
    return tuple(dict.fromkeys([*nearest, *reversed(earlier)]))[:MOST_IDS]
