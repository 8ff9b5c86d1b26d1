//! Rules for arrays: `nd` and upstream's `tensor`.
//!
//! Conventions are with the rules, in `arrays/`: the last of several writes has the derivative, ties of the least and
//! the greatest split evenly, a sort moves derivatives as it moves elements, and positions have none.

use super::{
    Row,
    Rule::{Array, Structural, Unsupported, Zero},
};
use crate::arrays::rules;

const PARALLEL: &str =
    "it is part of a parallel loop, which cannot be differentiated; write an scf.for";

pub const ROWS: &[Row] = &[
    ("nd.map", Structural),
    ("nd.reduce", Structural),
    ("nd.scan", Structural),
    ("nd.yield", Structural),
    ("nd.index", Zero),
    ("nd.broadcast", Array(rules::BROADCAST)),
    ("nd.sum", Array(rules::SUM)),
    ("nd.transpose", Array(rules::TRANSPOSE)),
    ("nd.reshape", Array(rules::RESHAPE)),
    ("nd.reverse", Array(rules::REVERSE)),
    ("nd.unfold", Array(rules::UNFOLD)),
    ("nd.fold", Array(rules::FOLD)),
    ("nd.contract", Array(rules::CONTRACT)),
    ("nd.iota", Zero),
    ("nd.one_hot", Zero),
    ("nd.argmax", Zero),
    ("nd.argmin", Zero),
    ("nd.gather", Array(rules::GATHER)),
    ("nd.scatter", Array(rules::SCATTER)),
    ("nd.sort", Array(rules::SORT)),
    ("tensor.cast", Array(rules::CAST)),
    ("tensor.collapse_shape", Array(rules::RESHAPE)),
    ("tensor.concat", Array(rules::CONCAT)),
    ("tensor.dim", Zero),
    ("tensor.empty", Zero),
    ("tensor.expand_shape", Array(rules::RESHAPE)),
    ("tensor.extract", Array(rules::EXTRACT)),
    ("tensor.extract_slice", Array(rules::EXTRACT_SLICE)),
    ("tensor.from_elements", Array(rules::FROM_ELEMENTS)),
    ("tensor.generate", Structural),
    ("tensor.insert", Array(rules::INSERT)),
    ("tensor.insert_slice", Array(rules::INSERT_SLICE)),
    ("tensor.pad", Structural),
    ("tensor.rank", Zero),
    ("tensor.reshape", Array(rules::RESHAPE)),
    ("tensor.splat", Array(rules::SPLAT)),
    ("tensor.yield", Structural),
    ("tensor.parallel_insert_slice", Unsupported(PARALLEL)),
    (
        "tensor.bitcast",
        Unsupported(
            "the bits of a float have no derivative; convert the elements with an op of arith",
        ),
    ),
    (
        "tensor.gather",
        Unsupported("write an nd.gather, which says what is read outside"),
    ),
    (
        "tensor.scatter",
        Unsupported("write an nd.scatter, which says what happens to several at one position"),
    ),
];
