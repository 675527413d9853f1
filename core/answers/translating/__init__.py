"""Translates what a customer and an agent write to each other, and shows nothing that is not the same in both languages."""

from core.answers.translating.translator import ModelTranslator

__all__ = ["ModelTranslator"]
