"""What can go wrong with a model server.

ModelFailed            the server gave nothing that can be used; its `usage` says what that cost, if anything
├── Unreachable        no connection, or an error of the server
├── Late               nothing, or nothing more, in time
├── Limited            too many requests, or no money left
├── Rejected           our key, the model's name or the request is wrong: for the operator to mend
├── Unreadable         what came is no answer, is cut off, or has no end
├── Declined           the model or its filter refused
└── Resting            it failed just now, and is not asked again yet
"""

from core.answers.errors import WriterFailed


class ModelFailed(WriterFailed):
    pass


class Unreachable(ModelFailed):
    pass


class Late(ModelFailed):
    pass


class Limited(ModelFailed):
    def __init__(self, reason: str, seconds: float) -> None:
        super().__init__(reason)
        self.seconds = seconds


class Rejected(ModelFailed):
    def __init__(self, reason: str, *, lasting: bool) -> None:
        super().__init__(reason)
        self.lasting = lasting


class Unreadable(ModelFailed):
    pass


class Declined(ModelFailed):
    pass


class Resting(ModelFailed):
    pass
