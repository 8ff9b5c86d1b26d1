//! From MLIR to the form that runs.

use super::{
    Type, array, derivative, lanes,
    program::{Action, Block, Body, Instruction, Program},
    scalar,
};
use pullback_functional as functional;
use pullback_ir::{self as ir, Module, Op, Region, Value};
use pullback_nd as nd;
use std::{collections::HashMap, sync::Arc};

impl Program {
    /// What the functions of a module do. An op that the interpreter does not have is an error only when it runs.
    pub fn new(module: &Module<'_>) -> Self {
        let mut program = Self::default();
        let functions = module.op().functions();
        program.bodies.resize_with(functions.len(), Body::default);
        for (index, function) in functions.iter().enumerate() {
            let name = function.symbol_name().unwrap_or_default();
            program.symbols.insert(name.to_owned(), index);
        }
        for (index, function) in functions.into_iter().enumerate() {
            let all = |types: Vec<ir::Type<'_>>| types.into_iter().map(Type::of).collect();
            let (arguments, results) = function.function_type().unwrap_or_default();
            let mut compiler = Compiler::new(&mut program, module.op());
            compiler.region(function.region(0));
            let mut body = compiler.body;
            body.name = function.symbol_name().unwrap_or_default().to_owned();
            body.parameters = body
                .blocks
                .first()
                .map(|block| block.parameters.clone())
                .unwrap_or_default();
            body.signature = (all(arguments), all(results));
            let rules = [functional::ops::CUSTOM_VJP, functional::ops::CUSTOM_JVP];
            body.has_rule = rules.iter().any(|rule| function.attr(rule).is_some());
            program.bodies[index] = body;
        }
        program.declare(module);
        program
    }

    /// Looks up the constructors of every data type that occurs.
    fn declare(&mut self, module: &Module<'_>) {
        let mut pending: Vec<ir::Type<'_>> = vec![];
        for op in module.op().walk(ir::WalkOrder::Pre) {
            if op.is(functional::ops::DATA)
                && let Some(name) = op.symbol_name()
            {
                pending.push(functional::data_type(op.context(), name));
                pending.push(functional::data_type(op.context(), &format!("{name}$ct")));
            }
        }
        for ty in pending {
            let (Some(name), Some(constructors)) = (
                functional::data_name(ty),
                functional::constructors(module.op(), ty),
            ) else {
                continue;
            };
            let constructors = constructors.into_iter().map(|constructor| {
                let fields = constructor.fields.into_iter().map(Type::of).collect();
                (constructor.name.to_owned(), fields)
            });
            self.data.insert(name, constructors.collect());
        }
    }
}

struct Compiler<'p, 'a> {
    program: &'p mut Program,
    module: Op<'a>,
    body: Body,
    slots: HashMap<Value<'a>, usize>,
    blocks: HashMap<ir::Block<'a>, usize>,
}

impl<'p, 'a> Compiler<'p, 'a> {
    fn new(program: &'p mut Program, module: Op<'a>) -> Self {
        Self {
            program,
            module,
            body: Body::default(),
            slots: HashMap::new(),
            blocks: HashMap::new(),
        }
    }

    fn slot(&mut self, value: Value<'a>) -> usize {
        let next = self.slots.len();
        let slot = *self.slots.entry(value).or_insert(next);
        self.body.slots = self.slots.len();
        slot
    }

    fn all(&mut self, values: Vec<Value<'a>>) -> Vec<usize> {
        values.into_iter().map(|value| self.slot(value)).collect()
    }

    /// The number of the region's entry; `None` if it is empty.
    fn region(&mut self, region: Region<'a>) -> Option<usize> {
        let blocks = region.blocks();
        let first = self.body.blocks.len();
        for &block in &blocks {
            self.blocks.insert(block, self.body.blocks.len());
            let parameters = self.all(block.args());
            self.body.blocks.push(Block {
                parameters,
                ops: vec![],
            });
        }
        for &block in &blocks {
            let ops = block.ops().into_iter().map(|op| self.op(op)).collect();
            let number = self.blocks[&block];
            self.body.blocks[number].ops = ops;
        }
        (!blocks.is_empty()).then_some(first)
    }

