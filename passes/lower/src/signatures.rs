//! `functional-lower-signatures`.
//!
//! LLVM returns a record of many values, and takes very many arguments, in time that grows faster than their number, and
//! so does MLIR with the record's type. A derivative's tape has as many values as its function has ops.

use crate::callers::{Callers, Visibility, call_like, callee};
use crate::slot::{Frame, SLOT, load, pointer, size, store};
use pullback_ir::{Attr, Block, Builder, Op, Type, Value, WalkOrder};
use pullback_pass::{Error, Pass, Root};
use std::collections::HashMap;

/// What LLVM is to know of a function that others can see and whose results are in memory: their types.
const RESULTS: &str = "pullback-results";

/// Lets functions give many results through memory of their callers, and private ones take many arguments so.
///
/// What others can see is what they expect: it depends on the function's type alone. Its results are in slots of eight bytes, to which the
/// last argument points; the function's attribute `pullback-results` holds their types, for who calls it.
#[derive(Debug, pullback_pass::Pass)]
#[pass(name = "functional-lower-signatures", on = "builtin.module", dialects = ["arith", "llvm"])]
pub struct LowerSignatures {
    /// A function of more results gives them through memory.
    #[option(default = 8)]
    pub results: usize,
    /// A function of more arguments takes them from memory.
    #[option(default = 32)]
    pub arguments: usize,
}

impl Pass for LowerSignatures {
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
        let module = root.op();
        let Some(callers) = Callers::of(module) else {
            return Ok(());
        };
        let mut lowered = vec![];
        for function in module.functions() {
            let name = function.symbol_name().unwrap_or_default();
            let signature = match Visibility::of(function) {
                Visibility::Private if callers.known(name).is_some() => self.signature(function),
                Visibility::Public => self.visible_signature(function),
                _ => None,
            };
            if let Some(signature) = signature {
                lowered.push((name, function, signature));
            }
        }
        if lowered.is_empty() {
            return Ok(());
        }
        let ops = module.walk(WalkOrder::Pre).into_iter();
        let order = ops.enumerate().map(|(index, op)| (op, index)).collect();
        for (_, function, signature) in &lowered {
            signature.lower(*function, &order);
        }
        let named = lowered.iter();
        let named: HashMap<_, _> = named
            .map(|(name, _, signature)| (*name, signature))
            .collect();
        // In the order of the text, so that a value is there before what stores it.
        for op in module.walk(WalkOrder::Pre) {
            if let Some(signature) = callee(op).and_then(|name| named.get(name)) {
                signature.lower_call(op, &order);
            }
        }
        root.count("signatures lowered", lowered.len() as u64);
        Ok(())
    }
}

/// Where each op stood when the pass began.
type Order<'a> = HashMap<Op<'a>, usize>;

/// Values in memory: of what types, and where.
struct Record<'a> {
    types: Vec<Type<'a>>,
    frame: Frame,
    offsets: Vec<usize>,
}

impl<'a> Record<'a> {
    /// The types in memory, if there are more than `limit` and all can be there.
    fn of(types: &[Type<'a>], limit: usize) -> Option<Self> {
        let many = types.len() > limit;
        let (frame, offsets) = many.then(|| Frame::of(types)).flatten()?;
        Some(Self {
            types: types.to_vec(),
            frame,
            offsets,
        })
    }

    /// Loads what stands for these values, each where it is first used.
    fn load(
        &self,
        values: &[Value<'a>],
        from: Value<'a>,
        default: &Builder<'a>,
        order: &Order<'a>,
    ) {
        let home = default.block();
        for ((&value, &ty), &offset) in values.iter().zip(&self.types).zip(&self.offsets) {
            if !value.has_uses() {
                continue;
            }
            let builder = match first_use(value, home, order) {
                Some(op) => Builder::before(op),
                None => {
                    let builder = Builder::at_end(home, default.location());
                    builder.restore(default.save());
                    builder
                }
            };
            value.replace_all_uses_with(load(&builder, ty, from, offset));
        }
    }
}

/// The op of a block that is, or holds, the first use of a value; `None` if a use is elsewhere, or in an op that is new.
fn first_use<'a>(value: Value<'a>, home: Block<'a>, order: &Order<'a>) -> Option<Op<'a>> {
    let mut first: Option<(usize, Op<'a>)> = None;
    for one in value.uses() {
        let mut op = one.op;
        while op.block() != Some(home) {
            op = op.parent()?;
        }
        let at = *order.get(&op)?;
        if first.is_none_or(|(earliest, _)| at < earliest) {
            first = Some((at, op));
        }
    }
    first.map(|(_, op)| op)
}

/// What goes through memory.
struct Signature<'a> {
    arguments: Option<Record<'a>>,
    results: Option<Record<'a>>,
}

