//! Programs in the form that runs: bodies of numbered blocks, values in numbered slots.

use super::{Type, array, derivative, lanes::Axes, scalar::Scalar};
use pullback_ir::AffineMap;
use std::{collections::HashMap, sync::Arc};

/// A program that can be interpreted, apart from MLIR's context.
#[derive(Debug, Default)]
pub struct Program {
    pub(super) bodies: Vec<Body>,
    pub(super) symbols: HashMap<String, usize>,
    pub(super) data: HashMap<String, Vec<(String, Vec<Type>)>>,
}

/// A function or lambda.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub name: String,
    /// The types of the arguments and results of a function.
    pub signature: (Vec<Type>, Vec<Type>),
    /// Where captures and then arguments go. The first block is the entry.
    pub parameters: Vec<usize>,
    pub slots: usize,
    /// Whether the function says itself what its derivative is.
    pub has_rule: bool,
    /// Without blocks: the function is declared only.
    pub blocks: Vec<Block>,
}

#[derive(Debug, Default)]
pub(super) struct Block {
    pub parameters: Vec<usize>,
    pub ops: Vec<Instruction>,
}

#[derive(Debug)]
pub(super) struct Instruction {
    pub action: Action,
    pub operands: Vec<usize>,
    pub results: Vec<usize>,
    pub name: String,
    pub place: Option<(String, usize, usize)>,
}

/// What an op does; blocks by their number in the body.
#[derive(Debug)]
pub(super) enum Action {
    Scalar(Scalar),
    Dense(array::Dense),
    Array(array::Op),
    Walk {
        kind: array::WalkKind,
        block: usize,
        results: Vec<Type>,
    },
    /// A structured op of `linalg`.
    Structured {
        maps: Vec<AffineMap>,
        block: usize,
        results: Vec<Type>,
    },
    /// Where the innermost map stands along a dimension.
    Position(usize),
    /// Where a loop of the innermost structured op stands.
    LoopPosition(usize),
    Poison,
    Select,
    If(usize, Option<usize>),
    For {
        body: usize,
        signed: bool,
        width: u32,
    },
    While {
        before: usize,
        after: usize,
    },
    /// The default first.
    Switch(Vec<i64>, Vec<usize>),
    Execute(usize),
    Yield,
    Condition,
    Return,
    Branch(usize),
    CondBranch([usize; 2], [usize; 2]),
    /// Values, and for each (the default first) a block and its number of operands.
    CfSwitch(Vec<u64>, Vec<(usize, usize)>),
    Assert(String),
    Unreachable,
    Call(String),
    Ref(String),
    Lambda {
        body: usize,
        captures: Vec<usize>,
    },
    Letrec(usize),
    Apply,
    Partial,
    Derivative(derivative::Operator),
    Vmap(Arc<Axes>),
    Tuple,
    Get(usize),
    Construct(usize),
    Match(Vec<usize>),
    Stack,
    Push,
    Pop(Vec<Type>),
    Zero(Type),
    Add(Type),
    StopGradient,
    Unsupported(String),
}

impl Program {
    /// The types of the arguments and results of a function.
    pub fn signature(&self, function: &str) -> Option<(&[Type], &[Type])> {
        let (arguments, results) = &self.bodies[*self.symbols.get(function)?].signature;
        Some((arguments, results))
    }

    /// The names of the functions that have a body, sorted.
    pub fn functions(&self) -> Vec<&str> {
        let with_body = |(_, body): &(&String, &usize)| !self.bodies[**body].blocks.is_empty();
        let mut names: Vec<&str> = self
            .symbols
            .iter()
            .filter(with_body)
            .map(|(name, _)| name.as_str())
            .collect();
        names.sort_unstable();
        names
    }

    /// The types of the fields of each constructor of a data type.
    pub fn constructors(&self, data: &str) -> &[(String, Vec<Type>)] {
        self.data.get(data).map_or(&[], Vec::as_slice)
    }
}
