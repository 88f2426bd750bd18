"""What the steps of sessions do, in the order of a session's life; activities call them.

``initialize`` begins a session and ``session_records`` keeps its records. ``component_*`` are the
steps of a component's session, and ``components_validation`` compares them with the branch.
``review_*`` are the steps of the review's, and ``finalize`` ends with the pull request.
``legs`` runs the turns of either kind of conversation up to the next decision.
"""
