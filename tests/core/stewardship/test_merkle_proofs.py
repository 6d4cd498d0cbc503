"""The log's tree, against RFC 9162's definition and its known vectors."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cofab.core.stewardship.provenance.merkle import (
    consistency_proof,
    consistent,
    included,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root,
)

LEAVES = [leaf_hash(bytes([i])) for i in range(70)]
SIZES = st.integers(1, 70)


def _root_by_definition(leaves):
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return node_hash(_root_by_definition(leaves[:k]), _root_by_definition(leaves[k:]))


def test_known_roots_of_certificate_transparency():
    data = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    leaves = [leaf_hash(bytes.fromhex(d)) for d in data]
    assert root([]) == hashlib.sha256(b"").digest()
    assert root(leaves[:1]).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert root(leaves[:2]).hex() == "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
    assert root(leaves).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


@given(SIZES)
def test_the_root_is_the_recursive_one(size):
    assert root(LEAVES[:size]) == _root_by_definition(LEAVES[:size])


@given(SIZES, st.data())
def test_an_inclusion_proof_holds_for_its_leaf_place_and_size_only(size, data):
    index = data.draw(st.integers(0, size - 1))
    proof, top = inclusion_proof(LEAVES[:size], index), root(LEAVES[:size])
    assert included(LEAVES[index], index, size, proof, top)
    assert not included(LEAVES[(index + 1) % 70], index, size, proof, top)
    other = data.draw(st.integers(0, 69).filter(lambda i: i != index))
    assert not included(LEAVES[index], other, size, proof, top)
    assert not included(LEAVES[index], index, size, [*proof, LEAVES[0]], top)
    if proof:
        assert not included(LEAVES[index], index, size, proof[:-1], top)


@given(SIZES, st.data())
def test_a_consistency_proof_shows_that_nothing_was_rewritten(new, data):
    old = data.draw(st.integers(1, new))
    proof = consistency_proof(LEAVES[:new], old)
    before, after = root(LEAVES[:old]), root(LEAVES[:new])
    assert consistent(old, new, before, after, proof)
    changed = [leaf_hash(b"other"), *LEAVES[1:new]]
    assert not consistent(old, new, before, root(changed), consistency_proof(changed, old))
    if old < new:
        assert not consistent(old, new, after, before, proof)


def test_what_is_not_in_the_tree_has_no_proof():
    with pytest.raises(IndexError):
        inclusion_proof(LEAVES[:3], 3)
    with pytest.raises(ValueError):
        consistency_proof(LEAVES[:3], 4)
