"""Working groups: who is appointed to what, by which order."""
