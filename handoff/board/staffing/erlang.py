"""How long customers wait for one of several places, by Erlang's formulas: chance of waiting, share in time, places needed. Pure.

The formulas are those of the M/M/n queue: customers come by chance at an even rate, each takes a place for a random length of
time, whoever finds none free waits in one line and never gives up. As in R. B. Cooper, "Introduction to Queueing Theory" (1981),
chapter 3, and, for desks, N. Gans, G. Koole, A. Mandelbaum, "Telephone Call Centers: Tutorial, Review, and Research Prospects"
(2003). Loads are in erlangs: how many arrive in the time that one takes.
"""

from math import exp, floor

MOST = 10_000  # places; beyond it no desk is meant


def blocked(load: float, places: int) -> float:
    """Erlang B: the share that finds all places taken where nobody waits. By its recursion, which cannot overflow."""
    share = 1.0
    for number in range(1, places + 1):
        share = load * share / (number + load * share)
    return share


def waits(load: float, places: int) -> float:
    """Erlang C: the chance that a customer has to wait at all; certain where more comes than the places can do."""
    return _waits(load, places, blocked(load, places)) if places > load else float(load > 0)


def in_time(load: float, places: int, length: float, within: float) -> float:
    """The share of customers who wait no longer than `within`; `length`, in the same unit, is how long one takes on average."""
    if load <= 0:
        return 1.0
    return _in_time(load, places, length, within, blocked(load, places)) if places > load else 0.0


def places_needed(load: float, length: float, share: float, within: float) -> int:
    """The fewest places with which at least `share` (below 1) wait no longer than `within`.

    Raises ValueError for a load that no desk could do.
    """
    if load <= 0:
        return 0
    places = floor(load) + 1
    blocking = blocked(load, places)
    while _in_time(load, places, length, within, blocking) < share:
        places += 1
        if places > MOST:
            raise ValueError(f"{load:.0f} erlangs need more than {MOST} places")
        blocking = load * blocking / (places + load * blocking)
    return places


def _waits(load: float, places: int, blocking: float) -> float:
    return blocking / (1 - load / places * (1 - blocking))


def _in_time(load: float, places: int, length: float, within: float, blocking: float) -> float:
    """The wait of those who wait is exponential, and so much shorter as more places than erlangs are there."""
    return 1 - _waits(load, places, blocking) * exp(-(places - load) * within / length)
