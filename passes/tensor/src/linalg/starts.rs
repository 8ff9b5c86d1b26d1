//! What loops start from.

use crate::build::{self, Inside, generic, sizes};
use pullback_ir::{Attr, Builder, Op, Value};

/// Has loops none of which reduces, and that read what their result starts as, take that as an operand. Upstream fuses them with
/// loops of more dimensions as if they did not read it, and then each element is made several times from what was made before.
pub(super) fn apart(op: Op<'_>) -> Option<()> {
    let kinds = op.attr("iterator_types")?.as_array()?;
    let is_parallel = |kind: &Attr<'_>| kind.to_string().contains("parallel");
    let body = op.region(0).first()?;
    let operands = op.operands();
    let outs = op.result_count();
    let ins = operands.len() - outs;
    let read = &body.args()[ins..];
    if !kinds.iter().all(is_parallel) || !read.iter().any(|start| start.has_uses()) {
        return Some(());
    }
    let builder = Builder::before(op);
    let maps = op.attr("indexing_maps")?.as_array()?;
    let all: Vec<_> = operands.iter().copied().zip(maps).collect();
    let fresh: Vec<(Value<'_>, Attr<'_>)> = all[ins..]
        .iter()
        .map(|&(start, map)| {
            let empty = build::empty(&builder, start.ty(), &sizes(&builder, start));
            (empty, map)
        })
        .collect();
    for (start, _) in &fresh {
        body.add_arg(start.ty().element(), op.location());
    }
    let reduced = vec![false; kinds.len()];
    let inside = Inside::Region(op.region(0));
    let results = generic(&builder, &all, &fresh, &reduced, inside);
    op.replace_with(&results);
    Some(())
}
