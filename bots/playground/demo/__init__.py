"""A busy day of the sample shop's desk: invented people who use the playground's real servers until they are stopped."""

from bots.playground.demo.day import Day

__all__ = ["Day"]
