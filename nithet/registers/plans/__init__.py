"""Plans and projects: what is to be done, by whom and when, for how much money, and how far it is."""
