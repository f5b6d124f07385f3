"""What can be wrong with a form, a module for each part of it. Every function gives all that it finds."""
