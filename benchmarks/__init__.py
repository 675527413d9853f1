"""Measurements of what the product promises; each module prints its figures: `python -m benchmarks.language`."""
