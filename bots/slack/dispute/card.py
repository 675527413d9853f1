"""The card of a dispute, in Block Kit: the order, what each party says, what was decided and what became of it."""

import re
from collections.abc import Iterator

from bots.slack.cases.card import Say
from bots.slack.dispute.buttons import buttons
from bots.slack.dispute.forms import LONGEST_REASONS
from bots.slack.dispute.words import REASONS, ROLES, STAGES, deed_text, measure_text, proposal_text, wish_text
from bots.slack.ids import Json
from bots.slack.writing.markup import date_of, escaped, literal, shortened
from core.language.names import name_of
from core.language.spec import ENGLISH
from core.model.dispute import Decided, OrderFacts
from core.model.dispute_file import Contact, DisputeFile
from core.model.ids import AgentId
from core.model.view import Text, text
from handoff.dispute_views import Side, Summary, summary

# docs.slack.dev/reference/block-kit/blocks: header 150, section 3,000, its fields and a context's elements 2,000
# characters. A message takes about 13,000 in all its blocks, so each part has a share.
_HEADER = 150
_FIELD = 400
_TITLE = 200
_ACCOUNT = 1300
_WORDS = 300
_EVIDENCE = 600
_OLD_REASONS = 400
_ARTICLES = 300
_DEEDS = 900
_DECISIONS = 3  # the last
_MEMBER = re.compile(r"[UW][A-Z0-9]{2,30}", re.ASCII)
_TRIED = {
    "tried": text("card.tried.tried"),
    "failed": text("card.tried.failed"),
    "skipped": text("card.tried.skipped"),
}


def headline(file: DisputeFile, say: Say) -> str:
    """The `text` of the card's message: what a notification shows."""
    dispute = file.dispute
    title, reason = say(text("card.dispute.title", case=file.case)), say(REASONS[dispute.reason])
    return escaped(shortened(f"{title} - {reason}: {dispute.order.id} {dispute.order.title}", 300))


def dispute_blocks(file: DisputeFile, say: Say) -> list[Json]:
    """The blocks of the card; `say` gives catalog texts in the staff's language. The buyer stands before the seller."""
    seen = summary(file.dispute)
    return [
        {"type": "header", "text": literal(say(text("card.dispute.title", case=seen.case)), _HEADER)},
        {"type": "section", "fields": list(_facts(seen, say))},
        {"type": "section", "text": _mrkdwn(_standing(seen, say))},
        *([{"type": "section", "text": literal(say(text("card.dispute.hold")), _FIELD)}] if seen.legal_hold else []),
        *[block for side in seen.sides for block in _side(side, file.contact(side.role), say)],
        *_decisions(seen.decisions, say),
        *_deeds(file, say),
        *buttons(file, say),
    ]


def cut_words(side: Side) -> str:
    """What of a party's words the card shows only in part, in full; empty where it shows all."""
    wished = side.wish.words if side.wish else ""
    said = ((side.account, _ACCOUNT), (side.tried, _WORDS), (wished, _WORDS))
    return "\n\n".join(words for words, most in said if len(words) > most)


def _mrkdwn(words: str) -> Json:
    return {"type": "mrkdwn", "text": words}


# --- the order and the stage


def _facts(seen: Summary, say: Say) -> Iterator[Json]:
    yield literal(f"{say(text('card.order'))}: {say(_order(seen.order))}", _FIELD)
    yield literal(say(text("card.dispute.total", amount=seen.order.total)), _FIELD)
    if seen.order.refunded:
        yield literal(say(text("card.dispute.refunded", amount=seen.order.refunded)), _FIELD)
    yield literal(f"{say(text('card.dispute.reason'))}: {say(REASONS[seen.reason])}", _FIELD)
    yield _mrkdwn(f"{escaped(say(text('card.dispute.opened')))}: {date_of(seen.opened_at)}")
    yield _mrkdwn(f"{escaped(say(text('card.dispute.read_at')))}: {date_of(seen.order.read_at)}")


def _order(order: OrderFacts) -> Text:
    return Text(f"order.title.{order.status}", {"order": order.id, "title": shortened(order.title, _TITLE)})


