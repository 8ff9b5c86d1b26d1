//! What a backward half belongs to, noted on it for `functional-fuse-halves`.

use super::halves::{Backward, Kept};
use pullback_functional::{is_data_type, stack_elements};
use pullback_ir::{Attr, Op, Type};

/// On a backward half: the name of the forward half.
const FORWARD: &str = "functional.forward";
/// On a backward half: for each argument before those of the closure which of the forward half's arguments it is; below
/// zero, which result, from -1 on.
const KEPT: &str = "functional.kept";
/// On a backward half: how many results the function had that was split.
const PLAIN: &str = "functional.plain";
/// On a backward half: whether it may call itself.
const RECURSIVE: &str = "functional.recursive";

/// Notes on a backward half what it belongs to.
pub(super) fn note(backward: Op<'_>, half: &Backward<'_>, forward: &str, plain: usize) {
    let context = backward.context();
    let place = |kept: &Kept| match *kept {
        Kept::Argument(index) => index as i64,
        Kept::Result(index) => -1 - index as i64,
    };
    let kept: Vec<i64> = half.tape.iter().map(place).collect();
    backward.set_attr(FORWARD, Attr::string(context, forward));
    backward.set_attr(KEPT, Attr::i64s(context, &kept));
    backward.set_attr(PLAIN, Attr::int(Type::int(context, 64), plain as i64));
}

/// Notes that a backward half may call itself.
pub(super) fn note_recursion(backward: Op<'_>) {
    backward.set_attr(RECURSIVE, Attr::unit(backward.context()));
}

/// Whether there are values of data types, or stacks, among values of these types: tapes in memory.
pub(super) fn hold_data<'a>(types: impl IntoIterator<Item = Type<'a>>) -> bool {
    let mut pending: Vec<_> = types.into_iter().collect();
    while let Some(ty) = pending.pop() {
        if is_data_type(ty) || stack_elements(ty).is_some() {
            return true;
        }
        pending.extend(ty.tuple_fields().unwrap_or_default());
    }
    false
}

/// A backward half and what it belongs to.
#[derive(Debug)]
pub(crate) struct Half<'a> {
    /// The forward half.
    pub forward: Op<'a>,
    /// The backward half.
    pub backward: Op<'a>,
    /// What the backward half takes before the closure's arguments.
    pub kept: Vec<Kept>,
    /// How many of the forward half's results are not there for the backward halves.
    pub plain: usize,
    /// Whether the halves may call themselves.
    pub is_recursive: bool,
}

impl<'a> Half<'a> {
    /// What was noted on a function, if it is still so.
    pub fn of(module: Op<'a>, backward: Op<'a>) -> Option<Self> {
        let forward = module.symbol(backward.attr(FORWARD)?.as_str()?)?;
        let (inputs, results) = forward.function_type()?;
        let kept = backward.attr(KEPT)?.as_i64s()?.into_iter().map(|place| {
            let kept = match usize::try_from(place) {
                Ok(index) => Kept::Argument(index),
                Err(_) => Kept::Result(usize::try_from(-1 - place).ok()?),
            };
            Some(kept)
        });
        let kept = kept.collect::<Option<Vec<_>>>()?;
        let plain = usize::try_from(backward.attr(PLAIN)?.as_int()?).ok()?;
        let (parameters, _) = backward.function_type()?;
        let fits = plain <= results.len()
            && kept.len() <= parameters.len()
            && kept.iter().zip(parameters).all(|(kept, ty)| match *kept {
                Kept::Argument(index) => inputs.get(index) == Some(&ty),
                Kept::Result(index) => results.get(index) == Some(&ty),
            })
            && [forward, backward].into_iter().all(|function| {
                let blocks = function.region(0).blocks();
                blocks.len() == 1 && blocks[0].terminator().is("func.return")
            });
        fits.then_some(Self {
            forward,
            backward,
            kept,
            plain,
            is_recursive: backward.attr(RECURSIVE).is_some(),
        })
    }

    /// The names of the two halves if the function is a backward half.
    pub fn names(function: Op<'a>) -> Option<[&'a str; 2]> {
        let forward = function.attr(FORWARD)?.as_str()?;
        Some([forward, function.symbol_name()?])
    }

    /// Takes away what was noted.
    pub fn forget(backward: Op<'a>) {
        for name in [FORWARD, KEPT, PLAIN, RECURSIVE] {
            backward.remove_attr(name);
        }
    }

    /// The name of the forward half.
    pub fn forward_name(&self) -> &'a str {
        self.forward.symbol_name().unwrap_or_default()
    }

    /// The name of the backward half.
    pub fn backward_name(&self) -> &'a str {
        self.backward.symbol_name().unwrap_or_default()
    }
}
