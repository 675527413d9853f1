"""Languages: what is said in them, in which one a customer writes, and what short words mean in it."""
