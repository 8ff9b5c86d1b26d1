//! Tests of what only run time knows. Where one fails, compiled code hands [`FAIL`] a sentence and numbers for it, which ends
//! the call.

use crate::build::{arith, as_index, branch, compare, index, index_type, int, one};
use pullback_ir::{Attr, Builder, Location, Op, Type, Value};
use std::{cell::RefCell, collections::HashMap};

/// The symbol of the function that is told: `void (const char *text, int64_t, int64_t)`. Each `{}` in the text
/// stands for a number.
pub const FAIL: &str = "pullback_fail";

/// The sentences as constants of the module.
pub(crate) struct Checks<'a> {
    module: Op<'a>,
    known: RefCell<HashMap<String, String>>,
}

impl<'a> Checks<'a> {
    pub(crate) fn new(module: Op<'a>) -> Self {
        Self {
            module,
            known: RefCell::default(),
        }
    }

    /// Fails unless two sizes are equal.
    pub(crate) fn equal(
        &self,
        builder: &Builder<'a>,
        a: Value<'a>,
        b: Value<'a>,
        text: impl Fn() -> String,
    ) {
        if a == b || constant(a).is_some() && constant(a) == constant(b) {
            return;
        }
        let (a, b) = (as_index(builder, a), as_index(builder, b));
        let same = compare(builder, int::EQUAL, a, b);
        self.holds(builder, same, [a, b], &text());
    }

    /// Fails unless `position` is at least 0 and less than `size`.
    pub(crate) fn inside(
        &self,
        builder: &Builder<'a>,
        position: Value<'a>,
        size: Value<'a>,
        text: impl Fn() -> String,
    ) {
        if let (Some(position), Some(size)) = (constant(position), constant(size))
            && (0..size).contains(&position)
        {
            return;
        }
        let is_inside = compare(builder, int::UNSIGNED_LESS, position, size);
        self.holds(builder, is_inside, [position, size], &text());
    }

    /// Fails if a size is negative.
    pub(crate) fn size(&self, builder: &Builder<'a>, size: Value<'a>, op: &str) {
        if constant(size).is_some_and(|size| size >= 0) || is_dimension(size) {
            return;
        }
        let limit = index(builder, -1);
        let is_one = compare(builder, int::GREATER, size, limit);
        let text = format!("`{op}` is to make a dimension of size {{}}; pass a size of 0 or more");
        self.holds(builder, is_one, [size, size], &text);
    }

    /// Fails unless `count` positions from `offset`, `stride` apart, are in a dimension of that size.
    pub(crate) fn slice(
        &self,
        builder: &Builder<'a>,
        [offset, count, stride]: [Value<'a>; 3],
        size: Value<'a>,
        op: &str,
    ) {
        self.size(builder, count, op);
        let (zero, one_more) = (index(builder, 0), index(builder, 1));
        // At the end stands an empty slice.
        let is_known = match (constant(offset), constant(size)) {
            (Some(offset), Some(size)) => (0..=size).contains(&offset),
            _ => false,
        };
        if !is_known {
            let most = arith(builder, "arith.addi", size, one_more);
            let is_inside = compare(builder, int::UNSIGNED_LESS, offset, most);
            let text = format!(
                "`{op}` starts at position {{}} of a dimension of size {{}}; start inside of it"
            );
            self.holds(builder, is_inside, [offset, size], &text);
        }
        if let [Some(offset), Some(count), Some(stride), Some(size)] =
            [offset, count, stride, size].map(constant)
        {
            let last = |stride: i64| offset.checked_add((count - 1).checked_mul(stride)?);
            if count == 0 || last(stride).is_some_and(|last| (0..size).contains(&last)) {
                return;
            }
        }
        // The last position, in numbers that cannot overflow: steps of at most `size` are all that can be taken.
        let positive = compare(builder, int::GREATER, stride, zero);
        let text = format!("`{op}` has stride {{}}; pass one of at least 1");
        self.holds(builder, positive, [stride, stride], &text);
        let left = arith(builder, "arith.subi", size, offset);
        let before = arith(builder, "arith.addi", left, stride);
        let before = arith(builder, "arith.subi", before, one_more);
        let room = arith(builder, "arith.divui", before, stride);
        let too_many = compare(builder, int::UNSIGNED_GREATER, count, room);
        let fits = {
            let yes = builder.int(Type::int(builder.context(), 1), 1);
            arith(builder, "arith.xori", too_many, yes)
        };
        let text = format!(
            "`{op}` takes {{}} elements where {{}} are left in the dimension; take fewer, or start earlier"
        );
        self.holds(builder, fits, [count, room], &text);
    }

    /// Fails unless the condition holds.
    pub(crate) fn holds(
        &self,
        builder: &Builder<'a>,
        condition: Value<'a>,
        numbers: [Value<'a>; 2],
        text: &str,
    ) {
        let mut nothing = |_: &Builder<'a>| vec![];
        let mut fail = |inner: &Builder<'a>| {
            self.fail(inner, numbers, text);
            vec![]
        };
        branch(builder, condition, &[], &mut nothing, &mut fail);
    }

    fn fail(&self, builder: &Builder<'a>, numbers: [Value<'a>; 2], text: &str) {
        let context = builder.context();
        let symbol = self.symbol(builder.location(), text);
        let address = builder
            .op("llvm.mlir.addressof")
            .attr("global_name", Attr::symbol(context, &symbol))
            .results(&[Type::llvm_pointer(context)])
            .build()
            .result(0);
        let wide = Type::int(context, 64);
        let numbers = numbers.map(|number| one(builder, "arith.index_cast", &[number], wide));
        builder
            .op("llvm.call")
            .operands(&[address, numbers[0], numbers[1]])
            .attr("callee", Attr::symbol(context, FAIL))
            .attr("operandSegmentSizes", Attr::i32s(context, &[3, 0]))
            .attr("op_bundle_sizes", Attr::i32s(context, &[]))
            .results(&[])
            .build();
    }

