"""The values of the conversation: no I/O, no clock, no behaviour beyond their own shape."""
