"""Loads what a decision may know: cheap, local, and stored with the decision."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from core.engine.waits import Waits
from core.flow.calling import is_ours
from core.flow.choices import ORDERS, SIGN_IN, choices
from core.flow.drafts import missing, present_draft
from core.flow.language import LANGUAGE, LANGUAGES
from core.language import typed
from core.language.amounts import amount_in, currency_in
from core.language.courtesy import only_courtesy
from core.language.detect import Hearing, hear
from core.language.follow_up import same
from core.language.intent import Intent, read_intent
from core.language.order import order_number
from core.language.phone import number_in
from core.language.suspicion import is_suspicious
from core.language.zones import zone_of
from core.model.callback import CallbackFile, CallbackLine, Phone, PhoneTrouble
from core.model.conversation import (
    Choosing,
    Closed,
    Conversation,
    Disputing,
    Filling,
    PickingOrder,
    Queued,
    SigningIn,
    WithAgent,
)
from core.model.dispute_file import DisputeFile, DisputeLine
from core.model.events import CustomerChose, CustomerEdited, CustomerSentFile, CustomerWrote, Event, SignedIn
from core.model.facts import Facts, Patience, SignIn, Start
from core.model.ids import CaseCode, Language
from core.model.need import Need
from core.model.shop import CustomerId, Person, Role
from core.model.tongue import Tongue
from core.model.view import Moment
from core.ports import Catalog, Clock, Offers, Transaction


class FactsLoader:
    def __init__(
        self,
        clock: Clock,
        catalog: Catalog,
        offers: Offers,
        patience: Patience,
        new_code: Callable[[], CaseCode],
        tongues: tuple[Tongue, ...] = (),
        new_sign_in: Callable[[datetime], SignIn] | None = None,
        read_start: Callable[[str, Language], Start | None] | None = None,
        waits: Waits | None = None,
        dispute_line: Callable[[DisputeFile, Role], DisputeLine] | None = None,
        call_slots: Callable[[Language, Sequence[datetime], datetime, str], tuple[Moment, ...]] | None = None,
        call_line: Callable[[CallbackFile], CallbackLine] | None = None,
        zone: str = "Europe/Amsterdam",
    ) -> None:
        self._clock = clock
        self._catalog = catalog
        self._offers = offers
        self._patience = patience
        self._new_code = new_code
        self._tongues = tongues
        self._new_sign_in = new_sign_in
        self._read_start = read_start
        self._waits = waits
        self._dispute_line = dispute_line
        self._call_slots = call_slots
        self._call_line = call_line
        self._zone = zone

    async def load(self, tx: Transaction, conversation: Conversation, event: Event) -> Facts:
        now = self._clock.now()
        words = _words(event)
        language, writes = self._hear(conversation, event)
        typed_action = "" if isinstance(event, CustomerEdited) else self._typed(conversation, words, language)
        intent = read_intent(words, language) if words else Intent()
        staff = await tx.staff.all()
        wait = await self._waits.of(tx, conversation, language, staff, now) if self._waits else None
        return Facts(
            now=now,
            language=language,
            offers=self._offers(_need(conversation, language), staff, now, wait=wait),
            wait=wait,
            fresh_case=await self._fresh_case(tx),
            typed=typed_action,
            wants_person=intent.person,
            email=typed.email_in(words) if words else "",
            patience=self._patience,
            writes=writes,
            courtesy=bool(words) and only_courtesy(words),
            smalltalk=intent.smalltalk,
            abuse=intent.abuse,
            urgent=intent.urgent,
            again=_again(conversation, words),
            shop=self._new_sign_in is not None,
            order=intent.order,
            number=order_number(words or _going_on_with(conversation, event)),
            suspicion=_may_be_advised(conversation) and is_suspicious(conversation.question, language),
            start=self._start(words, language),
            sign_in=self._sign_in(conversation, event, typed_action, now),
            disputes=await self._disputes(tx, event.person if isinstance(event, SignedIn) else conversation.person),
            amount=amount_in(words) if isinstance(conversation.stage, Disputing) else "",
            currency=_other_currency(conversation, words),
            **await self._calls(tx, conversation, event, words, now),
            tongues=self._tongues if _in_question(conversation, event, language, writes, typed_action) else (),
        )

    def _hear(self, conversation: Conversation, event: Event) -> Hearing:
        """The language to speak, and the one that the customer clearly writes."""
        if not isinstance(event, CustomerWrote):
            return Hearing(conversation.language, "")
        spoken = conversation.language if conversation.greeted else None
        hearing = hear(event.text, spoken, event.sender.language_code)
        return hearing._replace(language=conversation.language) if conversation.chosen else hearing

    def _typed(self, conversation: Conversation, words: str, language: Language) -> str:
        """To a person one writes freely: "1" or "e-mail" is then a word and not a choice."""
        if not words:
            return ""
        person = isinstance(conversation.stage, Queued | WithAgent)
        if person and not words.lstrip().startswith("/"):
            return ""
        buttons = () if person else choices(conversation)
        digits = isinstance(conversation.stage, Choosing | PickingOrder) or _picks_from_list(conversation)
        return typed.typed(words, buttons, language, self._catalog, digits)

    def _start(self, words: str, language: Language) -> Start | None:
        payload = typed.start_payload(words)
        return self._read_start(payload, language) if payload and self._read_start else None

    def _sign_in(self, conversation: Conversation, event: Event, typed_action: str, now: datetime) -> SignIn | None:
        """Only where a link may be asked for: it need not be stored with every decision."""
        action = event.action if isinstance(event, CustomerChose) else typed_action
        comes = isinstance(event, CustomerWrote) and typed.start_payload(event.text)
        asked = action == SIGN_IN or (conversation.person is None and (action == ORDERS or comes))
        return self._new_sign_in(now) if asked and self._new_sign_in else None

    async def _calls(
        self, tx: Transaction, conversation: Conversation, event: Event, words: str, now: datetime
    ) -> dict[str, Any]:
        """What is to be known for a call, where one is asked for or changed."""
        ours = isinstance(event, CustomerChose) and is_ours(event.action)
        asked = _asks_for_call(conversation)
        if self._call_slots is None or not (ours or asked):
            return {}
        zone = _zone(conversation)
        booked = [file.slot for file in await tx.callbacks.waiting() if file.slot]
        own = await tx.callbacks.of_conversation(conversation.id)
        country = conversation.person.country if conversation.person else ""
        found = number_in(words, country, conversation.language) if words and asked else None
        return {
            "phone": found if isinstance(found, Phone) else None,
            "phone_trouble": found.why if isinstance(found, PhoneTrouble) else "",
            "slots": self._call_slots(conversation.language, booked, now, zone),
            "callbacks": tuple(self._call_line(file) for file in own) if self._call_line else (),
            "zone": zone or self._zone,
        }

    async def _disputes(self, tx: Transaction, person: Person | None) -> tuple[DisputeLine, ...]:
        """Nobody's but of whoever is signed in."""
        line = self._dispute_line
        if person is None or line is None:
            return ()
        files = await tx.disputes.open(person=person.id)
        return tuple(line(file, _role(file, person.id)) for file in files)

    async def _fresh_case(self, tx: Transaction) -> CaseCode:
        while await tx.cases.conversation(code := self._new_code()):
            pass
        return code


