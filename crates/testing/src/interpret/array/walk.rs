//! Ops that call a region for positions of an array: `nd.map`, `nd.reduce`, `nd.scan`, `tensor.generate`, `tensor.pad`.
//!
//! A walk is a list of calls that is made beforehand, which the machine goes through.

use super::super::{Type, Value};
use super::{
    Array, Outcome, array, give, number, position, positions, same_shape, shape, shapes::without,
    undefined,
};
use crate::number::Number;
use std::rc::Rc;

/// What kind of walk it is.
#[derive(Debug)]
pub(in super::super) enum Kind {
    /// So many arrays; the other operands are sizes.
    Map(usize),
    /// So many arrays, along these dimensions.
    Reduce(usize, Vec<usize>),
    Scan {
        inputs: usize,
        dimension: usize,
        exclusive: bool,
        reverse: bool,
    },
    Generate,
    /// How many elements stand before and behind; `None` is an operand.
    Pad(Vec<Option<usize>>, Vec<Option<usize>>),
}

/// One call of the region.
#[derive(Clone, Debug)]
struct Call {
    /// The number of the elements that it gets.
    reads: usize,
    /// The number of the elements that it gives.
    writes: usize,
    /// Whether it begins a fold.
    begins: bool,
}

#[derive(Debug)]
enum Takes {
    Elements,
    /// Elements, and what it has so far.
    Folds {
        exclusive: bool,
    },
    Coordinates,
}

/// A walk that goes on.
#[derive(Debug)]
pub(in super::super) struct Walk<N> {
    takes: Takes,
    /// What is walked over.
    shape: Vec<usize>,
    inputs: Vec<Rc<Array<N>>>,
    inits: Vec<Value<N>>,
    calls: Vec<Call>,
    next: usize,
    state: Vec<Value<N>>,
    outputs: Vec<Array<N>>,
}

