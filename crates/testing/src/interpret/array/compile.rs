//! Ops on arrays from MLIR's.

use super::super::{Type, Value};
use super::{Array, Kind, Op, positions::Combine, shapes::Windows, slices::Slice, walk};
use crate::number::Number;
use pullback_ir as ir;
use pullback_nd::ops;
use std::rc::Rc;

/// How the attributes of slices write what is an operand.
const DYNAMIC: i64 = i64::MIN;

fn dimensions(op: ir::Op<'_>, name: &str) -> Option<Vec<usize>> {
    let list = op.attr(name)?.as_i64s()?;
    list.into_iter()
        .map(|at| usize::try_from(at).ok())
        .collect()
}

/// The attribute of one dimension.
pub(in super::super) fn dimension(op: ir::Op<'_>, name: &str) -> Option<usize> {
    usize::try_from(op.attr(name)?.as_int()?).ok()
}

fn numbers(op: ir::Op<'_>, name: &str) -> Option<Vec<Option<i64>>> {
    let list = op.attr(name)?.as_i64s()?;
    Some(
        list.into_iter()
            .map(|number| (number != DYNAMIC).then_some(number))
            .collect(),
    )
}

/// A literal's element: bits of an integer, or a float.
#[derive(Clone, Copy, Debug)]
pub(in super::super) enum Literal {
    Int(u64),
    Float(f64),
}

/// A constant array: its shape, and its elements or the one that all are.
#[derive(Debug)]
pub(in super::super) struct Dense {
    shape: Vec<usize>,
    elements: Vec<Literal>,
}

/// The array that `arith.constant dense<..>` is.
pub(in super::super) fn dense(op: ir::Op<'_>) -> Option<Dense> {
    let Type::Array(sizes, element) = Type::of(op.result(0).ty()) else {
        return None;
    };
    let shape: Vec<usize> = sizes.into_iter().collect::<Option<_>>()?;
    super::count(&shape).ok()?;
    let literal = |attr: ir::Attr<'_>| match *element {
        Type::Int(width) => Some(Literal::Int(
            attr.as_int()? as u64 & super::super::scalar::mask(width),
        )),
        Type::Float(_) => attr.as_float().map(Literal::Float),
        _ => None,
    };
    let elements = op.attr("value")?.as_elements()?;
    Some(Dense {
        shape,
        elements: elements.into_iter().map(literal).collect::<Option<_>>()?,
    })
}

impl Dense {
    pub fn value<N: Number>(&self) -> Value<N> {
        let value = |literal: &Literal| match literal {
            Literal::Int(bits) => Value::Int(*bits),
            Literal::Float(x) => Value::Float(N::from_f64(*x)),
        };
        let elements = self.elements.iter().map(value).collect();
        Value::Array(Rc::new(Array::new(self.shape.clone(), elements)))
    }
}

impl Op {
    /// What an op does; `None` for one that is none of arrays.
    pub fn of(op: ir::Op<'_>) -> Option<Self> {
        Some(Self {
            kind: Kind::of(op)?,
            operands: op
                .operands()
                .into_iter()
                .map(|value| Type::of(value.ty()))
                .collect(),
            results: op.result_types().into_iter().map(Type::of).collect(),
        })
    }
}

