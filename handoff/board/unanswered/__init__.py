"""What the help centre does not say, and which of its articles do not help."""
