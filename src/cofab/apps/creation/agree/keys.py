"""Where parties' signing keys are: kept here under the site's secret, or with the party itself.

Promises: a private key is never stored or logged in the clear.
"""

from __future__ import annotations

import base64
import secrets

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from cofab.core.creation.agree import signing


def _box() -> Fernet:
    derived = HKDF(SHA256(), 32, salt=None, info=b"cofab signing keys 1").derive(settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(derived))


def fresh() -> tuple[str, str]:
    """Return a new key pair: the public key in hex and the private one encrypted."""
    private = signing.key_from(secrets.token_bytes(32))
    return signing.public_of(private), _box().encrypt(private).decode()


def sign_with(private_key: str, contract_hash: str) -> str:
    """Return the signature over a contract's hash with an encrypted private key."""
    return signing.sign(_box().decrypt(private_key.encode()), contract_hash)
