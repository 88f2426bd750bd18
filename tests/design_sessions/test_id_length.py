from __future__ import annotations

import pytest

from design_sessions.components import Component, ComponentType
from design_sessions.errors import InputError
from design_sessions.id_length import check_ids


def component(module: str) -> Component:
    return Component(
        name=module.rpartition(".")[2],
        module=module,
        type=ComponentType.SCHEMA,
        design_path="docs/design/a.md",
    )


@pytest.mark.parametrize(("id_length", "is_refused"), [(982, False), (983, True), (2_000, True)])
def test_the_longest_components_workflow_decides(id_length: int, is_refused: bool) -> None:
    components = [component("A.B"), component("A.B.Longer")]
    if not is_refused:
        check_ids("x" * id_length, components)
        return
    with pytest.raises(InputError, match=r"workflow of A\.B\.Longer would have up to 1,001|2,018"):
        check_ids("x" * id_length, components)
