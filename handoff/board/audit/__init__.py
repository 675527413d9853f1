"""Who of the staff saw, changed, decided, exported and erased what."""
