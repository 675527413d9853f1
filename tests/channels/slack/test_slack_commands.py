"""The typed equivalent of every button, as people type it: oddly, in other orders, and wrongly."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.slack.controls.times import time_in
from bots.slack.members.people import Member
from bots.slack.typed.commands import read_command
from bots.slack.typed.incoming import typed
from bots.slack.typed.reply import duty_changed, understood, usage
from bots.slack.typed.terms import (
    EXAMPLES,
    Called,
    Command,
    Did,
    OnDuty,
    Search,
    SendSaved,
    Setting,
    Show,
    Terms,
    Typed,
    Wrong,
)
from core.language.catalog import read_catalog
from core.model.controls import (
    AskFor,
    Block,
    ChangeLanguage,
    ConfirmBlock,
    DropDraft,
    HandBack,
    KeepHeld,
    KeepNote,
    OfferCall,
    RefuseBlock,
    Release,
    Reopen,
    Resend,
    SendByMail,
    SendDraft,
    SendHeld,
    Snooze,
    StayWithIt,
    Suggest,
    TakeBack,
    ToEmail,
    Transfer,
    Unblock,
)
from core.model.heard import AgentSettings, DutyChanged, FromCommand, Ignored
from core.model.ids import Address, AgentId, CaseCode, Language
from core.model.people import Agent, Duty, Veto
from core.model.view import Text, text

NOW = datetime(2026, 10, 9, 13, 0, tzinfo=UTC)  # a Friday; 15:00 in Amsterdam
MEMBERS = {
    "U1": Member("Tom Visser"),
    "U2": Member("Eva"),
    "U3": Member("Eva Lind"),
    "U4": Member("Tomasz"),
    "U8": Member("", "not one of the staff"),
    "U9": Member("Gus", "a guest"),
}
TERMS = Terms(NOW, "Europe/Amsterdam", MEMBERS, ("billing", "Lost parcels"))
CASE = CaseCode("FD-7K2M9P")
TOM = Agent(AgentId("U1"), "Tom Visser")
EVA = Agent(AgentId("U2"), "Eva")
LIND = Agent(AgentId("U3"), "Eva Lind")

catalog = read_catalog()


def say(line: Text) -> str:
    return catalog.say(line.key, line.params, Language("en"))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """In October, in UTC."""
    return datetime(2026, 10, day, hour, minute, tzinfo=UTC)


DONE: dict[str, Did] = {
    "claim FD-7K2M9P": "claim",
    "release": Release(),
    "RELEASE": Release(),
    "  release  ": Release(),
    "transfer @Eva": Transfer(EVA),
    "transfer @eva please take over": Transfer(EVA, note="please take over"),
    "transfer @Eva Lind she speaks Swedish": Transfer(LIND, note="she speaks Swedish"),
    "transfer @tom.visser he knows": Transfer(TOM, note="he knows"),
    "transfer Tom he knows": Transfer(TOM, note="he knows"),
    "transfer <@U3|eva.lind> she knows": Transfer(LIND, note="she knows"),
    "transfer <@U7|zofia>": Transfer(Agent(AgentId("U7"), "zofia")),
    "transfer <@U8|jo>": Transfer(Agent(AgentId("U8"), "jo")),
    "pass billing it is about money": Transfer(queue="billing", note="it is about money"),
    "transfer queue lost parcels look": Transfer(queue="Lost parcels", note="look"),
    "snooze 30m": Snooze(at(9, 13, 30)),
    "snooze 2h": Snooze(at(9, 15)),
    "snooze for 2 hours": Snooze(at(9, 15)),
    "snooze 15:30": Snooze(at(9, 13, 30)),
    "snooze until 9.15": Snooze(at(10, 7, 15)),
    "snooze 4pm": Snooze(at(9, 14)),
    "snooze tomorrow": Snooze(at(10, 7)),
    "snooze tomorrow 14:00": Snooze(at(10, 12)),
    "snooze 2026-10-12": Snooze(at(12, 7)),
    "snooze 1h30m": Snooze(at(9, 14, 30)),
    "snooze 1h 30m": Snooze(at(9, 14, 30)),
    "snooze in 30 min": Snooze(at(9, 13, 30)),
    "snooze tomorrow at 9": Snooze(at(10, 7)),
    "snooze until reply": Snooze(),
    "snooze until the customer writes": Snooze(),
    "snooze until they reply": Snooze(),
    "close": "solved",
    "close no answer": "no_answer",
    "close Not_Ours": "not_ours",
    "reopen FD-7K2M9P": Reopen(),
    "ask photos": AskFor("photos"),
    "ask for photos": AskFor("photos"),
    "ask for the order": AskFor("order"),
    "ask details": AskFor("details"),
    "language de": ChangeLanguage(Language("de")),
    "lang Deutsch": ChangeLanguage(Language("de")),
    "language german": ChangeLanguage(Language("de")),
    "email": ToEmail(),
    "e-mail": ToEmail(),
    "call": OfferCall(),
    "block": Block(),
    "block threats": Block("threats"),
    "unblock FD-7K2M9P": Unblock(),
    "take FD-7K2M9P": TakeBack(),
    "back": HandBack(),
    "note Has called  before": KeepNote("Has called  before"),
    "suggest": Suggest(),
    "suggest send": SendDraft(0),
    "suggest Drop": DropDraft(0),
    "send": SendHeld(""),
    "keep": KeepHeld(""),
    "resend": Resend(""),
    "mail": SendByMail(""),
    "stay": StayWithIt(),
    "confirm FD-7K2M9P": ConfirmBlock(),
    "refuse FD-7K2M9P": RefuseBlock(),
}


@pytest.mark.parametrize("words", DONE)
def test_a_verb_does_what_its_button_does(words: str) -> None:
    done = read_command(words, TERMS)
    assert isinstance(done, Typed)
    assert done.did == DONE[words]


CASES = ["release FD-7K2M9P", "release fd-7k2m9p", "release fd7k2m9p", "FD-7K2M9P release", "fd-7k2m9p  release "]


@pytest.mark.parametrize("words", CASES)
def test_the_case_may_be_named(words: str) -> None:
    assert read_command(words, TERMS) == Typed(CASE, Release())


COPIED = [
    "release FD-7K2M9P.",
    "release *FD-7K2M9P*",
    "release `FD-7K2M9P`",
    "release\u00a0FD-7K2M9P",
    "release\nFD-7K2M9P",
    "release FD\u20117K2M9P",
    "release FD–7K2M9P",
    "“release” FD-7K2M9P",
    "release: FD-7K2M9P",
]


@pytest.mark.parametrize("words", COPIED)
def test_the_case_may_be_copied_from_anywhere(words: str) -> None:
    assert read_command(words, TERMS) == Typed(CASE, Release())


@pytest.mark.parametrize("words", ["note FD-7K2M9P: call her\nback", "note FD-7K2M9P\ncall her\nback"])
def test_words_for_a_case_are_not_for_ones_own(words: str) -> None:
    assert read_command(words, TERMS) == Typed(CASE, KeepNote("call her\nback"))


def test_the_case_and_words() -> None:
    assert read_command("note FD-7K2M9P call her back", TERMS) == Typed(CASE, KeepNote("call her back"))
    assert read_command("close FD-7K2M9P spam", TERMS) == Typed(CASE, "spam")
    assert read_command("close spam FD-7K2M9P", TERMS) == Typed(CASE, "spam")
    assert read_command("suggest send fd-7k2m9p", TERMS) == Typed(CASE, SendDraft(0))


def test_a_code_at_the_end_of_free_words_belongs_to_them() -> None:
    assert read_command("note the same as FD-7K2M9P", TERMS) == Typed("", KeepNote("the same as FD-7K2M9P"))


def test_without_a_case_it_is_the_only_one() -> None:
    assert read_command("release", TERMS) == Typed("", Release())


OTHERS: dict[str, Command] = {
    "on": OnDuty(on_duty=True),
    "on en, PL": OnDuty(on_duty=True, languages=("en", "pl")),
    "on english Polski": OnDuty(on_duty=True, languages=("en", "pl")),
    "on all": OnDuty(on_duty=True, languages=()),
    "off": OnDuty(on_duty=False),
    "mine": Show("mine"),
    "help": Show("help"),
    "help snooze": Show("help"),
    "": Show("help"),
    "?": Show("help"),
    "name  Eva  L.": Setting(name="Eva L."),
    "name Reset": Setting(name=""),
    "chats 4": Setting(chats=4),
    "reply lost parcel": Search("", "lost parcel"),
    "reply FD-7K2M9P": Search(CASE, ""),
    "reply send photos": Search("", "send photos"),
    "send reply lost  parcel": SendSaved("", "lost  parcel"),
    "send Reply FD-7K2M9P lost parcel": SendSaved(CASE, "lost parcel"),
    "send FD-7K2M9P reply lost parcel": SendSaved(CASE, "lost parcel"),
    "call FD-7K2M9P claim": Called(CASE, "claim"),
    "call fd7k2m9p Reached": Called(CASE, "reached"),
    "FD-7K2M9P call not reached": Called(CASE, "not_reached"),
    "call not-reached FD-7K2M9P": Called(CASE, "not_reached"),
    "call FD-7K2M9P done": Called(CASE, "done"),
    "call FD-7K2M9P done: is paid\ntoday, see FD-XXXXX2": Called(CASE, "done", "is paid\ntoday, see FD-XXXXX2"),
    "fd7k2m9p send reply lost parcel": SendSaved(CASE, "lost parcel"),
    "send reply lost parcel FD-7K2M9P.": SendSaved(CASE, "lost parcel"),
}


@pytest.mark.parametrize("words", OTHERS)
def test_what_is_about_no_control(words: str) -> None:
    assert read_command(words, TERMS) == OTHERS[words]


WRONG = {
    "dance": "“dance” is not a command. These are:",
    "hlep": "“hlep” is not a command. Did you mean /frontdesk help?",
    "snoze 2h": "“snoze” is not a command. Did you mean /frontdesk snooze?",
    "calim FD-7K2M9P": "“calim” is not a command. Did you mean /frontdesk claim?",
    "claim": "Something is missing after “claim”. Like this: claim FD-7K2M9P",
    "take": "Something is missing after “take”. Like this: take FD-7K2M9P",
    "transfer": "Something is missing after “transfer”. Like this: transfer @colleague please take over",
    "transfer @nobody": "Nobody here and no queue is called “@nobody”.",
    "transfer @Gus": "Nobody here and no queue is called “@Gus”.",
    "transfer queue sales": "Nobody here and no queue is called “queue”.",
    "snooze": f"Something is missing after “snooze”. Like this: {EXAMPLES['snooze']}",
    "snooze sometime": f"“sometime” is not a time. Like this: {EXAMPLES['snooze']}",
    "snooze 25:00": f"“25:00” is not a time. Like this: {EXAMPLES['snooze']}",
    "snooze 2026-02-30": f"“2026-02-30” is not a time. Like this: {EXAMPLES['snooze']}",
    "snooze 0m": "This time is over. Choose a later one.",
    "snooze 2025-01-01": "This time is over. Choose a later one.",
    "snooze 31d": "That is too far away: 30 days at most.",
    "close because": "“because” is no reason to close. Reasons: solved, no answer, duplicate, not ours, spam, other",
    "ask nicely": "“nicely” doesn’t fit after “ask”. Like this: ask photos | ask order | ask details",
    "ask": "Something is missing after “ask”. Like this: ask photos | ask order | ask details",
    "language klingon": "“klingon” is not one of our languages: en, es, it, fr, nl, de, zh, pt, pl, sv, da",
    "on klingon": "“klingon” is not one of our languages: en, es, it, fr, nl, de, zh, pt, pl, sv, da",
    "note": "Something is missing after “note”. Like this: note has called before",
    "release now": "“now” doesn’t fit after “release”. Like this: release",
    "chats": "Something is missing after “chats”. Like this: chats 4",
    "chats many": "“many” doesn’t fit after “chats”. Like this: chats 4",
    "chats 40": "“40” doesn’t fit after “chats”. Like this: chats 4",
    "chats 0": "“0” doesn’t fit after “chats”. Like this: chats 4",
    "send it": "“it” doesn’t fit after “send”. Like this: send | send reply parcel",
    "send reply": "Something is missing after “send”. Like this: send | send reply parcel",
    "send reply FD-7K2M9P": "Something is missing after “send”. Like this: send | send reply parcel",
    "suggest better": f"“better” doesn’t fit after “suggest”. Like this: {EXAMPLES['suggest']}",
    "call reached": f"Something is missing after “call”. Like this: {EXAMPLES['call']}",
    "call FD-7K2M9P her": f"“her” doesn’t fit after “call”. Like this: {EXAMPLES['call']}",
    "call FD-7K2M9P reached her": f"“her” doesn’t fit after “call”. Like this: {EXAMPLES['call']}",
    "confirm": "Something is missing after “confirm”. Like this: confirm FD-7K2M9P",
    "mine please": "“please” doesn’t fit after “mine”. Like this: mine",
}


@pytest.mark.parametrize("words", WRONG)
def test_what_is_wrong_is_named(words: str) -> None:
    wrong = read_command(words, TERMS)
    assert isinstance(wrong, Wrong)
    assert say(wrong.line) == WRONG[words]


def test_a_first_name_that_two_have_is_asked_about() -> None:
    terms = Terms(NOW, "UTC", {"U1": Member("Eva Lind"), "U2": Member("Eva Smit")})
    assert read_command("transfer @Eva now", terms) == Wrong(
        text("command.who_of", name="@Eva", names="Eva Lind, Eva Smit")
    )


@given(st.sampled_from([*EXAMPLES, ""]), st.text(max_size=40))
def test_whatever_is_typed_means_something_or_is_answered(verb: str, rest: str) -> None:
    command = read_command(f"{verb} {rest}", TERMS)
    if isinstance(command, Wrong):
        assert say(command.line)
    if isinstance(command, Typed):
        assert understood(CASE, command.did, say)


@pytest.mark.parametrize("words", ["0001-01-01", "9999-12-31 23:59", "9999d", "2026-10-12 25:00"])
def test_times_at_the_edges(words: str) -> None:
    assert read_command(f"snooze {words}", TERMS) != Typed("", Snooze())


def test_help_names_every_verb() -> None:
    lines = usage(say).splitlines()
    assert [line.split()[1] for line in lines] == list(EXAMPLES)
    assert "/frontdesk keep · Keep as note" in lines
    assert "/frontdesk name Eva | name reset" in lines


DUTY = {
    "on": "You are on duty. Languages: Polish and English",
    "on de": "You are on duty. Languages: German",
    "on all": "You are on duty, in all of the team’s languages.",
    "off": "You are off duty. Open chats that you still have: 2",
}


@pytest.mark.parametrize("words", DUTY)
def test_what_was_understood_of_ones_duty_is_said(words: str) -> None:
    change = read_command(words, TERMS)
    assert isinstance(change, OnDuty)
    [line] = duty_changed(change, Duty(TOM, on_duty=False, languages=("pl", "en")), 2, NOW)
    assert say(line) == DUTY[words]


def test_off_duty_without_chats_nothing_is_counted() -> None:
    assert [say(line) for line in duty_changed(OnDuty(on_duty=False), None, 0, NOW)] == ["You are off duty."]


def test_whoever_comes_on_duty_in_spite_of_their_status_is_told() -> None:
    over, away, seen = Veto("dnd", until=at(9, 12)), Veto("status"), Veto("presence")
    known = Duty(TOM, on_duty=False, vetoes=(over, away, seen))
    said = [say(line) for line in duty_changed(OnDuty(on_duty=True), known, 0, NOW)]
    assert said == [
        "You are on duty, but new chats don’t come to you now.",
        "Your Slack status says that you are not there. Clear it to get chats again.",
    ]


@pytest.mark.parametrize("example", [each for line in EXAMPLES.values() for each in line.split(" | ")])
def test_every_example_can_be_typed(example: str) -> None:
    members = {"U2": Member("colleague")}
    assert not isinstance(read_command(example, Terms(NOW, "UTC", members)), Wrong)


def test_a_time_on_the_day_when_the_clocks_change() -> None:
    """On 25 October 2026 the clocks in Amsterdam go back an hour."""
    evening = datetime(2026, 10, 24, 20, 0, tzinfo=UTC)
    assert time_in("tomorrow 9:00", evening, "Europe/Amsterdam") == at(25, 8)


# --- what becomes of it


def test_what_reaches_the_desk() -> None:
    queues = {"billing": "C2", "parcels": "C1"}

    def heard(words: str) -> object:
        return typed(read_command(words, TERMS), TOM, queues, supervisor=True)

    assert heard("release FD-7K2M9P") == FromCommand(TOM, CASE, Release(), supervisor=True)
    billing = Transfer(queue="billing")
    assert heard("transfer billing") == FromCommand(TOM, "", billing, True, Address("slack", "C2/"))
    assert heard("transfer @Eva") == FromCommand(TOM, "", Transfer(EVA), supervisor=True)
    assert heard("close spam") == FromCommand(TOM, "", "spam", supervisor=True)
    assert heard("on pl") == DutyChanged(TOM, True, ("pl",))
    assert heard("name Eva") == AgentSettings(TOM, "Eva")
    assert heard("name reset") == AgentSettings(TOM, "")
    assert heard("chats 2") == AgentSettings(TOM, capacity=2)
    assert heard("send reply parcel") == Ignored("a command that is nothing for us")  # nothing was found for it
    assert heard("name @here") == Ignored("a command that is nothing for us")
    assert heard("dance") == Ignored("a command that is nothing for us")


UNDERSTOOD: dict[str, str] = {
    "claim FD-7K2M9P": "FD-7K2M9P: Claim",
    "close spam": "FD-7K2M9P: Close · Spam or abuse",
    "transfer @Eva & more": "FD-7K2M9P: Transfer · Eva",
    "transfer billing": "FD-7K2M9P: Transfer · Queue: billing",
    "snooze 30m": "FD-7K2M9P: Snooze · <!date^1791552600^{date_short_pretty} {time}|2026-10-09 13:30 UTC>",
    "snooze until reply": "FD-7K2M9P: Snooze · Until the customer writes",
    "ask order": "FD-7K2M9P: Ask for the order",
    "language pl": "FD-7K2M9P: Change the language · 🇵🇱 Polish",
    "block": "FD-7K2M9P: Block · Nothing changes until a supervisor has confirmed it.",
    "note a <!channel> b": "FD-7K2M9P: Note for colleagues · a &lt;!channel&gt; b",
    "email": "FD-7K2M9P: Go on by e-mail",
    "mail": "FD-7K2M9P: Send by e-mail",
    "send": "FD-7K2M9P: Send to customer",
    "confirm FD-7K2M9P": "FD-7K2M9P: Block",
    "suggest drop": "FD-7K2M9P: Discard · What you still see of the suggestion does nothing any more.",
}


@pytest.mark.parametrize("words", UNDERSTOOD)
def test_what_was_understood_is_said(words: str) -> None:
    command = read_command(words, TERMS)
    assert isinstance(command, Typed)
    assert understood(CASE, command.did, say) == UNDERSTOOD[words]
