"""The commands of ``client.py``, one module for each group."""
