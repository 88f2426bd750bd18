"""``## LiveViews`` with ``### XLive.Y`` and bullets ``**Route:**``, ``**Description:**``."""

from __future__ import annotations

from design_sessions.components import ComponentType
from design_sessions.context_document.entries import Entry, HeadedEntry
from design_sessions.context_document.heading_prose import read_heading_prose
from design_sessions.context_document.model import Report

LIVE_VIEW_SECTIONS = frozenset({"liveviews", "live views", "liveview", "live view"})


def read_live_view(entry: HeadedEntry, report: Report) -> list[Entry] | None:
    """Read one LiveView; None in any other section.

    The section's name is what declares the type, unless the entry says another.
    """
    if entry.section not in LIVE_VIEW_SECTIONS:
        return None
    found = read_heading_prose(entry, report)
    for each in found:
        each.declared_type = each.declared_type or ComponentType.LIVEVIEW.value
    return found
