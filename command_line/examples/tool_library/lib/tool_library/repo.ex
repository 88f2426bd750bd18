defmodule ToolLibrary.Repo do
  use Ecto.Repo,
    otp_app: :tool_library,
    adapter: Ecto.Adapters.Postgres
end
