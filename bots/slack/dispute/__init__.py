"""Disputes in Slack: their card, their forms, and what staff do with them."""
