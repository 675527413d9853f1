"""What has been, counted: pure functions from rows to values, and the tables that show them."""
