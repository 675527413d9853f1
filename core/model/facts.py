"""What a decision may know beyond its event: loaded before it, stored with it, so that it can be replayed."""

from datetime import datetime
from typing import Literal

import msgspec

from core.model.callback import CallbackLine, Phone, WhyNoNumber
from core.model.dispute_file import DisputeLine
from core.model.ids import CaseCode, Language
from core.model.offer import Offer
from core.model.tongue import Tongue
from core.model.view import Moment
from core.model.wait import Wait

Smalltalk = Literal["", "greeting", "thanks", "goodbye", "assistant", "chat"]


class Patience(msgspec.Struct, frozen=True):
    """How long is waited, in seconds: for an answer, for a claim, for an agent's reply, for a customer's choice."""

    answer: int = 30
    claim: int = 180
    reply: int = 600
    choice: int = 86_400


class Start(msgspec.Struct, frozen=True):
    """What was chosen before the conversation began, by a link on a page: an order, or an article with its title."""

    kind: Literal["order", "article"]
    id: str
    title: str = ""


class SignIn(msgspec.Struct, frozen=True):
    """A sign-in link that nobody has used: its secret, and the address with it."""

    token: str
    url: str
    until: datetime


class Facts(msgspec.Struct, frozen=True):
    """`now` is UTC. `typed` is the action that a typed text stands for ("2", "/support", a button's label), `email` the address in it."""

    now: datetime
    language: Language
    offers: tuple[Offer, ...]
    fresh_case: CaseCode
    typed: str = ""
    wants_person: bool = False
    email: str = ""
    patience: Patience = Patience()
    writes: str = ""  # the language in which this text is clearly written, ours or not
    courtesy: bool = False  # a greeting, a thank-you or a sign, and nothing else
    tongues: tuple[Tongue, ...] = ()  # all of ours, when the language is in question
    smalltalk: Smalltalk = ""  # the kind of small talk, where the text is nothing else
    abuse: bool = False  # insults, in whatever the text asks
    urgent: bool = False  # somebody may come to harm
    again: bool = False  # the question that was asked last, asked once more
    shop: bool = False  # there is a shop to sign in to
    order: bool = False  # the text is about an order or item of the customer's own
    number: str = ""  # what looks like an order's or item's number in the text
    suspicion: bool = False  # fraud, a counterfeit or a threat: nobody is sent back to the other party
    start: Start | None = None  # what the link chose by which the customer came
    sign_in: SignIn | None = None  # a fresh link, where one may be asked for
    disputes: tuple[DisputeLine, ...] = ()  # of whoever is signed in, those that are not closed
    amount: str = ""  # the one amount of money in the text, as a decimal number
    wait: Wait | None = None  # for a live chat, as the queue is now
    phone: Phone | None = None  # the telephone number in the text, where one is asked for
    phone_trouble: WhyNoNumber | Literal[""] = ""  # why there is none that can be called
    slots: tuple[Moment, ...] = ()  # when a call can be, where it may be asked for
    callbacks: tuple[CallbackLine, ...] = ()  # of this conversation, those that are not over
    zone: str = ""  # IANA: in which the customer reads times
    currency: str = ""  # ISO 4217: what `amount` is said to be in, where that is not the order's
