"""The board: a web page on which supervisors see every handoff as it happens, and act."""
