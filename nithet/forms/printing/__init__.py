"""A form on paper, empty or filled."""
