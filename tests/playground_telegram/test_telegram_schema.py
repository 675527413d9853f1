"""Both directions of the playground's Telegram against the machine-readable Bot API, where that is at hand."""

import json
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bots.playground.telegram import TelegramServer
from bots.playground.telegram.methods import METHODS, Method

DESCRIPTION = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "telegram" / "botapi_10.1.min.json"
NEEDS = {  # a call that the playground answers with True or an object, by method
    "sendMessage": {"chat_id": 1, "text": "hi"},
    "sendPhoto": {"chat_id": 1, "photo": "photo-1"},
    "sendDocument": {"chat_id": 1, "document": "document-2"},
    "sendVoice": {"chat_id": 1, "voice": "voice-4"},
    "sendVideo": {"chat_id": 1, "video": "video-5"},
    "sendAudio": {"chat_id": 1, "audio": "audio-6"},
    "sendSticker": {"chat_id": 1, "sticker": "sticker-3"},
    "sendMediaGroup": {
        "chat_id": 1,
        "media": [{"type": "photo", "media": "photo-1"}, {"type": "video", "media": "video-5"}],
    },
    "sendMessageDraft": {"chat_id": 1, "draft_id": 4, "text": "..."},
    "sendChatAction": {"chat_id": 1, "action": "typing"},
    "editMessageText": {"chat_id": 1, "message_id": 9, "text": "hello"},
    "editMessageCaption": {"chat_id": 1, "message_id": 10, "caption": "seen"},
    "editMessageReplyMarkup": {
        "chat_id": 1,
        "message_id": 9,
        "reply_markup": {"inline_keyboard": [[{"text": "c", "callback_data": "c"}]]},
    },
    "deleteMessage": {"chat_id": 1, "message_id": 6},
    "getFile": {"file_id": "document-2"},
    "setWebhook": {"url": ""},
    "setMyCommands": {"commands": [{"command": "help", "description": "Help"}]},
}


@pytest.fixture(scope="module")
def api() -> dict[str, Any]:
    if not DESCRIPTION.exists():
        pytest.skip("the machine-readable Bot API (shared/data/telegram) is not beside this checkout")
    described: dict[str, Any] = json.loads(DESCRIPTION.read_text("utf-8"))
    return described


def mistakes(api: dict[str, Any], kind: str, value: object, where: str) -> list[str]:
    """What in a value differs from its documented type, as paths with reasons."""
    if kind.startswith("Array of "):
        if not isinstance(value, list):
            return [f"{where}: no array"]
        inner = kind.removeprefix("Array of ")
        return [m for i, item in enumerate(value) for m in mistakes(api, inner, item, f"{where}[{i}]")]
    if kind in PLAIN:
        right = type(value) in PLAIN[kind]
        return [] if right else [f"{where}: {value!r} is no {kind}"]
    return object_mistakes(api, kind, value, where)


PLAIN = {"Integer": {int}, "Float": {int, float}, "String": {str}, "Boolean": {bool}, "True": {bool}}


def object_mistakes(api: dict[str, Any], kind: str, value: object, where: str) -> list[str]:
    described = api["types"][kind]
    if not isinstance(value, dict):
        return [f"{where}: no {kind}"]
    if "subtypes" in described:
        return min((object_mistakes(api, sub, value, where) for sub in described["subtypes"]), key=len)
    fields = {field["name"]: field for field in described.get("fields", [])}
    found = [f"{where}.{name}: unknown in {kind}" for name in value.keys() - fields.keys()]
    found += [f"{where}.{n}: missing in {kind}" for n, f in fields.items() if f["required"] and n not in value]
    for name in value.keys() & fields.keys():
        found += any_mistakes(api, fields[name]["types"], value[name], f"{where}.{name}")
    return found


def any_mistakes(api: dict[str, Any], kinds: list[str], value: object, where: str) -> list[str]:
    return min((mistakes(api, kind, value, where) for kind in kinds), key=len)


@pytest.mark.parametrize("method", METHODS.values(), ids=lambda method: method.name)
def test_a_method_takes_the_documented_parameters(api: dict[str, Any], method: Method) -> None:
    documented = {field["name"]: field["required"] for field in api["methods"][method.name].get("fields", [])}
    assert method.required == {name for name, required in documented.items() if required}
    assert method.optional <= {name for name, required in documented.items() if not required}


