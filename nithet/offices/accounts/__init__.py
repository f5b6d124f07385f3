"""Accounts for the people of an office: made in bulk, handed out on printed slips, looked after by its administrator."""
