"""The seal of the accounts: who may sign in, as what, and with which wrapped key, authenticated under the data key.

The failed tries and the journal change while nobody holds the key, so they are not sealed.
"""

import hmac

import msgspec

from store.accounts.accounts_file import AccountsFile, way_back
from store.crypto.keys import DataKey
from store.engine.protocol import Engine
from store.errors import AccountsForgedError

_PURPOSE = "accounts"


def sealed(file: AccountsFile, key: DataKey) -> AccountsFile:
    """The file with the seal of its accounts and of its wrapped keys.

    Raises:
        KeyLockedError: If the key is not held.
    """
    return msgspec.structs.replace(file, seal=_seal(file, key))


def refuse_forged(engine: Engine, file: AccountsFile, key: DataKey) -> None:
    """Refuse accounts that were not written by somebody who held the data key.

    Raises:
        AccountsForgedError: If the seal does not match.
        KeyLockedError: If the key is not held.
    """
    if not hmac.compare_digest(file.seal.encode(), _seal(file, key).encode()):
        raise AccountsForgedError(way_back(engine))


def _seal(file: AccountsFile, key: DataKey) -> str:
    return key.mac(_PURPOSE, msgspec.json.encode((file.key, file.accounts))).hex()
