"""A desk's data in one file to put away, and a desk that goes on from it."""
