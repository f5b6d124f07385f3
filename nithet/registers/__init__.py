"""Tools with objects of their own, one app each. None imports another; what they do alike is `generic`."""
