//! Where results outlive the process that computed them.

/// Bytes by key, behind which a persistent cache stands.
///
/// A key is a fingerprint of everything that its value depends on: what was read, the text of what was done, and
/// who did it (the build of the compiler). So two values of one key are equal, an entry never goes stale, and a
/// store may forget whatever it likes at any time. A store never fails: what it cannot read, or what is damaged,
/// is not there, and what it cannot write is not kept; it warns by itself. A caller must get along with `None`, and
/// checks what it decodes.
pub trait Store: Send + Sync {
    /// The value that was put under this key, bit for bit, or nothing.
    fn get(&self, key: &[u8; 32]) -> Option<Vec<u8>>;
    /// Offers a value. Where there is one under this key it may stay.
    fn put(&self, key: &[u8; 32], value: &[u8]);
}

/// The store that keeps nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoStore;

impl Store for NoStore {
    fn get(&self, _: &[u8; 32]) -> Option<Vec<u8>> {
        None
    }
    fn put(&self, _: &[u8; 32], _: &[u8]) {}
}

impl<S: Store + ?Sized> Store for std::sync::Arc<S> {
    fn get(&self, key: &[u8; 32]) -> Option<Vec<u8>> {
        (**self).get(key)
    }
    fn put(&self, key: &[u8; 32], value: &[u8]) {
        (**self).put(key, value);
    }
}
