"""Whether a design document has what its definition asks for and agrees with its context.

A person or the agent can fix every problem; each names the line and the fix. Errors make a document
invalid; warnings are for people and for the review, and block nothing.
"""
