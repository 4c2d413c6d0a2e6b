"""Storage: verify as a signed-in account."""

from store.diagnostics.verification import Verified
from store.store import Store


def verify_as(store: Store, name: str, passphrase: str) -> Verified:
    """Check every stored file and the content of sealed cases, signed in for that time only.

    Raises:
        AccountError: If the account and the passphrase do not match.
        StoreError: If there is no store, or it cannot be read.
    """
    session = store.session()
    session.sign_in(name, passphrase)
    try:
        return store.verify(session)
    finally:
        session.log_out()
