"""The tables of a transaction on SQLite. Awaiting them never suspends: each call is answered at once."""

from core import ports
from core.store.answer_tables import AnswerCacheTable, GapsTable, SpendingTable
from core.store.callback_tables import CallbackDecisionsTable, CallbacksTable
from core.store.conversation_tables import (
    AuditTable,
    CasesTable,
    ConversationsTable,
    DecisionsTable,
    KeepTable,
    MessagesTable,
)
from core.store.dispute_tables import DisputeDecisionsTable, DisputesTable
from core.store.people_tables import AgentsTable, ChatsTable, LinksTable, RatingsTable, SignInsTable
from core.store.queue_tables import InboxTable, OutboxTable, TimersTable
from core.store.session import Session
from core.store.ticket_tables import TicketDecisionsTable, TicketPaceTable, TicketsTable


class Tables:
    """All tables over one session: the Transaction of core.ports."""

    def __init__(self, session: Session) -> None:
        self.inbox: ports.Inbox = InboxTable(session)
        self.outbox: ports.Outbox = OutboxTable(session)
        self.conversations: ports.Conversations = ConversationsTable(session)
        self.decisions: ports.Decisions = DecisionsTable(session)
        self.transcript: ports.Transcript = MessagesTable(session)
        self.timers: ports.Timers = TimersTable(session)
        self.staff: ports.Staff = AgentsTable(session)
        self.cases: ports.Cases = CasesTable(session)
        self.audit: ports.Audit = AuditTable(session)
        self.keep: ports.Keep = KeepTable(session)
        self.spending: ports.Spending = SpendingTable(session)
        self.cached_answers: ports.CachedAnswers = AnswerCacheTable(session)
        self.gaps: ports.Gaps = GapsTable(session)
        self.links: ports.Links = LinksTable(session)
        self.sign_ins: ports.SignIns = SignInsTable(session)
        self.disputes: ports.Disputes = DisputesTable(session)
        self.dispute_decisions: ports.DisputeDecisions = DisputeDecisionsTable(session)
        self.callbacks: ports.Callbacks = CallbacksTable(session)
        self.callback_decisions: ports.CallbackDecisions = CallbackDecisionsTable(session)
        self.tickets: ports.Tickets = TicketsTable(session)
        self.ticket_pace: ports.TicketPace = TicketPaceTable(session)
        self.ticket_decisions: ports.TicketDecisions = TicketDecisionsTable(session)
        self.ratings: ports.Ratings = RatingsTable(session)
        self.chats: ports.Chats = ChatsTable(session)
