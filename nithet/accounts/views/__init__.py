"""The door, slips, and what a person does with their own account."""
