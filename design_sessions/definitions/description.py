"""A definition as text for a prompt: what is asked for is what validation accepts."""

from __future__ import annotations

from design_sessions.definitions.model import DocumentDefinition


def describe(definition: DocumentDefinition) -> str:
    """What the agent is told of the document it is to write."""
    lines = [
        "The document is Markdown. Its title, a level-1 heading, is the component's module "
        f"name. {definition.introduction}".rstrip(),
        "These sections follow in this order, each once, under a level-2 heading with exactly this "
        "text. A required section needs content: headings, comments or fillers such as TBD are not "
        "enough. Close every code fence.",
        "",
    ]
    for section in definition.sections:
        others = [f"`## {s.name}`" for s in definition.alternatives(section) if s != section]
        need = "required" if section.required else "optional"
        if others:
            need = f"{need}, or {' or '.join(others)} instead, or both"
        lines.append(f"- `## {section.name}` ({need}): {' '.join(section.description.split())}")
    return "\n".join(lines)
