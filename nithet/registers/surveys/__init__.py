"""Surveys: rounds tied to the tasks that they serve; needs that were ranked, and suggestions that are followed to their end."""
