"""The tables of staffing to take along: the hours of a usual week, and the languages within them. Pure."""

from collections.abc import Mapping, Sequence

from handoff.board.export import Column, Table
from handoff.board.staffing.plan import HARDLY, HourPlan
from handoff.board.staffing.week import Speaks

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def hours_table(plans: Sequence[HourPlan]) -> Table:
    """A row for each hour of the week that was watched, as the desk's clock shows it."""
    columns = (
        Column("weekday"),
        Column("hour", kind="count"),
        Column("weeks", kind="count"),
        Column("chats", kind="count"),
        Column("chats_per_hour", kind="number"),
        Column("erlangs", kind="number"),
        Column("agents_each_language_alone", kind="count"),
        Column("agents_all_pooled", kind="count"),
        Column("agents_mix", kind="count"),
        Column("mix"),
        Column("agents_there", kind="number"),
        Column("there"),
        Column("mark"),
        Column("missing_languages"),
        Column("few_chats"),
        Column("within_60_s_measured", kind="share"),
        Column("within_60_s_expected", kind="share"),
    )
    return Table("staffing-hours", columns, [_hour(plan) for plan in plans])


def _hour(plan: HourPlan) -> tuple[str | int | float | bool | None, ...]:
    return (
        DAYS[plan.hour.weekday],
        plan.hour.hour,
        plan.seen.times,
        plan.seen.came,
        round(plan.per_hour, 2),
        round(plan.load, 2),
        plan.alone,
        plan.need.pooled,
        plan.need.mixed,
        said(plan.need.mix),
        round(plan.there, 2),
        said(plan.seen.there),
        plan.mark,
        " ".join(plan.missing),
        plan.few,
        round(plan.kept, 3) if plan.kept is not None else None,
        round(plan.expected, 3),
    )


def languages_table(plans: Sequence[HourPlan]) -> Table:
    """A row for each hour of the week and language in which anybody came."""
    columns = (
        Column("weekday"),
        Column("hour", kind="count"),
        Column("language", kind="language"),
        Column("weeks", kind="count"),
        Column("chats", kind="count"),
        Column("chats_per_hour", kind="number"),
        Column("length_minutes", kind="minutes"),
        Column("erlangs", kind="number"),
        Column("agents_alone", kind="count"),
        Column("agents_there", kind="number"),
    )
    rows = [
        (
            DAYS[plan.hour.weekday],
            plan.hour.hour,
            demand.language,
            plan.seen.times,
            demand.chats,
            round(demand.per_hour, 2),
            round(demand.length / 60, 2),
            round(demand.load, 2),
            demand.alone,
            round(demand.there, 2),
        )
        for plan in plans
        for demand in plan.demands
    ]
    return Table("staffing-languages", columns, rows)


def said(team: Mapping[Speaks, float]) -> str:
    """As "2 en+nl, 1 pl"; who was there for less than three minutes is left out."""
    seen = [(speaks, count) for speaks, count in team.items() if count >= HARDLY]
    ordered = sorted(seen, key=lambda item: (-item[1], sorted(item[0])))
    return ", ".join(f"{round(count, 1):g} {'+'.join(sorted(speaks))}" for speaks, count in ordered)
