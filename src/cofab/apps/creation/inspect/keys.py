"""Where inspectors' signing keys are kept: under the site's secret, for those who asked the platform to.

Promises: a private key is never stored or logged in the clear.
"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def _box() -> Fernet:
    derived = HKDF(SHA256(), 32, salt=None, info=b"cofab inspector keys 1").derive(settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(derived))


def fresh() -> tuple[str, str]:
    """Return a new key pair: the public key in hex and the private one encrypted."""
    key = Ed25519PrivateKey.generate()
    return key.public_key().public_bytes_raw().hex(), _box().encrypt(key.private_bytes_raw()).decode()


def opened(private_key: str) -> bytes:
    """Return an encrypted private key as its 32 bytes."""
    return _box().decrypt(private_key.encode())
