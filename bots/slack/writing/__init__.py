"""Texts between Slack and the desk, in both directions."""
