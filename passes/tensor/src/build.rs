//! Makers of ops over arrays.

use pullback_ir::{Attr, Block, Builder, ContextRef, Op, Type, Value};

/// An op of one result.
pub(crate) fn one<'a>(
    builder: &Builder<'a>,
    name: &str,
    operands: &[Value<'a>],
    ty: Type<'a>,
) -> Value<'a> {
    let op = builder.op(name).operands(operands).results(&[ty]);
    op.build().result(0)
}

pub(crate) fn index_type<'a>(builder: &Builder<'a>) -> Type<'a> {
    Type::index(builder.context())
}

/// A constant of type `index`.
pub(crate) fn index<'a>(builder: &Builder<'a>, value: i64) -> Value<'a> {
    builder.int(index_type(builder), value)
}

/// An op of `arith` on two values of one type.
pub(crate) fn arith<'a>(
    builder: &Builder<'a>,
    name: &str,
    a: Value<'a>,
    b: Value<'a>,
) -> Value<'a> {
    one(builder, name, &[a, b], a.ty())
}

/// Predicates of `arith.cmpi`.
pub(crate) mod int {
    pub(crate) const EQUAL: i64 = 0;
    pub(crate) const LESS: i64 = 2;
    pub(crate) const GREATER: i64 = 4;
    pub(crate) const UNSIGNED_LESS: i64 = 6;
    pub(crate) const UNSIGNED_GREATER: i64 = 8;
}

/// Predicates of `arith.cmpf`.
pub(crate) mod float {
    pub(crate) const GREATER: i64 = 2;
    pub(crate) const LESS: i64 = 4;
    pub(crate) const ORDERED: i64 = 7;
    pub(crate) const UNORDERED: i64 = 14;
}

/// `arith.cmpi` or `arith.cmpf`.
pub(crate) fn compare<'a>(
    builder: &Builder<'a>,
    predicate: i64,
    a: Value<'a>,
    b: Value<'a>,
) -> Value<'a> {
    let context = builder.context();
    let name = if a.ty().is_float() {
        "arith.cmpf"
    } else {
        "arith.cmpi"
    };
    let op = builder.op(name).operands(&[a, b]);
    let op = op.attr("predicate", Attr::int(Type::int(context, 64), predicate));
    op.results(&[Type::int(context, 1)]).build().result(0)
}

pub(crate) fn select<'a>(
    builder: &Builder<'a>,
    condition: Value<'a>,
    yes: Value<'a>,
    no: Value<'a>,
) -> Value<'a> {
    one(builder, "arith.select", &[condition, yes, no], yes.ty())
}

/// An integer as an `index`, with its sign.
pub(crate) fn as_index<'a>(builder: &Builder<'a>, value: Value<'a>) -> Value<'a> {
    let index = index_type(builder);
    if value.ty() == index {
        return value;
    }
    // A position of one bit is 0 or 1.
    let name = if value.ty().is_int(1) {
        "arith.index_castui"
    } else {
        "arith.index_cast"
    };
    one(builder, name, &[value], index)
}

/// An `index` as a number of another type.
pub(crate) fn from_index<'a>(builder: &Builder<'a>, value: Value<'a>, ty: Type<'a>) -> Value<'a> {
    if ty.is_index() {
        return value;
    }
    if ty.is_float() {
        let wide = one(
            builder,
            "arith.index_cast",
            &[value],
            Type::int(builder.context(), 64),
        );
        return one(builder, "arith.sitofp", &[wide], ty);
    }
    one(builder, "arith.index_cast", &[value], ty)
}

/// The zero of a type of elements.
pub(crate) fn zero<'a>(builder: &Builder<'a>, ty: Type<'a>) -> Value<'a> {
    match ty.is_float() {
        true => builder.float(ty, 0.0),
        false => builder.int(ty, 0),
    }
}

/// The shape of the type of an array or of memory; that of an element is empty.
pub(crate) fn shape(ty: Type<'_>) -> Vec<Option<i64>> {
    ty.shape().unwrap_or_default()
}

/// The size of a dimension.
pub(crate) fn size<'a>(builder: &Builder<'a>, array: Value<'a>, dimension: usize) -> Value<'a> {
    match shape(array.ty())[dimension] {
        Some(size) => index(builder, size),
        None => {
            let dimension = index(builder, dimension as i64);
            one(
                builder,
                "tensor.dim",
                &[array, dimension],
                index_type(builder),
            )
        }
    }
}

