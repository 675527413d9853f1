"""The tables of a transaction, over the session of whichever database."""

from core import ports
from core.store.answer_tables import AnswerCacheTable, GapsTable, SpendingTable
from core.store.board_session_table import BoardSessionsTable
from core.store.board_tables import ClosuresTable, HealthTable, LettersTable
from core.store.callback_tables import CallbackDecisionsTable, CallbacksTable
from core.store.conversation_tables import (
    AuditTable,
    CasesTable,
    ConversationsTable,
    DecisionsTable,
    KeepTable,
    MessagesTable,
)
from core.store.copy_tables import CopiesTable
from core.store.dispute_tables import DisputeDecisionsTable, DisputesTable
from core.store.history_tables import AskedTable, HandoffsTable, PersonWordsTable, SpellsTable
from core.store.looking_tables import LookingTable
from core.store.ownership_tables import LeasesTable, MembersTable
from core.store.people_tables import AgentsTable, ChatsTable, LinksTable, NoncesTable, RatingsTable, SignInsTable
from core.store.privacy_tables import ErasuresTable, TracesTable
from core.store.queue_tables import InboxTable, LanesTable, OutboxTable, TimersTable
from core.store.retention_table import KeepingTable
from core.store.session import Session
from core.store.ticket_tables import TicketDecisionsTable, TicketPaceTable, TicketsTable
from core.store.wiping import WipingTables


class Tables:
    """All tables over one session: the Transaction of core.ports."""

    def __init__(self, session: Session) -> None:
        self.inbox: ports.Inbox = InboxTable(session)
        self.outbox: ports.Outbox = OutboxTable(session)
        self.lanes: ports.Lanes = LanesTable(session)
        self.leases: ports.Leases = LeasesTable(session)
        self.members: ports.Members = MembersTable(session)
        self.conversations: ports.Conversations = ConversationsTable(session)
        self.decisions: ports.Decisions = DecisionsTable(session)
        self.transcript: ports.Transcript = MessagesTable(session)
        self.copies: ports.Copies = CopiesTable(session)
        self.timers: ports.Timers = TimersTable(session)
        self.staff: ports.Staff = AgentsTable(session)
        self.cases: ports.Cases = CasesTable(session)
        self.audit: ports.Audit = AuditTable(session)
        self.keep: ports.Keep = KeepTable(session)
        self.spending: ports.Spending = SpendingTable(session)
        self.cached_answers: ports.CachedAnswers = AnswerCacheTable(session)
        self.gaps: ports.Gaps = GapsTable(session)
        self.links: ports.Links = LinksTable(session)
        self.nonces: ports.Nonces = NoncesTable(session)
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
        self.handoffs: ports.Handoffs = HandoffsTable(session)
        self.asked: ports.Asked = AskedTable(session)
        self.person_words: ports.PersonWords = PersonWordsTable(session)
        self.spells: ports.Spells = SpellsTable(session)
        self.closures: ports.Closures = ClosuresTable(session)
        self.letters: ports.Letters = LettersTable(session)
        self.health: ports.Health = HealthTable(session)
        self.board_sessions: ports.BoardSessions = BoardSessionsTable(session)
        self.looking: ports.Looking = LookingTable(session)
        self.erasures: ports.Erasures = ErasuresTable(session)
        self.traces: ports.Traces = TracesTable(session)
        self.wiping: ports.Wiping = WipingTables(session)
        self.keeping: ports.Keeping = KeepingTable(session)
