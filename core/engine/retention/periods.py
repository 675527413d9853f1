"""How long each kind of data is kept after what it belongs to is over."""

from datetime import timedelta

from core.model.value import Value


class Periods(Value, frozen=True):
    """One time for each kind of data. What of a customer is still open, or under legal hold, is kept beyond all of them.

    `raw`: items as they came in, what was sent, and each decision with what it knew, after the conversation's last word.
    `documents`: evidence and files of a dispute, after its end; `calls`: a callback and its number, after the call.
    `transcripts`: a conversation with its cases, after its last word; `tickets`: a ticket and its mails, after their last;
    `disputes`: what was said and decided, after the end. `questions`: what was asked, masked; `answers`: the model's, for
    the same question of somebody else. `letters`: what was given up. `figures`: counts and times without a customer's words.
    """

    raw: timedelta = timedelta(days=30)
    documents: timedelta = timedelta(days=30)
    calls: timedelta = timedelta(days=30)
    transcripts: timedelta = timedelta(days=730)
    tickets: timedelta = timedelta(days=730)
    disputes: timedelta = timedelta(days=1095)
    ratings: timedelta = timedelta(days=730)
    questions: timedelta = timedelta(days=365)
    answers: timedelta = timedelta(days=30)
    letters: timedelta = timedelta(days=90)
    figures: timedelta = timedelta(days=1095)
    audit: timedelta = timedelta(days=1095)
