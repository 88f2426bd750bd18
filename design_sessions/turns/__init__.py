"""A model turn from the ledger and back into it: claimed before the call, recorded after it.

:func:`design_sessions.turns.turn.run_turn` runs one; what a call may cost, how long errors are
borne and which calls run on belong here too.
"""
