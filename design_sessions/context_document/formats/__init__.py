"""The formats in which documents list components: one module for each, and telling them apart."""
