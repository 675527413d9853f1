"""How the desk stands now: rows that pages follow as they change."""
