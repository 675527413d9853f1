"""The saved replies as the settings want them, kept in step with their folder as the help centre is."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from bots.help_watch import HelpWatch
from bots.settings import Settings
from core.answers.saved_replies import Replies
from core.engine.supervise import supervise

log = logging.getLogger(__name__)

NAME = "saved replies"


@dataclass(frozen=True)
class SavedReplies:
    """`watch` runs until it is cancelled, and hands on each change of the files. Without a folder there are no `replies`."""

    replies: Replies | None
    watch: Callable[[], Awaitable[None]]


async def replies_from(settings: Settings) -> SavedReplies:
    """Broken files are named and left out."""
    folder = settings.replies_folder()
    if folder is None:
        return SavedReplies(None, _nothing)
    replies = Replies()
    watch = HelpWatch(folder, replies.update, every=settings.help.watch, name=NAME)
    known = await asyncio.to_thread(watch.read)
    replies.update(known)
    log.info("%s: %d from %s", NAME, len(known), folder)
    return SavedReplies(replies, partial(supervise, NAME, watch.run))


async def _nothing() -> None:
    """There is nothing to watch."""
