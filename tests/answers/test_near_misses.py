"""Near misses are made by taking articles away: their questions stay, and nothing answers them any more."""

import pytest

from benchmarks.answer_sets import DATA, Source, sources
from benchmarks.near_misses import PARTS, near_misses

pytestmark = [
    pytest.mark.figures,
    pytest.mark.skipif(not DATA.is_dir(), reason="the evaluation data is not beside this checkout"),
]


@pytest.fixture(params=range(3))
def made(request: pytest.FixtureRequest) -> Source:
    return near_misses()[request.param]


@pytest.fixture
def whole(made: Source) -> Source:
    return next(each for each in sources() if made.name.startswith(each.name))


def test_each_question_misses_its_article_once_and_finds_it_there_otherwise(made: Source, whole: Source) -> None:
    assert len(made.near) == len(whole.inside)
    assert len(made.inside) == (PARTS - 1) * len(whole.inside)


def test_what_was_taken_away_is_not_found(made: Source, whole: Source) -> None:
    answers = {(each.text, each.gold) for each in whole.inside}
    assert not any(each.right or each.gold for each in made.near)
    for each in made.near[::20]:
        found = {(each.text, hit.article.id) for hit in each.hits}
        assert not {answer for answer in answers if answer[0] == each.text} <= found


def test_strangers_are_asked_of_each_part(made: Source, whole: Source) -> None:
    assert len(made.outside) == PARTS * len(whole.outside)
