//! `nd-lower-boundaries`.

use crate::build::shape;
use pullback_ir::{Attr, Block, Builder, Mapping, Op, Type, Value, WalkOrder};
use pullback_pass::{Error, Pass, Root};

/// Passes arrays between functions as addresses and sizes, and writes such crossings as memory.
#[derive(Debug, pullback_pass::Pass)]
#[pass(name = "nd-lower-boundaries", on = "builtin.module")]
pub struct LowerBoundaries;

/// What stands for a crossing: a tensor from an address and sizes, or the other way round.
const CROSSING: &str = "builtin.unrealized_conversion_cast";

impl Pass for LowerBoundaries {
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
        crate::all::load(root);
        let module = root.op();
        for op in module.walk(WalkOrder::Pre) {
            if matches!(
                op.name(),
                "tensor.empty" | "tensor.cast" | "tensor.expand_shape"
            ) {
                apart(op);
            }
        }
        for op in module.walk(WalkOrder::Pre) {
            match op.name() {
                "func.func" => signature(op),
                "func.call" => call(op),
                "func.return" => give(op),
                "linalg.generic" => forget(op),
                _ => {}
            }
        }
        let mut crossings = 0;
        for op in module.walk(WalkOrder::Pre) {
            crossings += u64::from(cross(op));
        }
        for op in module.walk(WalkOrder::Post) {
            if op.is("scf.for") {
                crate::trips::keep_in_place(op);
            }
        }
        root.count("crossings", crossings);
        Ok(())
    }
}

/// Gives each use of an array without content one of its own. Bufferization takes two uses for one memory, where one may be read
/// while the other is written.
fn apart(op: Op<'_>) {
    let mut chain = vec![op];
    while let Some(&last) = chain.last().filter(|last| !last.is("tensor.empty")) {
        if !last.is("tensor.cast") && !last.is("tensor.expand_shape") {
            return;
        }
        let Some(from) = last.operand(0).defining_op() else {
            return;
        };
        chain.push(from);
    }
    let Some(empty) = chain.pop() else {
        return;
    };
    let mut is_first = true;
    for one in op.result(0).uses() {
        // What a loop keeps the address of is made in each trip.
        let in_trip = around(op, one.op).is_some_and(|around| keeps_address(around));
        if std::mem::take(&mut is_first) && !in_trip {
            continue;
        }
        let place = if in_trip { one.op } else { op };
        let mut mapping = Mapping::new();
        let mut own = empty.clone_before(place, &mut mapping);
        for view in chain.iter().rev() {
            own = view.clone_before(place, &mut mapping);
        }
        one.op.set_operand(one.index, own.result(0));
    }
}

/// The op beside `op` that holds a use further in.
fn around<'a>(op: Op<'a>, use_: Op<'a>) -> Option<Op<'a>> {
    let beside = |other: &Op<'a>| other.block() == op.block();
    let mut outwards = std::iter::successors(Some(use_), |op| op.parent());
    outwards.find(beside).filter(|around| *around != use_)
}

/// Whether the address of an array is taken inside of an op.
fn keeps_address(op: Op<'_>) -> bool {
    let takes = |op: Op<'_>| {
        (op.is(CROSSING) || op.is("func.call"))
            && op.operands().into_iter().any(|value| value.ty().is_array())
    };
    op.walk(WalkOrder::Pre).into_iter().any(takes)
}

/// Gives what is written without being read a place of its own: the array that stood there may have been handed to somebody.
fn forget(op: Op<'_>) {
    let Some(body) = op.region(0).first() else {
        return;
    };
    let first = op.operand_count() - op.result_count();
    for number in first..op.operand_count() {
        let array = op.operand(number);
        let is_empty = array.defining_op().is_some_and(|op| op.is("tensor.empty"));
        if array.ty().is_array() && !is_empty && !body.arg(number).has_uses() {
            let builder = Builder::before(op);
            let sizes = crate::build::sizes(&builder, array);
            let empty = crate::build::empty(&builder, array.ty(), &sizes);
            op.set_operand(number, empty);
        }
    }
}

/// What an array is at a boundary.
fn parts<'a>(ty: Type<'a>) -> Vec<Type<'a>> {
    if !ty.is_array() {
        return vec![ty];
    }
    let context = ty.context();
    let sizes = shape(ty).into_iter().filter(Option::is_none);
    let sizes = sizes.map(|_| Type::int(context, 64));
    std::iter::once(Type::llvm_pointer(context))
        .chain(sizes)
        .collect()
}

