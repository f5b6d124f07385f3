"""What was filled in: read from XML, compared with what its form asks."""
