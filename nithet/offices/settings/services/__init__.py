"""Changes of an office's settings: one function, one change, with its history."""