fn all_parts<'a>(types: &[Type<'a>]) -> Vec<Type<'a>> {
    types.iter().flat_map(|&ty| parts(ty)).collect()
}

fn signature(function: Op<'_>) {
    let Some((inputs, results)) = function.function_type() else {
        return;
    };
    if !inputs.iter().chain(&results).any(|ty| ty.is_array()) {
        return;
    }
    for (name, types) in [("arg_attrs", &inputs), ("res_attrs", &results)] {
        if let Some(list) = function.attr(name).and_then(Attr::as_array) {
            let empty = Attr::parse(function.context(), "{}");
            let spread = types.iter().zip(list).flat_map(|(&ty, attr)| {
                let count = parts(ty).len();
                let first = if ty.is_array() { empty } else { Some(attr) };
                first
                    .into_iter()
                    .chain(empty.into_iter().cycle())
                    .take(count)
            });
            let spread: Vec<_> = spread.collect();
            function.set_attr(name, Attr::array(function.context(), &spread));
        }
    }
    let ty = Type::function(
        function.context(),
        &all_parts(&inputs),
        &all_parts(&results),
    );
    function.set_attr("function_type", Attr::of_type(ty));
    if let Some(entry) = function.region(0).first() {
        arguments(function, entry);
    }
}

fn arguments<'a>(function: Op<'a>, entry: Block<'a>) {
    let old = entry.args();
    let builder = Builder::at_start(entry, function.location());
    for &argument in &old {
        let parts: Vec<_> = parts(argument.ty())
            .into_iter()
            .map(|ty| entry.add_arg(ty, function.location()))
            .collect();
        let value = match argument.ty().is_array() {
            true => {
                let op = builder.op(CROSSING).operands(&parts);
                op.results(&[argument.ty()]).build().result(0)
            }
            false => parts[0],
        };
        argument.replace_all_uses_with(value);
    }
    for index in (0..old.len()).rev() {
        entry.erase_arg(index);
    }
}

