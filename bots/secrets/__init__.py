"""Tokens and passwords that change while the desk runs: read anew, tried where they can be, and taken for what follows."""