def _standing(seen: Summary, say: Say) -> str:
    stage = f"*{escaped(say(STAGES[seen.stage]))}*"
    return f"{stage} · {escaped(say(text('card.dispute.due')))}: {date_of(seen.due)}" if seen.due else stage


# --- the parties


def _side(side: Side, contact: Contact, say: Say) -> list[Json]:
    """The same shape for both, whoever opened it and whether or not they have said anything."""
    marks = " · ".join([f"*{escaped(say(ROLES[side.role]))}*", *map(escaped, _marks(side, contact, say))])
    fields = ((text("card.dispute.wish"), _wish(side, say)), (text("card.tried"), _tried(side, say)))
    return [
        {"type": "divider"},
        {"type": "section", "text": _mrkdwn(marks)},
        {"type": "context", "elements": [literal(_name(contact), _FIELD)]},
        {"type": "section", "text": literal(side.account or say(text("card.dispute.silent")), _ACCOUNT)},
        {"type": "section", "fields": [literal(f"{say(label)}: {words or '–'}", _FIELD) for label, words in fields]},
        {"type": "context", "elements": [literal(_evidence(side, say), _EVIDENCE)]},
    ]


def _marks(side: Side, contact: Contact, say: Say) -> Iterator[str]:
    if side.opened:
        yield say(text("card.dispute.opener"))
    if side.appealed:
        yield say(text("card.dispute.appealed"))
    yield say(_reached(contact))


def _reached(contact: Contact) -> Text:
    if contact.conversation:
        return text("card.dispute.by_chat")
    return text("card.dispute.by_mail") if contact.reachable else text("card.dispute.unreachable")


def _name(contact: Contact) -> str:
    """Who it is in the shop, as far as the shop has told, and what they read."""
    person = contact.person
    if person is None:
        return "–"
    known = (shortened(person.name, _TITLE), person.id, person.country, name_of(contact.language, ENGLISH))
    return " · ".join(filter(None, known))


def _wish(side: Side, say: Say) -> str:
    if side.wish is None:
        return ""
    known = wish_text(side.wish)
    return shortened(". ".join(filter(None, (say(known) if known else "", side.wish.words))), _WORDS)


def _tried(side: Side, say: Say) -> str:
    known = _TRIED.get(side.tried)
    return say(known) if known else shortened(side.tried, _WORDS)


def _evidence(side: Side, say: Say) -> str:
    names = "\n".join(f"• {shortened(each.name or each.kind, 60)}" for each in side.evidence)
    return f"{say(text('card.dispute.evidence'))}: {len(side.evidence) or '–'}\n{names}".rstrip()


# --- what was decided, and what became of it


def _decisions(decisions: tuple[Decided, ...], say: Say) -> Iterator[Json]:
    """The last ones; the newest with its reasons in full."""
    last = decisions[-_DECISIONS:]
    for decided in last:
        yield {"type": "divider"}
        yield from _decision(decided, LONGEST_REASONS if decided is last[-1] else _OLD_REASONS, say)


def _decision(decided: Decided, most: int, say: Say) -> Iterator[Json]:
    decision = decided.decision
    label = escaped(say(text("card.dispute.decision")))
    yield {"type": "section", "text": _mrkdwn(f"*{label}* · {_member(decided.by)} · {date_of(decided.at)}")}
    measures = "\n".join(f"• {say(measure_text(each))}" for each in decision.measures)
    yield {"type": "section", "text": literal(measures, _FIELD)}
    yield {"type": "section", "text": literal(decision.reasons, most)}
    articles = f"{say(text('card.dispute.articles'))}: {', '.join(decision.articles)}"
    yield {"type": "context", "elements": [literal(articles, _ARTICLES)]}


def _member(agent: AgentId) -> str:
    """A mention, which Slack shows with the member's present name."""
    return f"<@{agent}>" if _MEMBER.fullmatch(agent) else escaped(shortened(agent, 50))


def _deeds(file: DisputeFile, say: Say) -> list[Json]:
    dispute = file.dispute
    if not dispute.deeds:
        return []
    lines = [say(deed_text(deed, say(proposal_text(dispute, deed.proposal)))) for deed in dispute.deeds]
    return [{"type": "section", "text": literal("\n".join(f"• {shortened(line, 240)}" for line in lines), _DEEDS)}]
