//! Values of data types in memory, as `functional-lower-data` lays them out.
//!
//! A value is a word. A constructor without fields is its own number: the first one is null. One with fields is the address of a
//! node, which holds its number, as 64 bits, if another constructor has fields too, and then the fields, each aligned
//! to its size. No address is as small as a number of a constructor.
//!
//! An array is the address of its elements, as `nd-lower-boundaries` has it; behind it, in the slots and in the fields, come the sizes
//! that its type does not tell.
//!
//! Trees are read and written without recursion.

use crate::{
    arena::{Lease, sized},
    error::{ErrorKind, Result},
    part::{ArrayView, Part},
    value::{ArrayType, DataType, Entry, Scalar, Value},
};
use std::{iter::Peekable, ops::Range};

/// How many parts a value may be given back in. A value whose fields share a subtree has it once in memory, and once for each
/// way to it in the list.
const MOST: usize = 1 << 27;

/// A place in memory, or one of the slots.
enum Place {
    Slot(usize),
    Address(usize),
}

impl DataType {
    /// Whether nodes say which constructor they are of.
    fn is_tagged(&self) -> bool {
        self.with_fields().nth(1).is_some()
    }

    fn with_fields(&self) -> impl Iterator<Item = (usize, &Vec<Scalar>)> {
        let numbered = self.constructors.iter().enumerate();
        numbered.filter(|(_, fields)| !fields.is_empty())
    }

    /// The offsets of a constructor's fields, and the size of its node.
    fn layout(&self, constructor: usize) -> (Vec<usize>, usize) {
        let mut end = if self.is_tagged() { 8 } else { 0 };
        let mut place = |field: &Scalar| {
            let size = size_of(*field);
            let offset = usize::next_multiple_of(end, size);
            end = offset + size;
            offset
        };
        let offsets = self.constructors[constructor]
            .iter()
            .map(&mut place)
            .collect();
        (offsets, end)
    }

    /// The constructor of a value, and the address of its node if it has fields.
    fn constructor(&self, bits: u64, lease: &Lease<'_>) -> Option<(usize, Option<usize>)> {
        let number = usize::try_from(bits).ok()?;
        if self.constructors.get(number).is_some_and(Vec::is_empty) {
            return Some((number, None));
        }
        let number = if self.is_tagged() {
            usize::try_from(lease.read(number, 8)?).ok()?
        } else {
            self.with_fields().next()?.0
        };
        let fields = self.constructors.get(number)?;
        (!fields.is_empty()).then_some((number, Some(bits as usize)))
    }
}

/// Bytes of a field, which is also its alignment.
fn size_of(scalar: Scalar) -> usize {
    usize::from(scalar.width()).div_ceil(8).next_power_of_two()
}

/// Puts the parts of the arguments into memory; gives their slots. `None` if they are not values of those types. An array that
/// is borrowed stays where it is.
pub(crate) fn write<'p>(
    entry: &Entry,
    scalars: &[Scalar],
    values: &mut Peekable<impl Iterator<Item = Part<'p>>>,
    lease: &mut Lease<'_>,
) -> Result<Option<Vec<u64>>> {
    let mut slots = vec![0; scalars.len()];
    let places = scalars.iter().enumerate();
    let mut pending: Vec<_> = places
        .map(|(index, scalar)| (Place::Slot(index), *scalar))
        .rev()
        .collect();
    while let Some((place, scalar)) = pending.pop() {
        let mut put = |place, lease: &mut Lease<'_>, scalar, bits| match place {
            Place::Slot(index) => slots[index] = bits,
            Place::Address(address) => {
                lease.write(address, size_of(scalar), bits);
            }
        };
        if let Scalar::Array(number) = scalar {
            let Some(ty) = entry.arrays.get(number as usize) else {
                return Ok(None);
            };
            let written = match values.next_if(|part| matches!(part, Part::Array(_))) {
                Some(Part::Array(view)) => borrow_array(ty, &view),
                _ => write_array(ty, values, lease)?,
            };
            let Some((address, sizes)) = written else {
                return Ok(None);
            };
            put(place, lease, scalar, address as u64);
            for size in sizes {
                let Some((place, scalar)) = pending.pop() else {
                    return Ok(None);
                };
                put(place, lease, scalar, size);
            }
            continue;
        }
        let value = match values.next() {
            Some(Part::Value(value)) => value,
            _ => return Ok(None),
        };
        let bits = match (scalar, value) {
            (Scalar::Data(data), Value::Case(constructor)) => {
                let constructor = constructor as usize;
                let Some(data) = entry.data.get(data as usize) else {
                    return Ok(None);
                };
                match data.constructors.get(constructor) {
                    None => return Ok(None),
                    Some(fields) if fields.is_empty() => constructor as u64,
                    Some(fields) => {
                        let (offsets, size) = data.layout(constructor);
                        let node = lease.allocate(size).ok_or_else(|| too_small(lease))?;
                        if data.is_tagged() {
                            lease.write(node, 8, constructor as u64);
                        }
                        let places = offsets
                            .into_iter()
                            .map(|offset| Place::Address(node + offset));
                        pending.extend(places.zip(fields.iter().copied()).rev());
                        node as u64
                    }
                }
            }
            (_, value) if value.scalar() == scalar && !matches!(value, Value::Case(_)) => {
                value.to_bits()
            }
            _ => return Ok(None),
        };
        put(place, lease, scalar, bits);
    }
    Ok(Some(slots))
}