    fn op(&mut self, op: Op<'a>) -> Instruction {
        Instruction {
            action: self
                .action(op)
                .unwrap_or_else(|| Action::Unsupported(unsupported(op))),
            operands: self.all(op.operands()),
            results: self.all(op.results()),
            name: op.name().to_owned(),
            place: op.location().file_line_column(),
        }
    }

    /// `None`: the interpreter does not have the op.
    fn action(&mut self, op: Op<'a>) -> Option<Action> {
        let symbol = |name: &str| Some(op.attr(name)?.as_symbol()?.to_owned());
        Some(match op.name() {
            "ub.poison" => Action::Poison,
            "ub.unreachable" => Action::Unreachable,
            "arith.select" => Action::Select,
            "scf.if" => Action::If(self.region(op.region(0))?, self.region(op.region(1))),
            "scf.for" => Action::For {
                body: self.region(op.region(0))?,
                signed: op.attr("unsignedCmp").is_none(),
                width: scalar::width(op.operand(0).ty())?,
            },
            "scf.while" => Action::While {
                before: self.region(op.region(0))?,
                after: self.region(op.region(1))?,
            },
            "scf.index_switch" => Action::Switch(op.attr("cases")?.as_i64s()?, self.regions(op)?),
            "scf.execute_region" => Action::Execute(self.region(op.region(0))?),
            "scf.yield"
            | functional::ops::YIELD
            | nd::ops::YIELD
            | "tensor.yield"
            | "linalg.yield" => Action::Yield,
            "scf.condition" => Action::Condition,
            "func.return" | functional::ops::RETURN => Action::Return,
            "cf.br" => Action::Branch(self.blocks[op.successors().first()?]),
            "cf.cond_br" => {
                let to = op.successors();
                Action::CondBranch(
                    [self.blocks[&to[0]], self.blocks[&to[1]]],
                    [to[0].arg_count(), to[1].arg_count()],
                )
            }
            "cf.switch" => {
                let to = op.successors();
                let targets = to
                    .iter()
                    .map(|block| (self.blocks[block], block.arg_count()));
                let values = op
                    .attr("case_values")
                    .map(|values| dense(&values.to_string()));
                let mask = scalar::mask(scalar::width(op.operand(0).ty())?);
                let values = values.unwrap_or(Some(vec![]))?;
                let values = values
                    .into_iter()
                    .map(|value| value as u64 & mask)
                    .collect();
                Action::CfSwitch(values, targets.collect())
            }
            "cf.assert" => Action::Assert(op.attr("msg")?.as_str()?.to_owned()),
            "func.call" => {
                let name = symbol("callee")?;
                let declared = self.module.symbol(&name);
                let declared = declared.filter(|function| function.region(0).is_empty());
                match declared.and_then(|_| scalar::Scalar::library(op, &name)) {
                    Some(scalar) => Action::Scalar(scalar),
                    None => Action::Call(name),
                }
            }
            "func.constant" => return None,
            functional::ops::REF => Action::Ref(symbol(functional::ops::SYMBOL)?),
            functional::ops::LAMBDA => self.lambda(op),
            functional::ops::LETREC => Action::Letrec(self.region(op.region(0))?),
            functional::ops::APPLY => Action::Apply,
            functional::ops::PARTIAL => Action::Partial,
            functional::ops::TUPLE => Action::Tuple,
            functional::ops::GET => {
                Action::Get(op.attr(functional::ops::INDEX)?.as_int()? as usize)
            }
            functional::ops::CONSTRUCT => {
                let name = op.attr(functional::ops::CONSTRUCTOR)?.as_str()?;
                let all = functional::constructors(self.module, op.result(0).ty())?;
                Action::Construct(
                    all.iter()
                        .position(|constructor| constructor.name == name)?,
                )
            }
            functional::ops::MATCH => {
                let cases = self.regions(op)?;
                let named = op.attr(functional::ops::CASES)?.as_array()?;
                let all = functional::constructors(self.module, op.operand(0).ty())?;
                let case = |name: &str| named.iter().position(|case| case.as_str() == Some(name));
                let order = all
                    .iter()
                    .map(|constructor| case(constructor.name).map(|at| cases[at]));
                Action::Match(order.collect::<Option<_>>()?)
            }
            functional::ops::STACK => Action::Stack,
            functional::ops::PUSH => Action::Push,
            functional::ops::POP => {
                let types = op.result_types().into_iter().skip(1).map(Type::of);
                Action::Pop(types.collect())
            }
            functional::ops::ZERO => Action::Zero(Type::of(op.result(0).ty())),
            functional::ops::ADD => Action::Add(Type::of(op.result(0).ty())),
            functional::ops::STOP_GRADIENT => Action::StopGradient,
            functional::ops::VMAP => Action::Vmap(Arc::new(lanes::Axes::of(op)?)),
            name if functional::ops::DERIVATIVES.contains(&name) => {
                Action::Derivative(derivative::Operator::of(op)?)
            }
            "arith.constant" if array::dense(op).is_some() => Action::Dense(array::dense(op)?),
            nd::ops::INDEX => Action::Position(array::dimension(op, nd::ops::DIMENSION)?),
            "linalg.index" => Action::LoopPosition(array::dimension(op, "dim")?),
            _ => {
                if let Some(maps) = op.indexing_maps() {
                    return Some(Action::Structured {
                        maps,
                        block: self.region(op.region(0))?,
                        results: op.result_types().into_iter().map(Type::of).collect(),
                    });
                }
                if let Some(kind) = array::WalkKind::of(op) {
                    return Some(Action::Walk {
                        kind,
                        block: self.region(op.region(0))?,
                        results: op.result_types().into_iter().map(Type::of).collect(),
                    });
                }
                match array::Op::of(op) {
                    Some(op) => Action::Array(op),
                    None => Action::Scalar(scalar::Scalar::of(op)?),
                }
            }
        })
    }