impl LowerSignatures {
    fn signature<'a>(&self, function: Op<'a>) -> Option<Signature<'a>> {
        let (arguments, results) = function.function_type()?;
        let signature = Signature {
            arguments: Record::of(&arguments, self.arguments),
            results: Record::of(&results, self.results),
        };
        (signature.arguments.is_some() || signature.results.is_some()).then_some(signature)
    }

    /// The same for a function that others can see.
    fn visible_signature<'a>(&self, function: Op<'a>) -> Option<Signature<'a>> {
        let (_, types) = function.function_type()?;
        let results = Record::of(&types, self.results)?;
        let context = function.context();
        // A value that takes several slots cannot cross the boundary anyway.
        if types.iter().any(|&ty| size(ty) != Some(SLOT)) {
            return None;
        }
        let names: Vec<_> = types.iter().map(Type::to_string).collect();
        let pair = [RESULTS, &names.join(",")].map(|text| Attr::string(context, text));
        let all = Attr::array(context, &[Attr::array(context, &pair)]);
        function.set_attr("passthrough", all);
        Some(Signature {
            arguments: None,
            results: Some(results),
        })
    }
}

impl<'a> Signature<'a> {
    /// Changes the function itself.
    fn lower(&self, function: Op<'a>, order: &Order<'a>) {
        let (mut inputs, mut outputs) = function.function_type().unwrap_or_default();
        let entry = function.region(0).entry();
        let pointer = pointer(Type::f64(function.context()));
        let empty = Attr::parse(function.context(), "{}");
        let restrict = Attr::parse(function.context(), "{llvm.noalias}");
        let attrs = function.attr("arg_attrs").and_then(Attr::as_array);
        let mut attrs =
            attrs.unwrap_or_else(|| empty.into_iter().cycle().take(inputs.len()).collect());
        if let Some(record) = &self.arguments {
            let old = entry.args();
            let memory = entry.add_arg(pointer, function.location());
            let start = Builder::at_start(entry, function.location());
            record.load(&old, memory, &start, order);
            for index in (0..old.len()).rev() {
                entry.erase_arg(index);
            }
            inputs = vec![pointer];
            attrs = restrict.into_iter().collect();
        }
        if let Some(record) = &self.results {
            let memory = entry.add_arg(pointer, function.location());
            let blocks = function.region(0).blocks();
            let terminators = blocks.into_iter().map(Block::terminator);
            let returns: Vec<_> = terminators.filter(|op| op.is("func.return")).collect();
            for &op in &returns {
                for (value, &offset) in op.operands().into_iter().zip(&record.offsets) {
                    // Early, so that a value need not be kept until the end.
                    let definition = value.defining_op();
                    let builder = match definition.filter(|def| def.block() == op.block()) {
                        Some(definition) if returns.len() == 1 => Builder::after(definition),
                        _ => Builder::before(op),
                    };
                    store(&builder, value, memory, offset);
                }
                op.set_operands(&[]);
            }
            inputs.push(pointer);
            attrs.extend(restrict);
            outputs.clear();
            function.remove_attr("res_attrs");
        }
        function.set_attr("arg_attrs", Attr::array(function.context(), &attrs));
        let ty = Type::function(function.context(), &inputs, &outputs);
        function.set_attr("function_type", Attr::of_type(ty));
    }

    /// Changes a call.
    fn lower_call(&self, call: Op<'a>, order: &Order<'a>) {
        let Some(caller) = call.ancestor("func.func") else {
            return;
        };
        let entry = caller.region(0).entry();
        let builder = Builder::before(call);
        let mut operands = call.operands();
        if let Some(record) = &self.arguments {
            let memory = record.frame.alloca(entry, call.location());
            for (&operand, &offset) in operands.iter().zip(&record.offsets) {
                store(&builder, operand, memory, offset);
            }
            operands = vec![memory];
        }
        let mut results = call.result_types();
        let memory = self.results.as_ref().map(|record| {
            results.clear();
            record.frame.alloca(entry, call.location())
        });
        operands.extend(memory);
        let new = call_like(&builder, call, &operands, &results);
        match (&self.results, memory) {
            (Some(record), Some(memory)) => {
                record.load(&call.results(), memory, &Builder::after(call), order);
                call.erase();
            }
            _ => call.replace_with(&new.results()),
        }
    }
}
