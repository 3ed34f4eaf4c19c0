"""What goes into a package for whoever checks it: a program, and texts to read first."""
