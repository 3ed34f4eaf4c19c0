"""Analyse: an Article in, an Analysis out, in the order of the reading.

Statements first (who says what, how firmly, through whom), then what the outlet says in its
own voice outside of them, then times, quantities and places. One article's analysis depends
on that article alone.
"""
