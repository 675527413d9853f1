"""Customers who ask, and the bot that replies to each."""

from collections.abc import Callable

from benchmarks.throughput.questions import Asker, questions
from benchmarks.throughput.telegram import FastTelegram

FIRST = 10_000  # the number of the first chat


class Askers:
    """A Crowd: each reader is the writer, and what arrives is the bot's reply.

    `languages`: that many of ours are spoken, English first. `fresh`: no question is asked twice, each ends with a number.
    """

    def __init__(self, telegram: FastTelegram, size: int, *, languages: int = 99, fresh: bool = False) -> None:
        self.size = size
        self.arrived: Callable[[int], None] = lambda _: None
        self._telegram = telegram
        self._fresh = fresh
        self._written = 0
        by_language = sorted(questions().items(), key=lambda each: each[0] != "en")[:languages]
        self._people = []
        for number in range(size):
            language, asked = by_language[number % len(by_language)]
            self._people.append((telegram.customer(FIRST + number, language), Asker(asked, number)))
        telegram.said = lambda chat: self.arrived(chat - FIRST)

    def refused(self) -> int:
        return self._telegram.refused

    def write(self, number: int) -> None:
        customer, asker = self._people[number]
        self._written += 1
        self._telegram.writes(customer, f"{asker.next()} ({self._written})" if self._fresh else asker.next())
