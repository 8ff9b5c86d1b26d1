//! `nd-to-linalg`.

mod absorb;
mod bodies;
mod contract;
mod fold;
mod positions;
mod region;
mod shapes;
mod sort;
mod starts;
mod switches;
mod upstream;
mod windows;

use crate::{
    build::{self, extract, shape},
    checks::Checks,
};
use pullback_ir::{Attr, Builder, Op, Type, Value, WalkOrder};
use pullback_nd::ops;
use pullback_pass::{Error, Pass, Root};

/// Writes the ops of `nd` as `linalg`, `tensor` and `scf`, and tests what only run time knows: the shapes that ops meet, and
/// positions.
#[derive(Debug, pullback_pass::Pass)]
#[pass(name = "nd-to-linalg", on = "builtin.module")]
pub struct ToLinalg;

impl Pass for ToLinalg {
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
        crate::all::load(root);
        let module = root.op();
        let checks = Checks::new(module);
        let mut lowered = 0;
        let all = module.walk(WalkOrder::Pre).into_iter();
        let contractions: Vec<_> = all.filter(|op| op.is(ops::CONTRACT)).collect();
        contractions.into_iter().for_each(absorb::absorb);
        // Inner ops first, so that an op's region holds no other op of the dialect when its turn comes.
        for op in module.walk(WalkOrder::Post) {
            if op.dialect() == "nd" {
                lowered += u64::from(lower(op, &checks)?);
            } else {
                upstream::check(op, &checks)?;
            }
        }
        let all = module.walk(WalkOrder::Post).into_iter();
        all.filter(|op| op.is("scf.index_switch"))
            .for_each(switches::branches);
        let all = module.walk(WalkOrder::Pre).into_iter();
        let structured: Vec<_> = all.filter(|op| op.is("linalg.generic")).collect();
        structured.into_iter().for_each(|op| {
            starts::apart(op);
        });
        let all = module.walk(WalkOrder::Pre).into_iter();
        all.for_each(bodies::keep_outside);
        root.count("ops lowered", lowered);
        Ok(())
    }
}

/// Lowers an op; false for those that go with the op that they are in.
fn lower<'a>(op: Op<'a>, checks: &Checks<'a>) -> Result<bool, Error> {
    let at = At {
        op,
        builder: Builder::before(op),
        checks,
    };
    let results = match op.name() {
        ops::YIELD | ops::INDEX => return Ok(false),
        ops::MAP => region::map(&at),
        ops::REDUCE => region::reduce(&at),
        ops::SCAN => fold::scan(&at),
        ops::BROADCAST => vec![shapes::broadcast(&at)],
        ops::SUM => vec![contract::sum(&at)],
        ops::TRANSPOSE => vec![shapes::transpose(&at)],
        ops::RESHAPE => vec![shapes::reshape(&at)],
        ops::REVERSE => vec![shapes::reverse(&at)],
        ops::UNFOLD => vec![windows::unfold(&at)],
        ops::FOLD => vec![windows::fold(&at)],
        ops::CONTRACT => vec![contract::contract(&at)],
        ops::IOTA => vec![positions::iota(&at)],
        ops::ONE_HOT => vec![positions::one_hot(&at)],
        ops::ARGMAX | ops::ARGMIN => vec![positions::argument(&at)],
        ops::GATHER => vec![positions::gather(&at)],
        ops::SCATTER => vec![positions::scatter(&at)],
        ops::SORT => sort::sort(&at),
        name => {
            return Err(Error::at(
                op,
                format!("`{name}` has no lowering; please report it"),
            ));
        }
    };
    op.replace_with(&results);
    Ok(true)
}

/// An op that is lowered, and where to.
struct At<'a, 'c> {
    op: Op<'a>,
    builder: Builder<'a>,
    checks: &'c Checks<'a>,
}

impl<'a> At<'a, '_> {
    /// Operands of one of the segments.
    fn segment(&self, number: usize) -> Vec<Value<'a>> {
        let sizes = self.op.attr("operandSegmentSizes");
        let sizes = sizes.map(|sizes| sizes.to_string()).unwrap_or_default();
        let list = sizes
            .strip_prefix("array<i32:")
            .and_then(|list| list.strip_suffix('>'));
        let sizes: Vec<usize> = list
            .unwrap_or_default()
            .split(',')
            .filter_map(|size| size.trim().parse().ok())
            .collect();
        let start = sizes.iter().take(number).sum();
        let count = sizes.get(number).copied().unwrap_or_default();
        let operands = self.op.operands();
        operands.into_iter().skip(start).take(count).collect()
    }

    fn numbers(&self, name: &str) -> Vec<usize> {
        let list = self.op.attr(name).and_then(Attr::as_i64s);
        let list = list.unwrap_or_default().into_iter();
        list.filter_map(|number| usize::try_from(number).ok())
            .collect()
    }

    fn number(&self, name: &str) -> usize {
        let number = self.op.attr(name).and_then(Attr::as_int);
        number
            .and_then(|number| usize::try_from(number).ok())
            .unwrap_or_default()
    }

    fn flag(&self, name: &str) -> bool {
        self.op.attr(name).is_some()
    }

    fn result_type(&self) -> Type<'a> {
        self.op.result(0).ty()
    }

    /// Tests that what the op computes with has the sizes that a type of its own tells.
    fn agree(&self, ty: Type<'a>, sizes: &[Value<'a>]) {
        for (dimension, (known, &size)) in shape(ty).into_iter().zip(sizes).enumerate() {
            if let Some(known) = known {
                let known = build::index(&self.builder, known);
                self.checks.equal(&self.builder, size, known, || {
                    format!(
                        "`{}` makes an array whose dimension {dimension} is {{}} where its type says {{}}; write the type of what it makes",
                        self.op.name()
                    )
                });
            }
        }
    }

    /// The sizes of a type, whose others are these operands.
    fn sizes_or(&self, ty: Type<'a>, operands: &[Value<'a>]) -> Vec<Value<'a>> {
        for &size in operands {
            self.checks.size(&self.builder, size, self.op.name());
        }
        build::known_or(&self.builder, ty, operands)
    }

    /// The array of a value: an element stands for one of rank 0.
    fn array(&self, value: Value<'a>) -> Value<'a> {
        if value.ty().is_array() {
            return value;
        }
        let ty = Type::array(&[], value.ty());
        build::one(&self.builder, "tensor.from_elements", &[value], ty)
    }

    /// What the op gives of an array: the element where its result is one.
    fn given(&self, array: Value<'a>, ty: Type<'a>) -> Value<'a> {
        match ty.is_array() {
            true => array,
            false => extract(&self.builder, array, &[]),
        }
    }
}

/// The type of an array of that type, or of rank 0 of that element.
fn array_type(ty: Type<'_>) -> Type<'_> {
    match ty.is_array() {
        true => ty,
        false => Type::array(&[], ty),
    }
}
