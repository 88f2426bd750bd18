"""Completion in the shell, quick: it loads no command and neither database nor model packages."""
