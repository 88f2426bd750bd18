defmodule ToolLibrary.Scope do
  @moduledoc """
  Who asks: the library branch and the member. Every public function of a context takes one first.
  """

  @enforce_keys [:branch_id]
  defstruct [:branch_id, :member_id]

  @type t :: %__MODULE__{branch_id: Ecto.UUID.t(), member_id: Ecto.UUID.t() | nil}
end
