"""Signatures of organisations over a contract's hash, Ed25519 (RFC 8032).

Not here: where private keys are kept.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from cofab.core.stewardship.provenance.checkpoint import public_of

__all__ = ["CONTEXT", "key_from", "public_of", "sign", "signed"]

CONTEXT = b"cofab contract 1\n"


def key_from(entropy: bytes) -> bytes:
    """Return the private key of 32 random bytes; raises ValueError for another length."""
    return Ed25519PrivateKey.from_private_bytes(entropy).private_bytes_raw()


def sign(private: bytes, contract: str) -> str:
    """Return the signature over a contract's hash (hex), in hex; a signature serves no other purpose."""
    return Ed25519PrivateKey.from_private_bytes(private).sign(CONTEXT + bytes.fromhex(contract)).hex()


def signed(public: str, contract: str, signature: str) -> bool:
    """Tell whether `signature` over the contract's hash was made with the key of `public` (all hex)."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        key.verify(bytes.fromhex(signature), CONTEXT + bytes.fromhex(contract))
    except (InvalidSignature, ValueError):
        return False
    return True
