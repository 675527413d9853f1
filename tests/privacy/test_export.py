"""What a customer gets of their data: all that is theirs, nothing that is somebody else's, in a page that runs nothing."""

import re
from datetime import UTC, datetime

import msgspec
import pytest
from msgspec.structs import replace

from core.engine.privacy.attachments import Attachments, attachments_of
from core.engine.privacy.documents import documents
from core.engine.privacy.exporting import Export, export_of
from core.language.catalog import read_catalog
from core.language.spec import LANGUAGES
from core.model.conversation import Conversation
from core.model.dispute import Evidence, Measure
from core.model.dispute_file import Contact, DisputeFile
from core.model.effects import Rate
from core.model.ids import Address, CaseCode, ConversationId, Language
from core.model.privacy import Subject
from core.model.rows import GapRow, Message, RatingRow, TicketDecided
from core.model.ticket_events import MailArrived
from core.ports import Store, Transaction
from core.store.sqlite import SqliteStore
from tests.flow.golden_ticket import FACTS as TICKET_FACTS
from tests.flow.golden_ticket import FILE, LETTER
from tests.handoff.quarrel import decided, quarrel

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
CHAT, BERTS = ConversationId("telegram:1001"), ConversationId("telegram:1002")
ENGLISH, ZONE = Language("en"), "Europe/Amsterdam"
CATALOG = read_catalog()
TAGS = {*["html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "ul", "li", "time", "span"]}
EVIL = '<script>alert(1)</script><img src=x onerror=alert(1)> "\' &lt; <a href="javascript:alert(1)">x</a>'


@pytest.fixture
async def store():
    store = SqliteStore.open(":memory:")
    yield store
    await store.close()


async def writes(store: Store, *lines: tuple[str, str, str], chat: ConversationId = CHAT) -> None:
    """Who, their name, and what they said."""

    async def work(tx: Transaction) -> None:
        await tx.conversations.save(Conversation(chat, Address(*chat.split(":")), "Anna"), NOW)
        await tx.transcript.add([Message(chat, 1, by, name, words, NOW) for by, name, words in lines])  # type: ignore[arg-type]

    await store.transact(work)


async def exported(store: Store, person: str = "") -> Export:
    return await store.transact(lambda tx: export_of(tx, Subject((CHAT,), person), CATALOG, NOW))


def page(export: Export, language: Language = ENGLISH) -> str:
    return documents(export, CATALOG, language, ZONE)[1].content.decode()


async def test_the_chat_is_told_in_its_order_with_who_spoke(store):
    await writes(store, ("customer", "Anna", "Hello"), ("assistant", "", "Hi!"), ("agent", "Tom", "Tomorrow."))
    (chat,) = (await exported(store)).chats
    assert [(line.by, line.text) for line in chat.lines] == [
        ("customer", "Hello"),
        ("assistant", "Hi!"),
        ("agent", "Tomorrow."),
    ]
    shown = page(await exported(store))
    assert [shown.index(words) for words in ("Hello", "Hi!", "Tomorrow.")] == sorted(
        shown.index(words) for words in ("Hello", "Hi!", "Tomorrow.")
    )


async def test_what_colleagues_wrote_among_themselves_is_left_out(store):
    await writes(store, ("customer", "Anna", "Hello"), ("note", "Tom", "I think it is fraud"))
    assert "fraud" not in repr(documents(await exported(store), CATALOG, ENGLISH, ZONE))


async def test_others_chats_are_left_out(store):
    await writes(store, ("customer", "Anna", "Hello"))
    await writes(store, ("customer", "Bert", "Portugal"), chat=BERTS)
    assert "Portugal" not in repr(await exported(store))


async def test_ratings_questions_and_who_looked_are_there(store):
    await writes(store, ("customer", "Anna", "Hello"))

    async def more(tx: Transaction) -> None:
        await tx.ratings.put(RatingRow("k", CHAT, NOW, Rate("agent", "FD-7K2M9C", "U1", True, 4, "quick")))
        await tx.gaps.add(GapRow(NOW, "unanswered", "en", "Do you buy stamps?", conversation=CHAT))
        await tx.audit.note("board: read", CHAT, "U1 Ida Jansen: FD-7K2M9C", NOW)
        await tx.cases.open(CaseCode("FD-7K2M9C"), CHAT, "live_chat", NOW)

    await store.transact(more)
    export = await exported(store)
    assert (export.chats[0].ratings[0].words, export.chats[0].open_questions[0].text) == ("quick", "Do you buy stamps?")
    assert [each.what for each in export.seen] == ["board: read"]
    assert "Ida" not in repr(export)  # a colleague's name
    for words in ("quick", "★★★★", "Do you buy stamps?", "FD-7K2M9C"):
        assert words in page(export)


@pytest.mark.parametrize("proven", [True, False])
async def test_a_mail_from_an_address_that_was_only_typed_is_handed_out_to_nobody(store, proven):
    """Whose it is may have answered without knowing who gave it."""
    file = replace(FILE, conversation=CHAT, proven=proven)
    arrived = MailArrived(LETTER, "customer")
    decided_about = TicketDecided(1, file.case, arrived, TICKET_FACTS, file, file, ())

    async def answers(tx: Transaction) -> None:
        await tx.cases.open(file.case, CHAT, "email", NOW)
        await tx.tickets.save(file, NOW)
        await tx.ticket_decisions.add(decided_about)

    await store.transact(answers)
    ((ticket,), given) = ((await exported(store)).tickets, await store.transact(of_chat))
    assert [mail.text for mail in ticket.mails] == [LETTER.text] * proven
    assert given.mails == ((file.case, LETTER.original),) * proven


async def of_chat(tx: Transaction) -> Attachments:
    return await attachments_of(tx, Subject((CHAT,)))


async def test_of_a_dispute_there_is_ones_own_side_and_what_one_was_told(store):
    ours = Evidence("telegram:f1", "photo", "vase.jpg", NOW)
    theirs = Evidence("telegram:f2", "photo", "receipt of Bert.jpg", NOW)
    dispute = decided(Measure("full_refund"))
    dispute = replace(
        dispute,
        buyer=replace(dispute.buyer, evidence=(ours,)),
        seller=replace(dispute.seller, account="Anna is a liar, says Bert.", evidence=(theirs,)),
    )
    told = DisputeFile(dispute, Contact(conversation=CHAT), Contact(conversation=BERTS), told=len(dispute.decisions))
    await store.transact(lambda tx: tx.disputes.save(told, NOW))
    (mine,) = (await exported(store, "c-1")).disputes
    assert (mine.role, mine.account, mine.evidence) == ("buyer", "It is broken.", ("vase.jpg",))
    assert len(mine.decisions) == 1
    assert "Bert" not in repr(mine)
    assert "c-2" not in repr(mine)


async def test_a_decision_that_was_not_told_yet_is_none(store):
    file = DisputeFile(decided(Measure("full_refund")), Contact(conversation=CHAT), Contact())
    await store.transact(lambda tx: tx.disputes.save(file, NOW))
    assert (await exported(store, "c-1")).disputes[0].decisions == ()


async def test_without_the_account_no_dispute_is_handed_out(store):
    await writes(store, ("customer", "Anna", "Hello"))
    await store.transact(
        lambda tx: tx.disputes.save(DisputeFile(quarrel(), Contact(conversation=CHAT), Contact()), NOW)
    )
    assert (await exported(store)).disputes == ()


# --- the documents


async def test_whatever_was_written_is_shown_as_it_was_written_and_nothing_runs(store):
    await writes(store, ("customer", EVIL, EVIL), ("agent", EVIL, EVIL))
    shown = page(await exported(store))
    assert set(re.findall(r"<(\w+)", shown)) <= TAGS
    assert set(re.findall(r"<[^>]*?\s(src|href|on\w+)=", shown)) == set()
    assert "default-src &#x27;none&#x27;" in shown


async def test_nothing_is_loaded_from_elsewhere(store):
    await writes(store, ("customer", "Anna", "https://evil.example/x.png"))
    assert "://" not in re.sub(r">[^<]*<", "><", page(await exported(store)))


async def test_the_page_speaks_each_language(store):
    await writes(store, ("customer", "Anna", "Hello"))
    export = await exported(store)
    titles = {page(export, row.code).partition("<h1>")[2].partition("</h1>")[0] for row in LANGUAGES if row.catalog}
    assert len(titles) == sum(bool(row.catalog) for row in LANGUAGES)


async def test_of_whom_nothing_is_kept_it_is_said(store):
    assert "Nothing is kept of you here." in page(await exported(store))


async def test_the_names_in_the_json_stay_as_they_are(store):
    await writes(store, ("customer", "Anna", "Hello"))
    json = msgspec.json.decode(documents(await exported(store), CATALOG, ENGLISH, ZONE)[0].content)
    assert list(json) == [
        "version",
        "made_at",
        "account",
        "mails",
        "chats",
        "cases",
        "tickets",
        "calls",
        "disputes",
        "seen",
    ]
    assert list(json["chats"][0]) == [
        "id",
        "name",
        "language",
        "email",
        "account",
        "signed_in_at",
        "lines",
        "ratings",
        "open_questions",
    ]
    assert json["version"] == 1
