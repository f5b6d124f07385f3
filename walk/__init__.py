"""`make walk`: every procedure of the catalogue runs to its end, through the services that people use."""
