"""Embeddings without a model: each word falls on a few of the dimensions, so that texts with like words lie close."""

import hashlib
import math

from bots.playground.openai.composing import stems

DIMENSIONS = 256


def embed(text: str) -> list[float]:
    """A vector of length 1; of length 0 for a text without words."""
    vector = [0.0] * DIMENSIONS
    for word in stems(text):
        digest = hashlib.blake2b(word.encode(), digest_size=8).digest()
        vector[int.from_bytes(digest[:4], "big") % DIMENSIONS] += 1.0 if digest[4] % 2 else -1.0
    length = math.sqrt(sum(each * each for each in vector))
    return [each / length for each in vector] if length else vector
