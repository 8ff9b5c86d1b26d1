//! How many bytes values take in memory.
//!
//! The layout is that of `functional-lower-data`: leaves of tuples one after the other, each aligned to its size.

use pullback_functional::{Constructor, is_data_type, stack_elements};
use pullback_ir::Type;

/// What the arena rounds up to.
const UNIT: u64 = 16;
/// A pointer, a length, a number of a constructor.
const WORD: u64 = 8;

/// The bytes of one entry of a stack.
pub fn record(types: &[Type<'_>]) -> u64 {
    let mut sizes = Vec::new();
    for &ty in types {
        leaves(ty, &mut sizes);
    }
    packed(&sizes)
}

/// The bytes of a node of a constructor.
pub fn node(declared: &[Constructor<'_>], index: usize) -> u64 {
    let sizes_of = |constructor: &Constructor<'_>| {
        let mut sizes = Vec::new();
        for &ty in &constructor.fields {
            leaves(ty, &mut sizes);
        }
        sizes
    };
    let all: Vec<_> = declared.iter().map(sizes_of).collect();
    if all[index].is_empty() {
        return 0;
    }
    let is_tagged = all.iter().filter(|sizes| !sizes.is_empty()).count() > 1;
    let tag: &[u64] = if is_tagged { &[WORD] } else { &[] };
    packed(&[tag, &all[index]].concat()).next_multiple_of(UNIT)
}

fn leaves(ty: Type<'_>, sizes: &mut Vec<u64>) {
    if let Some(fields) = ty.tuple_fields() {
        for field in fields {
            leaves(field, sizes);
        }
    } else if stack_elements(ty).is_some() {
        // Buffer, length and capacity.
        sizes.extend([WORD; 3]);
    } else if is_data_type(ty) || ty.is_index() {
        sizes.push(WORD);
    } else {
        let bits = u64::from(ty.bit_width().unwrap_or(64));
        sizes.push(bits.div_ceil(8).next_power_of_two());
    }
}

fn packed(sizes: &[u64]) -> u64 {
    let end = sizes
        .iter()
        .fold(0_u64, |end, &size| end.next_multiple_of(size) + size);
    end.next_multiple_of(sizes.iter().copied().max().unwrap_or(1))
}
