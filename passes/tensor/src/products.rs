//! `nd-lower-products`.

use crate::{
    boundaries::{Descriptor, descriptor_of},
    build,
};
use pullback_ir::{Attr, Builder, Op, Type, Value, WalkOrder};
use pullback_pass::{Error, Pass, Root};

/// Has kernels multiply matrices: a `linalg.contract` of memory becomes calls, in loops over the letters that no matrix has room
/// for.
///
/// The kernels, which the JIT or the object brings along, are `pullback$matmul_f32` and `pullback$matmul_f64`: three sizes m, n, k,
/// and for each of three matrices an address and two strides in elements. The product is added to the third.
#[derive(Debug, pullback_pass::Pass)]
#[pass(name = "nd-lower-products", on = "builtin.module", dialects = ["arith", "func", "llvm", "scf"])]
pub struct LowerProducts;

impl Pass for LowerProducts {
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
        let module = root.op();
        let mut calls = 0;
        for op in module.walk(WalkOrder::Pre) {
            if op.is("linalg.contract")
                && let Some(product) = Product::of(op)
            {
                product.lower(module)?;
                op.erase();
                calls += 1;
            }
        }
        root.count("products", calls);
        Ok(())
    }
}

/// The kernel for elements of a type.
pub(crate) fn kernel(element: Type<'_>) -> Option<&'static str> {
    match element.to_string().as_str() {
        "f32" => Some("pullback$matmul_f32"),
        "f64" => Some("pullback$matmul_f64"),
        _ => None,
    }
}

/// A product whose operands lie in memory.
struct Product<'a> {
    builder: Builder<'a>,
    element: Type<'a>,
    /// The left and the right factor and the sum.
    sides: [Side<'a>; 3],
}

struct Side<'a> {
    whole: Descriptor<'a>,
    /// The loop of each dimension.
    loops: Vec<usize>,
    /// Whether elements lie one after the other, the last dimension fastest.
    is_plain: bool,
}

/// Loops that are one for all operands.
struct Group<'a> {
    loops: Vec<usize>,
    size: Value<'a>,
    /// The distance of neighbours in each operand, in elements; none where it has no such dimension.
    strides: [Option<Value<'a>>; 3],
}

impl<'a> Product<'a> {
    fn of(op: Op<'a>) -> Option<Self> {
        let operands = op.operands();
        let element = operands.first()?.ty().element();
        kernel(element)?;
        let builder = Builder::before(op);
        let maps = op.attr("indexing_maps")?.as_array()?;
        let mut sides = vec![];
        for (&value, map) in operands.iter().zip(maps) {
            let ty = value.ty();
            if ty.element() != element || ty.is_array() {
                return None;
            }
            sides.push(Side {
                whole: descriptor_of(&builder, value),
                loops: build::loops_of(map)?,
                is_plain: ty == Type::memory(&build::shape(ty), element),
            });
        }
        Some(Self {
            builder,
            element,
            sides: sides.try_into().ok()?,
        })
    }

    fn place(&self, side: usize, number: usize) -> Option<usize> {
        self.sides[side]
            .loops
            .iter()
            .position(|&other| other == number)
    }

    /// Whether loop `second` goes on where `first` does, wherever they are.
    fn follow(&self, first: usize, second: usize) -> bool {
        (0..3).all(
            |side| match [first, second].map(|number| self.place(side, number)) {
                [None, None] => true,
                [Some(first), Some(second)] => self.sides[side].is_plain && second == first + 1,
                _ => false,
            },
        )
    }

