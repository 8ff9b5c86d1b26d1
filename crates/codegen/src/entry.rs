//! Calling a function of the JIT.

use crate::{
    arena::{Arena, Lease},
    data,
    error::{Error, ErrorKind, Result},
    jit::Jit,
    part::{ArrayView, Part},
    trap,
    value::{self, Entry, Value},
};
use std::marker::PhantomData;

pub(crate) type Thunk = unsafe extern "C" fn(args: *const u64, results: *mut u64);

/// An entry, checked once and called often.
#[derive(Clone, Debug)]
pub struct EntryFn<'jit> {
    name: String,
    entry: Entry,
    thunk: Thunk,
    /// The memory for data and tapes, if the program has any.
    arena: Option<&'jit Arena>,
    /// Whether a call comes back from a trap.
    recovers: bool,
    jit: PhantomData<&'jit Jit>,
}

impl<'jit> EntryFn<'jit> {
    /// The entry whose thunk is at an address.
    ///
    /// # Safety
    /// The address is that of the entry's thunk, in `jit`.
    pub(crate) unsafe fn new(jit: &'jit Jit, name: &str, entry: Entry, thunk: usize) -> Self {
        // SAFETY: the caller's promise; every thunk has this type.
        let thunk = unsafe { std::mem::transmute::<usize, Thunk>(thunk) };
        Self {
            name: name.into(),
            entry,
            thunk,
            arena: jit.arena(),
            recovers: false,
            jit: PhantomData,
        }
    }

    /// The same, such that a call gives an error ([`ErrorKind::Trap`]) where the code traps: it divides an integer by zero, its
    /// recursion fills the stack, its data and tapes fill the memory. Calls of it take some nanoseconds more; in
    /// [`crate::guarded`] they have a stack of their own.
    #[must_use]
    pub fn recovering(self) -> Self {
        Self {
            recovers: true,
            ..self
        }
    }

    /// The types that it takes and gives.
    pub fn entry(&self) -> &Entry {
        &self.entry
    }

    /// Calls with slots ([`Value::to_bits`]); fails if there are too few or too many, or if there are arrays or data types among
    /// them, which have no slots of their own.
    #[inline]
    pub fn call(&self, args: &[u64], results: &mut [u64]) -> Result<()> {
        if args.len() != self.entry.args.len() || results.len() != self.entry.results.len() {
            let found = format!("{} slots, for {} results", args.len(), results.len());
            return Err(self.mismatch(found));
        }
        if self.entry.has_memory() {
            return Err(self.mismatch("slots".into()));
        }
        let mut lease = self.arena.map(Arena::lease);
        // SAFETY: the slices are as long as the entry says, and the arena is this call's.
        unsafe { self.enter(args, results, lease.as_mut()) }
    }

    /// Runs the thunk.
    ///
    /// # Safety
    /// There is a slot for each argument and each result, and this call has the arena.
    #[inline]
    unsafe fn enter(
        &self,
        args: &[u64],
        results: &mut [u64],
        lease: Option<&mut Lease<'_>>,
    ) -> Result<()> {
        if self.recovers {
            // SAFETY: as below.
            return unsafe { trap::call(self.thunk, args, results) }.map_err(|trap| {
                if let Some(lease) = lease {
                    lease.give_back();
                }
                ErrorKind::Trap(trap).into()
            });
        }
        // SAFETY: the thunk reads one slot for each argument and writes one for each result, as many
        // as there are; its code lives as long as the JIT, which is borrowed.
        unsafe { (self.thunk)(args.as_ptr(), results.as_mut_ptr()) };
        Ok(())
    }

    /// Calls with values; fails unless their types are the entry's. A value of a data type is the list of its parts, in
    /// the arguments as in the results; an array is its sizes that the type does not tell, then its elements.
    pub fn call_values(&self, args: &[Value]) -> Result<Vec<Value>> {
        if self.entry.has_memory() {
            return self.call_data(args);
        }
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

    fn call_data(&self, values: &[Value]) -> Result<Vec<Value>> {
        let Some(arena) = self.arena else {
            return Err(self.mismatch("no memory for data".into()));
        };
        let mut lease = arena.lease();
        let mut rest = values.iter().copied().map(Part::Value).peekable();
        let args = data::write(&self.entry, &self.entry.args, &mut rest, &mut lease)?;
        let args = args.filter(|_| rest.next().is_none());
        let args = args.ok_or_else(|| self.mismatch(parts(values.len())))?;
        let mut results = vec![0; self.entry.results.len()];
        // SAFETY: the slots were just made, and the lease is held.
        unsafe { self.enter(&args, &mut results, Some(&mut lease)) }?;
        data::read(&self.entry, &self.entry.results, &results, &lease)
    }

    /// Calls with numbers and with arrays that are borrowed, and has `read` look at the results before their memory is freed:
    /// no element is copied or converted, in either direction. Compiled code writes to no argument; a result may lie in one. An
    /// argument of a data type is the list of its parts, whose arrays are borrowed too.
    ///
    /// `read` must not call functions of the same [`Jit`], whose memory the results lie in.
    pub fn call_parts<R>(
        &self,
        args: &[Part<'_>],
        read: impl FnOnce(&[Part<'_>]) -> R,
    ) -> Result<R> {
        let mut lease = match self.arena {
            Some(arena) => arena.lease(),
            // There are no arrays to speak of.
            None => return self.call_numbers(args, read),
        };
        let mut rest = args.iter().cloned().peekable();
        let slots = data::write(&self.entry, &self.entry.args, &mut rest, &mut lease)?;
        let slots = slots.filter(|_| rest.next().is_none());
        let slots = slots.ok_or_else(|| self.mismatch(types(args)))?;
        let mut results = vec![0; self.entry.results.len()];
        // SAFETY: the slots were just made, and the lease is held. Addresses of arrays are those of slices that `args` borrows, and
        // have as many elements of the type as their sizes say, which are those that the slots tell; compiled code reads them only.
        unsafe { self.enter(&slots, &mut results, Some(&mut lease)) }?;
        let lent = args.iter().filter_map(|part| match part {
            Part::Array(view) => Some(view.clone()),
            Part::Value(_) => None,
        });
        let lent: Vec<ArrayView<'_>> = lent.collect();
        let results = data::view(&self.entry, &self.entry.results, &results, &lease, &lent)?;
        Ok(read(&results))
    }

    fn call_numbers<R>(&self, args: &[Part<'_>], read: impl FnOnce(&[Part<'_>]) -> R) -> Result<R> {
        let numbers = args.iter().map(|part| match part {
            Part::Value(value) => Some(*value),
            Part::Array(_) => None,
        });
        let numbers: Option<Vec<_>> = numbers.collect();
        let numbers = numbers.ok_or_else(|| self.mismatch(types(args)))?;
        let results = self.call_values(&numbers)?;
        let results: Vec<_> = results.into_iter().map(Part::Value).collect();
        Ok(read(&results))
    }

    #[cold]
    fn mismatch(&self, found: String) -> Error {
        let expected = self.entry.arguments();
        ErrorKind::Call {
            function: self.name.clone(),
            expected,
            found,
        }
        .into()
    }
}

fn parts(count: usize) -> String {
    format!("{count} parts that are no such values")
}

/// `(2x3xf64, i1)`.
fn types(parts: &[Part<'_>]) -> String {
    let types: Vec<_> = parts.iter().map(Part::to_string).collect();
    format!("({})", types.join(", "))
}
