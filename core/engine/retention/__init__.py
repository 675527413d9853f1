"""What is kept, how long, and the daily job that lets go of the rest."""
