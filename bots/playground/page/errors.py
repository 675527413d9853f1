"""What the page cannot do.

PageError
└── CannotDo    the person at the page is told why; `status` is that of the HTTP answer
"""


class PageError(Exception):
    """Anything that the page reports."""


class CannotDo(PageError):
    """The words are shown to the person at the page."""

    def __init__(self, words: str, status: int = 409) -> None:
        super().__init__(words)
        self.status = status
