//! A reference interpreter of `func`, `functional`, `nd`, `tensor`, `arith`, `math`, `scf`, `cf` and `ub.poison`.
//!
//! It says what a program computes, so that passes and compiled code can be compared with it. It depends on no
//! pass, computes with any [`Number`], holds calls and loops on the heap, and stops after a
//! budget of steps. Poison goes through it lazily: an error only where the program's behaviour depends on it, which is
//! how a residual that was threaded wrongly shows.
//!
//! ```
//! use pullback_ir::{Context, Module, Registry};
//! use pullback_testing::interpret::{Limits, Program, Value};
//!
//! let registry = Registry::upstream();
//! registry.add(pullback_functional::register);
//! let context = Context::new(&registry);
//! let module = Module::parse(&context, "func.func @f(%x: f64) -> f64 {
//!   %square = functional.lambda (%y: f64) -> f64 {
//!     %yy = arith.mulf %y, %y : f64
//!     functional.return %yy : f64
//!   }
//!   %slope = functional.grad %square : !functional.fn<(f64) -> f64>
//!   %r = functional.apply %slope(%x) : !functional.fn<(f64) -> f64>
//!   return %r : f64
//! }", "f.mlir").unwrap();
//! let program = Program::new(&module);
//! let limits = Limits { differences: true, ..Limits::default() };
//! let results = program.call("f", vec![Value::Float(1.5f64)], limits).unwrap();
//! assert!((results[0].as_float().unwrap() - 3.0).abs() < 1e-10);
//! ```

mod array;
mod compile;
mod derivative;
mod error;
mod lanes;
mod machine;
mod program;
mod scalar;
mod tangent;
mod types;
mod value;

pub use array::Array;
pub use error::{Error, ErrorKind};
pub use program::Program;
pub use types::Type;
pub use value::{Head, Node, Value};

use crate::number::Number;

/// What a run may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How many ops.
    pub steps: u64,
    /// How deep calls may nest.
    pub depth: usize,
    /// Whether derivative operators are evaluated by differences; if not, to apply one is an error.
    pub differences: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            steps: 200_000_000,
            depth: 4_000_000,
            differences: false,
        }
    }
}

impl Program {
    /// What a function gives.
    pub fn call<N: Number>(
        &self,
        function: &str,
        arguments: Vec<Value<N>>,
        limits: Limits,
    ) -> Result<Vec<Value<N>>, Error> {
        let body = self.symbols.get(function).copied().ok_or_else(|| {
            Error::new(
                ErrorKind::Call,
                format!("there is no function `@{function}`"),
            )
        })?;
        machine::Machine::new(self, limits).call(body, arguments)
    }
}
