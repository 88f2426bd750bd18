"""A worker's bare mirrors of projects' repositories."""