/// Puts an array into memory, whose parts are the sizes that the type does not tell and the elements; gives its address and those
/// sizes.
fn write_array<'p>(
    ty: &ArrayType,
    values: &mut impl Iterator<Item = Part<'p>>,
    lease: &mut Lease<'_>,
) -> Result<Option<(usize, Vec<u64>)>> {
    let mut sizes = vec![];
    for _ in 0..ty.dynamic() {
        match values.next() {
            Some(Part::Value(Value::Int { width: 64, bits })) => sizes.push(bits),
            _ => return Ok(None),
        }
    }
    let step = size_of(ty.element);
    let count = ty.count(&sizes);
    let bytes = count.and_then(|count| count.checked_mul(step));
    let address = bytes.and_then(|bytes| lease.allocate(bytes));
    let (Some(count), Some(address)) = (count, address) else {
        return Err(too_small(lease).into());
    };
    for index in 0..count {
        match values.next() {
            Some(Part::Value(value)) if value.scalar() == ty.element => {
                lease.write(address + index * step, step, value.to_bits());
            }
            _ => return Ok(None),
        }
    }
    Ok(Some((address, sizes)))
}

/// The address of an array that is borrowed, and the sizes that the type does not tell.
fn borrow_array(ty: &ArrayType, view: &ArrayView<'_>) -> Option<(usize, Vec<u64>)> {
    if !view.is(ty) {
        return None;
    }
    let sizes = ty.sizes.iter().zip(view.sizes());
    let unknown = sizes.filter(|(known, _)| known.is_none());
    let unknown = unknown.map(|(_, &size)| size as u64).collect();
    Some((view.bytes().as_ptr() as usize, unknown))
}

fn too_small(lease: &Lease<'_>) -> ErrorKind {
    ErrorKind::Memory {
        what: format!(
            "the arguments do not fit into the {} of memory for data",
            sized(lease.size())
        ),
        advice: "pass less, or give it more memory".into(),
    }
}

/// The parts of the results that slots hold, with the parts of arrays.
pub(crate) fn read(
    entry: &Entry,
    scalars: &[Scalar],
    slots: &[u64],
    lease: &Lease<'_>,
) -> Result<Vec<Value>> {
    read_with(entry, scalars, slots, lease, |ty, address, sizes, parts| {
        read_array(ty, address, sizes, lease, parts)
    })
}

/// The parts of the results that slots hold, with arrays as they lie in memory: the arena's, or what `lent` has.
pub(crate) fn view<'v>(
    entry: &Entry,
    scalars: &[Scalar],
    slots: &[u64],
    lease: &'v Lease<'_>,
    lent: &[ArrayView<'v>],
) -> Result<Vec<Part<'v>>> {
    read_with(entry, scalars, slots, lease, |ty, address, sizes, parts| {
        let view = view_array(ty, address, sizes, lease, lent);
        Ok(view.map(|view| parts.push(Part::Array(view))))
    })
}

