"""Writes to the registers: one function, one change of state."""
