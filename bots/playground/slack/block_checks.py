"""The checks of single Block Kit elements and texts."""

from typing import Any

Json = dict[str, Any]

_MENUS = {
    f"{many}{kind}_select"
    for many in ("", "multi_")
    for kind in ("static", "external", "users", "conversations", "channels")
}
_PICKERS = {"datepicker", "timepicker", "datetimepicker", "file_input", "rich_text_input"}
_INPUTS = {"plain_text_input", "email_text_input", "url_text_input", "number_input"}
_OPTIONS = {"overflow": 5, "checkboxes": 10, "radio_buttons": 10, "static_select": 100, "multi_static_select": 100}


class Findings:
    """The complaints so far, worded as Slack words them in `response_metadata.messages`."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def add(self, at: str, complaint: str) -> None:
        self.found.append(f"[ERROR] {complaint} [json-pointer:{at}]")

    def at_most(self, value: object, most: int, at: str) -> None:
        """Complain unless the value is absent or a text of at most `most` characters."""
        if value is None:
            return
        if not isinstance(value, str):
            self.add(at, "must be a string")
        elif len(value) > most:
            self.add(at, f"must be less than {most + 1} characters")

    def filled(self, value: object, most: int, at: str) -> None:
        """Complain unless the value is a text of 1 to `most` characters."""
        if not value:
            self.add(at, "must be more than 0 characters")
        self.at_most(value, most, at)


def check_text(text: object, most: int, at: str, findings: Findings, *, plain: bool = False) -> None:
    """A text object: plain_text, or mrkdwn where it is allowed."""
    allowed = ("plain_text",) if plain else ("plain_text", "mrkdwn")
    if not isinstance(text, dict) or text.get("type") not in allowed:
        findings.add(at, f"must be a text object of type {' or '.join(allowed)}")
        return
    findings.filled(text.get("text"), most, f"{at}/text")


def check_element(element: object, at: str, findings: Findings) -> None:
    """A button, menu, field or image."""
    if not isinstance(element, dict):
        findings.add(at, "must be an object")
        return
    kind = str(element.get("type"))
    findings.at_most(element.get("action_id"), 255, f"{at}/action_id")
    if element.get("confirm") is not None:
        _check_confirm(element["confirm"], f"{at}/confirm", findings)
    if element.get("placeholder") is not None:
        check_text(element["placeholder"], 150, f"{at}/placeholder", findings, plain=True)
    if kind == "button":
        _check_button(element, at, findings)
    elif kind == "image":
        _check_image(element, at, findings)
    elif kind in _OPTIONS:
        _check_options(element, _OPTIONS[kind], at, findings)
    elif kind not in _MENUS | _PICKERS | _INPUTS:
        findings.add(at, f"unsupported type: {kind}")


def _check_button(button: Json, at: str, findings: Findings) -> None:
    check_text(button.get("text"), 75, f"{at}/text", findings, plain=True)
    findings.at_most(button.get("value"), 2000, f"{at}/value")
    findings.at_most(button.get("url"), 3000, f"{at}/url")
    if button.get("style") not in (None, "primary", "danger"):
        findings.add(f"{at}/style", "must be primary or danger")


def _check_image(image: Json, at: str, findings: Findings) -> None:
    findings.filled(image.get("alt_text"), 2000, f"{at}/alt_text")
    if image.get("slack_file") is None:
        findings.filled(image.get("image_url"), 3000, f"{at}/image_url")


def _check_options(element: Json, most: int, at: str, findings: Findings) -> None:
    groups = element.get("option_groups")
    if not isinstance(groups, list):
        _check_option_list(element.get("options"), most, f"{at}/options", findings)
        return
    if len(groups) > 100:
        findings.add(f"{at}/option_groups", "no more than 100 items allowed")
    for index, group in enumerate(groups):
        if not isinstance(group, dict):
            findings.add(f"{at}/option_groups/{index}", "must be an object")
            continue
        check_text(group.get("label"), 75, f"{at}/option_groups/{index}/label", findings, plain=True)
        _check_option_list(group.get("options"), 100, f"{at}/option_groups/{index}/options", findings)


def _check_option_list(options: object, most: int, at: str, findings: Findings) -> None:
    if not isinstance(options, list) or not 1 <= len(options) <= most:
        findings.add(at, f"must have 1 to {most} items")
        return
    for index, option in enumerate(options):
        if not isinstance(option, dict):
            findings.add(f"{at}/{index}", "must be an object")
            continue
        check_text(option.get("text"), 75, f"{at}/{index}/text", findings)
        findings.filled(option.get("value"), 150, f"{at}/{index}/value")


def _check_confirm(confirm: object, at: str, findings: Findings) -> None:
    if not isinstance(confirm, dict):
        findings.add(at, "must be an object")
        return
    check_text(confirm.get("title"), 100, f"{at}/title", findings, plain=True)
    check_text(confirm.get("text"), 300, f"{at}/text", findings)
    for key in ("confirm", "deny"):
        check_text(confirm.get(key), 30, f"{at}/{key}", findings, plain=True)
