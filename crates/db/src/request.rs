//! What can be asked of a program.

use crate::File;
use pullback_codegen::{FpMode, OptLevel, Target};
use std::num::NonZeroU32;

/// The direction of differentiation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Mode {
    /// One sweep back gives every gradient.
    #[default]
    Reverse,
    /// One sweep forward for each float of the arguments.
    Forward,
}

/// What is computed of the entry.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Derivative {
    /// The entry itself.
    None,
    /// Arguments to results, then gradients. The function has one result, a float.
    Grad {
        /// The arguments to differentiate by; all differentiable ones if absent.
        wrt: Option<Vec<usize>>,
        /// The direction.
        mode: Mode,
        /// How often: 1 is the gradient. A higher order takes one scalar float argument, and gives the
        /// derivative of this order alone.
        order: u32,
    },
    /// Arguments, then a cotangent for each differentiable result, to results, then cotangents of the
    /// arguments.
    Vjp {
        /// The arguments to differentiate by; all differentiable ones if absent.
        wrt: Option<Vec<usize>>,
    },
    /// Arguments, then tangents, to results, then their tangents.
    Jvp {
        /// The arguments to differentiate by; all differentiable ones if absent.
        wrt: Option<Vec<usize>>,
    },
    /// Arguments, then tangents, to the result, the gradients and the products of the Hessian with the tangents. The
    /// function has one result, a float.
    Hvp {
        /// The arguments to differentiate by; all differentiable ones if absent.
        wrt: Option<Vec<usize>>,
    },
    /// Arguments to results, then the rows of the Jacobian: one for each float of the results, which has the tangents of
    /// the arguments.
    Jacobian {
        /// The arguments to differentiate by; all differentiable ones if absent.
        wrt: Option<Vec<usize>>,
        /// By rows (reverse) or by columns (forward); whichever are fewer if absent.
        mode: Option<Mode>,
    },
    /// Arguments to the result, the gradients and the rows of the Hessian: one for each float of the arguments. The
    /// function has one result, a float.
    Hessian {
        /// The arguments to differentiate by; all differentiable ones if absent.
        wrt: Option<Vec<usize>>,
    },
}

/// A program: the entry of a file, what to compute of it, and for which machine.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Request {
    /// The source.
    pub file: File,
    /// The entry's symbol.
    pub entry: String,
    /// What to compute of it.
    pub derivative: Derivative,
    /// The freedom with floats.
    pub fp: FpMode,
    /// The machine.
    pub target: Target,
    /// The optimiser's effort.
    pub opt_level: OptLevel,
    /// Whether the code reports values that are not finite, for `pullback_codegen::watch`.
    pub checks_nan: bool,
    /// How many states a loop may keep for its reverse, beside the one that it starts with; everything if absent.
    pub checkpoint: Option<NonZeroU32>,
}

impl Request {
    /// For this machine, with full optimisation and the usual freedom with floats.
    pub fn new(file: File, entry: impl Into<String>, derivative: Derivative) -> Self {
        Self {
            file,
            entry: entry.into(),
            derivative,
            fp: FpMode::default(),
            target: Target::host(),
            opt_level: OptLevel::default(),
            checks_nan: false,
            checkpoint: None,
        }
    }

    /// The symbol that computes what is asked: the entry, or its thunk.
    pub fn symbol(&self) -> String {
        match self.derivative {
            Derivative::None => self.entry.clone(),
            _ => crate::thunk::symbol(&self.entry),
        }
    }
}

/// A program as objects of the target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// The objects, which name each other's functions.
    pub objects: Vec<std::sync::Arc<[u8]>>,
    /// The name for `pullback_codegen::Jit::function`.
    pub entry: String,
}
