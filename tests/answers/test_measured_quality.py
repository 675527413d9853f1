"""Search and confidence hold their measured quality on help centres and questions that others wrote."""

from collections.abc import Sequence

import pytest

from benchmarks.answer_sets import DATA, Asked, Source, asked, sample, sources
from benchmarks.measures import Judged, answered, auroc, coverage, mean, mixed, reliability
from benchmarks.near_misses import near_misses
from core.answers.confidence import ANSWER, CAREFUL

pytestmark = [
    pytest.mark.figures,
    pytest.mark.skipif(not DATA.is_dir(), reason="the evaluation data is not beside this checkout"),
]

OUTSIDE = 0.2  # of the questions


def source(name: str) -> Source:
    return next(each for each in sources() if each.name == name)


def found(questions: tuple[Asked, ...], within: int) -> float:
    return 100 * mean(any(hit.article.id == each.gold for hit in each.hits[:within]) for each in questions)


def probabilities(questions: Sequence[Asked], language: str = "") -> list[float]:
    return [each.probability for each in questions if language in ("", each.language)]


def judged(questions: tuple[Asked, ...]) -> list[Judged]:
    return [Judged(each.probability, each.right) for each in questions]


def all_asked(name: str) -> list[Judged]:
    return mixed(judged(source(name).inside), judged(source(name).outside), OUTSIDE)


@pytest.mark.parametrize(
    ("centre", "first", "first_three"),
    [("faq11_body", 58.5, 80.5), ("bitext27", 80.5, 94), ("banking77_5", 70, 87), ("banking50_5", 67, 79)],
)
def test_the_right_article_is_found(centre: str, first: float, first_three: float) -> None:
    assert found(source(centre).inside, 1) >= first
    assert found(source(centre).inside, 3) >= first_three


@pytest.mark.parametrize(
    ("centre", "least"), [("faq11_body", 0.975), ("bitext27", 0.93), ("banking77_5", 0.97), ("banking50_5", 0.97)]
)
def test_what_is_far_out_of_scope_is_less_probable(centre: str, least: float) -> None:
    assert auroc(probabilities(source(centre).inside), probabilities(source(centre).outside)) >= least


def test_so_it_is_in_the_mean_of_eleven_languages() -> None:
    faq = source("faq11_body")
    languages = {each.language for each in faq.inside}
    parted = [auroc(probabilities(faq.inside, code), probabilities(faq.outside, code)) for code in languages]
    assert len(parted) == 11
    assert mean(parted) >= 0.975
    assert min(parted) >= 0.92


def test_what_is_like_the_help_centre_and_not_in_it_is_less_probable() -> None:
    banking = source("banking50_5")
    assert auroc(probabilities(banking.inside), probabilities(banking.near)) >= 0.79


def test_so_it_is_with_questions_whose_article_was_taken_away() -> None:
    for made, least in zip(near_misses(), (0.715, 0.73, 0.765), strict=True):
        assert auroc(probabilities(made.inside), probabilities(made.near)) >= least, made.name


def test_questions_of_another_origin_than_the_fitted_ones_are_less_probable_too() -> None:
    english = probabilities(source("faq11_body").inside, "en")
    assert auroc(english, probabilities(asked("faq11_body", "clinc_oos"))) >= 0.975


@pytest.mark.parametrize(
    ("centre", "least"), [("faq11_body", 20), ("bitext27", 37), ("banking77_5", 17), ("banking50_5", 9)]
)
def test_much_can_be_answered_with_one_in_twenty_wrong(centre: str, least: float) -> None:
    assert 100 * coverage(all_asked(centre), 0.95) >= least


@pytest.mark.parametrize(("threshold", "well", "wrongly"), [(ANSWER, 44, 6), (CAREFUL, 53, 11.5)])
def test_much_more_is_answered_well_than_wrongly(threshold: float, well: float, wrongly: float) -> None:
    shares = [answered(judged(each.inside), threshold) for each in sources()]
    assert 100 * mean(good for good, _ in shares) >= well
    assert 100 * mean(bad for _, bad in shares) <= wrongly


@pytest.mark.parametrize(("threshold", "well", "wrongly"), [(ANSWER, 35, 5), (CAREFUL, 42.5, 10)])
def test_so_it_is_with_a_fifth_out_of_scope(threshold: float, well: float, wrongly: float) -> None:
    shares = [answered(all_asked(each.name), threshold) for each in sources()]
    assert 100 * mean(good for good, _ in shares) >= well
    assert 100 * mean(bad for _, bad in shares) <= wrongly


def test_a_help_centre_that_nothing_was_fitted_to_is_told_from_strangers_too() -> None:
    languages = {each.language for each in sample().inside}
    parted = [auroc(probabilities(sample().inside, code), probabilities(sample().outside, code)) for code in languages]
    assert mean(parted) >= 0.89


def test_a_probability_is_what_it_says() -> None:
    everything = [each for one in sources() for each in all_asked(one.name)]
    gaps = [(share, abs(said - right)) for _, share, said, right in reliability(everything)]
    assert sum(share * gap for share, gap in gaps) <= 0.06
    assert max(gap for share, gap in gaps if share > 0.02) <= 0.25
