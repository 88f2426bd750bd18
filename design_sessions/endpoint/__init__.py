"""The model endpoint: one client of the Messages API, its answers as they come, its errors."""
