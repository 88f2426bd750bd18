"""Reading one design: what it defines, what it calls, and what it depends on."""
