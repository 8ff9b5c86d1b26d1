//! `functional-fuse-sincos`: a sine and a cosine of one value in one block, as a derivative has them, become one op.
//!
//! Upstream's `math-sincos-fusion` takes the cosine from a region inside the block too, where the sine's users do not see it.

use pullback_ir::{Attr, Block, Builder, Op, Value, WalkOrder};
use pullback_pass::{Error, Pass, Root};
use std::collections::HashMap;

/// Makes `math.sincos` of `math.sin` and `math.cos` of the same value with the same flags.
#[derive(Debug, pullback_pass::Pass)]
#[pass(name = "functional-fuse-sincos", reads = "symbol", dialects = ["math"])]
pub struct FuseSincos;

impl Pass for FuseSincos {
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
        let mut fused = 0;
        // The first of either kind, by what they are of.
        let mut met = HashMap::<Key<'_>, Pair<'_>>::new();
        for op in root.op().walk(WalkOrder::Pre) {
            let side = match op.name() {
                "math.sin" => 0,
                "math.cos" => 1,
                _ => continue,
            };
            let Some(block) = op.block().filter(|_| op.operand(0).ty().is_float()) else {
                continue;
            };
            let pair = met.entry((block, op.operand(0), op.attr("fastmath")));
            pair.or_default().ops[side].push(op);
        }
        for pair in met.into_values() {
            fused += u64::from(pair.fuse());
        }
        root.count("pairs fused", fused);
        Ok(())
    }
}

type Key<'a> = (Block<'a>, Value<'a>, Option<Attr<'a>>);

/// Sines and cosines of one value, in the order of the text.
#[derive(Debug, Default)]
struct Pair<'a> {
    ops: [Vec<Op<'a>>; 2],
}

impl Pair<'_> {
    fn fuse(&self) -> bool {
        let [Some(&sin), Some(&cos)] = [0, 1].map(|side| self.ops[side].first()) else {
            return false;
        };
        // Where the value is: before both.
        let ty = sin.operand(0).ty();
        let first = if sin.is_before(cos) { sin } else { cos };
        let both = Builder::before(first)
            .op("math.sincos")
            .operands(&[sin.operand(0)])
            .results(&[ty, ty])
            .maybe_attr("fastmath", sin.attr("fastmath"))
            .build();
        for (side, ops) in self.ops.iter().enumerate() {
            for op in ops {
                op.replace_with(&[both.result(side)]);
            }
        }
        true
    }
}
