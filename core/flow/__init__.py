"""The decisions: pure functions from a conversation, an event and facts to a conversation and effects."""
