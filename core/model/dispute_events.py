"""What happens to a dispute, in the past tense: what its parties say, what staff do, and what the desk and the shop bring."""

from typing import Literal

from core.model.dispute import Decision, Evidence, Stage
from core.model.dispute_file import Draft, PartyStep
from core.model.ids import Address, CaseCode, ConversationId, Language
from core.model.people import Agent
from core.model.shop import CustomerId, Outcome, Person, Role
from core.model.value import Value
from core.model.view import Block


class DisputeFiled(Value, frozen=True):
    """The customer has read the summary and confirmed it."""

    case: CaseCode
    draft: Draft
    person: Person
    conversation: ConversationId
    language: Language


class PartySpoke(Value, frozen=True):
    """A party has answered, added something, appealed or taken the dispute back, with words and files or without."""

    role: Role
    step: PartyStep
    words: str = ""
    evidence: tuple[Evidence, ...] = ()


class OtherFound(Value, frozen=True):
    """Who is on the other side, as the shop says; none: it cannot say."""

    person: Person | None


class CardShown(Value, frozen=True):
    thread: Address


class StaffMoved(Value, frozen=True):
    agent: Agent
    thread: Address
    to: Stage


class StaffDecided(Value, frozen=True):
    agent: Agent
    thread: Address
    decision: Decision


class StaffConfirmed(Value, frozen=True):
    """The second person's word for one proposal."""

    agent: Agent
    thread: Address
    key: str


class StaffRetried(Value, frozen=True):
    """What two people stand behind shall be tried once more."""

    agent: Agent
    thread: Address
    key: str


class StaffAsked(Value, frozen=True):
    """Words of staff to a party."""

    agent: Agent
    thread: Address
    role: Role
    words: str


FormKind = Literal["decide", "ask"]


class FormWanted(Value, frozen=True):
    """A member of staff wants to fill in a form; `trigger` is the platform's leave to show one, for some seconds."""

    agent: Agent
    thread: Address
    form: FormKind
    trigger: str


class MeasureDone(Value, frozen=True):
    """What the shop says of a proposal."""

    key: str
    outcome: Outcome


class DisputeNews(Value, frozen=True):
    """What a party's conversation is told of their dispute, and what they may do there.

    `person`: for whose eyes; `speaker`: whose words they are, if they are not the desk's.
    """

    case: CaseCode
    person: CustomerId
    blocks: tuple[Block, ...]
    steps: tuple[PartyStep, ...] = ()
    speaker: Agent | None = None


class NewsLost(Value, frozen=True):
    """News that did not reach their party in this conversation: the platform's `reason`, or that they have signed out."""

    news: DisputeNews
    conversation: ConversationId
    reason: str


PartyEvent = DisputeFiled | PartySpoke
StaffEvent = StaffMoved | StaffDecided | StaffConfirmed | StaffRetried | StaffAsked | FormWanted
Brought = OtherFound | CardShown | MeasureDone | NewsLost
