"""At a door the secret before is good for an hour after a change, and no longer."""

from bots.secrets.accepted import OVERLAP, Accepted


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_at_first_there_is_one() -> None:
    assert Accepted("first").all() == ("first",)


def test_after_a_change_both_are_good_for_an_hour() -> None:
    clock = Clock()
    secrets = Accepted("first", clock)
    secrets.renew("second")
    assert secrets.now == "second"
    assert secrets.all() == ("second", "first")
    clock.seconds = OVERLAP
    assert secrets.all() == ("second",)


def test_of_two_changes_only_the_last_one_overlaps() -> None:
    secrets = Accepted("first", Clock())
    secrets.renew("second")
    secrets.renew("third")
    assert secrets.all() == ("third", "second")


def test_the_same_again_is_no_change() -> None:
    secrets = Accepted("first", Clock())
    secrets.renew("first")
    assert secrets.all() == ("first",)
