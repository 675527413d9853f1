"""Cases in Slack: the card, and the thread under it in both directions."""
