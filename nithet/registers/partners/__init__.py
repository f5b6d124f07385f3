"""Agencies that the office works with, what it asks of them and gives them, and the work that is done together."""
