"""Whether a desk that has grown costs more for each message, and how long it takes to start and to search."""
