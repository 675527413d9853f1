"""Settings of what is kept, and for how long, in days; after them the daily job lets go of it."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from bots.settings_section import Section
from core.engine.retention.periods import Periods

Days = Annotated[int, Field(ge=2, le=36_500)]
"""Platforms deliver again for a day, so less than two days would let the same message in twice."""


class Retention(Section):
    """`evaluation`: stored questions may be asked again by `frontdesk eval`. All else is days, see `Periods`.

    What of a customer is still open, or under legal hold, is kept beyond all of them.
    """

    evaluation: bool = False
    raw: Days = 30
    documents: Days = 30
    calls: Days = 30
    transcripts: Days = 730
    tickets: Days = 730
    disputes: Days = 1095
    ratings: Days = 730
    questions: Days = 365
    answers: Days = 30
    letters: Days = 90
    figures: Days = 1095
    audit: Annotated[int, Field(ge=90, le=36_500)] = 1095  # the database lets go of none that is younger

    def periods(self) -> Periods:
        return Periods(**{name: timedelta(days=getattr(self, name)) for name in Periods.__struct_fields__})
