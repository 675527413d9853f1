"""Slack's members at the board: how they sign in, and what they may do there."""
