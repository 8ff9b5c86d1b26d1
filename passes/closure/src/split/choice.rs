//! A choice among values, made as a conditional made it.

use super::{branches::like, poison::is_poison};
use pullback_functional::ops;
use pullback_ir::{Attr, Builder, Op, Type, Value};

/// Chooses as a conditional does.
pub(super) struct Choice<'a> {
    conditional: Op<'a>,
    builder: Builder<'a>,
    /// For each side but one, whether it is taken.
    flags: Option<Vec<Value<'a>>>,
}

impl<'a> Choice<'a> {
    pub fn of(conditional: Op<'a>, builder: Builder<'a>) -> Self {
        Self {
            conditional,
            builder,
            flags: None,
        }
    }

    /// One of the values, one a side.
    pub fn among(&mut self, values: &[Value<'a>]) -> Value<'a> {
        let mut known: Vec<usize> = (0..values.len()).collect();
        known.retain(|&side| !is_poison(values[side]));
        let Some((&first, rest)) = known.split_first() else {
            return values[0];
        };
        // The side that has no flag comes first, and goes where none of the others is taken.
        let otherwise = match rest.iter().find(|&&side| side == self.unflagged()) {
            Some(&side) => side,
            None => first,
        };
        let mut chosen = values[otherwise];
        for side in known {
            if side != otherwise && values[side] != chosen {
                let operands = [self.flag(side), values[side], chosen];
                let select = self.builder.op("arith.select").operands(&operands).build();
                chosen = select.result(0);
            }
        }
        chosen
    }

    /// The side that is taken if none of the others is.
    fn unflagged(&self) -> usize {
        match self.conditional.name() {
            "scf.index_switch" => 0,
            _ => self.conditional.region_count() - 1,
        }
    }

    fn flag(&mut self, side: usize) -> Value<'a> {
        let flags = match self.flags.take() {
            Some(flags) => flags,
            None => self.make_flags(),
        };
        let flag = flags[side];
        self.flags = Some(flags);
        flag
    }

    /// One a side, of which the one that has none stands for nothing.
    fn make_flags(&self) -> Vec<Value<'a>> {
        let (builder, decides) = (&self.builder, self.conditional.operand(0));
        match self.conditional.name() {
            "scf.if" => vec![decides, decides],
            "scf.index_switch" => {
                let cases = self.conditional.attr(ops::CASES).and_then(Attr::as_i64s);
                let equal = cases.unwrap_or_default().into_iter().map(|case| {
                    let case = builder.int(decides.ty(), case);
                    builder
                        .op("arith.cmpi")
                        .attr("predicate", Attr::int(Type::int(builder.context(), 64), 0))
                        .operands(&[decides, case])
                        .build()
                        .result(0)
                });
                [vec![decides], equal.collect()].concat()
            }
            _ => {
                let count = self.conditional.region_count();
                let bit = Type::int(builder.context(), 1);
                let flags = like(self.conditional, &vec![bit; count]);
                for side in 0..count {
                    let fields = self.conditional.region(side).entry().args();
                    let types: Vec<_> = fields.into_iter().map(Value::ty).collect();
                    let location = self.conditional.location();
                    let block = flags.region(side).append_block(&types, location);
                    let inner = Builder::at_end(block, location);
                    let bits = (0..count).map(|other| inner.int(bit, i64::from(other == side)));
                    let bits: Vec<_> = bits.collect();
                    inner.op(ops::YIELD).operands(&bits).results(&[]).build();
                }
                flags.results()
            }
        }
    }
}
