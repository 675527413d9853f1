"""Evidence: what parties to a dispute send, on its way from their messenger to the desk's disk and to the staff's thread."""
