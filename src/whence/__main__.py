"""``python -m whence``: the command line where no ``whence`` is on the path."""

from whence.cli import main

if __name__ == "__main__":
    main()
