"""A case on a page: its head, its transcript with sources, and how it went."""
