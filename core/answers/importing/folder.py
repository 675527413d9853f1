"""Brings a folder of articles in step with what was chosen, and leaves alone what somebody changed by hand."""

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from core.answers.importing.errors import ImportFailed
from core.answers.importing.found import Found
from core.answers.importing.ids import Key
from core.answers.importing.manifest import Manifest, Written, read_manifest, write, write_manifest
from core.answers.importing.selection import Chosen

State = Literal["new", "changed", "unchanged", "edited", "deleted", "withdrawn"]


class Step(msgspec.Struct, frozen=True):
    """What becomes of a file. `edited`: somebody changed it or wrote it, `deleted`: somebody deleted it, so both stay as
    they are; `withdrawn`: the source has it no more, and it goes if the operator wants that."""

    name: str
    state: State
    chosen: Chosen | None = None


class Folder:
    """A help centre's folder, with the memory of what imports wrote there. Raises ImportFailed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._manifest = read_manifest(path)

    @property
    def ids(self) -> dict[Key, str]:
        """The ids of articles that were imported before."""
        return {(each.scope, each.key): Path(name).stem for name, each in self._manifest.files.items()}

    def plan(self, chosen: Iterable[Chosen], found: Found, language: str = "", *, restore: bool = False) -> list[Step]:
        """`restore` writes edited and deleted files anew."""
        steps = [Step(each.name, self._state(each, restore=restore), each) for each in chosen]
        return [*steps, *self._withdrawn(found, {step.name for step in steps}, language)]

    def carry_out(self, steps: Sequence[Step], *, prune: bool) -> None:
        """Raises ImportFailed where the folder cannot be written to; what was written until then is remembered."""
        files = dict(self._manifest.files)
        try:
            for step in steps:
                self._do(step, files, prune=prune)
        except OSError as error:
            raise ImportFailed(f"{self._path} cannot be written to: {error}") from error
        finally:
            self._manifest = Manifest(files)
            self._remember()

    def _remember(self) -> None:
        try:
            write_manifest(self._path, self._manifest)
        except OSError as error:
            raise ImportFailed(f"{self._path} cannot be written to: {error}") from error

    def _do(self, step: Step, files: dict[str, Written], *, prune: bool) -> None:
        if step.chosen and step.state in ("new", "changed"):
            write(self._path / step.name, step.chosen.content)
        if step.chosen and step.state in ("new", "changed", "unchanged"):
            files[step.name] = Written(step.chosen.scope, step.chosen.key, _sha256(step.chosen.content))
        if step.state == "withdrawn" and prune:
            (self._path / step.name).unlink(missing_ok=True)
            del files[step.name]

    def _state(self, chosen: Chosen, *, restore: bool) -> State:
        here, written = self._content(chosen.name), self._manifest.files.get(chosen.name)
        if here == chosen.content:
            return "unchanged"
        if here is None:
            return "deleted" if written and not restore else "new"
        if restore or (written and written.sha256 == _sha256(here)):
            return "changed"
        return "edited"

    def _withdrawn(self, found: Found, planned: set[str], language: str) -> Iterable[Step]:
        """Only of the sources and languages that were read: an export of one language says nothing of the others."""
        seen = {(scope, tongue) for scope, _, tongue in found.listed}
        for name, written in self._manifest.files.items():
            tongue = name.partition("/")[0]
            article = (written.scope, written.key, tongue)
            if name in planned or article in found.listed or (written.scope, tongue) not in seen:
                continue
            if language in ("", tongue) and (here := self._content(name)) is not None:
                yield Step(name, "withdrawn" if _sha256(here) == written.sha256 else "edited")

    def _content(self, name: str) -> bytes | None:
        try:
            return (self._path / name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise ImportFailed(f"{self._path / name} cannot be read: {error.strerror}") from error


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
