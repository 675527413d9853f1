"""`frontdesk export CUSTOMER`: all of one customer's data, as documents and files in a folder."""

import asyncio
import shutil
from pathlib import Path

from bots.cli.desk_store import desk_store
from bots.cli.operator import account
from bots.evidence.folder import EvidenceFolder
from bots.evidence.names import shown_name
from bots.mail.incoming_folder import MailFolder
from bots.settings import Settings
from core.engine.clock import SystemClock
from core.engine.privacy.attachments import Attachments, attachments_of
from core.engine.privacy.documents import documents
from core.engine.privacy.exporting import Export, export_of
from core.engine.privacy.subject import named
from core.language.catalog import read_catalog
from core.model.errors import DeskError
from core.model.ids import Language
from core.model.privacy import Subject
from core.ports import Transaction

_ENGLISH = Language("en")


class NotWritten(DeskError):
    """The folder is there already, or the disk does not take it."""


def export(settings: Settings, typed: str, out: Path | None = None) -> int:
    """Beside a running desk too. Raises DeskError with what to do."""
    return asyncio.run(_export(settings, typed, out))


async def _export(settings: Settings, typed: str, out: Path | None) -> int:
    catalog, now = read_catalog(), SystemClock().now()
    folder = out or Path(f"frontdesk-export-{now:%Y%m%d-%H%M%S}")
    if folder.exists():  # before anything is read, and the audit says that it was
        raise _there_already(folder)

    async def work(tx: Transaction) -> tuple[Subject, Export, Attachments]:
        subject = await named(tx, typed)
        await tx.audit.note("data exported", _about(subject), f"by the operator {account()}", now)
        return subject, await export_of(tx, subject, catalog, now), await attachments_of(tx, subject)

    async with desk_store(settings, beside=True) as store:
        subject, found, attached = await store.transact(work)
    language = Language(found.chats[0].language) if found.chats and found.chats[0].language else _ENGLISH
    try:
        folder.mkdir(mode=0o700, parents=True)
        for document in documents(found, catalog, language, settings.hours.zone):
            (folder / document.name).write_bytes(document.content)
        missing = _copied(settings, attached, folder / "files")
    except FileExistsError:
        raise _there_already(folder) from None
    except OSError as error:
        raise NotWritten(f"{folder}: {error.strerror or error}") from error
    print(*shown(subject), f"All of it is in {folder}: hand it to nobody but this customer.", sep="\n")
    if missing:
        print(f"{missing} files are on the disk no more.")
    return 0


def _there_already(folder: Path) -> NotWritten:
    return NotWritten(f"{folder} is there already: give another folder with --out")


def shown(subject: Subject) -> list[str]:
    """Who is meant, for the eyes of the operator."""
    chats = ", ".join(subject.conversations) or "none"
    return [
        f"Chats: {chats}",
        f"Account: {subject.person or 'none'}",
        f"E-mail addresses that were shown to be theirs: {', '.join(subject.mails) or 'none'}",
    ]


def _about(subject: Subject) -> str:
    return subject.conversations[0] if subject.conversations else ""


def _copied(settings: Settings, attached: Attachments, folder: Path) -> int:
    """How many of them are there no more."""
    evidence, mails = EvidenceFolder(settings.desk.data / "evidence"), MailFolder(settings.desk.data / "mail")
    wanted = [
        (evidence.path(case, each), f"{number}-{shown_name(each)}", case)
        for number, (case, each) in enumerate(attached.evidence, 1)
    ]
    wanted += [(mails.path(name), f"{number}.eml", case) for number, (case, name) in enumerate(attached.mails, 1)]
    missing = 0
    for source, name, case in wanted:
        if not source.is_file():
            missing += 1
            continue
        place = folder / case
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copyfile(source, place / name)
    return missing
