defmodule ToolLibrary.Application do
  @moduledoc false

  use Application

  @impl true
  def start(_type, _args) do
    children = [
      ToolLibrary.Repo,
      {Phoenix.PubSub, name: ToolLibrary.PubSub}
    ]

    Supervisor.start_link(children, strategy: :one_for_one, name: ToolLibrary.Supervisor)
  end
end
