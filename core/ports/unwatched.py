"""Vitals that nobody looks at, for parts of the desk that are used by themselves."""


class Unwatched:
    """As `core.ports.Vitals`."""

    def well(self, name: str) -> None:
        """Nobody hears it."""

    def ill(self, name: str, why: str) -> None:
        """Nobody hears it; whoever says it logs it too."""


UNWATCHED = Unwatched()
