"""Customers' rights: to have all that is kept of them, and to have it erased."""
