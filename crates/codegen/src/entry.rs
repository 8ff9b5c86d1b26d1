//! Calling a function of the JIT.

use crate::{
    error::{Error, ErrorKind, Result},
    jit::Jit,
    value::{self, Entry, Value},
};
use std::marker::PhantomData;

type Thunk = unsafe extern "C" fn(args: *const u64, results: *mut u64);

/// An entry, checked once and called often.
#[derive(Clone, Debug)]
pub struct EntryFn<'jit> {
    name: String,
    entry: Entry,
    thunk: Thunk,
    jit: PhantomData<&'jit Jit>,
}

impl<'jit> EntryFn<'jit> {
    /// The entry whose thunk is at an address.
    ///
    /// # Safety
    /// The address is that of the entry's thunk, in `jit`.
    pub(crate) unsafe fn new(_: &'jit Jit, name: &str, entry: Entry, thunk: usize) -> Self {
        // SAFETY: the caller's promise; every thunk has this type.
        let thunk = unsafe { std::mem::transmute::<usize, Thunk>(thunk) };
        Self {
            name: name.into(),
            entry,
            thunk,
            jit: PhantomData,
        }
    }

    /// The types that it takes and gives.
    pub fn entry(&self) -> &Entry {
        &self.entry
    }

    /// Calls with slots ([`Value::to_bits`]); fails if there are too few or too many.
    #[inline]
    pub fn call(&self, args: &[u64], results: &mut [u64]) -> Result<()> {
        if args.len() != self.entry.args.len() || results.len() != self.entry.results.len() {
            let found = format!("{} slots, for {} results", args.len(), results.len());
            return Err(self.mismatch(found));
        }
        // SAFETY: the thunk reads one slot for each argument and writes one for each result, as many
        // as were just counted; its code lives as long as the JIT, which is borrowed.
        unsafe { (self.thunk)(args.as_ptr(), results.as_mut_ptr()) };
        Ok(())
    }

    /// Calls with values; fails unless their types are the entry's.
    pub fn call_values(&self, args: &[Value]) -> Result<Vec<Value>> {
        let found: Vec<_> = args.iter().map(|value| value.scalar()).collect();
        if found != self.entry.args {
            return Err(self.mismatch(value::list(&found)));
        }
        let args: Vec<_> = args.iter().map(|value| value.to_bits()).collect();
        let mut results = vec![0; self.entry.results.len()];
        self.call(&args, &mut results)?;
        let values = self.entry.results.iter().zip(results);
        Ok(values
            .map(|(scalar, bits)| Value::from_bits(*scalar, bits))
            .collect())
    }

    #[cold]
    fn mismatch(&self, found: String) -> Error {
        let expected = value::list(&self.entry.args);
        ErrorKind::Call {
            function: self.name.clone(),
            expected,
            found,
        }
        .into()
    }
}