/// The parts of an array that came over a boundary: what lies there never changes, so that it goes on without a copy.
fn as_it_came(array: Value<'_>) -> Option<Vec<Value<'_>>> {
    let from = array.defining_op().filter(|op| op.is(CROSSING))?;
    if !array.ty().is_array() {
        return None;
    }
    let parts = from.operands();
    let is_address = parts.first()?.ty().is_llvm_pointer();
    is_address.then_some(parts)
}

/// Has branches that give an array to a boundary alone give its parts: one that gives what it took copies nothing.
fn out_of_branches(array: Value<'_>) {
    let (Some(op), Some(number)) = (array.defining_op(), array.result_index()) else {
        return;
    };
    if !array.ty().is_array()
        || !matches!(op.name(), "scf.if" | "scf.index_switch")
        || !array.has_one_use()
    {
        return;
    }
    let own = parts(array.ty());
    let mut types = op.result_types();
    types.splice(number..=number, own.iter().copied());
    let builder = Builder::before(op);
    let attrs = op.attrs();
    let mut new = builder
        .op(op.name())
        .operands(&op.operands())
        .results(&types);
    for (name, attr) in &attrs {
        new = new.attr(name, *attr);
    }
    let new = new.regions(op.region_count()).build();
    for (from, to) in op.regions().into_iter().zip(new.regions()) {
        to.take_blocks(from);
        let end = to.entry().terminator();
        out_of_branches(end.operand(number));
        let apart = shared_or_own(&Builder::before(end), end.operand(number));
        let mut given = end.operands();
        given.splice(number..=number, apart);
        end.set_operands(&given);
    }
    let mut results = new.results();
    let apart = results[number..number + own.len()].to_vec();
    let whole = builder.op(CROSSING).operands(&apart).results(&[array.ty()]);
    let whole = whole.build().result(0);
    results.splice(number..number + own.len(), [whole]);
    op.replace_with(&results);
}

/// A value with the parts of an array, in memory of its own.
fn out<'a>(builder: &Builder<'a>, value: Value<'a>) -> Vec<Value<'a>> {
    match value.ty().is_array() {
        true => {
            let op = builder.op(CROSSING).operands(&[value]);
            op.results(&parts(value.ty())).build().results()
        }
        false => vec![value],
    }
}

/// The operands of an op with the parts of arrays.
fn spread<'a>(builder: &Builder<'a>, op: Op<'a>) -> Vec<Value<'a>> {
    for number in 0..op.operand_count() {
        out_of_branches(op.operand(number));
    }
    // Only now: what branches gave is another value each time that one of their results is taken apart.
    let all = op.operands().into_iter();
    all.flat_map(|value| shared_or_own(builder, value))
        .collect()
}

fn shared_or_own<'a>(builder: &Builder<'a>, value: Value<'a>) -> Vec<Value<'a>> {
    as_it_came(value).unwrap_or_else(|| out(builder, value))
}

fn give(op: Op<'_>) {
    if op.operands().iter().any(|value| value.ty().is_array()) {
        // What others than this module's functions call gives memory of its own: they may change what they have lent.
        let visibility = op.ancestor("func.func");
        let visibility = visibility.and_then(|function| function.attr("sym_visibility"));
        let is_own = visibility.and_then(Attr::as_str) == Some("private");
        let builder = Builder::before(op);
        let values = match is_own {
            true => spread(&builder, op),
            false => op
                .operands()
                .into_iter()
                .flat_map(|value| out(&builder, value))
                .collect(),
        };
        op.set_operands(&values);
    }
}

fn call(op: Op<'_>) {
    let (operands, types) = (op.operands(), op.result_types());
    let mut all = operands
        .iter()
        .map(|value| value.ty())
        .chain(types.iter().copied());
    if !all.any(Type::is_array) {
        return;
    }
    let builder = Builder::before(op);
    let mut new = builder
        .op("func.call")
        .operands(&spread(&builder, op))
        .results(&all_parts(&types));
    for (name, attr) in op.attrs() {
        if name != "arg_attrs" && name != "res_attrs" {
            new = new.attr(name, attr);
        }
    }
    let mut results = new.build().results().into_iter();
    let values: Vec<_> = types
        .iter()
        .map(|&ty| {
            let values: Vec<_> = results.by_ref().take(parts(ty).len()).collect();
            match ty.is_array() {
                true => {
                    let op = builder.op(CROSSING).operands(&values);
                    op.results(&[ty]).build().result(0)
                }
                false => values[0],
            }
        })
        .collect();
    op.replace_with(&values);
}

/// Writes a crossing as memory; false for other ops.
fn cross(op: Op<'_>) -> bool {
    if !op.is(CROSSING) {
        return false;
    }
    let (operands, results) = (op.operands(), op.results());
    let builder = Builder::before(op);
    match (operands.as_slice(), results.as_slice()) {
        (&[array], [first, ..]) if array.ty().is_array() && first.ty().is_llvm_pointer() => {
            op.replace_with(&outside(&builder, array));
            true
        }
        ([first, ..], [array]) if array.ty().is_array() && first.ty().is_llvm_pointer() => {
            let ty = array.ty();
            op.replace_with(&[inside(&builder, ty, &operands)]);
            true
        }
        _ => false,
    }
}

/// The descriptor of memory as LLVM has it.
fn descriptor<'a>(ty: Type<'a>) -> Type<'a> {
    let text = match shape(ty).len() {
        0 => "!llvm.struct<(ptr, ptr, i64)>".to_owned(),
        rank => {
            format!("!llvm.struct<(ptr, ptr, i64, array<{rank} x i64>, array<{rank} x i64>)>")
        }
    };
    Type::parse(ty.context(), &text).expect("a type of LLVM's")
}

/// The tensor of an address and sizes.
fn inside<'a>(builder: &Builder<'a>, ty: Type<'a>, parts: &[Value<'a>]) -> Value<'a> {
    let whole = whole(builder, ty, parts[0], &parts[1..]);
    let memory = Type::memory(&shape(ty), ty.element());
    let cast = builder.op(CROSSING).operands(&[whole]);
    let memory = cast.results(&[memory]).build().result(0);
    let tensor = builder
        .op("bufferization.to_tensor")
        .operands(&[memory])
        .attr("restrict", Attr::unit(builder.context()));
    tensor.results(&[ty]).build().result(0)
}

