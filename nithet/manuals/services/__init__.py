"""Writes of the manuals: one function, one change of state."""
