"""A model endpoint that speaks the Messages API over HTTP, without a model behind it.

It serves demos, tests and benchmarks. It imports nothing of the product: what it answers follows
from the request alone, as it would with a real endpoint.
"""
