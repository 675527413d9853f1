"""How many agents each hour needs, and who was there."""
