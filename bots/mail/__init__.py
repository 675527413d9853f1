"""The mail channel: tickets to the team's inbox, confirmations to customers."""