@pytest.mark.parametrize("method", [m for m in METHODS.values() if m.required], ids=lambda method: method.name)
async def test_a_required_parameter_is_required(server: TelegramServer, method: Method) -> None:
    await server.customer(1).starts()
    for missing in method.required - {"url"}:  # without an address setWebhook removes the webhook, as for Telegram
        given = {name: value for name, value in NEEDS.get(method.name, {}).items() if name != missing}
        async with aiohttp.ClientSession() as session:
            answer = await call(session, server, method.name, given)
        assert answer["error_code"] == 400, missing


async def call(session: aiohttp.ClientSession, server: TelegramServer, name: str, given: object) -> dict[str, Any]:
    async with session.post(f"{server.root}/bot{server.token}/{name}", json=given) as answer:
        read: dict[str, Any] = await answer.json()
        return read


async def a_busy_chat(server: TelegramServer) -> str:
    """One of everything that a customer can send; the id of a press."""
    anna = server.customer(1, "Anna", last_name="Nowak", username="anna", language_code="pl")
    await anna.write("Hello https://market.example #lost 📦")  # 1
    await anna.sends_photo(caption="see", album="a")  # 2
    await anna.sends_document("bill.pdf", b"%PDF", mime_type="application/pdf")  # 3
    await anna.sends_sticker()  # 4
    await anna.sends_voice()  # 5
    await anna.edits(await anna.write("tpyo", reply_to=1), "typo")  # 6
    await anna.sends_video(caption="moving")  # 7
    await anna.sends_audio()  # 8
    anna.blocks()
    anna.unblocks()
    await anna.press(message_id=99, callback_data="old")
    return await anna.press(message_id=1, callback_data="new")


async def test_every_answer_and_update_has_its_documented_type(api: dict[str, Any], server: TelegramServer) -> None:
    press = await a_busy_chat(server)
    found: list[str] = []
    async with aiohttp.ClientSession() as session:
        rich = {
            "chat_id": 1,
            "text": '<b>Hi</b> <a href="https://market.example">there</a><pre><code class="language-py">x</code></pre>',
            "parse_mode": "HTML",
            "protect_content": True,
            "reply_parameters": {"message_id": 6},
            "reply_markup": {
                "inline_keyboard": [[{"text": "a", "callback_data": "a"}, {"text": "b", "url": "https://a.example"}]]
            },
        }
        found += checked(api, "sendMessage", await call(session, server, "sendMessage", rich))  # 9
        found += checked(api, "sendPhoto", await call(session, server, "sendPhoto", NEEDS["sendPhoto"]))  # 10
        for method in METHODS.values():
            given = NEEDS.get(method.name, {})
            if method.name == "answerCallbackQuery":
                given = {"callback_query_id": press, "text": "ok"}
            found += checked(api, method.name, await call(session, server, method.name, given))
    assert found == []


def checked(api: dict[str, Any], method: str, answer: dict[str, Any]) -> list[str]:
    if not answer["ok"]:
        return [f"{method}: {answer['description']}"]
    return any_mistakes(api, api["methods"][method]["returns"], answer["result"], method)


async def test_webhook_information_has_its_documented_type(api: dict[str, Any], server: TelegramServer) -> None:
    given = {"url": "http://127.0.0.1:9/", "allowed_updates": ["message"]}
    async with aiohttp.ClientSession() as session:
        await call(session, server, "setWebhook", given)
        server.push_update({})
        answer = await call(session, server, "getWebhookInfo", {})
    assert checked(api, "getWebhookInfo", answer) == []
    assert answer["result"]["pending_update_count"] == 1


def test_the_check_itself_finds_mistakes(api: dict[str, Any]) -> None:
    user = {"id": "1", "is_bot": False, "colour": "red"}
    assert sorted(mistakes(api, "User", user, "user")) == [
        "user.colour: unknown in User",
        "user.first_name: missing in User",
        "user.id: '1' is no Integer",
    ]
