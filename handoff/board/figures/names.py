"""What the figures' values are called on pages, and what exactly each of them counts."""

from collections.abc import Mapping

from core.model.view import Text, text

METHODS: Mapping[str, Text] = {
    "live_chat": text("board.figures.method.live_chat"),
    "callback": text("board.figures.method.callback"),
    "email": text("board.figures.method.email"),
    "dispute": text("board.figures.method.dispute"),
}
TOPICS: Mapping[str, Text] = {
    "": text("board.figures.topic.question"),
    "order": text("board.figures.topic.order"),
    "item": text("board.figures.topic.item"),
    "report": text("board.figures.topic.report"),
    "dispute": text("board.figures.topic.dispute"),
}
WHYS: Mapping[str, Text] = {
    "wished": text("board.figures.why.wished"),
    "unanswered": text("board.figures.why.unanswered"),
    "disliked": text("board.figures.why.disliked"),
    "danger": text("board.figures.why.danger"),
    "failed": text("board.figures.why.failed"),
    "agent": text("board.figures.why.agent"),
    "other": text("board.figures.why.other"),
}
WHO_HELPED: Mapping[str, Text] = {
    "assistant": text("board.figures.of.assistant"),
    "agent": text("board.figures.of.agent"),
    "email": text("board.figures.of.email"),
}
TOLD: Mapping[str, Text] = {
    "answered": text("board.figures.told.answered"),
    "careful": text("board.figures.told.careful"),
    "order": text("board.figures.told.order"),
    "abstained": text("board.figures.told.abstained"),
    "person": text("board.figures.told.person"),
    "danger": text("board.figures.told.danger"),
    "failed": text("board.figures.told.failed"),
}
TOLD_MEANS: Mapping[str, Text] = {
    "answered": text("board.figures.told.answered.means"),
    "careful": text("board.figures.told.careful.means"),
    "order": text("board.figures.told.order.means"),
    "abstained": text("board.figures.told.abstained.means"),
    "person": text("board.figures.told.person.means"),
    "danger": text("board.figures.told.danger.means"),
    "failed": text("board.figures.told.failed.means"),
}
OUTCOMES: Mapping[str, Text] = {
    "solved": text("board.figures.outcome.solved"),
    "silent": text("board.figures.outcome.silent"),
    "early": text("board.figures.outcome.early"),
    "disliked": text("board.figures.outcome.disliked"),
    "handed": text("board.figures.outcome.handed"),
    "wrote": text("board.figures.outcome.wrote"),
    "again": text("board.figures.outcome.again"),
}
OUTCOMES_MEAN: Mapping[str, Text] = {
    "solved": text("board.figures.outcome.solved.means"),
    "silent": text("board.figures.outcome.silent.means"),
    "early": text("board.figures.outcome.early.means"),
    "disliked": text("board.figures.outcome.disliked.means"),
    "handed": text("board.figures.outcome.handed.means"),
    "wrote": text("board.figures.outcome.wrote.means"),
    "again": text("board.figures.outcome.again.means"),
}
