"""The pages of rounds: the list, making one, one as it stands, its links, and what is done there."""
