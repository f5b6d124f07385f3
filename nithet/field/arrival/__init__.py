"""What comes from devices in the field: whose it is, stored together with what comes at the same moment, and kept apart."""
