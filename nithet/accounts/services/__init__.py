"""Changes of accounts: one function, one change, with its history."""
