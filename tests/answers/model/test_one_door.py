"""The model's SDK has one door, and nobody waits for it to open."""

import ast
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def _imported(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


def test_only_one_module_imports_the_sdk() -> None:
    files = [file for folder in ("bots", "core", "handoff") for file in (ROOT / folder).rglob("*.py")]
    named = [file for file in files if re.search("openai|httpx2", file.read_text("utf-8"))]
    importers = [str(file.relative_to(ROOT)) for file in named if _imported(file) & {"openai", "httpx2"}]
    assert importers == ["core/answers/llm.py"]


def test_it_is_not_loaded_before_it_is_used() -> None:
    program = (
        "import core.answers.model_writer, core.answers.embeddings, sys; print({'openai', 'numpy'} & set(sys.modules))"
    )
    loaded = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "set()"
