"""The human side: who is there, which way to them, and how a case is handed over."""
