"""Writes: what is told to whom, chosen, put on its way and sent."""
