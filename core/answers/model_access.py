"""Where a model is, what it costs and how long it may take."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.model.answer import Usage


@dataclass(frozen=True)
class ModelAccess:
    """Where a model is, and what it may take. Times are in seconds, prices in any currency per million tokens.

    `first_token`: until the first word; `stall`: between words; `whole`: for one completion, retry included.
    `temperature` is sent only when it is set: some models take none. `extra` is added to the body of each request for a
    completion, such as `{"reasoning_effort": "low"}`: what only this server knows.
    """

    base_url: str
    model: str
    key: str = field(default="", repr=False)
    embeddings_model: str = ""
    prompt_price: float = 0.0
    completion_price: float = 0.0
    first_token: float = 10.0
    stall: float = 5.0
    whole: float = 12.0
    max_tokens: int = 1_000
    temperature: float | None = None
    extra: Mapping[str, object] = field(default_factory=dict)

    def usage(self, prompt_tokens: int, completion_tokens: int) -> Usage:
        cost = (prompt_tokens * self.prompt_price + completion_tokens * self.completion_price) / 1_000_000
        return Usage(prompt_tokens, completion_tokens, cost, self.model)
