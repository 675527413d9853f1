"""A customer's own data: what is kept of them, and their right to have it and to have it erased, beside whatever is under way."""

from collections.abc import Iterator
from datetime import timedelta

from msgspec.structs import replace

from core.flow.choices import TALK_BUTTON, link_button, shown
from core.flow.decision import Decision, say
from core.flow.present import present
from core.flow.privacy_buttons import BACK, BACK_BUTTON, PRIVACY, WISH_BUTTONS, YES, YES_BUTTONS
from core.model.conversation import Conversation, live_chat
from core.model.data_wishes import DataFacts, DataNotice, DataWish, Wanted
from core.model.effects import Effect, Erase, Invite, Note, Post, Say, SendExport
from core.model.events import CustomerChose, EffectFailed, Event, SignedIn
from core.model.facts import Facts
from core.model.ids import Address
from core.model.posts import Remark
from core.model.privacy import Kept, Requester
from core.model.shop import CustomerId
from core.model.view import Button, Lasting, Line, Listing, Text, text

LASTS = timedelta(minutes=15)  # a sign-in proves who somebody is, and a wish waits for its yes


def chosen(conversation: Conversation, event: CustomerChose, facts: Facts) -> Decision:
    """Nothing that is under way ends by it. What is done follows only from a yes to what was asked shortly before."""
    data = facts.data
    if event.action == BACK or data is None:
        return Decision(replace(conversation, wish=None), (present(conversation),))
    if event.action == PRIVACY:
        return Decision(conversation, (_page(conversation, data.notice),))
    if data.erasing:
        return Decision(replace(conversation, wish=None), (_told(conversation, text("privacy.erase.under_way")),))
    wanted: Wanted = "erase" if event.action.startswith(WISH_BUTTONS["erase"].action) else "export"
    if not event.action.endswith(YES):
        return _wish(conversation, wanted, data, facts)
    if not _is_asked(conversation.wish, wanted, facts):
        expired = say(conversation, Line(text("privacy.expired")), buttons=(WISH_BUTTONS[wanted], BACK_BUTTON))
        return Decision(replace(conversation, wish=None), (expired,))
    return _granted(conversation, wanted, data, facts)


def _is_asked(wish: DataWish | None, wanted: Wanted, facts: Facts) -> bool:
    return wish is not None and (wish.wanted, wish.step) == (wanted, "confirm") and _is_recent(wish, facts)


def _is_recent(wish: DataWish, facts: Facts) -> bool:
    """The clock may have been set back in between, which must make nothing last longer."""
    return abs(facts.now - wish.at) <= LASTS


# --- what is kept


def _page(conversation: Conversation, notice: DataNotice) -> Say:
    kept = (text("privacy.kept"), *((text("privacy.kept_shop"),) if conversation.shop else ()))
    own = (Button(text("button.privacy_notice"), "", notice.url),) if notice.url else ()
    return say(
        conversation,
        Line(text("privacy.title")),
        Listing(kept),
        Line(_how_long(notice)),
        Line(text("privacy.who")),
        Line(text("privacy.ai_model", host=notice.model) if notice.model else text("privacy.ai_alone")),
        buttons=(*WISH_BUTTONS.values(), *own, BACK_BUTTON),
    )


def _how_long(notice: DataNotice) -> Text:
    return text(
        "privacy.how_long",
        chat=Lasting(notice.transcripts),
        mails=Lasting(notice.tickets),
        reports=Lasting(notice.disputes),
        documents=Lasting(notice.documents),
        calls=Lasting(notice.calls),
    )


# --- who asks for it


def accounts(conversation: Conversation) -> set[CustomerId]:
    """Everybody who is or was signed in here."""
    return {*conversation.accounts, *((conversation.person.id,) if conversation.person else ())}


def _is_proven(conversation: Conversation, facts: Facts) -> bool:
    """A chat that was never anybody's is proof of itself; what was done under an account needs a fresh sign-in."""
    if not accounts(conversation):
        return True
    since = conversation.signed_in_at
    return conversation.person is not None and since is not None and abs(facts.now - since) <= LASTS


def _is_shared(conversation: Conversation, data: DataFacts) -> bool:
    """What was said in it is of several people, and each has shown at most who they are themselves."""
    return data.shared or len(accounts(conversation)) > 1


