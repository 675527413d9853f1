"""Who is staff, and who of them is there."""
