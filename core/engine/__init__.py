"""The engine: from the durable inbox through decisions to the durable outbox, and out by lanes."""