    fn regions(&mut self, op: Op<'a>) -> Option<Vec<usize>> {
        op.regions()
            .into_iter()
            .map(|region| self.region(region))
            .collect()
    }

    fn lambda(&mut self, op: Op<'a>) -> Action {
        let outside = op.captures();
        let named = op.operands();
        let captures = self.all([outside.clone(), named.clone()].concat());
        let mut inner = Compiler::new(self.program, self.module);
        let mut parameters = inner.all(outside);
        inner.region(op.region(0));
        let mut body = inner.body;
        // Captures with names are block arguments, after the parameters.
        let (arguments, named) = body.blocks[0]
            .parameters
            .split_at(body.blocks[0].parameters.len() - named.len());
        parameters.extend(named.iter().chain(arguments));
        body.parameters = parameters;
        body.name = "a lambda".to_owned();
        self.program.bodies.push(body);
        Action::Lambda {
            body: self.program.bodies.len() - 1,
            captures,
        }
    }
}

fn unsupported(op: Op<'_>) -> String {
    let types: Vec<_> = op
        .operands()
        .into_iter()
        .map(|value| value.ty().to_string())
        .collect();
    format!(
        "the interpreter does not have `{}` of ({})",
        op.name(),
        types.join(", ")
    )
}

/// The integers of `dense<[1, 2]> : ..` or `dense<1> : ..`.
fn dense(text: &str) -> Option<Vec<i64>> {
    let inner = text.strip_prefix("dense<")?.split('>').next()?;
    let inner = inner.trim_start_matches('[').trim_end_matches(']');
    inner
        .split(',')
        .map(|word| match word.trim() {
            "true" => Some(1),
            "false" => Some(0),
            word => word.parse().ok(),
        })
        .collect()
}
