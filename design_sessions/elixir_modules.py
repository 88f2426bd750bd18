"""First segments of modules that are not a project's own: Elixir's, and those of libraries."""

from __future__ import annotations

STANDARD_MODULES = frozenset(
    {
        *("Access", "Agent", "Application", "Atom", "Base", "Bitwise", "Calendar", "Code"),
        *("Config", "Date", "DateTime", "Duration", "DynamicSupervisor", "Enum", "Enumerable"),
        *("Exception", "ExUnit", "File", "Float", "Function", "GenServer", "IO", "Inspect"),
        *("Integer", "JSON", "Kernel", "Keyword", "List", "Logger", "Map", "MapSet", "Mix"),
        *("Module", "NaiveDateTime", "Node", "Path", "Port", "Process", "Protocol", "Range"),
        *("Regex", "Registry", "Stream", "String", "StringIO", "Supervisor", "System", "Task"),
        *("Time", "Tuple", "URI", "Version"),
    }
)
"""Of Elixir itself. Many are plain words, which a project may well use for a module of its own."""

LIBRARIES = frozenset(
    {
        *("Absinthe", "Broadway", "Cachex", "Ecto", "Finch", "GenStage", "Horde", "Jason", "Oban"),
        *("Phoenix", "Plug", "Req", "Swoosh", "Tesla"),
    }
)
"""Packages that many projects use, whose names no project gives to a module of its own."""
