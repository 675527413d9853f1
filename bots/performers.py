"""Who performs what: makes the performers of all effects."""

from bots.evidence.folder import EvidenceFolder
from bots.evidence.performer import EvidencePerformer
from bots.files.passing import Passing
from bots.files.performer import FilePerformer
from bots.help_centre import Answers
from bots.shared import Shared
from bots.telegram.files import TelegramFiles
from bots.telegram.outgoing import TelegramPerformer
from bots.telegram.sending_files import TelegramFileSender
from core.answers.personal import PersonalAnswers
from core.engine.asking import Asking
from core.engine.measures import ShopPerformer
from core.engine.privacy.sending import ExportPerformer
from core.engine.routes import Routes
from core.engine.suggesting import Suggesting
from core.engine.translating import Translating
from core.model.file_limits import FROM_TELEGRAM
from core.ports import AnswerSource
from handoff.methods.background import Background
from handoff.methods.live_chat import LiveChat


def routes_of(shared: Shared, answers: Answers) -> Routes:
    """Who performs what."""
    slack, shop, translator = shared.slack, shared.shop, answers.translator
    telegram = _telegram_performer(shared)
    general: AnswerSource = answers.answerer
    source = PersonalAnswers(general, shop, shared.clock) if shop else general
    background = Background(shared.clock, shop, answers.summaries)
    return Routes(
        channels={"telegram": telegram, "slack": slack, "email": shared.post.mails},
        methods={"live_chat": LiveChat(slack, shared.store, background), "email": shared.post.tickets},
        answers=Asking(source, telegram, shared.store),
        shop=ShopPerformer(shop, shared.clock) if shop else None,
        alerts=slack.alerts,
        disputes=slack.disputes,
        callbacks=slack.callbacks,
        evidence=_evidence(shared),
        files=_files(shared),
        suggestions=Suggesting(source, shared.store, shared.clock, shared.catalog, translator),
        privacy=_exports(shared),
        translations=Translating(translator, shared.store, shared.clock) if translator else None,
    )


def _telegram_performer(shared: Shared) -> TelegramPerformer:
    ours = shared.settings.telegram
    return TelegramPerformer(
        shared.bot,
        shared.catalog,
        per_chat=ours.per_chat_per_second,
        in_total=ours.total_per_second,
        sent=lambda talk, ref: shared.store.transact(lambda tx: tx.copies.of(talk, ref)),
    )


def _file_sender(shared: Shared) -> TelegramFileSender:
    ours = shared.settings.telegram
    return TelegramFileSender(shared.bot, per_chat=ours.per_chat_per_second, in_total=ours.total_per_second)


def _exports(shared: Shared) -> ExportPerformer:
    zone = shared.settings.hours.zone
    return ExportPerformer(shared.store, shared.clock, shared.catalog, {"telegram": _file_sender(shared)}, zone)


def _files(shared: Shared) -> FilePerformer:
    staff, telegram, sender = shared.slack.files, TelegramFiles(shared.bot), _file_sender(shared)
    passing = Passing(shared.settings.desk.data / "passing")
    return FilePerformer(passing, {"telegram": telegram, "slack": staff}, staff, {"telegram": sender}, FROM_TELEGRAM)


def _evidence(shared: Shared) -> EvidencePerformer:
    folder = EvidenceFolder(shared.settings.desk.data / "evidence")
    return EvidencePerformer(folder, {"telegram": TelegramFiles(shared.bot)}, shared.slack.files)
