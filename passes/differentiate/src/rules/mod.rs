//! The rule table: one row an op, read by both modes.
//!
//! An element-wise row gives, for each operand, what a small change `d` of that operand changes the result by.
//! This linear map is the partial derivative: forward mode adds the maps of the operands' tangents, reverse mode
//! sends the result's cotangent through each of them to the operand. `y` is the result.

mod arith;
mod arrays;
mod functional;
mod math;
mod others;

use crate::{arrays::ArrayRule, monomial::E};
use std::{collections::HashMap, sync::OnceLock};

/// What a partial derivative may look at.
#[derive(Clone, Copy, Debug)]
pub struct At<'a, 'e, 'v> {
    /// The change of the operand (forward), or of the result (reverse).
    pub d: E<'a, 'e>,
    /// The operands; those that are no floats stand as they are and must be read through [`At::integer`].
    pub x: &'v [Option<E<'a, 'e>>],
    /// The results.
    pub y: &'v [E<'a, 'e>],
    /// The operands as values.
    pub operands: &'v [pullback_ir::Value<'a>],
}

impl<'a> At<'a, '_, '_> {
    /// An operand that is no float.
    pub fn integer(&self, index: usize) -> pullback_ir::Value<'a> {
        self.operands[index]
    }
}

/// A linear map of `d`.
pub type Partial = for<'a, 'e, 'v> fn(At<'a, 'e, 'v>) -> E<'a, 'e>;

/// The derivative of one result by one operand.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Which result.
    pub result: usize,
    /// Which operand.
    pub operand: usize,
    /// The map.
    pub partial: Partial,
}

/// How an op is differentiated.
#[derive(Clone, Copy, Debug)]
pub enum Rule {
    /// Scalar functions, applied element by element: partial derivatives.
    Elementwise(&'static [Entry]),
    /// A conversion between float types: linear, and its transpose converts back.
    Convert,
    /// Code on whole arrays.
    Array(ArrayRule),
    /// Locally constant, or without float results: tangents and cotangents end here.
    Zero,
    /// Control flow, calls, tuples, selection: `forward.rs` and `reverse.rs` have a case each.
    Structural,
    /// Gone before differentiation looks: function values and derivative operators.
    Eliminated(&'static str),
    /// Not differentiable here, and why.
    Unsupported(&'static str),
}

/// A row of the table.
pub type Row = (&'static str, Rule);

/// Writes rows: `"op"(x, y) -> r; d { x: .., y: .. }`. Operands without an entry have derivative zero.
macro_rules! elementwise {
    ($($name:literal ($($x:ident),*) -> $y:ident; $d:ident { $($arg:ident : $map:expr),* $(,)? })*) => {
        &[$(($name, $crate::rules::Rule::Elementwise(
            $crate::rules::elementwise!(@entries ($($x),*) $y $d { $($arg : $map),* })
        ))),*]
    };
    (@entries $xs:tt $y:ident $d:ident { $($arg:ident : $map:expr),* }) => {
        &[$($crate::rules::Entry {
            result: 0,
            operand: $crate::rules::elementwise!(@index $arg $xs),
            partial: {
                fn partial<'a, 'e, 'v>(at: $crate::rules::At<'a, 'e, 'v>) -> $crate::monomial::E<'a, 'e> {
                    let $d = at.d;
                    let $y = at.y[0];
                    // A map names only what it needs.
                    let _ = ($d, $y);
                    $crate::rules::elementwise!(@bind at $xs);
                    $map
                }
                partial
            },
        }),*]
    };
    (@index $arg:ident ($($x:ident),*)) => {{
        const NAMES: &[&str] = &[$(stringify!($x)),*];
        $crate::rules::position(NAMES, stringify!($arg))
    }};
    (@bind $at:ident ($x0:ident)) => {
        let $x0 = $at.x[0].unwrap_or($at.d);
        let _ = $x0;
    };
    (@bind $at:ident ($x0:ident, $x1:ident)) => {
        let $x0 = $at.x[0].unwrap_or($at.d);
        let $x1 = $at.x[1].unwrap_or($at.d);
        let _ = ($x0, $x1);
    };
    (@bind $at:ident ($x0:ident, $x1:ident, $x2:ident)) => {
        let $x0 = $at.x[0].unwrap_or($at.d);
        let $x1 = $at.x[1].unwrap_or($at.d);
        let $x2 = $at.x[2].unwrap_or($at.d);
        let _ = ($x0, $x1, $x2);
    };
}
pub(crate) use elementwise;

/// Where `name` stands in a row's operands.
pub(crate) const fn position(names: &[&str], name: &str) -> usize {
    let mut index = 0;
    while index < names.len() {
        if same(names[index].as_bytes(), name.as_bytes()) {
            return index;
        }
        index += 1;
    }
    panic!("the row has no such operand")
}

const fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() {
        if a[i] != b[i] {
            return false;
        }
        i += 1;
    }
    true
}

/// The row of an op.
pub fn rule(op: &str) -> Option<Rule> {
    table().get(op).copied()
}

/// All rows.
pub fn table() -> &'static HashMap<&'static str, Rule> {
    static TABLE: OnceLock<HashMap<&'static str, Rule>> = OnceLock::new();
    TABLE.get_or_init(|| {
        [
            arith::ROWS,
            arith::ELEMENTWISE,
            math::ROWS,
            math::ELEMENTWISE,
            functional::ROWS,
            arrays::ROWS,
            others::ROWS,
        ]
        .into_iter()
        .flatten()
        .copied()
        .collect()
    })
}
