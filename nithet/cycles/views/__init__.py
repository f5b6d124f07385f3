"""Pages of the year: find, call, render."""
