"""Reads clock times that are no plain 17:00: 5 pm, 17 Uhr, à 17 h, kl. 17, 下午5点."""

import re
from collections.abc import Iterator

from core.answers.figures import CURRENCY, PERCENT, Reading
from core.answers.guard.number_words import table

_TWELVE_HOURS = re.compile(r"\b(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))? ?(?P<half>[ap])\.? ?m\b\.?", re.IGNORECASE)
_CHINESE_HOURS = re.compile(
    r"(?P<half>[上下]午|晚上|早上|凌晨)? ?(?P<hour>\d{1,2}) ?[点时](?!间)(?:整|钟)?(?P<thirty>半)?"
)


def hours(language: str) -> Iterator[Reading]:
    """5 o'clock, 17 Uhr, 下午5点; where an hour of the day is written as a period is, in either sense."""
    yield _TWELVE_HOURS, _twelve_hours
    if language == "zh":
        yield _CHINESE_HOURS, _chinese_hour
    elif clock := table(language).get("clock"):
        yield re.compile(rf"(?<![\d:.,])(?P<hour>\d{{1,2}}) ?(?:{clock})\b", re.IGNORECASE), _hour
    if before := table(language).get("clock_before"):
        pattern = rf"\b(?:{before}) (?P<hour>[01]?\d|2[0-4]) ?(?:{table(language)['hour']})\b(?! ?\d)"
        yield re.compile(pattern, re.IGNORECASE), lambda match: f"{_hour(match)}|{int(match['hour'])} hour"


def hours_alone(language: str) -> Iterator[Reading]:
    """kl. 17, alle 17, a las 5: or just a number after a small word."""
    entries = table(language)
    if "clock_before" in entries and "clock_unit" not in entries:
        after = rf"(?! ?\d|[.,:/-]\d| ?(?:{CURRENCY}|{PERCENT}))"
        pattern = rf"\b(?:{entries['clock_before']}) (?P<hour>[01]?\d|2[0-4])\b{after}"
        yield re.compile(pattern, re.IGNORECASE), lambda match: f"{_hour(match)}|{int(match['hour'])}"


def _twelve_hours(match: re.Match[str]) -> str:
    hour = int(match["hour"]) % 12 + (12 if match["half"] in "pP" else 0)
    return f"{hour:02}:{match['minute'] or '00'}"


def _hour(match: re.Match[str]) -> str:
    hour = int(match["hour"])
    return f"{hour:02}:00" if hour > 12 else f"{hour:02}:00|{hour % 12 + 12:02}:00"


def _chinese_hour(match: re.Match[str]) -> str:
    minute = "30" if match["thirty"] else "00"
    hour = int(match["hour"])
    if match["half"] in ("下午", "晚上"):
        return f"{hour % 12 + 12:02}:{minute}"
    return f"{hour:02}:{minute}" if match["half"] or hour > 12 else f"{hour:02}:{minute}|{hour % 12 + 12:02}:{minute}"
