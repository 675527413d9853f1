"""The search by meaning adds to what a model reads; what is quoted, and how sure that is, is the other search's."""

import pytest

from core.answers.answerer import Answerer
from core.answers.articles import Article
from core.answers.help_centre import HelpCentre, Hit
from core.answers.passages import split_into_passages
from core.model.ids import Language
from core.model.question import Question

REFUND = Article("refund", "en", "When do I get a refund?", "Refunds take 5 days.")
MONEY = Article("money", "en", "Where is my money?", "Look at your bank.")
CENTRE = HelpCentre([REFUND, MONEY])


class Meaning:
    """A search by meaning that finds the other article, and notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def search(self, question: str, language: str, limit: int = 10, *, audience: str = "") -> tuple[Hit, ...]:
        self.asked.append(question)
        return tuple(Hit(each, split_into_passages(each.body)[0], score=0.0) for each in (MONEY, REFUND))


async def test_the_article_that_is_sure_stays_first_and_is_quoted() -> None:
    question = Question("I want a refund, when do I get the refund?", Language("en"))
    alone = await Answerer(CENTRE).consider(question)
    joined = await Answerer(CENTRE, semantic=Meaning()).consider(question)
    assert [hit.article.id for hit in joined.hits] == ["refund", "money"]
    assert (joined.quoted, joined.probability) == (alone.quoted, alone.probability)


@pytest.mark.parametrize("text", ["I want to kill myself", "I want to talk to a person", "thanks", "What is the moon?"])
async def test_what_is_not_answered_from_an_article_is_told_to_nobody(text: str) -> None:
    meaning = Meaning()
    await Answerer(CENTRE, semantic=meaning).consider(Question(text, Language("en")))
    assert meaning.asked == []
