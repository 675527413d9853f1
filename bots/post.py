"""The desk's mail, put together: what goes out, the doors by which answers come in, and what decides about tickets."""

from contextlib import AsyncExitStack
from dataclasses import dataclass

from bots.mail.addresses import new_token
from bots.mail.enclosing import Enclosing
from bots.mail.imap import ImapInbox
from bots.mail.incoming import MailIntake, MailReader
from bots.mail.incoming_folder import MailFolder
from bots.mail.message import Sender
from bots.mail.outgoing import House, MailPerformer, SmtpMailer
from bots.mail.reading import Rules
from bots.mail.reading_guard import GuardedReading
from bots.mail.webhook import MailWebhook
from bots.settings import Settings
from bots.settings_channels import Mail
from bots.ways import mail_queue_of
from core.engine.case_codes import new_code
from core.engine.mail_desk import MailDesk
from core.engine.mail_facts import MailFactsLoader, Secrets
from core.engine.record import Recorder
from core.engine.ticket_desk import MailRoom, TicketDesk
from core.model.ticket import Tokens
from core.ports import Catalog, Clock, Intake, Store, Vitals
from handoff import ticket_flow
from handoff.methods.email import EmailTicket


@dataclass(frozen=True)
class Post:
    """`mailbox` and `webhook` are there where the settings open them. What came in before is read in any case."""

    mails: MailPerformer
    tickets: EmailTicket
    mailer: SmtpMailer
    reader: MailReader
    mailbox: ImapInbox | None
    webhook: MailWebhook | None


def post(
    settings: Settings,
    store: Store,
    intake: Intake,
    clock: Clock,
    catalog: Catalog,
    desk_id: str,
    doors: AsyncExitStack,
    vitals: Vitals,
) -> Post:
    """The process that reads mails is started with the first one, and ends with `doors`."""
    ours = settings.mail
    folder = MailFolder(settings.desk.data / "mail")
    reading = GuardedReading(Rules(ours.reply_address, ours.auth_server, desk_id))
    doors.push_async_callback(reading.close)
    mails = MailIntake(intake, folder, reading, clock)
    mailer = _mailer(settings, clock, desk_id, vitals)
    performer, tickets = _going_out(settings, store, catalog, desk_id, mailer, Enclosing(folder, reading))
    return Post(
        performer,
        tickets,
        mailer,
        MailReader(folder),
        _mailbox(settings, mails, store, clock, vitals),
        _webhook(settings, mails, clock),
    )


def _mailer(settings: Settings, clock: Clock, desk_id: str, vitals: Vitals) -> SmtpMailer:
    replies = settings.mail.reply_address if settings.hears_mail() else ""
    sender = Sender(settings.mail.sender, settings.desk.name, desk_id, replies)
    return SmtpMailer(settings.smtp.url.get_secret_value(), sender, clock, vitals)


def _going_out(
    settings: Settings, store: Store, catalog: Catalog, desk_id: str, mailer: SmtpMailer, enclosing: Enclosing
) -> tuple[MailPerformer, EmailTicket]:
    ours, shop, hears = settings.mail, settings.desk.name, settings.hears_mail()
    return (
        MailPerformer(mailer, catalog, House(desk_id, shop, ours.team_inbox, hears), enclosing),
        EmailTicket(mailer, store, catalog, ours.team_inbox, desk_id, hears=hears),
    )


def _mailbox(settings: Settings, mails: MailIntake, store: Store, clock: Clock, vitals: Vitals) -> ImapInbox | None:
    if not settings.has_mailbox():
        return None
    return ImapInbox(settings.imap.url.get_secret_value(), mails.take, store, clock, vitals=vitals)


def _webhook(settings: Settings, mails: MailIntake, clock: Clock) -> MailWebhook | None:
    if not settings.has_mail_webhook():
        return None
    return MailWebhook(settings.mail.webhook_secret.get_secret_value(), mails.take, clock)


def ticket_desk(settings: Settings, clock: Clock, recorder: Recorder) -> TicketDesk:
    room = MailRoom(
        team=settings.mail.team_inbox,
        zone=settings.hours.zone,
        hears=settings.hears_mail(),
        new_code=new_code,
        new_tokens=lambda: Tokens(new_token(), new_token()),
    )
    return TicketDesk(clock, ticket_flow, mail_queue_of(settings), recorder, room)


def mail_desk(ours: Mail, clock: Clock, tickets: TicketDesk, recorder: Recorder) -> MailDesk:
    own = filter(None, (ours.sender, ours.reply_address))
    return MailDesk(clock, tickets, recorder, inbox=ours.team_inbox, team=ours.team, ours=own)


def mail_facts(settings: Settings) -> MailFactsLoader:
    hears, zone = settings.hears_mail(), settings.hours.zone
    return MailFactsLoader(ticket_flow.line, Secrets(new_token), hears=hears, zone=zone)