pub(crate) fn sizes<'a>(builder: &Builder<'a>, array: Value<'a>) -> Vec<Value<'a>> {
    (0..shape(array.ty()).len())
        .map(|dimension| size(builder, array, dimension))
        .collect()
}

/// Those of the sizes that the type does not tell.
pub(crate) fn dynamic<'a>(ty: Type<'a>, sizes: &[Value<'a>]) -> Vec<Value<'a>> {
    let pairs = shape(ty).into_iter().zip(sizes);
    pairs
        .filter(|(known, _)| known.is_none())
        .map(|(_, size)| *size)
        .collect()
}

/// The sizes of a type, with operands for those that it does not tell.
pub(crate) fn known_or<'a>(
    builder: &Builder<'a>,
    ty: Type<'a>,
    operands: &[Value<'a>],
) -> Vec<Value<'a>> {
    let mut operands = operands.iter();
    shape(ty)
        .into_iter()
        .map(|known| match known {
            Some(size) => index(builder, size),
            None => operands
                .next()
                .copied()
                .unwrap_or_else(|| index(builder, 0)),
        })
        .collect()
}

/// `tensor.empty`.
pub(crate) fn empty<'a>(builder: &Builder<'a>, ty: Type<'a>, sizes: &[Value<'a>]) -> Value<'a> {
    one(builder, "tensor.empty", &dynamic(ty, sizes), ty)
}

/// An array of one element's value.
pub(crate) fn splat<'a>(
    builder: &Builder<'a>,
    element: Value<'a>,
    ty: Type<'a>,
    sizes: &[Value<'a>],
) -> Value<'a> {
    let operands: Vec<_> = std::iter::once(element).chain(dynamic(ty, sizes)).collect();
    one(builder, "tensor.splat", &operands, ty)
}

/// `tensor.extract`.
pub(crate) fn extract<'a>(builder: &Builder<'a>, array: Value<'a>, at: &[Value<'a>]) -> Value<'a> {
    let operands: Vec<_> = std::iter::once(array).chain(at.iter().copied()).collect();
    one(builder, "tensor.extract", &operands, array.ty().element())
}

/// `tensor.insert`.
pub(crate) fn insert<'a>(
    builder: &Builder<'a>,
    element: Value<'a>,
    array: Value<'a>,
    at: &[Value<'a>],
) -> Value<'a> {
    let operands: Vec<_> = [element, array]
        .into_iter()
        .chain(at.iter().copied())
        .collect();
    one(builder, "tensor.insert", &operands, array.ty())
}

/// The map from `rank` loops to these of them.
pub(crate) fn map<'a>(context: ContextRef<'a>, rank: usize, to: &[usize]) -> Attr<'a> {
    let to: Vec<_> = to.iter().map(|dimension| format!("d{dimension}")).collect();
    map_of(context, rank, &to)
}

/// The map from `rank` loops to expressions over `d0`, `d1`, ..
pub(crate) fn map_of<'a>(context: ContextRef<'a>, rank: usize, to: &[String]) -> Attr<'a> {
    let from: Vec<_> = (0..rank).map(|dimension| format!("d{dimension}")).collect();
    let text = format!("affine_map<({}) -> ({})>", from.join(", "), to.join(", "));
    Attr::parse(context, &text).expect("a map of loops")
}

/// The loops of a map that has nothing but some of them, in the order of the dimensions.
pub(crate) fn loops_of(map: Attr<'_>) -> Option<Vec<usize>> {
    let text = map.to_string();
    let to = text.split_once("-> (")?.1.split_once(')')?.0;
    let to = to.split(',').map(str::trim).filter(|to| !to.is_empty());
    to.map(|to| to.strip_prefix('d')?.parse().ok()).collect()
}

