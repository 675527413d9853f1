"""What the help centre left open, noted for the operator."""

from typing import Literal

from core.model.conversation import Conversation
from core.model.effects import Gap


def gap(kind: Literal["unanswered", "disliked"], conversation: Conversation, confidence: float = 0.0) -> Gap:
    """The last question, and the article that was quoted for it if there was one."""
    article = conversation.sources[0] if conversation.sources else ""
    return Gap(kind, conversation.question, conversation.language, article, confidence)
