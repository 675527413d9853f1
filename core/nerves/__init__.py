"""What runs between the processes of a desk: wake-ups, shared rates, and how each of them is. Never the only copy of anything."""
