"""The simulator and the product's prompts, definitions and validation fit together."""

from __future__ import annotations

import json
from typing import Any

import pytest

from design_sessions.agent import prompts
from design_sessions.agent.review_opening import ReviewedContext, review_opening, review_system
from design_sessions.agent.tool_definitions import design_tools, review_tools
from design_sessions.components import Component, ComponentType
from design_sessions.definitions import describe
from design_sessions.definitions.builtin import builtin_definition
from design_sessions.design_document.examination import examine_design, validate_design
from simulator.agent import agent_answer
from simulator.conversation import Conversation, read_conversation
from simulator.faults import Fault
from simulator.models import ModelCatalogue
from simulator.requests import parse_request

CONTEXT_PATH = "docs/design/my_app/blog.md"


def component(component_type: ComponentType, name: str = "PostIndex") -> Component:
    return Component(
        name=name,
        module=f"MyApp.Blog.{name}",
        type=component_type,
        declared_type=None,
        description="Sends reminders and keeps a title, a body and the author of each article.",
        design_path=f"docs/design/my_app/blog/{name.lower()}.md",
    )


def conversation(
    system: list[Any], opening: list[Any], tools: list[Any], *exchanges: dict[str, Any]
) -> Conversation:
    fields = {
        "model": "claude-sonnet-5-5",
        "max_tokens": 1_000,
        "system": system,
        "tools": tools,
        "messages": [{"role": "user", "content": opening}, *exchanges],
    }
    return read_conversation(parse_request(json.dumps(fields).encode(), ModelCatalogue()), None)


def exchange(tool: str, arguments: dict[str, Any], result: str, **more: Any) -> list[Any]:
    call = {"type": "tool_use", "id": f"toolu_{tool}", "name": tool, "input": arguments}
    answer = {"type": "tool_result", "tool_use_id": call["id"], "content": result, **more}
    return [{"role": "assistant", "content": [call]}, {"role": "user", "content": [answer]}]


def design_conversation(
    subject: Component, standard: Any, *exchanges: dict[str, Any]
) -> Conversation:
    definition = builtin_definition(standard, subject.type)
    return conversation(
        prompts.design_system(rules="# Rules\n\n- **Be kind**", definition=describe(definition)),
        prompts.design_opening(
            project="my_app",
            context_module="MyApp.Blog",
            context_path=CONTEXT_PATH,
            component=subject,
            siblings=[component(ComponentType("other"), "Comment")],
            project_documents=["docs/executive_summary.md"],
        ),
        design_tools(),
        *exchanges,
    )


READ = exchange("read_file", {"path": CONTEXT_PATH}, "File: x (lines 1-1 of 1)\n# Blog")


@pytest.mark.parametrize("standard", ["design", "spec"])
@pytest.mark.parametrize("component_type", list(ComponentType))
def test_drafts_of_every_type_are_valid_without_a_warning(
    component_type: ComponentType, standard: Any
) -> None:
    subject = component(component_type)
    talk = design_conversation(subject, standard, *READ)
    answer = agent_answer(talk)
    while answer.content[-1]["name"] != "submit_design":
        call = answer.content[-1]
        talk = design_conversation(
            subject, standard, *READ, *exchange(call["name"], call["input"], "No matches.")
        )
        answer = agent_answer(talk)
    document = answer.content[-1]["input"]["document"]
    definition = builtin_definition(standard, component_type)
    assert examine_design(document, definition=definition, module=subject.module) == []
    assert talk.module == subject.module
    assert talk.component_type == component_type.value


@pytest.mark.parametrize("kind", ["invalid", "never_valid", "same_errors"])
@pytest.mark.parametrize("problem", ["missing_section", "empty_section", "wrong_title"])
def test_spoiled_drafts_are_invalid(kind: str, problem: Any) -> None:
    subject = component(ComponentType("repository"), "PostRepository")
    submitted = exchange("submit_design", {"document": "# x"}, "Not valid.", is_error=True)
    talk = design_conversation(subject, "design", *READ, *submitted)
    answer = agent_answer(talk, Fault(kind=kind, problem=problem))
    document = answer.content[-1]["input"]["document"]
    definition = builtin_definition("design", subject.type)
    assert validate_design(document, definition=definition, module=subject.module) != []


def test_a_review_takes_the_designs_from_the_message_and_names_components() -> None:
    designs = [
        component(ComponentType("other"), "Post"),
        component(ComponentType("task"), "Mailer"),
    ]
    opening = review_opening(
        ReviewedContext(project="my_app", module="MyApp.Blog", path=CONTEXT_PATH, text="# Blog\n"),
        [(design, f"# {design.module}\n") for design in designs],
        room=10_000,
        others=[component(ComponentType("other"), "Skipped")],
    )
    talk = conversation(review_system(), opening, review_tools())
    submission = agent_answer(talk).content[-1]["input"]
    assert submission["findings"][0]["components"] == ["Post", "Mailer"]
    assert "Designs read: 2" in submission["summary"]
