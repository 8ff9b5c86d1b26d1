//! Where the size of an array comes from, so that what needs it does not keep the array.

use super::{Functional, dimensions, shape_of};
use pullback_ir::Value;

/// What has the size of an array along a dimension.
pub enum Source<'a> {
    /// An array along a dimension.
    Array(Value<'a>, usize),
    /// A value, which is the size.
    Size(Value<'a>),
}

/// The first array in a chain of ops that keep a size, or the operand of an op that makes the array that large.
pub fn source<'a>(array: Value<'a>, dimension: usize) -> Source<'a> {
    let (mut array, mut dimension) = (array, dimension);
    while let Some(next) = step(array, dimension) {
        match next {
            Source::Size(size) => return Source::Size(size),
            // A size that the compiler knows is a constant.
            Source::Array(from, at) if shape_of(from.ty()).get(at).is_some_and(Option::is_none) => {
                (array, dimension) = (from, at);
            }
            Source::Array(..) => break,
        }
    }
    Source::Array(array, dimension)
}

fn step<'a>(array: Value<'a>, dimension: usize) -> Option<Source<'a>> {
    let op = array.defining_op()?;
    let from = match (op.dialect(), op.name()) {
        (_, "arith.constant") => return None,
        (_, "arith.select") => Source::Array(op.operand(1), dimension),
        ("arith" | "math", _) => Source::Array(op.operand(0), dimension),
        (_, "nd.reverse" | "nd.sort") => Source::Array(op.operand(0), dimension),
        (_, "nd.scatter" | "tensor.insert" | "tensor.insert_slice") => {
            Source::Array(op.operand(1), dimension)
        }
        (_, "nd.transpose") => Source::Array(
            op.operand(0),
            *dimensions(op, "permutation").get(dimension)?,
        ),
        (_, "nd.map" | "nd.scan") => {
            Source::Array(*Functional::of(op).arrays().first()?, dimension)
        }
        (_, "nd.broadcast" | "nd.reshape" | "tensor.splat") => {
            let earlier = shape_of(array.ty()).into_iter().take(dimension);
            let number = earlier.filter(Option::is_none).count();
            Source::Size(op.operands().get(1 + number).copied()?)
        }
        _ => return None,
    };
    Some(from)
}