/// The parts of the results that slots hold. An array's are what `array` appends.
fn read_with<P: From<Value>>(
    entry: &Entry,
    scalars: &[Scalar],
    slots: &[u64],
    lease: &Lease<'_>,
    array: impl Fn(&ArrayType, usize, &[u64], &mut Vec<P>) -> Result<Option<()>>,
) -> Result<Vec<P>> {
    let mut parts = vec![];
    let slots = slots.iter().copied();
    let mut pending: Vec<_> = slots.zip(scalars.iter().copied()).rev().collect();
    while let Some((bits, scalar)) = pending.pop() {
        let foreign = || ErrorKind::Memory {
            what: "a result holds an address outside of the memory for data".into(),
            advice: "look for a part of it that the program never computes".into(),
        };
        if let Scalar::Array(number) = scalar {
            let ty = entry.arrays.get(number as usize).ok_or_else(foreign)?;
            let sizes = (0..ty.dynamic()).map(|_| pending.pop().map(|(size, _)| size));
            let sizes: Vec<_> = sizes.collect::<Option<_>>().ok_or_else(foreign)?;
            array(ty, bits as usize, &sizes, &mut parts)?.ok_or_else(foreign)?;
            continue;
        }
        let Scalar::Data(data) = scalar else {
            parts.push(Value::from_bits(scalar, bits).into());
            continue;
        };
        let data = entry.data.get(data as usize).ok_or_else(foreign)?;
        let (constructor, node) = data.constructor(bits, lease).ok_or_else(foreign)?;
        parts.push(Value::Case(constructor as u32).into());
        bounded(parts.len())?;
        let Some(node) = node else {
            continue;
        };
        let (offsets, _) = data.layout(constructor);
        for (offset, field) in offsets
            .into_iter()
            .zip(&data.constructors[constructor])
            .rev()
        {
            let bits = lease
                .read(node + offset, size_of(*field))
                .ok_or_else(foreign)?;
            pending.push((bits, *field));
        }
    }
    Ok(parts)
}

/// All sizes of an array.
fn all_sizes<'s>(ty: &'s ArrayType, sizes: &'s [u64]) -> impl Iterator<Item = u64> + 's {
    let mut rest = sizes.iter().copied();
    ty.sizes
        .iter()
        .map_while(move |known| known.or_else(|| rest.next()))
}

/// An array as it lies in memory; `None` if that is neither the memory for data nor what is lent.
fn view_array<'v>(
    ty: &ArrayType,
    address: usize,
    sizes: &[u64],
    lease: &'v Lease<'_>,
    lent: &[ArrayView<'v>],
) -> Option<ArrayView<'v>> {
    let count = ty.count(sizes)?.checked_mul(size_of(ty.element))?;
    let all = all_sizes(ty, sizes).map(|size| usize::try_from(size).ok());
    let all: Vec<_> = all.collect::<Option<_>>()?;
    let bytes = match count {
        0 => &[],
        _ => lease.bytes(address, count).or_else(|| {
            lent.iter()
                .find_map(|view| within(view.bytes(), address, count))
        })?,
    };
    Some(ArrayView::of_bytes(ty.element, all, bytes))
}

/// The bytes at an address, if a slice has them.
fn within(bytes: &[u8], address: usize, count: usize) -> Option<&[u8]> {
    let start = address.checked_sub(bytes.as_ptr() as usize)?;
    bytes.get(Range {
        start,
        end: start.checked_add(count)?,
    })
}

/// Appends the parts of an array: the sizes that the type does not tell, and the elements. `None` if it is not in the memory
/// for data.
fn read_array(
    ty: &ArrayType,
    address: usize,
    sizes: &[u64],
    lease: &Lease<'_>,
    parts: &mut Vec<Value>,
) -> Result<Option<()>> {
    let step = size_of(ty.element);
    let Some(count) = ty.count(sizes) else {
        return Ok(None);
    };
    // Empty lists are written out as well.
    let lists = all_sizes(ty, sizes)
        .take_while(|&size| size > 0)
        .fold(1, u64::saturating_mul);
    let lists = usize::try_from(lists).unwrap_or(usize::MAX);
    bounded(parts.len().saturating_add(count.max(lists)))?;
    let sizes = sizes.iter().map(|&size| Value::i64(size.cast_signed()));
    parts.extend(sizes);
    for index in 0..count {
        let Some(bits) = lease.read(address.wrapping_add(index * step), step) else {
            return Ok(None);
        };
        parts.push(Value::from_bits(ty.element, bits));
    }
    Ok(Some(()))
}

/// Refuses results of too many parts.
fn bounded(count: usize) -> Result<()> {
    if count <= MOST {
        return Ok(());
    }
    Err(ErrorKind::Memory {
        what: format!(
            "a result has more than {MOST} parts, when what its fields share is written out"
        ),
        advice: "give back less of it".into(),
    }
    .into())
}
