"""Tokens by which programs read in a person's name, whatever of the house they read (`/api/`)."""
