//! A structured op as the loops that it is defined by.

use super::Structured;
use crate::arrays::{build, loops::nest};
use pullback_ir::{Affine, Builder, Mapping, Value};

impl<'a> Structured<'a> {
    /// Loops over all positions that carry what is written into.
    pub fn loops(&self) -> Vec<Value<'a>> {
        let lengths: Vec<Value<'a>> = (0..self.dims).map(|dim| self.length(dim)).collect();
        let operands = self.op.operands();
        let (inputs, outputs) = operands.split_at(self.inputs);
        let yields = self.yields();
        let reads = self.reads(&yields);
        nest(
            &self.builder,
            &lengths,
            outputs,
            &mut |builder, position, arrays| {
                let now = [inputs, arrays].concat();
                let mut mapping = Mapping::new();
                for &number in &reads.arguments {
                    let place = self.at(builder, number, position);
                    let array = now[number];
                    let element = match array.ty().is_shaped() {
                        true => {
                            let operands = [vec![array], place].concat();
                            let ty = array.ty().element();
                            build::one(builder, "tensor.extract", &operands, &[], ty)
                        }
                        false => array,
                    };
                    mapping.insert(self.body.arg(number), element);
                }
                for &dim in &reads.loops {
                    self.place_loop(dim, position[dim], &mut mapping);
                }
                let made = self.inline(builder, &yields, &mut mapping);
                let put = |(at, element): (usize, Value<'a>)| {
                    let place = self.at(builder, self.inputs + at, position);
                    let operands = [vec![element, arrays[at]], place].concat();
                    build::one(builder, "tensor.insert", &operands, &[], arrays[at].ty())
                };
                made.into_iter().enumerate().map(put).collect()
            },
        )
    }

    /// Where an operand is read or written.
    fn at(&self, builder: &Builder<'a>, operand: usize, position: &[Value<'a>]) -> Vec<Value<'a>> {
        let results = self.maps[operand].results.iter();
        results
            .map(|result| affine(builder, result, position))
            .collect()
    }
}

/// The value of an affine expression.
fn affine<'a>(builder: &Builder<'a>, expression: &Affine, position: &[Value<'a>]) -> Value<'a> {
    let both = |name: &str, a: &Affine, b: &Affine| {
        let (a, b) = (affine(builder, a, position), affine(builder, b, position));
        build::binary(builder, name, a, b)
    };
    match expression {
        Affine::Dim(dim) => position[*dim],
        Affine::Constant(number) => build::number(builder, *number),
        // A structured op has no symbols.
        Affine::Symbol(_) => build::number(builder, 0),
        Affine::Add(a, b) => both("arith.addi", a, b),
        Affine::Mul(a, b) => both("arith.muli", a, b),
        Affine::FloorDiv(a, b) => both("arith.floordivsi", a, b),
        Affine::CeilDiv(a, b) => both("arith.ceildivsi", a, b),
        Affine::Mod(a, b) => {
            let quotient = both("arith.floordivsi", a, b);
            let (a, b) = (affine(builder, a, position), affine(builder, b, position));
            let whole = build::binary(builder, "arith.muli", quotient, b);
            build::binary(builder, "arith.subi", a, whole)
        }
    }
}
