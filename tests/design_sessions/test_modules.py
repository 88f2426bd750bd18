from __future__ import annotations

import pytest

from design_sessions.modules import branch_name, camelize, full_module, is_module_name, underscore


@pytest.mark.parametrize(
    ("module", "path"),
    [
        ("MyApp.Blog.Post", "my_app/blog/post"),
        ("GitHub", "git_hub"),
        ("URLParser", "url_parser"),
        ("OAuthX", "o_auth_x"),
        ("SAPExample", "sap_example"),
        ("MyApp.API", "my_app/api"),
        ("OAuth2Client", "o_auth2_client"),
        ("V1.X9Y", "v1/x9_y"),
        ("HTTP2", "http2"),
        ("Foo_Bar", "foo__bar"),
        ("A", "a"),
        ("", ""),
    ],
)
def test_a_path_follows_elixirs_macro_underscore(module: str, path: str) -> None:
    assert underscore(module) == path


def test_only_ascii_letters_have_a_case_in_paths() -> None:
    assert underscore("MyApp.ÜberGröße") == "my_app/Über_größe"


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("MyApp.Admin.Blog", "admin-blog"),
        ("MyApp.UserManagement", "usermanagement"),
        ("MyApp.User Management", "user-management"),
        ("MyApp.API::Handler", "api-handler"),
        ("MyApp.User_Data", "user_data"),
        ("Blog", "blog"),
        ("MyApp.Büro", "b-ro"),
        ("MyApp.-Blog-", "blog"),
    ],
)
def test_a_branch_is_named_after_the_context_without_its_project(module: str, name: str) -> None:
    assert branch_name(module) == f"docs-context-components-design-session-for-{name}"


def test_a_project_module_of_two_segments_is_left_out_of_the_branch() -> None:
    assert branch_name("My.App.Blog", "My.App").endswith("-for-blog")
    assert branch_name("Other.Blog", "My.App").endswith("-for-blog")


def test_names_that_leave_nothing_still_give_different_branches() -> None:
    assert branch_name("MyApp.日本") != branch_name("MyApp.中国")


@pytest.mark.parametrize("text", ["MyApp", "MyApp.Blog.V1", "A_b"])
def test_module_names_are_recognised(text: str) -> None:
    assert is_module_name(text)


@pytest.mark.parametrize(
    "text", ["", "blog", "MyApp.", "MyApp..Blog", "MyApp.blog", "My App", "Größe", "A" * 256]
)
def test_other_text_is_no_module_name(text: str) -> None:
    assert not is_module_name(text)


def test_the_project_module_is_put_in_front_once() -> None:
    assert full_module("Blog", "MyApp") == "MyApp.Blog"
    assert full_module("MyApp.Blog", "MyApp") == "MyApp.Blog"
    assert full_module("MyAppWeb.Blog", "MyApp") == "MyApp.MyAppWeb.Blog"


def test_a_path_segment_in_camel_case() -> None:
    assert camelize("git_hub") == "GitHub"


@pytest.mark.parametrize("path", ["git_hub", "step_2", "o_auth2", "v1", "code_my_spec"])
def test_a_camelized_path_leads_back_to_itself(path: str) -> None:
    assert underscore(camelize(path)) == path