/// The descriptor of memory at an address; of its sizes those that the type does not tell.
pub(crate) fn whole<'a>(
    builder: &Builder<'a>,
    ty: Type<'a>,
    address: Value<'a>,
    sizes: &[Value<'a>],
) -> Value<'a> {
    let context = builder.context();
    let wide = Type::int(context, 64);
    let record = descriptor(ty);
    let constant = |value| {
        let op = builder
            .op("llvm.mlir.constant")
            .attr("value", Attr::int(wide, value));
        op.results(&[wide]).build().result(0)
    };
    let none = builder.op("llvm.mlir.poison").results(&[record]);
    let mut whole = none.build().result(0);
    let mut set = |value: Value<'a>, at: &[i64]| {
        let op = builder.op("llvm.insertvalue").operands(&[whole, value]);
        let op = op.attr("position", Attr::i64s(context, at));
        whole = op.results(&[record]).build().result(0);
    };
    set(address, &[0]);
    set(address, &[1]);
    set(constant(0), &[2]);
    let mut sizes = sizes.iter();
    let sizes: Vec<_> = shape(ty)
        .into_iter()
        .map(|size| match size {
            Some(size) => Some(constant(size)),
            None => sizes.next().copied(),
        })
        .map(|size| size.unwrap_or_else(|| constant(0)))
        .collect();
    let mut stride = constant(1);
    for (dimension, &size) in sizes.iter().enumerate().rev() {
        set(size, &[3, dimension as i64]);
        set(stride, &[4, dimension as i64]);
        if dimension > 0 {
            let op = builder.op("llvm.mul").operands(&[stride, size]);
            stride = op.results(&[wide]).build().result(0);
        }
    }
    whole
}

/// Where memory starts whose elements lie one after the other.
pub(crate) fn address<'a>(builder: &Builder<'a>, memory: Value<'a>) -> Value<'a> {
    descriptor_of(builder, memory).address(builder)
}

/// What LLVM knows of memory.
pub(crate) fn descriptor_of<'a>(builder: &Builder<'a>, memory: Value<'a>) -> Descriptor<'a> {
    let cast = builder.op(CROSSING).operands(&[memory]);
    let whole = cast.results(&[descriptor(memory.ty())]);
    Descriptor(whole.build().result(0))
}

/// A record of an address, an offset, sizes and strides, these in elements.
#[derive(Clone, Copy)]
pub(crate) struct Descriptor<'a>(Value<'a>);

impl<'a> Descriptor<'a> {
    fn get(self, builder: &Builder<'a>, ty: Type<'a>, at: &[i64]) -> Value<'a> {
        let get = builder.op("llvm.extractvalue").operands(&[self.0]);
        let get = get.attr("position", Attr::i64s(builder.context(), at));
        get.results(&[ty]).build().result(0)
    }

    pub(crate) fn address(self, builder: &Builder<'a>) -> Value<'a> {
        self.get(builder, Type::llvm_pointer(builder.context()), &[1])
    }

    pub(crate) fn offset(self, builder: &Builder<'a>) -> Value<'a> {
        self.get(builder, Type::int(builder.context(), 64), &[2])
    }

    pub(crate) fn size(self, builder: &Builder<'a>, dimension: usize) -> Value<'a> {
        let at = [3, dimension as i64];
        self.get(builder, Type::int(builder.context(), 64), &at)
    }

    pub(crate) fn stride(self, builder: &Builder<'a>, dimension: usize) -> Value<'a> {
        let at = [4, dimension as i64];
        self.get(builder, Type::int(builder.context(), 64), &at)
    }
}

/// The address and the sizes of a tensor, whose memory is nobody else's from here on.
fn outside<'a>(builder: &Builder<'a>, array: Value<'a>) -> Vec<Value<'a>> {
    let ty = array.ty();
    let context = builder.context();
    let memory = Type::memory(&shape(ty), ty.element());
    let buffer = builder
        .op("bufferization.to_buffer")
        .operands(&[array])
        .results(&[memory])
        .build()
        .result(0);
    let cast = builder.op(CROSSING).operands(&[buffer]);
    let whole = cast.results(&[descriptor(ty)]).build().result(0);
    let get = |ty, at: &[i64]| {
        let op = builder.op("llvm.extractvalue").operands(&[whole]);
        let op = op.attr("position", Attr::i64s(context, at));
        op.results(&[ty]).build().result(0)
    };
    let mut parts = vec![get(Type::llvm_pointer(context), &[1])];
    for (dimension, size) in shape(ty).into_iter().enumerate() {
        if size.is_none() {
            parts.push(get(Type::int(context, 64), &[3, dimension as i64]));
        }
    }
    parts
}
