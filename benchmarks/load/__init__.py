"""Ten minutes of everything at once with a little of every trouble, and the hour after an outage: `python -m benchmarks.load`."""
