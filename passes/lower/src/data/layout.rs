//! What types become, and where values lie in memory.

use pullback_functional::{Constructor, is_data_type, ops, stack_elements};
use pullback_ir::{Attr, Builder, ContextRef, Op, Type, Value};
use std::{cell::RefCell, collections::HashMap};

/// The types of lowered values.
pub(super) struct Types<'a> {
    pub(super) context: ContextRef<'a>,
    pub(super) ptr: Type<'a>,
    pub(super) i64: Type<'a>,
    /// Buffer, length, capacity. A negative capacity is what the first buffer will have.
    pub(super) stack: Type<'a>,
    known: RefCell<HashMap<Type<'a>, Type<'a>>>,
}

/// A data type.
pub(super) struct Layout<'a> {
    /// The constructors' names.
    pub(super) names: Vec<&'a str>,
    /// Their fields, as lowered.
    pub(super) fields: Vec<Vec<Type<'a>>>,
    /// The node of each that has fields.
    pub(super) nodes: Vec<Option<Type<'a>>>,
    /// Whether a node starts with its constructor.
    pub(super) is_tagged: bool,
}

impl<'a> Types<'a> {
    pub(super) fn new(context: ContextRef<'a>) -> Self {
        let ptr = Type::parse(context, "!llvm.ptr").expect("the LLVM dialect is loaded");
        let i64 = Type::int(context, 64);
        Self {
            context,
            ptr,
            i64,
            stack: Type::tuple(context, &[ptr, i64, i64]),
            known: RefCell::default(),
        }
    }

    /// A type with pointers and buffers in it.
    pub(super) fn converted(&self, ty: Type<'a>) -> Type<'a> {
        if let Some(known) = self.known.borrow().get(&ty) {
            return *known;
        }
        let converted = if let Some(fields) = ty.tuple_fields() {
            let fields: Vec<_> = fields.into_iter().map(|ty| self.converted(ty)).collect();
            Type::tuple(self.context, &fields)
        } else if is_data_type(ty) {
            self.ptr
        } else if stack_elements(ty).is_some() {
            self.stack
        } else {
            ty
        };
        self.known.borrow_mut().insert(ty, converted);
        converted
    }

    /// Changes the types of an op's results, of its blocks' arguments, and a function's own.
    pub(super) fn convert(&self, op: Op<'a>) {
        let arguments = op.regions().into_iter().flat_map(|region| region.blocks());
        let arguments = arguments.flat_map(|block| block.args());
        for value in op.results().into_iter().chain(arguments) {
            let (ty, new) = (value.ty(), self.converted(value.ty()));
            if ty != new {
                value.set_ty(new);
            }
        }
        if let Some((inputs, results)) = op.is("func.func").then(|| op.function_type()).flatten() {
            let convert = |types: Vec<Type<'a>>| -> Vec<Type<'a>> {
                types.into_iter().map(|ty| self.converted(ty)).collect()
            };
            let ty = Type::function(self.context, &convert(inputs), &convert(results));
            op.set_attr("function_type", Attr::of_type(ty));
        }
    }

    /// The struct of values in memory; `None` if nothing of them is.
    pub(super) fn record(&self, is_tagged: bool, types: &[Type<'a>]) -> Option<Type<'a>> {
        let leaves = types.iter().flat_map(|&ty| crate::tuples::leaves(ty));
        let leaves: Vec<_> = leaves.flat_map(stored).map(|ty| ty.to_string()).collect();
        if leaves.is_empty() {
            return None;
        }
        let tag = is_tagged.then(|| "i64".to_owned());
        let parts: Vec<_> = tag.into_iter().chain(leaves).collect();
        Type::parse(
            self.context,
            &format!("!llvm.struct<({})>", parts.join(", ")),
        )
    }

    pub(super) fn layout(&self, constructors: Vec<Constructor<'a>>) -> Layout<'a> {
        let names = constructors
            .iter()
            .map(|constructor| constructor.name)
            .collect();
        let convert = |constructor: Constructor<'a>| {
            let fields = constructor.fields.into_iter();
            fields.map(|ty| self.converted(ty)).collect()
        };
        let fields: Vec<Vec<Type<'a>>> = constructors.into_iter().map(convert).collect();
        let boxed = fields
            .iter()
            .filter(|fields| self.record(false, fields).is_some());
        let is_tagged = boxed.count() > 1;
        let nodes = fields.iter().map(|fields| self.record(is_tagged, fields));
        Layout {
            names,
            nodes: nodes.collect(),
            fields,
            is_tagged,
        }
    }
}

/// What a leaf is in memory: an array is the address of its elements, and the sizes that its type does not tell.
pub(super) fn stored<'a>(leaf: Type<'a>) -> Vec<Type<'a>> {
    let context = leaf.context();
    let word = Type::int(context, 64);
    if leaf.is_index() {
        return vec![word];
    }
    if !leaf.is_array() {
        return vec![leaf];
    }
    let sizes = leaf.shape().unwrap_or_default().into_iter();
    let sizes = sizes.filter(Option::is_none).map(|_| word);
    std::iter::once(Type::llvm_pointer(context))
        .chain(sizes)
        .collect()
}

/// `functional.tuple`.
pub(super) fn tuple<'a>(builder: &Builder<'a>, fields: &[Value<'a>]) -> Value<'a> {
    let types: Vec<_> = fields.iter().map(|field| field.ty()).collect();
    let ty = Type::tuple(builder.context(), &types);
    let op = builder.op(ops::TUPLE).operands(fields).results(&[ty]);
    op.build().result(0)
}

/// The fields of a tuple.
pub(super) fn fields<'a>(builder: &Builder<'a>, tuple: Value<'a>) -> Vec<Value<'a>> {
    let types = tuple.ty().tuple_fields().unwrap_or_default();
    let field = |(index, ty): (usize, Type<'a>)| {
        let index = Attr::int(Type::int(builder.context(), 64), index as i64);
        let op = builder
            .op(ops::GET)
            .operands(&[tuple])
            .attr(ops::INDEX, index);
        op.results(&[ty]).build().result(0)
    };
    types.into_iter().enumerate().map(field).collect()
}
