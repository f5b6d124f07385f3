"""The result of a round: its page, a question by itself, and both as files."""