    /// The symbol of a constant that holds the sentence and a final NUL.
    fn symbol(&self, location: Location<'a>, text: &str) -> String {
        if let Some(symbol) = self.known.borrow().get(text) {
            return symbol.clone();
        }
        let top = self.module.region(0).entry();
        let top = Builder::at_start(top, location);
        let context = top.context();
        if self.module.symbol(FAIL).is_none() {
            let ty = Type::parse(context, "!llvm.func<void (ptr, i64, i64)>");
            let attributes = Attr::parse(context, "[\"cold\", \"noreturn\", \"nounwind\"]");
            top.op("llvm.func")
                .attr("sym_name", Attr::string(context, FAIL))
                .attr(
                    "function_type",
                    Attr::of_type(ty.expect("a type of LLVM's")),
                )
                .attr("passthrough", attributes.expect("an array of strings"))
                .results(&[])
                .regions(1)
                .build();
        }
        let symbol = (0..)
            .map(|number| format!("{FAIL}${number}"))
            .find(|symbol| self.module.symbol(symbol).is_none())
            .unwrap_or_default();
        let bytes = format!("{text}\0");
        let ty = format!("!llvm.array<{} x i8>", bytes.len());
        let ty = Type::parse(context, &ty).expect("a type of LLVM's");
        let linkage = Attr::parse(context, "#llvm.linkage<internal>").expect("LLVM has it");
        top.op("llvm.mlir.global")
            .attr("sym_name", Attr::string(context, &symbol))
            .attr("global_type", Attr::of_type(ty))
            .attr("linkage", linkage)
            .attr("constant", Attr::unit(context))
            .attr("value", Attr::string(context, &bytes))
            .results(&[])
            .regions(1)
            .build();
        self.known
            .borrow_mut()
            .insert(text.to_owned(), symbol.clone());
        symbol
    }
}

/// The value of an integer constant.
pub(crate) fn constant(value: Value<'_>) -> Option<i64> {
    let op = value.defining_op().filter(|op| op.is("arith.constant"))?;
    op.attr("value")?.as_int()
}

/// Whether a value is the size of something that is there.
fn is_dimension(value: Value<'_>) -> bool {
    value.defining_op().is_some_and(|op| op.is("tensor.dim"))
}

/// All of an array, for a test of its shape: its dimensions are equal to these sizes.
pub(crate) fn same_shape<'a>(
    checks: &Checks<'a>,
    builder: &Builder<'a>,
    a: &[Value<'a>],
    b: &[Value<'a>],
    op: &str,
) {
    for (dimension, (&a, &b)) in a.iter().zip(b).enumerate() {
        checks.equal(builder, a, b, || {
            format!(
                "`{op}` meets arrays whose dimension {dimension} is {{}} and {{}}; give them one shape"
            )
        });
    }
    debug_assert!(a.iter().all(|size| size.ty() == index_type(builder)));
}