impl<N: Number> Walk<N> {
    /// `None`: what is walked over is poison.
    pub fn new(kind: &Kind, operands: &[Value<N>], results: &[Type]) -> Outcome<Option<Self>> {
        if operands.iter().any(|value| matches!(value, Value::Poison))
            && !matches!(kind, Kind::Reduce(..) | Kind::Scan { .. })
        {
            return Ok(None);
        }
        let inputs = match kind {
            Kind::Map(inputs) | Kind::Reduce(inputs, _) | Kind::Scan { inputs, .. } => *inputs,
            Kind::Generate => 0,
            Kind::Pad(..) => 1,
        };
        let (arrays, rest) = operands.split_at(inputs);
        let Some(arrays) = arrays.iter().map(array).collect::<Option<Vec<_>>>() else {
            return Ok(None);
        };
        for array in &arrays {
            same_shape(&arrays[0], array)?;
        }
        let mut walked = match (kind, arrays.first()) {
            (Kind::Pad(..) | Kind::Generate, _) | (_, None) => vec![],
            (_, Some(array)) => array.shape.clone(),
        };
        if matches!(kind, Kind::Generate) || matches!(kind, Kind::Map(0)) {
            walked = shape(&results[0], rest)?;
        }
        let poison = |shape: &[usize]| Array::from_fn(shape.to_vec(), |_| Value::Poison);
        let mut calls = vec![];
        let mut inits = vec![];
        let (takes, outputs) = match kind {
            Kind::Map(_) | Kind::Generate => {
                for at in 0..super::count(&walked)? {
                    calls.push(Call {
                        reads: at,
                        writes: at,
                        begins: true,
                    });
                }
                let takes = match kind {
                    Kind::Map(_) => Takes::Elements,
                    _ => Takes::Coordinates,
                };
                (
                    takes,
                    results
                        .iter()
                        .map(|_| poison(&walked))
                        .collect::<Outcome<_>>()?,
                )
            }
            Kind::Reduce(_, dimensions) => {
                inits = rest.to_vec();
                let kept = without(&walked, dimensions);
                let along: Vec<usize> = dimensions.iter().map(|&at| walked[at]).collect();
                for (writes, outer) in positions(&kept)?.enumerate() {
                    for (index, inner) in positions(&along)?.enumerate() {
                        let (mut outer, mut inner) = (outer.iter(), inner.iter());
                        let coordinate = |at: usize| match dimensions.contains(&at) {
                            true => inner.next().copied().unwrap_or(0),
                            false => outer.next().copied().unwrap_or(0),
                        };
                        let position: Vec<usize> = (0..walked.len()).map(coordinate).collect();
                        let reads = number(&walked, &position);
                        calls.push(Call {
                            reads,
                            writes,
                            begins: index == 0,
                        });
                    }
                }
                let from = |init: &Value<N>| Array::from_fn(kept.clone(), |_| init.clone());
                (
                    Takes::Folds { exclusive: false },
                    inits.iter().map(from).collect::<Outcome<_>>()?,
                )
            }
            Kind::Scan {
                dimension,
                exclusive,
                reverse,
                ..
            } => {
                inits = rest.to_vec();
                let size = walked[*dimension];
                for line in positions(&without(&walked, &[*dimension]))? {
                    for index in 0..size {
                        let mut position = line.clone();
                        position
                            .insert(*dimension, if *reverse { size - 1 - index } else { index });
                        let at = number(&walked, &position);
                        calls.push(Call {
                            reads: at,
                            writes: at,
                            begins: index == 0,
                        });
                    }
                }
                let takes = Takes::Folds {
                    exclusive: *exclusive,
                };
                (
                    takes,
                    results
                        .iter()
                        .map(|_| poison(&walked))
                        .collect::<Outcome<_>>()?,
                )
            }
            Kind::Pad(low, high) => {
                let mut sizes = rest.iter();
                let mut all = |list: &[Option<usize>]| -> Outcome<Vec<usize>> {
                    let known = |&known: &Option<usize>| match known {
                        Some(size) => Ok(size),
                        None => match sizes.next() {
                            Some(Value::Int(bits)) if bits.cast_signed() >= 0 => Ok(*bits as usize),
                            _ => Err(undefined("the padding is negative")),
                        },
                    };
                    list.iter().map(known).collect()
                };
                let (low, high) = (all(low)?, all(high)?);
                let inner = &arrays[0];
                walked = (0..low.len())
                    .map(|at| {
                        low[at]
                            .saturating_add(inner.shape[at])
                            .saturating_add(high[at])
                    })
                    .collect();
                let mut padded = poison(&walked)?;
                for (at, position) in positions(&walked)?.enumerate() {
                    let source: Option<Vec<usize>> = position
                        .iter()
                        .zip(&low)
                        .map(|(at, low)| at.checked_sub(*low))
                        .collect();
                    let source = source.filter(|source| {
                        source.iter().zip(&inner.shape).all(|(at, size)| at < size)
                    });
                    match source {
                        Some(source) => padded.elements[at] = inner.at(&source).clone(),
                        None => calls.push(Call {
                            reads: at,
                            writes: at,
                            begins: true,
                        }),
                    }
                }
                (Takes::Coordinates, vec![padded])
            }
        };
        Ok(Some(Self {
            takes,
            shape: walked,
            inputs: arrays,
            inits,
            calls,
            next: 0,
            state: vec![],
            outputs,
        }))
    }

    /// The arguments of the next call, if there is one.
    pub fn arguments(&mut self) -> Option<Vec<Value<N>>> {
        let call = self.calls.get(self.next)?;
        let elements = self
            .inputs
            .iter()
            .map(|array| array.elements[call.reads].clone());
        Some(match self.takes {
            Takes::Elements => elements.collect(),
            Takes::Coordinates => {
                let position = position(&self.shape, call.reads);
                position
                    .into_iter()
                    .map(|at| Value::Int(at as u64))
                    .collect()
            }
            Takes::Folds { exclusive } => {
                if call.begins {
                    self.state.clone_from(&self.inits);
                }
                if exclusive {
                    for (output, value) in self.outputs.iter_mut().zip(&self.state) {
                        output.elements[call.writes] = value.clone();
                    }
                }
                elements.chain(self.state.iter().cloned()).collect()
            }
        })
    }

    /// Takes what a call gave.
    pub fn take(&mut self, values: Vec<Value<N>>) {
        let writes = self.calls[self.next].writes;
        self.next += 1;
        if !matches!(self.takes, Takes::Folds { exclusive: true }) {
            for (output, value) in self.outputs.iter_mut().zip(&values) {
                output.elements[writes] = value.clone();
            }
        }
        self.state = values;
    }

    /// The results, at the end.
    pub fn finish(self, results: &[Type]) -> Outcome<Vec<Value<N>>> {
        self.outputs
            .into_iter()
            .zip(results)
            .map(|(array, ty)| give(array, ty))
            .collect()
    }

    /// Where a map stands; `None` for other walks.
    pub fn coordinate(&self, dimension: usize) -> Option<usize> {
        let call = self.calls.get(self.next)?;
        match self.takes {
            Takes::Elements => position(&self.shape, call.reads).get(dimension).copied(),
            _ => None,
        }
    }
}
