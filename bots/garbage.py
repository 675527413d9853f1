"""Keeps Python's garbage collector off what stays for ever: dictionaries of eleven languages, indexes, catalogs.

A full collection walks through all objects, a second or so on this heap, in which no customer is answered. What is there at the
start is set apart, and full ones are made rarely: nearly everything else is freed at once, as nothing refers to it any more.
"""

import gc

# Of new objects, of collections of these, and of collections of those: Python's own are 700, 10, 10.
YOUNG, MIDDLE, OLD = 10_000, 20, 50


def set_apart() -> None:
    """What is in memory now is looked at no more. Once what a process needs is loaded, and again when much more is."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
