//! The functional dialect's ops.

use super::{
    Row,
    Rule::{Eliminated, Structural, Zero},
};

const FUNCTION_VALUE: &str =
    "function values are inlined or made first-order before their surroundings are differentiated";
const DERIVATIVE: &str = "derivatives are expanded innermost first";

pub const ROWS: &[Row] = &[
    ("functional.tuple", Structural),
    ("functional.get", Structural),
    (
        "functional.data",
        Eliminated("a declaration stands beside functions, not in one"),
    ),
    ("functional.construct", Structural),
    ("functional.match", Structural),
    ("functional.yield", Structural),
    ("functional.stack", Structural),
    ("functional.push", Structural),
    ("functional.pop", Structural),
    ("functional.zero", Zero),
    ("functional.add", Structural),
    ("functional.stop_gradient", Zero),
    ("functional.lambda", Eliminated(FUNCTION_VALUE)),
    ("functional.letrec", Eliminated(FUNCTION_VALUE)),
    ("functional.ref", Eliminated(FUNCTION_VALUE)),
    ("functional.apply", Eliminated(FUNCTION_VALUE)),
    ("functional.partial", Eliminated(FUNCTION_VALUE)),
    ("functional.return", Eliminated(FUNCTION_VALUE)),
    ("functional.grad", Eliminated(DERIVATIVE)),
    ("functional.value_and_grad", Eliminated(DERIVATIVE)),
    ("functional.vjp", Eliminated(DERIVATIVE)),
    ("functional.jvp", Eliminated(DERIVATIVE)),
    ("functional.vmap", Eliminated(DERIVATIVE)),
];
