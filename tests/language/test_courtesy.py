"""What is only a greeting or a sign, and what is a question after all."""

import pytest

from core.language.courtesy import only_courtesy


@pytest.mark.parametrize(
    "text",
    [
        "hi",
        "Hello!",
        "thanks",
        "Dziękuję!",
        "ok",
        "👍",
        "?",
        "merci beaucoup",
        "Guten Morgen",
        "hej",
        "你好",
        "谢谢！",
        "Tak",
        "obrigado",
    ],
)
def test_a_greeting_is_met_with_a_word_and_not_looked_up(text: str):
    assert only_courtesy(text)


@pytest.mark.parametrize(
    "text",
    [
        "refund",
        "hi, where is my refund",
        "123456",
        "FD-7K2M9P",
        "zwrot",
        "thanks but it is broken",
        "退款",
        "你好，我的包裹在哪里",
        "fees",
    ],
)
def test_whatever_else_is_said_is_a_question(text: str):
    assert not only_courtesy(text)
