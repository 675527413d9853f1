"""How often the promised time held, and how wide it was: `python -m benchmarks.eta`.

Two weeks of simulated chat desks with rush hours, and of e-mail desks, in several sizes, each run with several seeds. The
model is compared with simple ways to promise, to which a favour is done: their ends are multiplied by what would have been
best in these very runs. The limit is the project's own: the upper end holds for nine in ten of those who stay.
"""

import sys
from collections.abc import Callable, Hashable, Sequence
from statistics import mean, median

from benchmarks.eta_chat import Desk
from benchmarks.eta_desks import ChatDesk, Promise, mail_promises
from benchmarks.eta_mail import Team
from core.model.offer import Eta
from handoff.calibration import HIGH, LOW, Range, eta

LIMIT = 0.9
FEW = 50  # promises of which a share says little
DESKS = (
    (Desk("2 agents a shift", 2, 11), 6),
    (Desk("5 agents a shift", 5, 36), 2),
    (Desk("5 agents a shift, chats take half as long again in the second week", 5, 30, later=1.5), 2),
    (Desk("8 agents a shift", 8, 60), 1),
)
TEAMS = (
    (Team("2 people", 2, 42), 6),
    (Team("5 people", 5, 122), 2),
    (Team("5 people, a fifth of the mails in a language that few of them read", 5, 110, slow=0.2), 2),
)


def main() -> int:
    shares = [_chat(desk, range(runs)) for desk, runs in DESKS]
    shares += [_mail(team, range(runs), first) for team, runs in TEAMS for first in (0, 10)]
    print(f"\nthe upper end held in every case for at least {min(shares):.1%}; required {LIMIT:.0%}")
    return 0 if min(shares) >= LIMIT else 1


def _chat(desk: Desk, seeds: range) -> float:
    desks = [ChatDesk(desk, seed) for seed in seeds]
    promises = [promise for each in desks for promise in each.promises]
    queued = [promise for promise in promises if promise.queued]
    calls = sorted(second * 1000 for each in desks for second in each.seconds)
    print(
        f"\nchat, {desk.name}, runs: {len(seeds)}; {len(promises):,} stayed, the upper end held for {held(promises):.1%};"
    )
    print(
        f"{sum(each.gave_up for each in desks):,} gave up, {sum(each.refused for each in desks):,} could be promised nothing;"
        f" {median(calls):.1f} ms a range, 99 of 100 within {calls[len(calls) * 99 // 100]:.1f} ms"
    )
    _table(queued, "found no agent free; minutes")
    _updates(queued)
    return min(held(queued), held(promises))


def _mail(team: Team, seeds: range, first: int) -> float:
    promises = [promise for seed in seeds for promise in mail_promises(team, seed, first, 10)]
    history = "after two others" if first else "without history"
    print(f"\ne-mail, {team.name}, {history}, runs: {len(seeds)}")
    _table(promises, "mails; working minutes")
    if slow := [promise for promise in promises if promise.slow]:
        width = median(widths([promise.told for promise in slow]))
        print(
            f"  of these {len(slow):,} in that language: the upper end held for {held(slow):.1%}, median width {width:.0f}"
        )
    return held(promises)


def _table(promises: Sequence[Promise], unit: str) -> None:
    """The model and the simple ways, each by what they told in full minutes."""
    print(
        f"  {f'{len(promises):,} {unit}':<38}{'held':>7}{'worst run, place':>18}{'sooner':>8}{'width: median':>15}{'mean':>6}"
    )
    _row("the model", promises, [promise.told for promise in promises])
    for name in promises[0].simple:
        _row(name, promises, in_hindsight(promises, name))


def in_hindsight(promises: Sequence[Promise], name: str) -> list[Eta]:
    """What a simple way would have told, its ends multiplied by what would have been best."""
    said = [promise.simple[name] for promise in promises]
    low, high = (_best(promises, [ends[end] for ends in said], share) for end, share in enumerate((LOW, HIGH)))
    return [eta(Range(ends[0] * low, max(ends[0] * low, ends[1] * high))) for ends in said]


def _row(name: str, promises: Sequence[Promise], told: Sequence[Eta]) -> None:
    both = list(zip(promises, told, strict=True))
    run = _worst(both, lambda promise: promise.run)
    place = _worst(both, lambda promise: min(promise.ahead, 15) // 4)
    sooner = mean(promise.took is not None and promise.took < each.low_minutes for promise, each in both)
    print(
        f"  {name:<38}{_held(both):>7.1%}{f'{run:.0%}, {place:.0%}':>18}{sooner:>8.0%}"
        f"{median(widths(told)):>15.0f}{mean(widths(told)):>6.0f}"
    )


def widths(told: Sequence[Eta]) -> list[int]:
    """Minutes from the low end to the high one."""
    return [each.high_minutes - each.low_minutes for each in told]


def _worst(both: Sequence[tuple[Promise, Eta]], group: Callable[[Promise], Hashable]) -> float:
    """The lowest share that held, of the groups that are not too few."""
    groups: dict[Hashable, list[tuple[Promise, Eta]]] = {}
    for promise, told in both:
        groups.setdefault(group(promise), []).append((promise, told))
    return min(_held(each) for each in groups.values() if len(each) >= FEW)


def _updates(promises: Sequence[Promise]) -> None:
    """Of those who are told a new time whenever it has changed much: how often, and how good the last one was."""
    followed = [(promise, promise.again) for promise in promises if promise.again is not None]
    last = [again[-1] if again else (promise.came, promise.told) for promise, again in followed]
    kept = [
        promise.took is not None and promise.came + promise.took <= when + told.high_minutes
        for (promise, _), (when, told) in zip(followed, last, strict=True)
    ]
    print(
        f"  told anew {mean(len(again) for _, again in followed):.1f} times on average, "
        f"{mean(not again for _, again in followed):.0%} never; the last time told held for {mean(kept):.1%}"
    )


def held(promises: Sequence[Promise]) -> float:
    """The share that was answered by the upper end of what they were told first."""
    return _held([(promise, promise.told) for promise in promises])


def _held(both: Sequence[tuple[Promise, Eta]]) -> float:
    return mean(promise.took is not None and promise.took <= told.high_minutes for promise, told in both)


def _best(promises: Sequence[Promise], ends: Sequence[float], share: float) -> float:
    """By what an end has to be multiplied, that `share` of these were answered before it."""
    ratios = sorted(promise.took / end for promise, end in zip(promises, ends, strict=True) if promise.took is not None)
    return ratios[int(len(ratios) * share)]


if __name__ == "__main__":
    sys.exit(main())
