"""Writes of the year: one function, one change of state."""
