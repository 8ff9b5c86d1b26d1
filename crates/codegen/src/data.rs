//! Values of data types in memory, as `functional-lower-data` lays them out.
//!
//! A value is a word. A constructor without fields is its own number: the first one is null. One with fields is the address of a
//! node, which holds its number, as 64 bits, if another constructor has fields too, and then the fields, each aligned
//! to its size. No address is as small as a number of a constructor.
//!
//! Trees are read and written without recursion.

use crate::{
    arena::{Lease, sized},
    error::{ErrorKind, Result},
    value::{DataType, Entry, Scalar, Value},
};

/// How many parts a value may be given back in. A value whose fields share a subtree has it once in memory, and once for each
/// way to it in the list.
const MOST: usize = 1 << 27;

/// A place in memory, or one of the slots.
enum Place {
    Slot,
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

/// Puts the parts of an argument into memory; gives its slot. `None` if they are not a value of that type.
pub(crate) fn write(
    entry: &Entry,
    scalar: Scalar,
    values: &mut impl Iterator<Item = Value>,
    lease: &mut Lease<'_>,
) -> Result<Option<u64>> {
    let mut slot = 0;
    let mut pending = vec![(Place::Slot, scalar)];
    while let Some((place, scalar)) = pending.pop() {
        let bits = match (scalar, values.next()) {
            (Scalar::Data(data), Some(Value::Case(constructor))) => {
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
            (_, Some(value)) if value.scalar() == scalar && !matches!(value, Value::Case(_)) => {
                value.to_bits()
            }
            _ => return Ok(None),
        };
        match place {
            Place::Slot => slot = bits,
            Place::Address(address) => {
                lease.write(address, size_of(scalar), bits);
            }
        }
    }
    Ok(Some(slot))
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

/// Appends the parts of a result that a slot holds.
pub(crate) fn read(
    entry: &Entry,
    scalar: Scalar,
    slot: u64,
    lease: &Lease<'_>,
    parts: &mut Vec<Value>,
) -> Result<()> {
    let mut pending = vec![(slot, scalar)];
    while let Some((bits, scalar)) = pending.pop() {
        let Scalar::Data(data) = scalar else {
            parts.push(Value::from_bits(scalar, bits));
            continue;
        };
        let foreign = || ErrorKind::Memory {
            what: "a result holds an address outside of the memory for data".into(),
            advice: "look for a part of it that the program never computes".into(),
        };
        let data = entry.data.get(data as usize).ok_or_else(foreign)?;
        let (constructor, node) = data.constructor(bits, lease).ok_or_else(foreign)?;
        parts.push(Value::Case(constructor as u32));
        if parts.len() > MOST {
            return Err(ErrorKind::Memory {
                what: format!(
                    "a result has more than {MOST} parts, when what its fields share is written out"
                ),
                advice: "give back less of it".into(),
            }
            .into());
        }
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
    Ok(())
}
