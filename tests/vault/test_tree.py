"""The tree: roots, and proofs that hold for what is in it and for nothing else."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from whence.vault.tree import (
    EMPTY_ROOT,
    Edge,
    extends,
    hash_leaf,
    hash_node,
    includes,
    prove_consistency,
    prove_inclusion,
    root_of,
)

LEAVES = st.integers(1, 70).map(lambda n: [hash_leaf(b"line %d" % i) for i in range(n)])


def test_the_empty_tree_has_the_hash_of_nothing():
    assert root_of([]) == EMPTY_ROOT == hashlib.sha256().digest()


def test_roots_are_those_of_the_certificate_transparency_project():
    # The test vectors that its reference implementations share.
    inputs = [
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ]  # fmt: skip
    leaves = [hash_leaf(bytes.fromhex(text)) for text in inputs]
    roots = {
        1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    }
    for size, root in roots.items():
        assert root_of(leaves[:size]).hex() == root


def test_a_leaf_is_never_taken_for_a_node():
    left, right = hash_leaf(b"a"), hash_leaf(b"b")
    assert hash_leaf(left + right) != hash_node(left, right)


@given(LEAVES)
def test_an_edge_keeps_as_many_hashes_as_its_size_has_bits(leaves):
    edge = Edge()
    for leaf in leaves:
        edge = edge.add(leaf)
    assert len(edge.roots) == len(leaves).bit_count()
    assert edge.root == root_of(leaves)


@given(LEAVES, st.data())
def test_a_proof_of_inclusion_holds_for_its_leaf_at_its_place_alone(leaves, data):
    index = data.draw(st.integers(0, len(leaves) - 1))
    root, proof = root_of(leaves), prove_inclusion(leaves, index)
    assert includes(leaves[index], index, len(leaves), proof, root)
    assert not includes(hash_leaf(b"other"), index, len(leaves), proof, root)
    for other in range(len(leaves)):
        assert other == index or not includes(leaves[index], other, len(leaves), proof, root)
    assert not includes(leaves[index], index, len(leaves), (*proof, root), root)


@given(LEAVES, st.data())
def test_a_proof_of_consistency_holds_for_what_was_only_added_to(leaves, data):
    size = data.draw(st.integers(1, len(leaves)))
    old, new = root_of(leaves[:size]), root_of(leaves)
    proof = prove_consistency(leaves, size)
    assert extends(size, old, len(leaves), new, proof)
    assert not extends(size, hash_leaf(b"other"), len(leaves), new, proof)
    assert not extends(size, old, len(leaves), hash_leaf(b"other"), proof)
    if proof:
        assert not extends(size, old, len(leaves), new, proof[:-1])
    assert not extends(size, old, len(leaves), new, (*proof, new))
