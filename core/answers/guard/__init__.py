"""The guard: what no cited source says, and what nobody may promise, is not sent. Pure, in code, after any writer."""

from core.answers.guard.length import LIMIT
from core.answers.guard.rules import RULES, check
from core.answers.guard.sources import Failure, Source
from core.answers.guard.units import complete_sentences

__all__ = ["LIMIT", "RULES", "Failure", "Source", "check", "complete_sentences"]
