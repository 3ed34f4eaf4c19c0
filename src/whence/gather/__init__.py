"""Gather: analyses in, stories out.

Articles about one event are grouped; within each story, the lineage of the texts, the claims
and who holds which position on them, how firmly each article carries them, and on what the
reports disagree. Pure functions over what earlier stages gave; the encoder comes in as an
argument. The same analyses give the same stories in any order.
"""
