"""Block Kit: what Slack would refuse, and what a reader can press.

Sizes are those of docs.slack.dev/reference/block-kit (blocks, block elements, composition objects, views).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bots.playground.slack.block_checks import Findings, check_element, check_text

Json = dict[str, Any]

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
MESSAGE_TEXT_IN_BLOCKS = 13_200  # undocumented; reported as measured in slackapi/bolt-js issue 2509
TEXT = 40_000

_UNCHECKED = {"rich_text", "divider", "file", "video", "context_actions", "table"}


def mistakes(blocks: object, most: int = MESSAGE_BLOCKS) -> list[str]:
    """Slack's complaints about a list of blocks, each with its JSON pointer; empty if it is well formed."""
    findings = Findings()
    if not isinstance(blocks, list):
        findings.add("/blocks", "must be an array")
        return findings.found
    if len(blocks) > most:
        findings.add("/blocks", f"no more than {most} items allowed")
    _check_unique(blocks, "block_id", "/blocks", findings)
    for index, block in enumerate(blocks):
        _check_block(block, f"/blocks/{index}", findings)
    return findings.found


def view_mistakes(view: Mapping[str, Any]) -> list[str]:
    """Slack's complaints about a modal or home view."""
    findings = Findings()
    if view.get("type") not in ("modal", "home"):
        findings.add("/view/type", "unsupported type")
    if view.get("type") == "modal":
        check_text(view.get("title"), 24, "/view/title", findings, plain=True)
        _check_modal_buttons(view, findings)
    findings.at_most(view.get("private_metadata"), 3000, "/view/private_metadata")
    findings.at_most(view.get("callback_id"), 255, "/view/callback_id")
    findings.at_most(view.get("external_id"), 255, "/view/external_id")
    return findings.found + mistakes(view.get("blocks"), VIEW_BLOCKS)


def _check_modal_buttons(view: Mapping[str, Any], findings: Findings) -> None:
    for key in ("submit", "close"):
        if view.get(key) is not None:
            check_text(view[key], 24, f"/view/{key}", findings, plain=True)
    blocks = view.get("blocks")
    inputs = [b for b in blocks if isinstance(b, dict) and b.get("type") == "input"] if isinstance(blocks, list) else []
    if inputs and view.get("submit") is None:
        findings.add("/view/submit", "must be present when blocks contain an input")


def _check_block(block: object, at: str, findings: Findings) -> None:
    if not isinstance(block, dict):
        findings.add(at, "must be an object")
        return
    findings.at_most(block.get("block_id"), 255, f"{at}/block_id")
    match str(block.get("type")):
        case "section":
            _check_section(block, at, findings)
        case "header":
            check_text(block.get("text"), 150, f"{at}/text", findings, plain=True)
        case "actions":
            _check_elements(block, 25, at, findings)
        case "context":
            _check_context(block, at, findings)
        case "input":
            check_text(block.get("label"), 2000, f"{at}/label", findings, plain=True)
            if block.get("hint") is not None:
                check_text(block["hint"], 2000, f"{at}/hint", findings, plain=True)
            check_element(block.get("element"), f"{at}/element", findings)
        case "image":
            check_element(block, at, findings)
        case "markdown":
            findings.filled(block.get("text"), 12_000, f"{at}/text")
        case kind if kind in _UNCHECKED:
            pass
        case kind:
            findings.add(at, f"unsupported type: {kind}")


def _check_section(block: Json, at: str, findings: Findings) -> None:
    if block.get("text") is None and not block.get("fields"):
        findings.add(at, "missing required field: text")
    if block.get("text") is not None:
        check_text(block["text"], 3000, f"{at}/text", findings)
    fields = block.get("fields") or []
    if not isinstance(fields, list) or len(fields) > 10:
        findings.add(f"{at}/fields", "no more than 10 items allowed")
    for index, each in enumerate(fields if isinstance(fields, list) else []):
        check_text(each, 2000, f"{at}/fields/{index}", findings)
    if block.get("accessory") is not None:
        check_element(block["accessory"], f"{at}/accessory", findings)


def _check_elements(block: Json, most: int, at: str, findings: Findings) -> None:
    elements = block.get("elements")
    if not isinstance(elements, list) or not 1 <= len(elements) <= most:
        findings.add(f"{at}/elements", f"must have 1 to {most} items")
        return
    _check_unique(elements, "action_id", f"{at}/elements", findings)
    for index, element in enumerate(elements):
        check_element(element, f"{at}/elements/{index}", findings)


def _check_context(block: Json, at: str, findings: Findings) -> None:
    elements = block.get("elements")
    if not isinstance(elements, list) or not 1 <= len(elements) <= 10:
        findings.add(f"{at}/elements", "must have 1 to 10 items")
        return
    for index, element in enumerate(elements):
        if isinstance(element, dict) and element.get("type") == "image":
            check_element(element, f"{at}/elements/{index}", findings)
        else:
            check_text(element, 2000, f"{at}/elements/{index}", findings)


def _check_unique(items: Sequence[object], key: str, at: str, findings: Findings) -> None:
    seen: set[str] = set()
    for index, item in enumerate(items):
        value = item.get(key) if isinstance(item, dict) else None
        if value is not None and str(value) in seen:
            findings.add(f"{at}/{index}/{key}", f'`{key}` "{value}" already exists for another element')
        seen.add(str(value))


def text_length(part: object) -> int:
    """How many characters of text all of it holds together."""
    if isinstance(part, dict):
        own = len(part["text"]) if isinstance(part.get("text"), str) else 0
        return own + sum(text_length(value) for value in part.values())
    if isinstance(part, list):
        return sum(text_length(each) for each in part)
    return 0


def numbered(blocks: Sequence[Json], new_id: str) -> list[Json]:
    """The blocks as Slack stores them: those without `block_id` or `action_id` get one."""
    stored = []
    for index, block in enumerate(blocks):
        named = {**block, "block_id": block.get("block_id") or f"{new_id}{index}"}
        if "elements" in block and block["type"] == "actions":
            named["elements"] = [_with_action_id(e, f"{new_id}{index}.{i}") for i, e in enumerate(block["elements"])]
        for key in ("accessory", "element"):
            if key in block:
                named[key] = _with_action_id(block[key], f"{new_id}{index}.{key}")
        stored.append(named)
    return stored


def _with_action_id(element: Json, fallback: str) -> Json:
    if element["type"] == "image":
        return element
    return {**element, "action_id": element.get("action_id") or fallback}


def interactive(blocks: Sequence[Json]) -> Iterator[tuple[str, Json]]:
    """(block_id, element) for all that can be pressed, chosen or filled in, top to bottom."""
    for block in blocks:
        block_id = str(block.get("block_id", ""))
        parts = list(block.get("elements", [])) if block["type"] == "actions" else []
        parts += [block[key] for key in ("accessory", "element") if key in block]
        for part in parts:
            if part["type"] != "image":
                yield block_id, part


def label(element: Json) -> str:
    """What is written on a button, or in an empty menu or field."""
    text = element.get("text") or element.get("placeholder") or {}
    return str(text.get("text", ""))
