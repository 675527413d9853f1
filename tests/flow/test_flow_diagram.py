"""The diagram of the transitions is drawn from the table."""

import pytest

from core.flow.table import TABLE
from scripts.diagram import PAGE, diagram, drawn


def test_the_page_shows_the_table_as_it_is() -> None:
    page = PAGE.read_text("utf-8")
    assert drawn(page) == page, "run scripts/diagram.py"


def test_each_pair_of_stages_is_one_arrow() -> None:
    pairs = {(stage.__name__, to.__name__) for (stage, _), row in TABLE.items() for to in row.to if to is not stage}
    arrows = [line.split(":")[0].split() for line in diagram().splitlines() if " --> " in line and "[*]" not in line]
    assert sorted((start, end) for start, _, end in arrows) == sorted(pairs)


@pytest.mark.parametrize("page", ["", "# Architecture", "<!-- /transitions --> <!-- transitions -->"])
def test_a_page_without_markers_is_refused(page: str) -> None:
    with pytest.raises(ValueError, match="needs the lines"):
        drawn(page)
