"""A model's Markdown inside of a document of ours."""

from __future__ import annotations

from design_sessions.markdown import MarkdownDocument, plain_text


def prose(text: str) -> str:
    """A model's Markdown made to stay in its place.

    Its headings become bold text, its HTML is shown and an open code fence is closed, so that
    nothing in it can end a section of the document or swallow the next one.
    """
    # The blank line keeps a leading "---" from being read as front matter.
    document = MarkdownDocument(f"\n{text.strip()}")
    lines: list[str] = []
    for block in document.blocks:
        source = document.source(block)
        if block.kind == "heading":
            source = f"**{plain_text(block.text)}**" if block.text.strip() else ""
        elif block.kind == "html_block":
            source = source.replace("<", "&lt;")
        elif block.kind == "fence" and block.line in document.unclosed_fences:
            source = f"{source}\n{block.tokens[0].markup}"
        lines.append(source)
    return "\n\n".join(part for part in lines if part)
