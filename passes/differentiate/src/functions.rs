//! Function values as the passes here see them: types, and small builders.

use pullback_functional::{stack_elements, types};
use pullback_ir::{Attr, Block, Builder, ContextRef, Op, Type, Value};

/// The arguments and results of a function value's type.
pub fn signature(ty: Type<'_>) -> Option<(Vec<Type<'_>>, Vec<Type<'_>>)> {
    let (inputs, results) = types::fn_signature(ty.to_melior())?;
    Some((ours(inputs), ours(results)))
}

fn ours(types: Vec<melior::ir::Type<'_>>) -> Vec<Type<'_>> {
    types.into_iter().map(Type::from_melior).collect()
}

/// `!functional.fn<(inputs) -> (results)>`.
pub fn fn_type<'a>(context: ContextRef<'a>, inputs: &[Type<'a>], results: &[Type<'a>]) -> Type<'a> {
    let signature = Type::function(context, inputs, results);
    types::fn_type_of(signature.to_melior())
        .map(Type::from_melior)
        .expect("a function type has a function value's type")
}

/// Whether a function value is in a type, at any depth of tuples and stacks.
pub fn holds_function(ty: Type<'_>) -> bool {
    match ty.tuple_fields().or_else(|| stack_elements(ty)) {
        Some(fields) => fields.into_iter().any(holds_function),
        None => types::is_fn_type(ty.to_melior()),
    }
}

/// Whether the op is a derivative operator.
pub fn is_derivative(op: Op<'_>) -> bool {
    pullback_functional::ops::DERIVATIVES.contains(&op.name())
}

/// A `functional.lambda` with this signature; `body` gets its block's builder and arguments, and gives
/// what is returned.
pub fn lambda<'a>(
    builder: &Builder<'a>,
    inputs: &[Type<'a>],
    results: &[Type<'a>],
    body: impl FnOnce(&Builder<'a>, &[Value<'a>]) -> Vec<Value<'a>>,
) -> Value<'a> {
    let op = builder
        .op("functional.lambda")
        .results(&[fn_type(builder.context(), inputs, results)])
        .regions(1)
        .build();
    let block = op.region(0).append_block(inputs, builder.location());
    let inner = Builder::at_end(block, builder.location());
    let returned = body(&inner, &block.args());
    inner
        .op("functional.return")
        .operands(&returned)
        .results(&[])
        .build();
    op.result(0)
}

/// `functional.apply`.
pub fn apply<'a>(builder: &Builder<'a>, f: Value<'a>, arguments: &[Value<'a>]) -> Vec<Value<'a>> {
    let (_, results) = signature(f.ty()).expect("what is applied is a function value");
    builder
        .op("functional.apply")
        .operands(&[f])
        .operands(arguments)
        .results(&results)
        .build()
        .results()
}

/// `func.call`.
pub fn call<'a>(
    builder: &Builder<'a>,
    symbol: &str,
    arguments: &[Value<'a>],
    results: &[Type<'a>],
) -> Vec<Value<'a>> {
    builder
        .op("func.call")
        .operands(arguments)
        .attr("callee", Attr::symbol(builder.context(), symbol))
        .results(results)
        .build()
        .results()
}

/// A private `func.func` right after `after`, with an entry block.
pub fn private_function<'a>(
    after: Op<'a>,
    name: &str,
    inputs: &[Type<'a>],
    results: &[Type<'a>],
) -> (Op<'a>, Block<'a>) {
    let builder = Builder::after(after);
    let context = builder.context();
    let ty = Type::function(context, inputs, results);
    let function = builder
        .op("func.func")
        .attr("sym_name", Attr::string(context, name))
        .attr("function_type", Attr::of_type(ty))
        .attr("sym_visibility", Attr::string(context, "private"))
        .results(&[])
        .regions(1)
        .build();
    let block = function.region(0).append_block(inputs, after.location());
    (function, block)
}