    /// Neighbouring loops as one.
    fn groups(&self) -> Vec<Group<'a>> {
        let count = self.sides.iter().flat_map(|side| &side.loops).max();
        let mut lists: Vec<Vec<usize>> = (0..count.map_or(0, |last| last + 1))
            .map(|number| vec![number])
            .collect();
        while let Some((first, second)) = (0..lists.len())
            .flat_map(|first| (0..lists.len()).map(move |second| (first, second)))
            .find(|&(first, second)| {
                let [last, next] = [lists[first].last(), lists[second].first()];
                first != second
                    && last
                        .zip(next)
                        .is_some_and(|(&last, &next)| self.follow(last, next))
            })
        {
            let more = lists[second].clone();
            lists[first].extend(more);
            lists.remove(second);
        }
        lists.into_iter().map(|loops| self.group(loops)).collect()
    }

    fn group(&self, loops: Vec<usize>) -> Group<'a> {
        let builder = &self.builder;
        let size = |number: usize| {
            let mut places = (0..3).filter_map(|side| Some((side, self.place(side, number)?)));
            let (side, place) = places.next()?;
            Some(self.sides[side].whole.size(builder, place))
        };
        let sizes: Vec<_> = loops.iter().filter_map(|&number| size(number)).collect();
        let multiply = |a, b| build::arith(builder, "arith.muli", a, b);
        let size = sizes.into_iter().reduce(multiply);
        let wide = Type::int(builder.context(), 64);
        let strides = std::array::from_fn(|side| {
            let place = self.place(side, *loops.last()?)?;
            Some(self.sides[side].whole.stride(builder, place))
        });
        Group {
            loops,
            size: size.unwrap_or_else(|| builder.int(wide, 1)),
            strides,
        }
    }

    fn lower(&self, module: Op<'a>) -> Result<(), Error> {
        let builder = &self.builder;
        let mut groups = self.groups();
        // Of each kind the group whose elements are the nearest, in the sum or else in the left factor, is the kernel's.
        let mut take = |kind: [bool; 3], side: usize| {
            let nearest = groups
                .iter()
                .enumerate()
                .filter(|(_, group)| group.strides.map(|stride| stride.is_some()) == kind)
                .max_by_key(|(_, group)| {
                    let last = group.loops.last();
                    last.and_then(|&number| self.place(side, number))
                })?
                .0;
            Some(groups.remove(nearest))
        };
        let rows = take([true, false, true], 2);
        let columns = take([false, true, true], 2);
        let summed = take([true, true, false], 0);
        let bases: [Value<'a>; 3] = std::array::from_fn(|side| {
            let whole = &self.sides[side].whole;
            let (at, offset) = (whole.address(builder), whole.offset(builder));
            self.address(builder, at, offset)
        });
        let wide = Type::int(builder.context(), 64);
        let one = builder.int(wide, 1);
        let size = |group: &Option<Group<'a>>| group.as_ref().map_or(one, |group| group.size);
        let stride = |group: &Option<Group<'a>>, side: usize| {
            group
                .as_ref()
                .and_then(|group| group.strides[side])
                .unwrap_or(one)
        };
        let sizes = [&rows, &columns, &summed].map(size);
        let matrices = [
            [stride(&rows, 0), stride(&summed, 0)],
            [stride(&summed, 1), stride(&columns, 1)],
            [stride(&rows, 2), stride(&columns, 2)],
        ];
        let bounds: Vec<_> = groups
            .iter()
            .map(|group| build::as_index(builder, group.size))
            .collect();
        let callee = declare(module, self.element)?;
        build::loops(builder, &bounds, &[], &mut |inner, at, _| {
            let mut operands = sizes.to_vec();
            for side in 0..3 {
                let mut address = bases[side];
                for (&place, group) in at.iter().zip(&groups) {
                    let Some(stride) = group.strides[side] else {
                        continue;
                    };
                    let place = build::from_index(inner, place, wide);
                    let offset = build::arith(inner, "arith.muli", place, stride);
                    address = self.address(inner, address, offset);
                }
                operands.push(address);
                operands.extend(matrices[side]);
            }
            let call = inner.op("func.call").operands(&operands);
            call.attr("callee", Attr::symbol(inner.context(), callee))
                .results(&[])
                .build();
            vec![]
        });
        Ok(())
    }

    /// So many elements further.
    fn address(&self, builder: &Builder<'a>, from: Value<'a>, offset: Value<'a>) -> Value<'a> {
        let dynamic = Attr::i32s(builder.context(), &[i32::MIN]);
        builder
            .op("llvm.getelementptr")
            .operands(&[from, offset])
            .attr("rawConstantIndices", dynamic)
            .attr("elem_type", Attr::of_type(self.element))
            .results(&[from.ty()])
            .build()
            .result(0)
    }
}

/// The kernel's name, which the module knows from now on.
fn declare<'a>(module: Op<'a>, element: Type<'a>) -> Result<&'static str, Error> {
    let failed = || Error::at(module, "kernels do not parse; please report it");
    let name = kernel(element).ok_or_else(failed)?;
    if module.symbol(name).is_none() {
        let block = module.region(0).first().ok_or_else(failed)?;
        let matrix = "!llvm.ptr, i64, i64";
        let text =
            format!("func.func private @\"{name}\"(i64, i64, i64, {matrix}, {matrix}, {matrix})");
        Builder::at_end(block, module.location())
            .parse(&text)
            .ok_or_else(failed)?;
    }
    Ok(name)
}
