"""The domain of context design sessions. Nothing here knows of Temporal."""