def _need(conversation: Conversation, language: Language) -> Need:
    """What is known of the request without asking."""
    about = conversation.about
    need = Need(language, about.kind, items=1) if about else Need(language)
    return replace(need, zone=_zone(conversation))


def _zone(conversation: Conversation) -> str:
    """Of who is signed in; empty where it is not known."""
    return zone_of(conversation.person.country) if conversation.person else ""


def _picks_from_list(conversation: Conversation) -> bool:
    """A number is the place in the list, or of stars; where an amount or words are asked for it is what it says."""
    if isinstance(conversation.stage, Filling):
        return conversation.stage.missing[:1] == ("slot",)
    if isinstance(conversation.stage, Closed):
        return conversation.stage.asks == "stars"
    draft = present_draft(conversation)
    return draft is not None and missing(draft) in ("reason", "wish")


def _other_currency(conversation: Conversation, words: str) -> str:
    draft = present_draft(conversation)
    if draft is None or not words:
        return ""
    usual = draft.order.total.currency
    named = currency_in(words, usual)
    return named if named != usual else ""


def _asks_for_call(conversation: Conversation) -> bool:
    stage = conversation.stage
    return isinstance(stage, Filling) and stage.missing[:1] in (("phone",), ("slot",))


def _role(file: DisputeFile, person: CustomerId) -> Role:
    buyer = file.buyer.person
    return "buyer" if buyer and buyer.id == person else "seller"


def _may_be_advised(conversation: Conversation) -> bool:
    """Only then it matters whether the question speaks of fraud."""
    return conversation.about is not None and not conversation.tried


def _words(event: Event) -> str:
    """What the customer says with it, and with a file by its caption."""
    match event:
        case CustomerWrote(text=words) | CustomerEdited(text=words) | CustomerSentFile(caption=words):
            return words
        case _:
            return ""


def _going_on_with(conversation: Conversation, event: Event) -> str:
    """The question that signing in had interrupted."""
    stage = conversation.stage
    return stage.question if isinstance(event, SignedIn) and isinstance(stage, SigningIn) else ""


def _again(conversation: Conversation, words: str) -> bool:
    return bool(words and conversation.question) and same(words, conversation.question)


def _in_question(conversation: Conversation, event: Event, language: Language, writes: str, typed_action: str) -> bool:
    """Whether the languages may have to be shown or chosen; else they need not be stored with every decision."""
    action = event.action if isinstance(event, CustomerChose) else typed_action
    return (
        action == LANGUAGES
        or action.startswith(LANGUAGE)
        or language != conversation.language
        or writes != conversation.writes
    )
