"""How many messages per second one core answers or relays, beside a bare echo bot: `python -m benchmarks.throughput`."""
