"""How the desk itself is: a page for people, metrics for machines."""
