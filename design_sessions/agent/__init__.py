"""The agent: conversation, tools, prompts, the model client and its prices.

One turn is one call of the model. :func:`design_sessions.agent.turns.run_turn` runs one, from the
ledger and back into it; everything else here serves it.
"""
