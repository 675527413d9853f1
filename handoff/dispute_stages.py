"""What follows whenever a dispute enters a stage: the turn, the deadline, and who is told. Pure."""

from collections.abc import Mapping
from datetime import datetime

from msgspec.structs import replace

from core.model.dispute import By, Dispute
from core.model.dispute_facts import DisputeDecision, DisputeFacts
from core.model.dispute_file import DisputeFile
from core.model.effects import Effect, Note, Wake
from core.model.shop import Role
from core.model.view import Block, Text
from handoff.dispute_telling import tell_stage
from handoff.dispute_thread import remark, show


def turn_of(dispute: Dispute) -> int:
    """A stage takes two turns: this one while it is in time, and the next once its deadline has passed."""
    return 2 * len(dispute.steps)


def is_late(file: DisputeFile) -> bool:
    """The deadline of this stage has passed, and the parties have been told so."""
    return file.turn > turn_of(file.dispute)


def late(file: DisputeFile) -> DisputeFile:
    return replace(file, turn=turn_of(file.dispute) + 1)


def entered(file: DisputeFile, dispute: Dispute) -> DisputeFile:
    return replace(file, dispute=dispute, turn=turn_of(dispute))


def wake(file: DisputeFile, at: datetime | None = None) -> tuple[Effect, ...]:
    """At the deadline, or at another time; a closed dispute has none."""
    when = at or file.dispute.due
    return (Wake("dispute_due", when, file.turn),) if when else ()


def _who(by: By) -> str:
    return by.id if by.kind == "staff" else by.kind


def enter(
    file: DisputeFile,
    dispute: Dispute,
    said: Text,
    facts: DisputeFacts,
    before: Mapping[Role, tuple[Block, ...]] | None = None,
) -> DisputeDecision:
    """`dispute` is the one of `file` after a move; staff read what is `said`, and the parties where it stands now."""
    after = entered(file, dispute)
    noted = Note("dispute moved", f"{file.dispute.stage} -> {dispute.stage} by {_who(dispute.steps[-1].by)}")
    told = tell_stage(after, facts.zone, before)
    return DisputeDecision(after, (noted, *show(after), *remark(after, said), *told, *wake(after)))
