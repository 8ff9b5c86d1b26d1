//! Control flow, calls and the few others that scalar programs meet.

use super::{
    Row,
    Rule::{Structural, Zero},
};

pub const ROWS: &[Row] = &[
    ("func.call", Structural),
    ("func.return", Structural),
    ("scf.if", Structural),
    ("scf.yield", Structural),
    ("ub.poison", Zero),
    ("index.constant", Zero),
];
