"""Loads what a decision may know: cheap, local, and stored with the decision."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from msgspec.structs import replace

from core.engine.call_facts import CallFactsLoader
from core.engine.data_facts import DataFactsLoader
from core.engine.joins import Joins, JoinsLoader
from core.engine.mail_facts import MailFactsLoader
from core.engine.mail_waits import MailWaits, Reckoned
from core.engine.request_facts import RequestFactsLoader
from core.engine.said import action_in, going_on_with, heard, staff_language, stands_for, words_in
from core.engine.thread_facts import languages_read, thread_facts
from core.engine.waits import Waits
from core.engine.ways import SpokenInstead, Ways
from core.flow.blocking import allowed
from core.flow.choices import ORDERS, SIGN_IN
from core.flow.drafts import present_draft
from core.flow.language import LANGUAGE, LANGUAGES
from core.flow.privacy_buttons import WISH
from core.language import typed
from core.language.amounts import amount_in, currency_in
from core.language.courtesy import only_courtesy
from core.language.follow_up import same
from core.language.intent import Intent, read_intent
from core.language.order import order_number
from core.language.suspicion import is_suspicious
from core.model.controls import ChangeLanguage, Reopen, TakeBack
from core.model.conversation import (
    Conversation,
    Disputing,
)
from core.model.dispute_file import DisputeFile, DisputeLine
from core.model.events import (
    AgentClaimed,
    AgentControlled,
    CustomerWrote,
    Event,
    SignedIn,
)
from core.model.facts import (
    CallFacts,
    Facts,
    Late,
    MailFacts,
    Patience,
    RequestFacts,
    SignIn,
    StaffFacts,
    Start,
    TranslationFacts,
)
from core.model.ids import CaseCode, Language
from core.model.people import Duty
from core.model.shop import CustomerId, Person, Role
from core.model.tongue import Tongue
from core.ports import Catalog, Clock, Offers, Transaction

LATE = timedelta(minutes=2)  # no way takes so long where nothing is wrong


class Links(NamedTuple):
    """Between the chat and the shop's pages: a fresh link for signing in, and what the one chose by which a customer came."""

    new_sign_in: Callable[[datetime], SignIn] | None = None  # none: there is no shop
    read_start: Callable[[str, Language], Start | None] | None = None


NO_LINKS = Links()


class OwnCases(NamedTuple):
    """What is known of a customer's other cases: their list, and which one a request is about already."""

    requests: RequestFactsLoader
    joins: JoinsLoader


