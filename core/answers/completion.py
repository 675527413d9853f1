"""What a model server sends, as far as it is read: chunks that grow into a completion, and embeddings."""

from dataclasses import dataclass

import msgspec

from core.answers.model_failures import Declined, Unreadable
from core.model.answer import Usage

MAX_CHARACTERS = 20_000  # of one completion, thoughts included; a server that says more is cut off


class Completion(msgspec.Struct, frozen=True):
    text: str
    usage: Usage


class _Tokens(msgspec.Struct):
    prompt_tokens: int
    completion_tokens: int


class _Delta(msgspec.Struct):
    content: str | None = None
    refusal: str | None = None


class _Choice(msgspec.Struct):
    delta: _Delta
    index: int = 0
    finish_reason: str | None = None


class Chunk(msgspec.Struct):
    """What we read of a chunk."""

    choices: list[_Choice] = []
    usage: _Tokens | None = None


class _Embedding(msgspec.Struct):
    index: int
    embedding: list[float]


class Embeddings(msgspec.Struct):
    data: list[_Embedding]


@dataclass
class Said:
    """What has come so far."""

    text: str = ""
    finish: str = ""
    refused: bool = False
    tokens: _Tokens | None = None
    sent: bool = False

    def take(self, chunk: Chunk) -> bool:
        """Whether there is more text than before. Raises Unreadable when it is too much."""
        self.tokens = chunk.usage or self.tokens
        before = len(self.text)
        for choice in chunk.choices[:1]:
            self.text += choice.delta.content or ""
            self.refused = self.refused or bool(choice.delta.refusal)
            self.finish = choice.finish_reason or self.finish
        if len(self.text) > MAX_CHARACTERS:
            raise Unreadable(f"the model said more than {MAX_CHARACTERS} characters")
        return len(self.text) > before

    def refuse_unfinished(self) -> None:
        """Only what the model itself ended may be used."""
        if self.refused or self.finish == "content_filter":
            raise Declined("the model refused to answer")
        if self.finish == "length":
            raise Unreadable("the model's answer was cut off: it was longer than the tokens it may use")
        if self.finish != "stop":
            raise Unreadable("the model's answer has no end")
