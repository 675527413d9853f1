"""Slack on loopback: the product talks to it as to the real one."""

from bots.playground.slack.channel import ChannelScreen
from bots.playground.slack.errors import NotAcknowledged, NothingPosted, PlaygroundSlackError, Unseen
from bots.playground.slack.limits import Limits
from bots.playground.slack.people import Person
from bots.playground.slack.server import SlackServer
from bots.playground.slack.state import Message, State, UserGroup, View, load

__all__ = [
    "ChannelScreen",
    "Limits",
    "Message",
    "NotAcknowledged",
    "NothingPosted",
    "Person",
    "PlaygroundSlackError",
    "SlackServer",
    "State",
    "Unseen",
    "UserGroup",
    "View",
    "load",
]
