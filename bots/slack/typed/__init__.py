"""Typed commands: the equivalent of every button."""
