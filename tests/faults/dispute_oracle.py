"""What must hold of a dispute after every run: kept in full, shown to staff once, carried out once, told to both."""

from bots.playground.slack.state import Message as Post
from core.model.codec import decode
from core.model.dispute import Dispute, Evidence, Party
from core.model.dispute_file import DisputeFile
from core.model.shop import CustomerId, OrderId
from tests.faults import dispute_ways as ways
from tests.faults.database import rows
from tests.faults.stage import Stage

THREAD = (
    "Tom has asked the other party",
    ways.ANSWER,
    "The answer has come.",
    "Tom has decided.",
    "Zofia has confirmed",
    "Zofia has confirmed",
    "Everything is confirmed.",
)
DONE = "The shop has done "
AUDIT = {
    "dispute opened": 1,
    "dispute moved": 2,
    "dispute decided": 1,
    "measure confirmed": 2,
    "measure done": 2,
}


async def check_dispute(stage: Stage) -> None:
    """Once it has drained; that of `dispute_ways.to_the_end`."""
    file = the_dispute(stage)
    as_filed(file.dispute)
    as_decided(file)
    files_are_kept(stage, file.dispute)
    thread(stage, file)
    audited(stage)
    wakes_up(stage, file)
    await carried_out_once(stage, file.dispute)


def disputes(stage: Stage) -> list[DisputeFile]:
    return [decode(data, DisputeFile) for (data,) in rows(stage.folder, "SELECT data FROM disputes")]


def the_dispute(stage: Stage) -> DisputeFile:
    """There is one, and one open case for it: the code of another report may have been given, and closed."""
    (file,) = disputes(stage)
    assert rows(stage.folder, "SELECT code, method FROM cases WHERE closed_at IS NULL") == [(file.case, "dispute")]
    return file


def as_filed(dispute: Dispute) -> None:
    """Every word and file of both."""
    assert (dispute.order.id, dispute.reason, dispute.role) == (ways.ORDER, "not_received", "buyer")
    assert dispute.buyer.wish is not None
    assert dispute.buyer.wish.kind == "full_refund"
    assert said(dispute.buyer) == (ways.BUYER, f"{ways.ACCOUNT}\n\nMy letter box", ["photo", "document"])
    assert said(dispute.seller) == (ways.SELLER, ways.ANSWER, ["photo"])


def said(party: Party) -> tuple[str | None, str, list[str]]:
    return party.person, party.account, [each.kind for each in party.evidence]


def as_decided(file: DisputeFile) -> None:
    (decided,) = file.dispute.decisions
    assert decided.by == "U0TOM"
    assert decided.decision.reasons == ways.REASONS
    assert decided.decision.articles == ("4.2", "5.1")
    assert [measure.kind for measure in decided.decision.measures] == ["partial_refund", "restrict_account"]
    assert [step.stage for step in file.dispute.steps] == ["open", "waiting_other_party", "under_review", "decided"]
    assert file.told == 1


def files_are_kept(stage: Stage, dispute: Dispute) -> None:
    """On the desk's disk whole, and nothing half-way beside them."""
    folder = stage.folder / "data" / "evidence" / dispute.case
    kept = sorted(path.read_bytes() for path in folder.iterdir())
    assert kept == sorted(content(stage, each) for each in (*dispute.buyer.evidence, *dispute.seller.evidence))


def content(stage: Stage, evidence: Evidence) -> bytes:
    return stage.telegram.account.state.files[evidence.file.removeprefix("telegram:")].content


def thread(stage: Stage, file: DisputeFile) -> None:
    """One card, and under it each line and each file once; the lines in order, but for the shop's, which takes its time."""
    shown = the_card(stage)
    assert file.thread is not None
    assert file.thread.key.endswith(shown.ts)
    assert "Decide…" not in shown.buttons
    below = [m for m in stage.support.thread(shown.ts) if m is not shown and m.ephemeral_to is None]
    lines = [m.plain for m in below if not m.files and DONE not in m.plain]
    assert len(lines) == len(THREAD), str(stage.support)
    assert sum(DONE in m.plain for m in below) == len(file.dispute.deeds), str(stage.support)
    assert all(words in line for words, line in zip(THREAD, lines, strict=True)), str(stage.support)
    evidence = (*file.dispute.buyer.evidence, *file.dispute.seller.evidence)
    contents = [each.content for m in below for each in m.files]
    assert sorted(contents) == sorted(content(stage, each) for each in evidence), str(stage.support)


def the_card(stage: Stage) -> Post:
    (card,) = [m for m in stage.support.messages if m.plain.startswith("Dispute FD-")]
    return card


def audited(stage: Stage) -> None:
    kinds = ", ".join(f"'{kind}'" for kind in AUDIT)
    counted = rows(stage.folder, f"SELECT kind, count(*) FROM audit WHERE kind IN ({kinds}) GROUP BY kind")
    assert dict(counted) == AUDIT


def wakes_up(stage: Stage, file: DisputeFile) -> None:
    timers = rows(stage.folder, "SELECT reason, turn FROM timers WHERE conversation = ?", f"dispute:{file.case}")
    assert timers == [("dispute_due", file.turn)]


async def carried_out_once(stage: Stage, dispute: Dispute) -> None:
    """As the shop counts; and what the desk knows of it."""
    order = await stage.sample.order(CustomerId(ways.BUYER), OrderId(ways.ORDER))
    assert order is not None
    assert order.payment.refund is not None
    assert order.payment.refund.amount == ways.REFUND
    assert len(stage.sample.standing(CustomerId(ways.SELLER))) == 1
    references = {key: outcome.reference for key, (_, outcome) in stage.sample.carried_out.items()}
    assert {deed.proposal.key: deed.outcome and deed.outcome.reference for deed in dispute.deeds} == references
    assert len(references) == 2
