"""Context documents: finding one in a repository and reading the components it lists.

A document goes through :mod:`finding.locate` and :mod:`formats.detection`, one module of
:mod:`formats`, and :mod:`assembly`; what single lines say is in :mod:`lines`. Another format is one
more module in :mod:`formats` and one more line in its :mod:`detection`.
"""
