"""Customers' rights at the board: a customer's data, to take along or to erase, and what became of each erasure."""
