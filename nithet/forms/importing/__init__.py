"""Answers that another system collected (a table of Google Forms), each row a submission of a form of ours."""
