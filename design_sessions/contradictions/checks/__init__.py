"""One module for each kind of contradiction; each is a pure function of the model."""
