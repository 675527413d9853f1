"""What the product must survive, clause by clause as the requirements have them; a test is named after each by its mark.

`@pytest.mark.fault(room, fault, holds)`: the room and the fault as they stand here, and in a few words what holds. Several
tests may be of one fault; where one has said what holds the others need not. `scripts/faults.py` makes the tables of
docs/faults.md and docs/security.md from the marks.
"""

from typing import NamedTuple

SECURITY = "Security"


class Clause(NamedTuple):
    """`words`: the part of the requirements' line; `faults`: those in it."""

    words: str
    faults: tuple[str, ...]


def clause(words: str, *faults: str) -> Clause:
    """Its words are its only fault, unless others are given."""
    return Clause(words, faults or (words,))


CLAUSES: dict[str, tuple[Clause, ...]] = {
    "Process": (
        clause("`kill -9` at every step k of: first question", "kill -9 at every step of a first question"),
        clause("handoff", "kill -9 at every step of a handoff"),
        clause("agent's reply", "kill -9 at every step of an agent's reply"),
        clause("close", "kill -9 at every step of closing a chat"),
        clause("rating", "kill -9 at every step of a rating"),
        clause("mail in", "kill -9 at every step of a mail in"),
        clause("mail out", "kill -9 at every step of a mail out"),
        clause("callback", "kill -9 at every step of a callback"),
        clause(
            "Run once to count the steps K, then for each k kill before the effect, after the effect, and after the answer; "
            "restart; drain.",
            "the steps are counted by a run without a kill",
        ),
        clause("`kill -9` again during recovery", "kill -9 again during recovery"),
        clause(
            "SIGTERM under load: intake stops (webhook 503 with Retry-After), work finishes or parks within 10 s, exit 0",
            "SIGTERM under load",
            "SIGTERM while webhooks come in",
        ),
        clause("Two versions for 30 s (rolling deploy)", "two versions at once"),
        clause(
            "Two workers on one conversation, 1,000 interleaved updates: one owner at a time",
            "two workers on one conversation, 1,000 interleaved updates",
        ),
        clause("a worker stopped for 60 s and resumed must not send", "a worker stopped for longer than its lease"),
    ),
    "Coming in": (
        clause("Each update delivered 1-4 times", "each update delivered up to four times"),
        clause("at once", "deliveries at once"),
        clause("after a restart", "delivered again after a restart"),
        clause("after 24 h", "delivered again after 24 hours"),
        clause("A random permutation with gaps", "a random permutation with gaps"),
        clause("an edit before its message"),
        clause("a press before its text"),
        clause("`update_id` that starts lower again", "update_id that starts lower again"),
        clause("Unknown update types and fields", "unknown update types and fields"),
        clause(
            "messages without text -> a polite word, no exception",
            "messages without text",
        ),
        clause(
            "The same text ten times in a minute -> merged: one case, one place in the queue, one kind word about it",
            "the same text ten times in a minute",
        ),
        clause(
            "Edits and deletions after the handoff -> the agent sees them",
            "edits after the handoff",
            "deletions after the handoff",
        ),
        clause(
            "A poison item -> N tries, dead letter, the same customer's next message flows",
            "a poison item",
        ),
    ),
    "Stores": (
        clause("Redis absent at start", "Redis absent at start"),
        clause("dying", "Redis dying"),
        clause("paused 30 s", "Redis paused"),
        clause("flushed", "Redis flushed"),
        clause("failed over -> conversations go on", "Redis failed over"),
        clause("presence unknown means e-mail is offered, not live chat", "presence unknown"),
        clause("PostgreSQL restarted", "PostgreSQL restarted"),
        clause("connection reset in a transaction", "PostgreSQL's connection reset in a transaction"),
        clause("serialization error (the whole transaction again)", "PostgreSQL's serialization error"),
        clause("pool exhausted", "PostgreSQL's pool exhausted"),
        clause("SQLite locked by another process", "SQLite locked by another process"),
        clause("full disk (the webhook answers 5xx so that Telegram keeps the update)", "full disk"),
        clause("read-only folder"),
        clause("corrupted file (refuse loudly at start)", "corrupted file"),
        clause(
            "A commit whose answer was lost -> unique keys make the repeat a no-op",
            "a commit whose answer was lost",
        ),
        clause("A migration killed half-way", "a migration killed half-way"),
    ),
    "Slack": (
        clause(
            "429 with Retry-After 1, 30, absent, garbage: order kept, other channels unaffected",
            "429 with Retry-After 1, 30, absent, garbage",
        ),
        clause("5xx, HTML, non-JSON", "5xx, HTML, non-JSON"),
        clause("`ok:false` of each class", "ok:false of each class"),
        clause("Time-out after the effect -> found by metadata, no double", "time-out after the effect"),
        clause(
            "Token revoked or scope missing in mid-conversation -> customers get the e-mail way, operators an alarm; "
            "goes on without a restart once mended",
            "token revoked in mid-conversation",
            "scope missing in mid-conversation",
        ),
        clause("Channel gone, archived", "channel gone or archived"),
        clause("bot removed"),
        clause(
            "thread root deleted -> a new thread in the fallback channel",
            "thread root deleted",
        ),
        clause("Socket refreshed", "socket refreshed"),
        clause("half-open", "socket half-open"),
        clause("refused for 10 minutes -> missed replies are read afterwards", "socket refused for long"),
        clause(
            "Agent messages of every subtype (file, also-send-to-channel, edited, deleted, /me)",
            "agent messages of every subtype",
        ),
        clause("Text of 40,001 characters", "text of 40,001 characters"),
        clause("51 blocks -> split or plain, never dropped", "51 blocks"),
        clause("A form sent twice", "a form sent twice"),
        clause("a button on a closed case"),
        clause("an expired trigger"),
    ),
    "Telegram": (
        clause(
            "429 with 5 and 600 s: only that chat waits, and it survives a restart",
            "429 with 5 and 600 s",
        ),
        clause(
            "403: flagged, agent told in the thread, ticket by mail if an address is known",
            "403 blocked",
        ),
        clause("`migrate_to_chat_id` once", "migrate_to_chat_id"),
        clause('"Can\'t parse entities" -> plain text', "can't parse entities"),
        clause("Time-out or reset after the effect", "time-out or reset after the effect"),
        clause("401, 404, 409, 502 HTML, 200 non-JSON", "401, 404, 409", "502 HTML, 200 non-JSON"),
        clause("Files over 20 MB", "files over 20 MB"),
        clause("stalled downloads"),
        clause("albums of ten as one"),
        clause(
            "Texts of 4,095, 4,096, 4,097 code points with emoji, combining marks, inside links: never split a grapheme or an "
            "entity; parts in order",
            "texts around 4,096 code points",
        ),
    ),
    "Model": (
        clause("Refused", "connection refused"),
        clause("5xx, 429", "5xx, 429"),
        clause("no first token for 30 s"),
        clause("a stream that stalls or ends inside a character"),
        clause("empty", "empty answer"),
        clause("200,000 characters"),
        clause("bad JSON"),
        clause("wrong language"),
        clause("refusal"),
        clause("an article that does not exist"),
        clause(
            "an amount or link that no source has",
        ),
        clause("-> an extract from the help centre or the way to a person within the deadline", "within the deadline"),
        clause("no retry storm"),
        clause("result stored before it is sent"),
        clause("Budget spent -> search only", "budget spent"),
        clause('An answer that arrives after "talk to support" -> dropped', "an answer that comes too late"),
    ),
    "Mail": (
        clause("Server down", "server down"),
        clause("421, 450, 451, 452 -> tried again for up to 5 days", "421, 450, 451, 452"),
        clause("the ETA stays honest"),
        clause("550-554 -> suppressed, agent told", "550-554"),
        clause("DATA accepted and the answer lost"),
        clause("IMAP dropped in mid-fetch", "IMAP dropped in mid-fetch"),
        clause("UIDVALIDITY changed", "UIDVALIDITY changed"),
        clause("Poison mails", "poison mails"),
        clause("automatic mails and loops"),
    ),
    "People and time": (
        clause(
            'Two agents claim at once, 1,000 trials -> one owner, the other reads "taken by X"',
            "two agents claim at once, 1,000 trials",
        ),
        clause("An agent who owns a chat goes off duty", "the owner of a chat goes off duty"),
        clause("leaves the channel", "the owner of a chat leaves the channel"),
        clause("is deactivated -> reassigned, customer told", "the owner of a chat is deactivated"),
        clause(
            "The customer writes while the agent closes -> reopened or a new case, never vanished",
            "the customer writes while the agent closes",
        ),
        clause(
            "All agents of a language leave while a customer waits -> e-mail is offered with an honest ETA, the place is kept "
            "until the customer chooses",
            "all agents of a language leave while a customer waits",
        ),
        clause("Clock an hour or a day off", "clock an hour off", "clock a day off"),
        clause(
            "daylight saving both ways: no mass expiry, no negative ETA",
            "daylight saving both ways",
        ),
        clause("Closing time reached while the customer chooses", "closing time reached while the customer chooses"),
        clause("A bot talks to our bot: two replies, then silence and a flag", "a bot talks to our bot"),
    ),
    "Content": (
        clause(
            "Naughty strings in every field through every pair of channels, equal after the round trip",
            "naughty strings from a messenger to Slack",
            "naughty strings from Slack to a messenger",
            "naughty strings from a messenger to a mail",
            "naughty strings from a mail to a messenger",
            "naughty strings in a name",
        ),
        clause("Right-to-left marks", "right-to-left marks"),
        clause("joined emoji"),
        clause("NUL", "NUL"),
        clause("lone surrogates"),
        clause("1 MB in a line"),
        clause("500 links"),
        clause("Attachments of 0 B and over the limits", "attachments of 0 bytes", "attachments over the limits"),
        clause("with wrong types", "attachments with wrong types"),
        clause("path tricks in names", "path tricks in attachments' names"),
        clause("bombs", "bombs"),
    ),
    SECURITY: (
        clause("Doors. Telegram: no, wrong, doubled secret", "Telegram: no, wrong, doubled secret"),
        clause("GET", "Telegram: GET"),
        clause("10 MB body", "Telegram: 10 MB body"),
        clause("Slack: wrong signature, one byte changed", "Slack: wrong signature, one byte changed"),
        clause('timestamp 301 s off, "abc", non-ASCII', 'Slack: timestamp 301 s off, "abc", non-ASCII'),
        clause("invalid JSON -> 400/401, never 500", "Slack: invalid JSON"),
        clause("a replay has one effect", "Slack: a replay"),
        clause(
            "foreign team, foreign channel, guest, other bot -> not relayed",
            "Slack: foreign team, foreign channel, guest, other bot",
        ),
        clause("Board: no anonymous page", "Board: no anonymous page"),
        clause("roles", "Board: roles"),
        clause("session rotated at login", "Board: session rotated at login"),
        clause("CSRF token, Origin checked", "Board: CSRF token, Origin checked"),
        clause("throttled login", "Board: throttled login"),
        clause("security headers", "Board: security headers"),
        clause("no internals in errors", "Board: no internals in errors"),
        clause("Metrics and health on loopback by default", "metrics and health on loopback by default"),
        clause(
            "Whose is it. Account-linking tokens of 128 bits, single use, 10 minutes, bound to the chat that asked",
            "account-linking tokens: 128 bits, single use, 10 minutes, bound to the chat",
        ),
        clause(
            "confirmed by the signed-in person who is shown the chat's name",
            "account linking confirmed by the person, who is shown the chat's name",
        ),
        clause("stolen, replayed, forwarded, raced links"),
        clause(
            'Customer A asks for B\'s order by number, by claim, by tampered button -> the same "not found"',
            "another customer's order by number, claim or tampered button",
        ),
        clause(
            "The customer's identity is injected by the core and is never an argument of a model's tool",
            "the customer's identity is never an argument of a model's tool",
        ),
        clause(
            "Content attacks. Prompt injection from the customer, articles, order titles, agents, mail: no forbidden action is "
            "possible because code has none",
            "prompt injection",
        ),
        clause("the system prompt does not leak"),
        clause("no promise of money"),
        clause("Links in answers only if the exact URL stands in a cited source", "links in answers"),
        clause(
            "Slack pings, fake links, formatting from customers shown literally",
            "Slack pings, fake links, formatting from customers",
        ),
        clause(
            "HTML in every field of board and mails inert (test in a browser, with a CSP)",
            "HTML in every field of board and mails",
        ),
        clause("CSV cells that start with `= + - @`", "CSV cells that start with = + - @"),
        clause(
            "Help-centre import: no internal addresses, no redirects to them, no huge or slow pages",
            "help-centre import: internal addresses, redirects, huge and slow pages",
        ),
        clause(
            "Cost and privacy. Per-customer and global limits before the model",
            "per-customer and global limits before the model",
        ),
        clause("daily budget"),
        clause(
            "Card numbers and IBANs masked before storage and before the model",
            "card numbers and IBANs masked before storage and before the model",
        ),
        clause(
            "Export and erasure for one customer leave no trace in any store but the legal hold",
            "export and erasure for one customer",
        ),
        clause(
            "Tokens appear in no log, error or thread: run the suite with canary tokens and search all output",
            "tokens in no log, error or thread",
        ),
    ),
}


def faults(room: str) -> list[str]:
    """Of one room, in order."""
    return [fault for clause in CLAUSES[room] for fault in clause.faults]