class FactsLoader:
    def __init__(
        self,
        clock: Clock,
        catalog: Catalog,
        offers: Offers,
        patience: Patience,
        new_code: Callable[[], CaseCode],
        tongues: tuple[Tongue, ...] = (),
        links: Links = NO_LINKS,
        waits: Waits | None = None,
        dispute_line: Callable[[DisputeFile, Role], DisputeLine] | None = None,
        calls: CallFactsLoader | None = None,
        own: OwnCases | None = None,
        spoken_instead: SpokenInstead | None = None,
        mail_waits: MailWaits | None = None,
        mails: MailFactsLoader | None = None,
        translates: bool = False,
        data: DataFactsLoader | None = None,
        theirs: Callable[[], datetime | None] = lambda: None,
    ) -> None:
        """`theirs`: the time (UTC) by the clock of the customers' messenger, if it is known; else it is taken to be ours."""
        self._clock = clock
        self._catalog = catalog
        self._patience = patience
        self._new_code = new_code
        self._tongues = tongues
        self._links = links
        self._waits = waits
        self._ways = Ways(offers, waits, mail_waits, spoken_instead)
        self._dispute_line = dispute_line
        self._calls = calls
        self._own = own
        self._mails = mails
        self._translates = translates
        self._data = data
        self._theirs = theirs

    async def load(
        self,
        tx: Transaction,
        conversation: Conversation,
        event: Event,
        now: datetime | None = None,
        written: datetime | None = None,
    ) -> Facts:
        """`now`: when it happens; none: at this moment. `written`: when the customer did it, by their messenger's clock."""
        now = now or self._clock.now()
        late = self._late(written, now)
        words = words_in(event)
        language, writes = heard(conversation, event)
        typed_action = stands_for(conversation, event, language, self._catalog)
        intent = read_intent(words, language) if words else Intent()
        theirs = staff_language(conversation, event, language, typed_action)
        disputes = await self._disputes(tx, event.person if isinstance(event, SignedIn) else conversation.person)
        there = await self._ways.there(tx, conversation, disputes, theirs, now)
        staff = there.staff
        joins = Joins()
        if self._own:
            joins = await self._own.joins.load(tx, conversation, event, typed_action, words, now, late=late is not None)
        return Facts(
            now=now,
            language=language,
            offers=allowed(there.offers, conversation, now),
            wait=there.wait,
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
            shop=self._links.new_sign_in is not None,
            order=intent.order,
            number=order_number(words or going_on_with(conversation, event)),
            suspicion=_may_be_advised(conversation) and is_suspicious(conversation.question, language),
            start=self._start(words, language),
            sign_in=self._sign_in(conversation, event, typed_action, now),
            disputes=disputes,
            amount=amount_in(words) if isinstance(conversation.stage, Disputing) else "",
            calls=replace(await self._call_facts(tx, conversation, event, words, now), joins=joins.call),
            mails=await self._mail_facts(tx, conversation, event, there.mail, joins, late),
            requests=await self._requests(tx, conversation, event, typed_action),
            currency=_other_currency(conversation, words),
            staff=await self._waits.staff(tx, conversation, event, staff) if self._waits else StaffFacts(),
            spoken=self._ways.spoken(language, theirs, there, now),
            translation=TranslationFacts(self._translates, _read_by_agent(event, staff)),
            thread=await thread_facts(tx, conversation, event, staff),
            tongues=self._tongues if _in_question(conversation, event, language, writes, typed_action) else (),
            late=late,
            data=await self._data.load(tx, conversation, event, typed_action) if self._data else None,
        )

    async def answered(self, tx: Transaction, asked: Facts, talk: Conversation) -> Facts:
        """As `load` for the answer to what a customer has just written, in the same transaction: there are no words to read.

        `asked`: what was known when it was asked; `talk`: as it stands since.
        """
        now, theirs = asked.now, talk.staff_language
        there = await self._ways.there(tx, talk, asked.disputes, theirs, now)
        same = talk.language == asked.language
        return Facts(
            now=now,
            language=talk.language,
            offers=allowed(there.offers, talk, now),
            wait=there.wait,
            fresh_case=asked.fresh_case,
            patience=self._patience,
            shop=asked.shop,
            suspicion=_may_be_advised(talk) and is_suspicious(talk.question, talk.language),
            disputes=asked.disputes,
            mails=MailFacts(own=asked.mails.own, hears=asked.mails.hears, zone=asked.mails.zone),
            spoken=asked.spoken if same else self._ways.spoken(talk.language, theirs, there, now),
            translation=TranslationFacts(self._translates),
        )

    def _late(self, written: datetime | None, now: datetime) -> Late | None:
        """A clock of ours that is set wrong makes nothing late."""
        if written is None:
            return None
        there = self._theirs() or now
        return Late(written, there) if there - written >= LATE else None

    async def _mail_facts(
        self,
        tx: Transaction,
        conversation: Conversation,
        event: Event,
        reckoned: Reckoned | None,
        joins: Joins,
        late: Late | None,
    ) -> MailFacts:
        if self._mails is None:
            return MailFacts()
        return await self._mails.load(tx, conversation, event, reckoned, joins.ticket, late=late is not None)

    def _start(self, words: str, language: Language) -> Start | None:
        payload = typed.start_payload(words)
        read = self._links.read_start
        return read(payload, language) if payload and read else None

    def _sign_in(self, conversation: Conversation, event: Event, typed_action: str, now: datetime) -> SignIn | None:
        """Only where a link may be asked for: it need not be stored with every decision."""
        action = action_in(event, typed_action)
        comes = isinstance(event, CustomerWrote) and typed.start_payload(event.text)
        asked = (
            action == SIGN_IN
            or action.startswith(WISH)
            or (conversation.person is None and (action == ORDERS or comes))
        )
        new = self._links.new_sign_in
        return new(now) if asked and new else None

    async def _call_facts(
        self, tx: Transaction, conversation: Conversation, event: Event, words: str, now: datetime
    ) -> CallFacts:
        return await self._calls.load(tx, conversation, event, words, now) if self._calls else CallFacts()

    async def _requests(
        self, tx: Transaction, conversation: Conversation, event: Event, typed_action: str
    ) -> RequestFacts:
        return await self._own.requests.load(tx, conversation, event, typed_action) if self._own else RequestFacts()

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


def _read_by_agent(event: Event, staff: Sequence[Duty]) -> tuple[Language, ...]:
    """Those of the agent who takes the chat."""
    match event:
        case AgentClaimed(agent=agent) | AgentControlled(agent=agent, control=Reopen() | TakeBack()):
            return languages_read(agent.id, staff)
        case _:
            return ()


def _other_currency(conversation: Conversation, words: str) -> str:
    draft = present_draft(conversation)
    if draft is None or not words:
        return ""
    usual = draft.order.total.currency
    named = currency_in(words, usual)
    return named if named != usual else ""


def _role(file: DisputeFile, person: CustomerId) -> Role:
    buyer = file.buyer.person
    return "buyer" if buyer and buyer.id == person else "seller"


def _may_be_advised(conversation: Conversation) -> bool:
    """Only then it matters whether the question speaks of fraud."""
    return conversation.about is not None and not conversation.tried


def _again(conversation: Conversation, words: str) -> bool:
    return bool(words and conversation.question) and same(words, conversation.question)


def _in_question(conversation: Conversation, event: Event, language: Language, writes: str, typed_action: str) -> bool:
    """Whether the languages may have to be shown or chosen; else they need not be stored with every decision."""
    action = action_in(event, typed_action)
    return (
        action == LANGUAGES
        or action.startswith(LANGUAGE)
        or language != conversation.language
        or (writes != "" and writes != conversation.writes)
        or (isinstance(event, AgentControlled) and isinstance(event.control, ChangeLanguage))
    )
