//! The dialect, the passes and the tool.

mod dialect;
mod expand_powers;
mod poly_to_arith;
mod tool;

use pullback_testing::Opt;

const OPT: Opt = Opt {
    register: poly::register_passes,
    registry: poly::registry,
};
