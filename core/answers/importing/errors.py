"""What can go wrong with an import.

ImportFailed           nothing can be imported: the source, or the folder, is not what it must be
+-- NothingFetched     the address given answers nothing that can be read
NotAnArticle           this one is left out; the others are imported
+-- HeldBack           the source does not show it, or not to everybody
|   +-- Gone           the source has it no more
+-- PageRefused        its address, its size or its answer is not one that is let in
"""


class ImportFailed(Exception):
    """`str(error)` says what is wrong and what to do, in one line."""


class NothingFetched(ImportFailed):
    """The first address cannot be fetched."""


class NotAnArticle(Exception):
    """`str(error)` is the reason, for the list of what was left out."""


class HeldBack(NotAnArticle):
    """A draft, or for some readers only."""


class Gone(HeldBack):
    """A page that was there once."""


class PageRefused(NotAnArticle):
    """A page that was not fetched, or not to its end."""
