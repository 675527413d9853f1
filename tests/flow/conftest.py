"""A fresh conversation for each test, in which nothing may happen that the test does not tell."""

from collections.abc import Iterator

import pytest

from tests.flow.dialogue import Dialogue


@pytest.fixture
def chat() -> Iterator[Dialogue]:
    dialogue = Dialogue()
    yield dialogue
    dialogue.silence()
