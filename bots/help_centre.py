"""The help centre as the settings want it, with every broken article named."""

import logging

from bots.settings import Settings
from core.answers.answerer import Answerer
from core.answers.articles import read_help_centre
from core.answers.confidence import THRESHOLD
from core.answers.help_centre import HelpCentre

log = logging.getLogger(__name__)


def open_help_centre(settings: Settings) -> Answerer:
    """Broken articles are left out and logged, each with its file and line; the others load."""
    articles, problems = read_help_centre(settings.help.folder)
    for problem in problems:
        log.error("an article is left out: %s", problem)
    log.info("help centre: %d articles from %s", len(articles), settings.help.folder)
    threshold = THRESHOLD if settings.help.threshold is None else settings.help.threshold
    return Answerer(HelpCentre(articles), threshold=threshold)
