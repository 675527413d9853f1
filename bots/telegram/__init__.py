"""Telegram: where customers write."""
