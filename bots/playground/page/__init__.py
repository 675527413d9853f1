"""The playground's page: a customer's phone, the agents' Slack and the mailbox, side by side."""

from bots.playground.page.server import Page

__all__ = ["Page"]
