"""Signatures over a contract's hash."""

from hypothesis import given
from hypothesis import strategies as st

from cofab.core.creation.agree.signing import key_from, public_of, sign, signed
from cofab.core.creation.agree.terms import contract_hash, contracts

from .orders import order

KEY = key_from(bytes(range(32)))
HASH = contract_hash(contracts(order())[0])


def test_a_signature_holds_for_its_key_and_its_contract_only():
    made = sign(KEY, HASH)
    assert signed(public_of(KEY), HASH, made)
    assert not signed(public_of(key_from(bytes(32))), HASH, made)
    assert not signed(public_of(KEY), contract_hash({"other": 1}), made)


@given(st.integers(0, 63), st.integers(1, 255))
def test_one_changed_byte_breaks_a_signature(place, flip):
    raw = bytearray(bytes.fromhex(sign(KEY, HASH)))
    raw[place] ^= flip
    assert not signed(public_of(KEY), HASH, raw.hex())


def test_garbage_is_no_signature():
    assert not signed("zz", HASH, "00")
    assert not signed(public_of(KEY), HASH, "")
