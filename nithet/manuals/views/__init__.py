"""Pages of the manuals: find, call, render."""
