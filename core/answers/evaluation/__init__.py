"""Runs sets of questions through search, decision and writing, and says in figures how good the answers are."""
