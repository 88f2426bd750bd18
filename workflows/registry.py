"""What a worker registers."""

from __future__ import annotations

from workflows.component_batch import ComponentBatchWorkflow
from workflows.component_design import ComponentDesignWorkflow
from workflows.context_components_design import ContextComponentsDesignWorkflow
from workflows.context_design_review import ContextDesignReviewWorkflow

ALL_WORKFLOWS: list[type] = [
    ContextComponentsDesignWorkflow,
    ComponentBatchWorkflow,
    ComponentDesignWorkflow,
    ContextDesignReviewWorkflow,
]
