"""Generated answers are the same ones in every run, and a busy machine fails none."""

from hypothesis import settings

generated = settings(max_examples=100, deadline=None, derandomize=True)
