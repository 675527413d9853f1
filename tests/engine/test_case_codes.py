"""A case's code as people type it, and what only looks like one."""

import pytest

from core.engine.case_codes import ALPHABET, LENGTH, code_in, new_code


def test_a_new_code_is_read_back_as_itself() -> None:
    for _ in range(200):
        code = new_code()
        assert set(code.removeprefix("FD-")) <= set(ALPHABET)
        assert code_in(code) == (code, True)


def test_a_new_code_is_never_taken_for_the_code_that_proves_an_address() -> None:
    assert not any(new_code().removeprefix("FD-").isdigit() for _ in range(2000))


@pytest.mark.parametrize(
    "typed",
    [
        "FD-7K2M9P",
        "fd-7k2m9p",
        "7K2M9P",
        "7k2m9p",
        " FD 7K2 M9P ",
        "fd7k2m9p",
        "FD–7K2M9P",
        "# FD-7K2M9P",
        "7K-2M-9P.",
        "7K2M9P?",
        "(FD-7K2M9P)",
        "ＦＤ－７Ｋ２Ｍ９Ｐ",
        "FD-7KZM9P",
    ],
)
def test_a_code_is_read_as_people_type_it(typed: str) -> None:
    assert code_in(typed) == ("FD-7K2M9P", True)


@pytest.mark.parametrize(
    ("typed", "code"), [("FD-S23456", "FD-523456"), ("fd bk2m9p", "FD-8K2M9P"), ("FD-G23456", "FD-623456")]
)
def test_a_misread_sign_is_mended(typed: str, code: str) -> None:
    assert code_in(typed) == (code, True)


@pytest.mark.parametrize("typed", ["hmmmmm", "234567", "H23456", "xxxxxx"])
def test_what_may_be_something_else_is_not_sure(typed: str) -> None:
    found = code_in(typed)
    assert found
    assert len(found.case) == len("FD-") + LENGTH
    assert not found.sure


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "FD-",
        "hello!",
        "refund",
        "FD-7K2M9",
        "FD-7K2M9PP",
        "FD-7K2M9O",
        "FD-7K2M90",
        "my case is 7K2M9P",
        "FD-7K2M9P and FD-9PM47W",
        "H-104233",
        "+31 6 12345678",
        "7" * 500,
    ],
)
def test_what_says_more_or_less_is_no_code(typed: str) -> None:
    assert code_in(typed) is None


@pytest.mark.parametrize("typed", ["my case is FD-7K2M9P", "gdzie jest fd 7k2m9p?!", "FD–7K2MGP?? antwoord!"])
def test_a_code_that_is_named_among_a_few_words_may_be_meant(typed: str) -> None:
    found = code_in(typed)
    assert found
    assert not found.sure
