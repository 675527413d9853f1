"""An OpenAI-compatible model server on loopback: it answers from what the prompt holds, or goes wrong as it is told."""

from bots.playground.openai import trouble
from bots.playground.openai.server import OpenAIServer, Request
from bots.playground.openai.trouble import Trouble

__all__ = ["OpenAIServer", "Request", "Trouble", "trouble"]
