"""The App Home of an agent."""
