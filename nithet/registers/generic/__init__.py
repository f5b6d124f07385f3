"""What all registers do alike: items with their parts, pages, services, files in and out. A register says what it knows in a `Book`."""
