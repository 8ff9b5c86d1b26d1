//! Control flow, calls and the few others that scalar programs meet.

use super::{
    Row,
    Rule::{Structural, Zero},
};

pub const ROWS: &[Row] = &[
    ("func.call", Structural),
    ("func.return", Structural),
    ("scf.condition", Structural),
    ("scf.execute_region", Structural),
    ("scf.for", Structural),
    ("scf.if", Structural),
    ("scf.index_switch", Structural),
    ("scf.while", Structural),
    ("scf.yield", Structural),
    ("ub.poison", Zero),
    ("index.constant", Zero),
];
