"""How well a text's letter sequences fit each language: py3langid's model, read only as far as we need it.

The library loads the model for 142 languages, with 130 MB at the peak. Its scores for ours and their neighbours are had
with a fifth of that, and with less of a wait per text.
"""

import lzma
import math
import tempfile
import zipfile
from array import array
from collections.abc import Iterator, Sequence
from mmap import ACCESS_READ, mmap
from pathlib import Path
from shutil import copyfileobj
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Vector = np.ndarray[Any, np.dtype[np.float32]]

CHUNK = 1 << 22  # bytes that are unpacked at a time


class Ngrams:
    """A naive Bayes model over the byte sequences that an automaton finds; `codes` are its languages, in order."""

    def __init__(self, path: Path, codes: Sequence[str]) -> None:
        """Reads the columns of these ISO 639 codes. Raises OSError, KeyError, ValueError or lzma.LZMAError if it is no such model."""
        self.codes = tuple(codes)
        with tempfile.TemporaryFile() as unpacked:
            for part in _unpacked(path):
                unpacked.write(part)
            with zipfile.ZipFile(unpacked) as model:
                self._read(model)

    def _read(self, model: zipfile.ZipFile) -> None:
        classes: list[str] = _small(model, "classes").tolist()
        columns = [classes.index(code) for code in self.codes]
        self._table = _columns(model, "ptc", columns)
        self._moves = _numbers(model, "nextmove")
        # Arrays, for as lists of numbers they take ten times as much.
        self._rows = array("I", (_small(model, "nextmove_row").astype("u4") << 8).tobytes())
        self._features = array("i", _small(model, "out_feat").astype("i4").tobytes())

    def scores(self, text: str) -> "Vector":
        """Log-likelihoods in the order of `codes`, good to an additive constant: no language is likelier beforehand."""
        import numpy as np

        found: dict[int, int] = {}
        moves, rows, features, state = self._moves, self._rows, self._features, 0
        for byte in text.encode("utf-8", "replace"):
            state = moves[rows[state] + byte]
            feature = features[state]
            if feature >= 0:
                found[feature] = found.get(feature, 0) + 1
        if not found:
            return np.zeros(len(self.codes), np.float32)
        weights = np.array([math.log1p(count) for count in found.values()], np.float32)
        scores: Vector = weights @ self._table[list(found)]
        return scores


def _unpacked(path: Path) -> Iterator[bytes]:
    """From all of the packed bytes at once: the library's file reads 8 KB at a time, and waits each time for other threads."""
    unpacking, packed = lzma.LZMADecompressor(), path.read_bytes()
    while not unpacking.eof:
        part = unpacking.decompress(packed, CHUNK)
        if not part and unpacking.needs_input:
            raise ValueError(f"{path} ends too soon")
        yield part
        packed = b""


def _small(model: zipfile.ZipFile, name: str) -> "np.ndarray[Any, Any]":
    import numpy as np

    with model.open(f"{name}.npy") as member:
        return np.lib.format.read_array(member)


def _columns(model: zipfile.ZipFile, name: str, columns: list[int]) -> "np.ndarray[Any, np.dtype[np.float16]]":
    import numpy as np

    with model.open(f"{name}.npy") as member:
        (height, width), dtype = _header(member)
        kept = np.empty((height, len(columns)), np.float16)
        at = 0
        for chunk in _chunks(member, width * dtype.itemsize):
            rows = np.frombuffer(chunk, dtype).reshape(-1, width)
            kept[at : at + len(rows)] = rows[:, columns]
            at += len(rows)
    return kept


def _numbers(model: zipfile.ZipFile, name: str) -> "memoryview[int]":
    """In a file without a name, of which only what texts lead to is ever in memory: a tenth of 39 MB."""
    with model.open(f"{name}.npy") as member, tempfile.TemporaryFile() as unpacked:
        _header(member)
        copyfileobj(member, unpacked, CHUNK)
        unpacked.flush()
        return memoryview(mmap(unpacked.fileno(), 0, access=ACCESS_READ)).cast("I")


def _header(member: IO[bytes]) -> tuple[tuple[int, ...], Any]:
    import numpy as np

    np.lib.format.read_magic(member)
    shape, _, dtype = np.lib.format.read_array_header_1_0(member)
    return shape, dtype


def _chunks(member: IO[bytes], row: int) -> Iterator[bytes]:
    while chunk := member.read(CHUNK // row * row):
        yield chunk
