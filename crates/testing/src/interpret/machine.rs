//! The machine: frames, registers and regions on explicit stacks, so that depth is bounded by memory alone.

use super::{
    Error, ErrorKind, Limits, Type, Value, array,
    derivative::{self, Derivation, Next},
    lanes::Lanes,
    program::{Action, Instruction, Program},
    scalar::{mask, signed},
    tangent,
    value::Head,
};
use crate::number::Number;
use std::{cell::RefCell, rc::Rc};

pub(super) struct Machine<'p, N> {
    program: &'p Program,
    limits: Limits,
    steps: u64,
    frames: Vec<Frame<N>>,
    regions: Vec<Region<N>>,
    registers: Vec<Value<N>>,
    /// Functions of `letrec`, which are cyclic: they are taken apart at the end.
    recursive: Vec<Rc<RefCell<Option<Value<N>>>>>,
    /// How many derivations run.
    derivations: usize,
}

enum Frame<N> {
    /// A body that runs, from which register and which region on.
    Call {
        body: usize,
        registers: usize,
        regions: usize,
    },
    Derivative(Box<Derivation<N>>),
    Lanes(Box<Lanes<N>>),
}

/// A block that runs, and the position of its op.
struct Region<N> {
    block: usize,
    at: usize,
    kind: Kind<N>,
}

enum Kind<N> {
    Plain,
    Before,
    After,
    For { index: u64, step: u64, trips: u64 },
    Letrec,
    Walk(Box<array::Walk<N>>),
    Structured(Box<array::Structured<N>>),
}

type Outcome<T> = Result<T, Error>;

fn undefined(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Undefined, message)
}

fn unseen(what: &str) -> Error {
    let message = format!("{what} says what differences do not show");
    Error::new(ErrorKind::Unsupported, message)
}

impl<'p, N: Number> Machine<'p, N> {
    pub fn new(program: &'p Program, limits: Limits) -> Self {
        Self {
            program,
            limits,
            steps: 0,
            frames: vec![],
            regions: vec![],
            registers: vec![],
            recursive: vec![],
            derivations: 0,
        }
    }

    /// Calls a top-level function.
    pub fn call(&mut self, body: usize, arguments: Vec<Value<N>>) -> Outcome<Vec<Value<N>>> {
        self.enter(body, arguments)?;
        loop {
            let step = self.step();
            match step.map_err(|error| self.located(error))? {
                Some(results) => return Ok(results),
                None => continue,
            }
        }
    }

    fn located(&self, mut error: Error) -> Error {
        if error.place.is_none()
            && let Some(instruction) = self.current()
        {
            error.place.clone_from(&instruction.place);
            error.message = format!("`{}`: {}", instruction.name, error.message);
        }
        error
    }