impl Kind {
    fn of(op: ir::Op<'_>) -> Option<Self> {
        let slice = || {
            Some(Slice {
                offsets: numbers(op, "static_offsets")?,
                sizes: numbers(op, "static_sizes")?,
                strides: numbers(op, "static_strides")?,
            })
        };
        Some(match op.name() {
            ops::BROADCAST => Self::Broadcast(dimensions(op, ops::DIMENSIONS)?),
            ops::SUM => Self::Sum(dimensions(op, ops::DIMENSIONS)?),
            ops::TRANSPOSE => Self::Transpose(dimensions(op, ops::PERMUTATION)?),
            ops::RESHAPE | "tensor.expand_shape" => Self::Reshape,
            "tensor.collapse_shape" => {
                let group = |group: ir::Attr<'_>| -> Option<Vec<usize>> {
                    let group = group.as_array()?.into_iter();
                    group.map(|at| usize::try_from(at.as_int()?).ok()).collect()
                };
                let groups = op.attr("reassociation")?.as_array()?;
                Self::Collapse(groups.into_iter().map(group).collect::<Option<_>>()?)
            }
            "tensor.reshape" => Self::ReshapeTo,
            ops::REVERSE => Self::Reverse(dimensions(op, ops::DIMENSIONS)?),
            ops::UNFOLD => Self::Unfold(Windows::of(op)?),
            ops::FOLD => Self::Fold(Windows::of(op)?),
            ops::CONTRACT => {
                let (operands, result) = op.attr(ops::LETTERS)?.as_str()?.split_once("->")?;
                let (lhs, rhs) = operands.split_once(',')?;
                Self::Contract([lhs, rhs, result].map(str::to_owned))
            }
            ops::IOTA => Self::Iota(dimension(op, ops::DIMENSION)?),
            ops::ONE_HOT => Self::OneHot,
            ops::ARGMAX | ops::ARGMIN => Self::Arg {
                greatest: op.name() == ops::ARGMAX,
                dimension: dimension(op, ops::DIMENSION)?,
            },
            ops::GATHER => Self::Gather(dimensions(op, ops::DIMENSIONS)?),
            ops::SCATTER => {
                let combine = match op.attr(ops::COMBINE)?.as_str()? {
                    "add" => Combine::Add,
                    "set" => Combine::Set,
                    "min" => Combine::Min,
                    "max" => Combine::Max,
                    _ => return None,
                };
                Self::Scatter(combine, dimensions(op, ops::DIMENSIONS)?)
            }
            ops::SORT => Self::Sort {
                dimension: dimension(op, ops::DIMENSION)?,
                descending: op.attr(ops::DESCENDING).is_some(),
            },
            "tensor.extract" => Self::Extract,
            "tensor.insert" => Self::Insert,
            "tensor.extract_slice" => Self::Slice(slice()?),
            "tensor.insert_slice" => Self::InsertSlice(slice()?),
            "tensor.concat" => Self::Concat(dimension(op, "dim")?),
            "tensor.splat" => Self::Splat,
            "tensor.empty" => Self::Empty,
            "tensor.dim" => Self::Dim,
            "tensor.rank" => Self::Rank,
            "tensor.from_elements" => Self::FromElements,
            "tensor.cast" => Self::Cast,
            _ => return None,
        })
    }
}

impl Windows {
    fn of(op: ir::Op<'_>) -> Option<Self> {
        let named = dimensions(op, ops::DIMENSIONS)?;
        let or_ones = |name: &str| match op.attr(name) {
            Some(_) => dimensions(op, name),
            None => Some(vec![1; named.len()]),
        };
        Some(Self {
            sizes: dimensions(op, ops::WINDOW)?,
            strides: or_ones(ops::STRIDES)?,
            dilations: or_ones(ops::DILATIONS)?,
            dimensions: named,
        })
    }
}

impl walk::Kind {
    /// What an op walks over; `None` for one that does not.
    pub fn of(op: ir::Op<'_>) -> Option<Self> {
        // The region's arguments are elements, and then what it has so far.
        let inputs = || {
            let operands = op.operands().into_iter();
            operands
                .filter(|value| matches!(Type::of(value.ty()), Type::Array(..)))
                .count()
        };
        let padding = |name: &str| -> Option<Vec<Option<usize>>> {
            let whole = |size: Option<i64>| match size {
                Some(size) => usize::try_from(size).ok().map(Some),
                None => Some(None),
            };
            numbers(op, name)?.into_iter().map(whole).collect()
        };
        Some(match op.name() {
            ops::MAP => Self::Map(inputs()),
            ops::REDUCE => Self::Reduce(inputs(), dimensions(op, ops::DIMENSIONS)?),
            ops::SCAN => Self::Scan {
                inputs: inputs(),
                dimension: dimension(op, ops::DIMENSION)?,
                exclusive: op.attr(ops::EXCLUSIVE).is_some(),
                reverse: op.attr(ops::REVERSED).is_some(),
            },
            "tensor.generate" => Self::Generate,
            "tensor.pad" => Self::Pad(padding("static_low")?, padding("static_high")?),
            _ => return None,
        })
    }
}