/// The results of a map, as text.
pub(crate) fn places(map: Attr<'_>) -> Vec<String> {
    let text = map.to_string();
    let results = text.split_once("-> (").map(|(_, results)| results);
    let results = results.and_then(|results| results.strip_suffix(")>"));
    let results = results.unwrap_or_default().split(',').map(str::trim);
    results
        .filter(|place| !place.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The loop whose number a place is.
pub(crate) fn loop_of(place: &str) -> Option<usize> {
    place.strip_prefix('d')?.parse().ok()
}

/// An array or an element, and which of its elements belongs to which trips of the loops.
pub(crate) type Operand<'a> = (Value<'a>, Attr<'a>);

/// What is inside of a `linalg.generic`.
pub(crate) enum Inside<'a, 'f> {
    /// Gives the results of the elements, those of `outs` last.
    Body(Elements<'a, 'f>),
    /// A region that takes them and ends in `linalg.yield`.
    Region(pullback_ir::Region<'a>),
}

/// `linalg.generic`; `reduced` says which loops reduce.
pub(crate) fn generic<'a>(
    builder: &Builder<'a>,
    ins: &[Operand<'a>],
    outs: &[Operand<'a>],
    reduced: &[bool],
    inside: Inside<'a, '_>,
) -> Vec<Value<'a>> {
    let context = builder.context();
    let all: Vec<_> = ins.iter().chain(outs).copied().collect();
    let values: Vec<_> = all.iter().map(|(value, _)| *value).collect();
    let maps: Vec<_> = all.iter().map(|(_, map)| *map).collect();
    let kinds: Vec<_> = reduced
        .iter()
        .map(|reduced| {
            let kind = if *reduced { "reduction" } else { "parallel" };
            Attr::parse(context, &format!("#linalg.iterator_type<{kind}>")).expect("a kind of loop")
        })
        .collect();
    // Of memory the op has no results.
    let results: Vec<_> = outs
        .iter()
        .map(|(value, _)| value.ty())
        .filter(|ty| ty.is_array())
        .collect();
    let op = builder
        .op("linalg.generic")
        .operands(&values)
        .results(&results)
        .attr("indexing_maps", Attr::array(context, &maps))
        .attr("iterator_types", Attr::array(context, &kinds))
        .attr(
            "operandSegmentSizes",
            Attr::i32s(context, &[ins.len() as i32, outs.len() as i32]),
        )
        .regions(1)
        .build();
    match inside {
        Inside::Region(region) => op.region(0).take_blocks(region),
        Inside::Body(body) => inside_of(&op, &values, builder, body),
    }
    op.results()
}

/// Makes the results of elements.
type Elements<'a, 'f> = &'f mut dyn FnMut(&Builder<'a>, &[Value<'a>]) -> Vec<Value<'a>>;

/// `linalg.contract` of floats, which is fused with nothing: two factors, and what the products are added to.
pub(crate) fn contract<'a>(builder: &Builder<'a>, all: [Operand<'a>; 3]) -> Vec<Value<'a>> {
    let context = builder.context();
    let out = all[2];
    let values = all.map(|(value, _)| value);
    let op = builder
        .op("linalg.contract")
        .operands(&values)
        .results(&[out.0.ty()])
        .attr(
            "indexing_maps",
            Attr::array(context, &all.map(|(_, map)| map)),
        )
        .attr("operandSegmentSizes", Attr::i32s(context, &[2, 1]))
        .regions(1)
        .build();
    let mut body = |inner: &Builder<'a>, values: &[Value<'a>]| {
        let product = arith(inner, "arith.mulf", values[0], values[1]);
        vec![arith(inner, "arith.addf", values[2], product)]
    };
    inside_of(&op, &values, builder, &mut body);
    op.results()
}

/// Puts a function of elements into an op.
fn inside_of<'a>(op: &Op<'a>, values: &[Value<'a>], builder: &Builder<'a>, body: Elements<'a, '_>) {
    let types: Vec<_> = values.iter().map(|value| value.ty().element()).collect();
    let block = op.region(0).append_block(&types, builder.location());
    let inner = Builder::at_end(block, builder.location());
    let given = body(&inner, &block.args());
    let end = inner.op("linalg.yield").operands(&given);
    end.results(&[]).build();
}

/// `linalg.index`.
pub(crate) fn position<'a>(builder: &Builder<'a>, dimension: usize) -> Value<'a> {
    let attr = Attr::int(Type::int(builder.context(), 64), dimension as i64);
    let op = builder.op("linalg.index").attr("dim", attr);
    op.results(&[index_type(builder)]).build().result(0)
}

/// Whether ops made here are in a function over elements. `linalg.index` there would be taken for one of the same dimension
/// further out, for it has no effect.
pub(crate) fn is_nested(builder: &Builder<'_>) -> bool {
    let around = std::iter::successors(builder.block().parent_op(), |op| op.parent());
    around
        .take_while(|op| !op.is("func.func"))
        .any(|op| matches!(op.dialect(), "nd" | "linalg"))
}

/// An array each of whose elements is a function of its position.
pub(crate) fn generate<'a>(
    builder: &Builder<'a>,
    ty: Type<'a>,
    sizes: &[Value<'a>],
    body: &mut dyn FnMut(&Builder<'a>, &[Value<'a>]) -> Value<'a>,
) -> Value<'a> {
    let rank = sizes.len();
    let all: Vec<_> = (0..rank).collect();
    let out = empty(builder, ty, sizes);
    if is_nested(builder) {
        return loops(builder, sizes, &[out], &mut |inner, at, carried| {
            let element = body(inner, at);
            vec![insert(inner, element, carried[0], at)]
        })[0];
    }
    let map = map(builder.context(), rank, &all);
    let mut inside = |inner: &Builder<'a>, _: &[Value<'a>]| {
        let at: Vec<_> = (0..rank)
            .map(|dimension| position(inner, dimension))
            .collect();
        vec![body(inner, &at)]
    };
    generic(
        builder,
        &[],
        &[(out, map)],
        &vec![false; rank],
        Inside::Body(&mut inside),
    )[0]
}

