"""Callbacks in Slack: their card, and what staff do on it."""
