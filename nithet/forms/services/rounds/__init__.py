"""What is done with rounds: made, opened, closed; who is asked; reminding; which answers count."""
