"""Mails that name each other are one thread."""

from bots.playground.mail import Mail
from bots.playground.mail.reading import read
from bots.playground.mail.threads import threads


def mail(own: str, *answers: str, to_last: bool = False) -> Mail:
    """A mail with this id that names those; `to_last`: only in In-Reply-To."""
    name = "In-Reply-To" if to_last else "References"
    named = " ".join(f"<{each}@x>" for each in answers)
    lines = [f"Subject: {own}", f"Message-ID: <{own}@x>" * bool(own), f"{name}: {named}"]
    parts = read("\r\n".join([*filter(None, lines), "", "hello"]).encode())
    return Mail("a@x", "b@x", own, "", parts.headers, parts.message_id, 0.0, b"")


def subjects(*mails: Mail) -> list[str]:
    return [" ".join(each.subject for each in thread) for thread in threads(mails)]


def test_answers_stand_with_what_they_answer() -> None:
    assert subjects(mail("1"), mail("2"), mail("3", "1"), mail("4", "1", "3")) == ["2", "1 3 4"]


def test_one_that_names_two_threads_joins_them() -> None:
    assert subjects(mail("1"), mail("2"), mail("3"), mail("4", "3", "1")) == ["2", "1 3 4"]


def test_answers_to_a_mail_that_is_not_here_are_together() -> None:
    assert subjects(mail("2", "1"), mail("3", "1", to_last=True)) == ["2 3"]


def test_mails_without_an_id_stand_alone() -> None:
    assert [len(thread) for thread in threads([mail(""), mail("")])] == [1, 1]


def test_no_mails_no_threads() -> None:
    assert threads([]) == []
