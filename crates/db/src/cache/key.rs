//! Keys: what a value depends on, as 256 bits.

/// A key under construction. What is added is told apart from what is added next: each part has its length before it.
#[derive(Clone, Debug)]
pub(crate) struct Key(blake3::Hasher);

impl Key {
    pub(crate) fn new(compiler: &[u8; 32]) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(compiler);
        Self(hasher)
    }

    pub(crate) fn add(&mut self, part: impl AsRef<[u8]>) -> &mut Self {
        let part = part.as_ref();
        self.0.update(&(part.len() as u64).to_le_bytes());
        self.0.update(part);
        self
    }

    pub(crate) fn add_all<P: AsRef<[u8]>>(
        &mut self,
        parts: impl IntoIterator<Item = P>,
    ) -> &mut Self {
        let mut count = 0_u64;
        for part in parts {
            self.add(part);
            count += 1;
        }
        // Lists that follow each other keep their ends.
        self.0.update(&count.to_le_bytes());
        self
    }

    /// Adds a plain value whose `Debug` shows all of it.
    pub(crate) fn add_debug(&mut self, value: &dyn std::fmt::Debug) -> &mut Self {
        self.add(format!("{value:?}"))
    }

    pub(crate) fn finish(self) -> [u8; 32] {
        *self.0.finalize().as_bytes()
    }
}