def _wish(conversation: Conversation, wanted: Wanted, data: DataFacts, facts: Facts) -> Decision:
    """What it means is said first, and before that it is made sure who asks."""
    if _is_shared(conversation, data):
        return Decision(conversation, (_told(conversation, text("privacy.several"), to_person=True),))
    if _is_proven(conversation, facts):
        return _asked(conversation, wanted, data, facts)
    if facts.sign_in is None:
        return Decision(conversation, (_told(conversation, text("privacy.unproven"), to_person=True),))
    link = facts.sign_in
    waits = replace(conversation, wish=DataWish(wanted, facts.now, "sign_in"))
    proof = say(waits, Line(text("privacy.sign_in")), buttons=(link_button(link.url), BACK_BUTTON))
    return Decision(waits, (Note("link made"), Invite(link.token, conversation.name, link.until), proof))


def signed_in(before: Conversation, event: Event, decision: Decision, facts: Facts) -> Decision:
    """Who was signed in where and when is kept, however the rest of the conversation goes on; a wish that waited for it goes on too."""
    if not isinstance(event, SignedIn):
        return decision
    all_of_them = tuple(sorted({*accounts(before), event.person.id}))
    known = replace(decision.conversation, accounts=all_of_them, signed_in_at=facts.now)
    wish = before.wish
    if wish is None or wish.step != "sign_in" or not _is_recent(wish, facts) or facts.data is None:
        return Decision(replace(known, wish=None), decision.effects)
    goes_on = _wish(known, wish.wanted, facts.data, facts)
    return Decision(goes_on.conversation, decision.effects + goes_on.effects)


# --- what it means, and the yes


def _asked(conversation: Conversation, wanted: Wanted, data: DataFacts, facts: Facts) -> Decision:
    asked = replace(conversation, wish=DataWish(wanted, facts.now, "confirm"))
    lines = (text("privacy.export.what"),) if wanted == "export" else tuple(_erased(conversation, data))
    blocks = (*map(Line, lines),)
    return Decision(asked, (say(asked, *blocks, buttons=(YES_BUTTONS[wanted], BACK_BUTTON)),))


def _erased(conversation: Conversation, data: DataFacts) -> Iterator[Text]:
    yield text("privacy.erase.what")
    if conversation.person:
        yield text("privacy.erase.account", name=conversation.person.name)
    yield text("privacy.erase.stays")
    yield from map(stays, data.kept)
    yield text("privacy.erase.sure")


def stays(kept: Kept) -> Text:
    """Why it is not erased, and until when."""
    match kept.reason:
        case "open_dispute":
            return text("privacy.stays.open", case=kept.case)
        case "legal_hold":
            return text("privacy.stays.held", case=kept.case)


def _granted(conversation: Conversation, wanted: Wanted, data: DataFacts, facts: Facts) -> Decision:
    """Whose sign-in has become too old meanwhile is asked for another."""
    if not _is_proven(conversation, facts) or _is_shared(conversation, data):
        return _wish(replace(conversation, wish=None), wanted, data, facts)
    done = replace(conversation, wish=None)
    return Decision(done, tuple(_exported(done, data) if wanted == "export" else _begun(done, data)))


def _exported(conversation: Conversation, data: DataFacts) -> Iterator[Effect]:
    yield _told(conversation, text("privacy.export.coming"))
    yield SendExport(conversation.customer, data.subject, conversation.language)


def _begun(conversation: Conversation, data: DataFacts) -> Iterator[Effect]:
    """Whoever talks with the customer reads it before it happens."""
    if thread := _thread(conversation):
        yield Post(thread, Remark(text("staff.privacy_erased")))
    yield say(conversation, Line(text("privacy.erase.begun")))
    yield Erase(data.subject, Requester("customer"), conversation.customer, conversation.language)


def _thread(conversation: Conversation) -> Address | None:
    live = live_chat(conversation.stage)
    return live.thread if live else None


def _told(conversation: Conversation, said: Text, *, to_person: bool = False) -> Say:
    buttons = shown(conversation)
    more = (TALK_BUTTON,) if to_person and TALK_BUTTON not in buttons else ()
    return say(conversation, Line(said), buttons=(*buttons, *more))


def not_sent(conversation: Conversation, event: EffectFailed, facts: Facts) -> Decision:
    """The documents could not be made or sent; the wish can be said again."""
    failed = say(conversation, Line(text("privacy.export.failed")), buttons=(WISH_BUTTONS["export"], TALK_BUTTON))
    return Decision(conversation, (failed,))
