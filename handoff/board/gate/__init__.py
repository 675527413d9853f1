"""Who comes in, and as what: sessions, sign-in, roles, and what every answer carries."""