    /// The op that runs.
    fn current(&self) -> Option<&'p Instruction> {
        let Some(Frame::Call { body, .. }) = self
            .frames
            .iter()
            .rev()
            .find(|frame| matches!(frame, Frame::Call { .. }))
        else {
            return None;
        };
        let region = self.regions.last()?;
        self.program.bodies[*body].blocks[region.block]
            .ops
            .get(region.at)
    }

    fn enter(&mut self, number: usize, arguments: Vec<Value<N>>) -> Outcome<()> {
        let body = &self.program.bodies[number];
        if body.blocks.is_empty() {
            return Err(Error::new(
                ErrorKind::Unsupported,
                format!("`@{}` has no body", body.name),
            ));
        }
        if arguments.len() != body.parameters.len() {
            return Err(Error::new(
                ErrorKind::Call,
                format!("`@{}` takes {} arguments", body.name, body.parameters.len()),
            ));
        }
        if body.has_rule && self.derivations > 0 {
            return Err(unseen("a rule of one's own"));
        }
        if self.frames.len() >= self.limits.depth {
            return Err(Error::new(
                ErrorKind::Limit,
                format!("calls nest deeper than {}", self.limits.depth),
            ));
        }
        let base = self.registers.len();
        self.frames.push(Frame::Call {
            body: number,
            registers: base,
            regions: self.regions.len(),
        });
        self.registers.resize(base + body.slots, Value::Poison);
        for (&slot, value) in body.parameters.iter().zip(arguments) {
            self.registers[base + slot] = value;
        }
        self.regions.push(Region {
            block: 0,
            at: 0,
            kind: Kind::Plain,
        });
        Ok(())
    }

    /// Applies a function value. The results come to the current frame.
    fn apply(&mut self, mut callee: Value<N>, mut arguments: Vec<Value<N>>) -> Outcome<()> {
        loop {
            let node = match callee {
                Value::Recursive(cell) => {
                    let function = cell.borrow().clone();
                    callee = function.ok_or_else(|| {
                        undefined("a function is applied before `letrec` has made it")
                    })?;
                    continue;
                }
                Value::Node(node) => node,
                Value::Poison => return Err(undefined("poison is applied")),
                _ => return Err(undefined("what is no function is applied")),
            };
            match &node.head {
                Head::Lambda(body) => {
                    arguments.splice(0..0, node.fields.iter().cloned());
                    return self.enter(*body, arguments);
                }
                Head::Symbol(body) => return self.enter(*body, arguments),
                Head::Partial => {
                    arguments.splice(0..0, node.fields[1..].iter().cloned());
                    callee = node.fields[0].clone();
                }
                Head::Vmap(axes) => {
                    let lanes = Lanes::new(axes, node.fields[0].clone(), arguments)?;
                    self.frames.push(Frame::Lanes(Box::new(lanes)));
                    return self.next_lane(None);
                }
                Head::Derivative(head) => {
                    if !self.limits.differences {
                        return Err(Error::new(
                            ErrorKind::Unsupported,
                            "a derivative is applied; differentiate the program first, or ask for differences",
                        ));
                    }
                    match derivative::begin(head, &node, arguments)? {
                        Ok(derivation) => {
                            self.frames.push(Frame::Derivative(Box::new(derivation)));
                            self.derivations += 1;
                            return self.resume(None);
                        }
                        Err(results) => return self.deliver(results).map(|_| ()),
                    }
                }
                _ => return Err(undefined("what is no function is applied")),
            }
        }
    }

    /// Goes on with the lanes on top, which get the results of the last one's call.
    fn next_lane(&mut self, results: Option<Vec<Value<N>>>) -> Outcome<()> {
        let Some(Frame::Lanes(lanes)) = self.frames.last_mut() else {
            return Err(undefined("no lanes run"));
        };
        if let Some(results) = results {
            lanes.take(results);
        }
        match lanes.next() {
            Some((callee, arguments)) => self.apply(callee, arguments),
            None => {
                let results = lanes.finish()?;
                self.frames.pop();
                self.deliver(results).map(|_| ())
            }
        }
    }

    /// Goes on with the derivation on top, which gets the results of its call.
    fn resume(&mut self, results: Option<Vec<Value<N>>>) -> Outcome<()> {
        let Some(Frame::Derivative(derivation)) = self.frames.last_mut() else {
            return Err(undefined("no derivation runs"));
        };
        let taken = match results {
            Some(results) => derivation.take(results)?,
            None => None,
        };
        let next = match taken {
            Some(next) => next,
            None => derivation.next()?,
        };
        match next {
            Next::Call(callee, arguments) => self.apply(callee, arguments),
            Next::Done(results) => {
                self.frames.pop();
                self.derivations -= 1;
                self.deliver(results).map(|_| ())
            }
        }
    }

    /// Gives results to the frame on top; without one they are the program's.
    fn deliver(&mut self, results: Vec<Value<N>>) -> Outcome<Option<Vec<Value<N>>>> {
        match self.frames.last() {
            None => Ok(Some(results)),
            Some(Frame::Call { .. }) => {
                self.define(results);
                Ok(None)
            }
            Some(Frame::Derivative(_)) => self.resume(Some(results)).map(|()| None),
            Some(Frame::Lanes(_)) => self.next_lane(Some(results)).map(|()| None),
        }
    }

    fn base(&self) -> usize {
        match self.frames.last() {
            Some(Frame::Call { registers, .. }) => *registers,
            _ => 0,
        }
    }

    /// Sets the results of the current op, and goes to the next one.
    fn define(&mut self, results: Vec<Value<N>>) {
        let base = self.base();
        if let Some(instruction) = self.current() {
            for (&slot, value) in instruction.results.iter().zip(results) {
                self.registers[base + slot] = value;
            }
        }
        if let Some(region) = self.regions.last_mut() {
            region.at += 1;
        }
    }

    fn block(&mut self, block: usize, arguments: Vec<Value<N>>, kind: Kind<N>) {
        self.bind(block, arguments);
        self.regions.push(Region { block, at: 0, kind });
    }

    fn bind(&mut self, block: usize, arguments: Vec<Value<N>>) {
        let base = self.base();
        let Some(Frame::Call { body, .. }) = self.frames.last() else {
            return;
        };
        let program = self.program;
        for (&slot, value) in program.bodies[*body].blocks[block]
            .parameters
            .iter()
            .zip(arguments)
        {
            self.registers[base + slot] = value;
        }
    }

    /// Runs one op; the results when the program has ended.
    fn step(&mut self) -> Outcome<Option<Vec<Value<N>>>> {
        self.steps += 1;
        if self.steps > self.limits.steps {
            return Err(Error::new(
                ErrorKind::Limit,
                format!("the program takes more than {} steps", self.limits.steps),
            ));
        }
        let instruction = self
            .current()
            .ok_or_else(|| undefined("a block has no terminator"))?;
        let base = self.base();
        let operands: Vec<Value<N>> = instruction
            .operands
            .iter()
            .map(|&slot| self.registers[base + slot].clone())
            .collect();
        let value = match &instruction.action {
            Action::Scalar(scalar) => {
                let results = if operands
                    .iter()
                    .any(|value| matches!(value, Value::Array(_)))
                {
                    array::each(*scalar, &operands)?
                } else {
                    scalar.evaluate(&operands).map_err(undefined)?
                };
                self.define(results);
                return Ok(None);
            }
            Action::Array(op) => {
                let results = op.evaluate(&operands)?;
                self.define(results);
                return Ok(None);
            }
            Action::Dense(constant) => constant.value(),
            Action::Position(dimension) => Value::Int(self.position(*dimension)?),
            Action::LoopPosition(dimension) => Value::Int(self.loop_position(*dimension)?),
            Action::Return => return self.leave(operands),
            Action::Yield => return self.leave_region(operands),
            Action::Condition => return self.condition(operands).map(|()| None),
            Action::Branch(..) | Action::CondBranch(..) | Action::CfSwitch(..) => {
                return self.branch(&instruction.action, operands).map(|()| None);
            }
            Action::If(..)
            | Action::For { .. }
            | Action::While { .. }
            | Action::Switch(..)
            | Action::Execute(_)
            | Action::Match(_)
            | Action::Walk { .. }
            | Action::Structured { .. }
            | Action::Letrec(_) => {
                return self.open(instruction, operands).map(|()| None);
            }
            Action::Call(name) => {
                let body = self.symbol(name)?;
                return self.enter(body, operands).map(|()| None);
            }
            Action::Apply => {
                let mut operands = operands.into_iter();
                let callee = operands.next().unwrap_or(Value::Poison);
                return self.apply(callee, operands.collect()).map(|()| None);
            }
            Action::Assert(message) => {
                if !truth(&operands[0], "an assertion")? {
                    return Err(undefined(message.clone()));
                }
                self.define(vec![]);
                return Ok(None);
            }
            Action::Pop(types) => {
                let results = pop(self.program, &operands[0], types)?;
                self.define(results);
                return Ok(None);
            }
            Action::Unreachable => return Err(undefined("this is not reachable")),
            Action::Unsupported(message) => {
                return Err(Error::new(ErrorKind::Unsupported, message.clone()));
            }
            Action::Poison => Value::Poison,
            Action::Select => match &operands[0] {
                Value::Poison => Value::Poison,
                Value::Array(conditions) => array::select(conditions, &operands[1], &operands[2])?,
                condition => operands[if truth(condition, "a choice")? { 1 } else { 2 }].clone(),
            },
            Action::Ref(name) => Value::node(Head::Symbol(self.symbol(name)?), vec![]),
            Action::Lambda { body, captures } => {
                let fields = captures
                    .iter()
                    .map(|&slot| self.registers[base + slot].clone());
                Value::node(Head::Lambda(*body), fields.collect())
            }
            Action::Partial => Value::node(Head::Partial, operands),
            Action::Vmap(axes) => Value::node(Head::Vmap(axes.clone()), operands),
            Action::Derivative(operator) => {
                let function = operands.into_iter().next().unwrap_or(Value::Poison);
                operator.apply(function)
            }
            Action::Tuple => Value::tuple(operands),
            Action::Get(index) => match &operands[0] {
                Value::Node(node) => node.fields[*index].clone(),
                _ => Value::Poison,
            },
            Action::Construct(index) => Value::node(Head::Constructor(*index), operands),
            Action::Stack => Value::node(Head::Stack, vec![]),
            Action::Push => match &operands[0] {
                Value::Poison => return Err(undefined("something is pushed on poison")),
                _ => Value::node(Head::Stack, operands),
            },
            Action::Zero(ty) => tangent::zero(self.program, ty),
            Action::Add(ty) => tangent::add(self.program, ty, &operands[0], &operands[1])?,
            Action::StopGradient if self.derivations > 0 => {
                return Err(unseen("`functional.stop_gradient`"));
            }
            Action::StopGradient => operands[0].clone(),
        };
        self.define(vec![value]);
        Ok(None)
    }

    /// Where the innermost map that runs in this frame stands.
    fn position(&self, dimension: usize) -> Outcome<u64> {
        let at = self
            .regions
            .iter()
            .rev()
            .find_map(|region| match &region.kind {
                Kind::Walk(walk) => walk.coordinate(dimension),
                _ => None,
            });
        let at = at.ok_or_else(|| undefined("no map has such a position"))?;
        Ok(at as u64)
    }

    /// Where a loop of the innermost structured op stands.
    fn loop_position(&self, dimension: usize) -> Outcome<u64> {
        let mut regions = self.regions.iter().rev();
        let at = regions.find_map(|region| match &region.kind {
            Kind::Structured(op) => op.coordinate(dimension),
            _ => None,
        });
        let at = at.ok_or_else(|| undefined("no structured op has such a loop"))?;
        Ok(at as u64)
    }

    /// Goes on with a structured op, or ends it.
    fn structured(
        &mut self,
        block: usize,
        mut op: Box<array::Structured<N>>,
        results: &[Type],
    ) -> Outcome<()> {
        match op.arguments() {
            Some(arguments) => self.block(block, arguments, Kind::Structured(op)),
            None => {
                let results = op.finish(results)?;
                self.define(results);
            }
        }
        Ok(())
    }

    /// Goes on with a walk, or ends it.
    fn walk(
        &mut self,
        block: usize,
        mut walk: Box<array::Walk<N>>,
        results: &[Type],
    ) -> Outcome<()> {
        match walk.arguments() {
            Some(arguments) => self.block(block, arguments, Kind::Walk(walk)),
            None => {
                let results = walk.finish(results)?;
                self.define(results);
            }
        }
        Ok(())
    }

    fn symbol(&self, name: &str) -> Outcome<usize> {
        let known = self.program.symbols.get(name).copied();
        known.ok_or_else(|| Error::new(ErrorKind::Call, format!("there is no function `@{name}`")))
    }

    /// Returns from a function, or from the region of a `letrec`.
    fn leave(&mut self, results: Vec<Value<N>>) -> Outcome<Option<Vec<Value<N>>>> {
        if matches!(
            self.regions.last(),
            Some(Region {
                kind: Kind::Letrec,
                ..
            })
        ) {
            self.regions.pop();
            let count = results.len();
            let first = self.recursive.len() - count;
            // Those of the region's own letrecs are behind: they are found by the block's arguments.
            let cells: Vec<_> = match self.current().map(|instruction| &instruction.action) {
                Some(Action::Letrec(block)) => self.cells(*block),
                _ => self.recursive[first..].to_vec(),
            };
            for (cell, value) in cells.iter().zip(&results) {
                *cell.borrow_mut() = Some(value.clone());
            }
            self.define(results);
            return Ok(None);
        }
        if let Some(Frame::Call {
            registers, regions, ..
        }) = self.frames.pop()
        {
            self.registers.truncate(registers);
            self.regions.truncate(regions);
        }
        self.deliver(results)
    }

    fn cells(&self, block: usize) -> Vec<Rc<RefCell<Option<Value<N>>>>> {
        let Some(Frame::Call {
            body, registers, ..
        }) = self.frames.last()
        else {
            return vec![];
        };
        let parameters = &self.program.bodies[*body].blocks[block].parameters;
        let cell = |&slot: &usize| match &self.registers[registers + slot] {
            Value::Recursive(cell) => Some(cell.clone()),
            _ => None,
        };
        parameters.iter().filter_map(cell).collect()
    }

    /// Begins a region of an op.
    fn open(&mut self, instruction: &'p Instruction, operands: Vec<Value<N>>) -> Outcome<()> {
        match &instruction.action {
            Action::If(then, otherwise) => match (truth(&operands[0], "`scf.if`")?, otherwise) {
                (true, _) => self.block(*then, vec![], Kind::Plain),
                (false, Some(block)) => self.block(*block, vec![], Kind::Plain),
                (false, None) => self.define(vec![]),
            },
            Action::For {
                body,
                signed: is_signed,
                width,
            } => {
                let bound =
                    |index: usize| integer(&operands[index], "a bound or the step of a loop");
                let (low, high, step) = (bound(0)?, bound(1)?, bound(2)?);
                let wide = |bits: u64| match is_signed {
                    true => i128::from(signed(bits, *width)),
                    false => i128::from(bits),
                };
                if wide(step) <= 0 {
                    return Err(undefined("the step of a loop is not positive"));
                }
                let distance = (wide(high) - wide(low)).max(0);
                let trips = ((distance + wide(step) - 1) / wide(step)) as u64;
                let carried = operands[3..].to_vec();
                if trips == 0 {
                    self.define(carried);
                } else {
                    let kind = Kind::For {
                        index: low,
                        step,
                        trips: trips - 1,
                    };
                    self.block(*body, [vec![Value::Int(low)], carried].concat(), kind);
                }
            }
            Action::While { before, .. } => self.block(*before, operands, Kind::Before),
            Action::Switch(cases, blocks) => {
                let index = integer(&operands[0], "`scf.index_switch`")?.cast_signed();
                let case = cases
                    .iter()
                    .position(|&case| case == index)
                    .map_or(0, |at| at + 1);
                self.block(blocks[case], vec![], Kind::Plain);
            }
            Action::Execute(block) => self.block(*block, vec![], Kind::Plain),
            Action::Match(blocks) => {
                let Value::Node(node) = &operands[0] else {
                    return Err(undefined("poison is matched"));
                };
                let Head::Constructor(index) = node.head else {
                    return Err(undefined("what is no data is matched"));
                };
                self.block(blocks[index], node.fields.clone(), Kind::Plain);
            }
            Action::Walk {
                kind,
                block,
                results,
            } => match array::Walk::new(kind, &operands, results)? {
                Some(walk) => self.walk(*block, Box::new(walk), results)?,
                None => self.define(vec![Value::Poison; results.len()]),
            },
            Action::Structured {
                maps,
                block,
                results,
            } => match array::Structured::new(maps, &operands, results.len())? {
                Some(op) => self.structured(*block, Box::new(op), results)?,
                None => self.define(vec![Value::Poison; results.len()]),
            },
            Action::Letrec(block) => {
                let cells: Vec<_> = instruction
                    .results
                    .iter()
                    .map(|_| Rc::new(RefCell::new(None)))
                    .collect();
                self.recursive.extend(cells.iter().cloned());
                self.block(
                    *block,
                    cells.into_iter().map(Value::Recursive).collect(),
                    Kind::Letrec,
                );
            }
            _ => return Err(undefined("the op has no region")),
        }
        Ok(())
    }

    /// Ends a region with these values.
    fn leave_region(&mut self, values: Vec<Value<N>>) -> Outcome<Option<Vec<Value<N>>>> {
        let Some(region) = self.regions.pop() else {
            return Err(undefined("nothing to end"));
        };
        match (
            region.kind,
            self.current().map(|instruction| &instruction.action),
        ) {
            (Kind::For { index, step, trips }, Some(Action::For { body, width, .. }))
                if trips > 0 =>
            {
                let index = index.wrapping_add(step) & mask(*width);
                let kind = Kind::For {
                    index,
                    step,
                    trips: trips - 1,
                };
                self.block(*body, [vec![Value::Int(index)], values].concat(), kind);
            }
            (Kind::After, Some(Action::While { before, .. })) => {
                self.block(*before, values, Kind::Before)
            }
            (Kind::Walk(mut walk), Some(Action::Walk { block, results, .. })) => {
                walk.take(values);
                self.walk(*block, walk, results)?;
            }
            (Kind::Structured(mut op), Some(Action::Structured { block, results, .. })) => {
                op.take(values);
                self.structured(*block, op, results)?;
            }
            _ => self.define(values),
        }
        Ok(None)
    }

    fn condition(&mut self, operands: Vec<Value<N>>) -> Outcome<()> {
        let goes_on = truth(&operands[0], "`scf.while`")?;
        let values = operands[1..].to_vec();
        self.regions.pop();
        match self.current().map(|instruction| &instruction.action) {
            Some(Action::While { after, .. }) if goes_on => self.block(*after, values, Kind::After),
            _ => self.define(values),
        }
        Ok(())
    }

    fn branch(&mut self, action: &Action, operands: Vec<Value<N>>) -> Outcome<()> {
        let (block, arguments) = match action {
            Action::Branch(block) => (*block, operands),
            Action::CondBranch(blocks, counts) => match truth(&operands[0], "a branch")? {
                true => (blocks[0], operands[1..1 + counts[0]].to_vec()),
                false => (blocks[1], operands[1 + counts[0]..].to_vec()),
            },
            Action::CfSwitch(values, targets) => {
                let flag = integer(&operands[0], "a switch")?;
                let case = values
                    .iter()
                    .position(|&value| value == flag)
                    .map_or(0, |at| at + 1);
                let before: usize = targets[..case].iter().map(|(_, count)| count).sum();
                let (block, count) = targets[case];
                (block, operands[1 + before..1 + before + count].to_vec())
            }
            _ => return Err(undefined("the op is no branch")),
        };
        self.bind(block, arguments);
        if let Some(region) = self.regions.last_mut() {
            (region.block, region.at) = (block, 0);
        }
        Ok(())
    }
}

impl<N> Drop for Machine<'_, N> {
    fn drop(&mut self) {
        for cell in &self.recursive {
            cell.replace(None);
        }
    }
}

fn integer<N>(value: &Value<N>, what: &str) -> Outcome<u64> {
    match value {
        Value::Int(bits) => Ok(*bits),
        _ => Err(undefined(format!("{what} depends on poison"))),
    }
}

fn truth<N>(value: &Value<N>, what: &str) -> Outcome<bool> {
    Ok(integer(value, what)? & 1 == 1)
}

/// The stack below and the elements; an empty stack gives itself and zeros.
fn pop<N: Number>(program: &Program, stack: &Value<N>, types: &[Type]) -> Outcome<Vec<Value<N>>> {
    let Value::Node(node) = stack else {
        return Err(undefined("poison is popped"));
    };
    if !node.fields.is_empty() {
        return Ok(node.fields.clone());
    }
    let zeros = types.iter().map(|ty| tangent::zero(program, ty));
    Ok([stack.clone()].into_iter().chain(zeros).collect())
}