/// Makes what nested loops carry on from a position and what they carry.
type Each<'a, 'f> = &'f mut dyn FnMut(&Builder<'a>, &[Value<'a>], &[Value<'a>]) -> Vec<Value<'a>>;

/// Loops over all positions below `sizes`, the last fastest, with carried values.
pub(crate) fn loops<'a>(
    builder: &Builder<'a>,
    sizes: &[Value<'a>],
    carried: &[Value<'a>],
    body: Each<'a, '_>,
) -> Vec<Value<'a>> {
    nest(builder, sizes, &mut vec![], carried, body)
}

fn nest<'a>(
    builder: &Builder<'a>,
    sizes: &[Value<'a>],
    at: &mut Vec<Value<'a>>,
    carried: &[Value<'a>],
    body: Each<'a, '_>,
) -> Vec<Value<'a>> {
    let Some((&size, rest)) = sizes.split_first() else {
        return body(builder, at, carried);
    };
    let (from, step) = (index(builder, 0), index(builder, 1));
    for_loop(
        builder,
        [from, size, step],
        carried,
        &mut |inner, place, carried| {
            at.push(place);
            let next = nest(inner, rest, at, carried, body);
            at.pop();
            next
        },
    )
}

/// Makes what a trip gives from its number and what is carried.
type Trip<'a, 'f> = &'f mut dyn FnMut(&Builder<'a>, Value<'a>, &[Value<'a>]) -> Vec<Value<'a>>;

/// `scf.for`, with what a trip gives from its number and what is carried.
pub(crate) fn for_loop<'a>(
    builder: &Builder<'a>,
    bounds: [Value<'a>; 3],
    carried: &[Value<'a>],
    body: Trip<'a, '_>,
) -> Vec<Value<'a>> {
    let types: Vec<_> = carried.iter().map(|value| value.ty()).collect();
    let op = builder
        .op("scf.for")
        .operands(&bounds)
        .operands(carried)
        .results(&types)
        .regions(1)
        .build();
    let arguments: Vec<_> = std::iter::once(index_type(builder)).chain(types).collect();
    let block = op.region(0).append_block(&arguments, builder.location());
    let inner = Builder::at_end(block, builder.location());
    let next = body(&inner, block.arg(0), &block.args()[1..]);
    end(&inner, &next);
    op.results()
}

/// Makes what a branch gives.
type Make<'a, 'f> = &'f mut dyn FnMut(&Builder<'a>) -> Vec<Value<'a>>;

/// `scf.if`.
pub(crate) fn branch<'a, 'f>(
    builder: &Builder<'a>,
    condition: Value<'a>,
    results: &[Type<'a>],
    yes: Make<'a, 'f>,
    no: Make<'a, 'f>,
) -> Vec<Value<'a>> {
    let op = builder
        .op("scf.if")
        .operands(&[condition])
        .results(results)
        .regions(2)
        .build();
    for (region, make) in op.regions().into_iter().zip([yes, no]) {
        let block: Block<'a> = region.append_block(&[], builder.location());
        let inner = Builder::at_end(block, builder.location());
        let values = make(&inner);
        end(&inner, &values);
    }
    op.results()
}

/// `scf.yield`.
pub(crate) fn end<'a>(builder: &Builder<'a>, values: &[Value<'a>]) {
    let op = builder.op("scf.yield").operands(values);
    op.results(&[]).build();
}
