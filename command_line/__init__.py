"""The commands of ``client.py``, and what they share."""
