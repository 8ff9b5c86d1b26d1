//! Values as bytes. What is read was checked by its hash; where it still does not fit it is not there.

use crate::{Declared, Image, Signature, TypeTree};
use pullback_ir::FloatKind;
use std::sync::Arc;

/// A value that a store can hold.
pub(crate) trait Stored: Sized {
    fn write(&self, out: &mut Vec<u8>);
    /// Takes a value from the front.
    fn read(from: &mut &[u8]) -> Option<Self>;

    fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![];
        self.write(&mut bytes);
        bytes
    }

    fn from_bytes(mut bytes: &[u8]) -> Option<Self> {
        let value = Self::read(&mut bytes)?;
        bytes.is_empty().then_some(value)
    }
}

fn take<'b>(from: &mut &'b [u8], count: usize) -> Option<&'b [u8]> {
    let (taken, rest) = from.split_at_checked(count)?;
    *from = rest;
    Some(taken)
}

impl Stored for u8 {
    fn write(&self, out: &mut Vec<u8>) {
        out.push(*self);
    }
    fn read(from: &mut &[u8]) -> Option<Self> {
        take(from, 1).map(|bytes| bytes[0])
    }
}

impl Stored for u64 {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.to_le_bytes());
    }
    fn read(from: &mut &[u8]) -> Option<Self> {
        Some(Self::from_le_bytes(take(from, 8)?.try_into().ok()?))
    }
}

impl Stored for bool {
    fn write(&self, out: &mut Vec<u8>) {
        u8::from(*self).write(out);
    }
    fn read(from: &mut &[u8]) -> Option<Self> {
        Some(u8::read(from)? != 0)
    }
}

impl Stored for () {
    fn write(&self, _: &mut Vec<u8>) {}
    fn read(_: &mut &[u8]) -> Option<Self> {
        Some(())
    }
}

impl Stored for String {
    fn write(&self, out: &mut Vec<u8>) {
        (self.len() as u64).write(out);
        out.extend_from_slice(self.as_bytes());
    }
    fn read(from: &mut &[u8]) -> Option<Self> {
        let length = usize::try_from(u64::read(from)?).ok()?;
        String::from_utf8(take(from, length)?.to_vec()).ok()
    }
}

impl Stored for Arc<[u8]> {
    fn write(&self, out: &mut Vec<u8>) {
        (self.len() as u64).write(out);
        out.extend_from_slice(self);
    }
    fn read(from: &mut &[u8]) -> Option<Self> {
        let length = usize::try_from(u64::read(from)?).ok()?;
        take(from, length).map(Into::into)
    }
}

impl<T: Stored> Stored for Vec<T> {
    fn write(&self, out: &mut Vec<u8>) {
        (self.len() as u64).write(out);
        for value in self {
            value.write(out);
        }
    }
    fn read(from: &mut &[u8]) -> Option<Self> {
        let count = u64::read(from)?;
        (0..count).map(|_| T::read(from)).collect()
    }
}

impl<T: Stored> Stored for Option<T> {
    fn write(&self, out: &mut Vec<u8>) {
        self.is_some().write(out);
        if let Some(value) = self {
            value.write(out);
        }
    }
    fn read(from: &mut &[u8]) -> Option<Self> {
        Some(match bool::read(from)? {
            true => Some(T::read(from)?),
            false => None,
        })
    }
}

impl<A: Stored, B: Stored> Stored for (A, B) {
    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
        self.1.write(out);
    }
    fn read(from: &mut &[u8]) -> Option<Self> {
        Some((A::read(from)?, B::read(from)?))
    }
}

impl<A: Stored, B: Stored, C: Stored> Stored for (A, B, C) {
    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
        self.1.write(out);
        self.2.write(out);
    }
    fn read(from: &mut &[u8]) -> Option<Self> {
        Some((A::read(from)?, B::read(from)?, C::read(from)?))
    }
}

impl Stored for usize {
    fn write(&self, out: &mut Vec<u8>) {
        (*self as u64).write(out);
    }
    fn read(from: &mut &[u8]) -> Option<Self> {
        u64::read(from)?.try_into().ok()
    }
}

impl Stored for TypeTree {
    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Float(kind) => {
                out.push(0);
                let kinds = FLOATS.iter().position(|known| known == kind);
                // The list is complete; what is added to the kinds and not to it is read as the last one.
                out.push(kinds.unwrap_or(FLOATS.len() - 1) as u8);
            }
            Self::Int(width) => {
                out.push(1);
                u64::from(*width).write(out);
            }
            Self::Index => out.push(2),
            Self::Tuple(fields) => {
                out.push(3);
                fields.write(out);
            }
            Self::Data(name) => {
                out.push(4);
                name.write(out);
            }
            Self::Function(text) => {
                out.push(5);
                text.write(out);
            }
            Self::Other(text) => {
                out.push(6);
                text.write(out);
            }
            Self::Array(sizes, element) => {
                out.push(7);
                let known = sizes.iter().map(|size| size.map_or(0, |size| size + 1));
                known.collect::<Vec<u64>>().write(out);
                element.write(out);
            }
        }
    }
    fn read(from: &mut &[u8]) -> Option<Self> {
        Some(match u8::read(from)? {
            0 => Self::Float(*FLOATS.get(usize::from(u8::read(from)?))?),
            1 => Self::Int(u64::read(from)?.try_into().ok()?),
            2 => Self::Index,
            3 => Self::Tuple(Vec::read(from)?),
            4 => Self::Data(String::read(from)?),
            5 => Self::Function(String::read(from)?),
            6 => Self::Other(String::read(from)?),
            7 => {
                let sizes = Vec::<u64>::read(from)?.into_iter();
                let sizes = sizes.map(|size| size.checked_sub(1)).collect();
                Self::Array(sizes, Box::new(Self::read(from)?))
            }
            _ => return None,
        })
    }
}

const FLOATS: [FloatKind; 5] = [
    FloatKind::F16,
    FloatKind::BF16,
    FloatKind::F32,
    FloatKind::F64,
    FloatKind::Other,
];

impl Stored for Declared {
    fn write(&self, out: &mut Vec<u8>) {
        self.name.write(out);
        self.constructors.write(out);
    }
    fn read(from: &mut &[u8]) -> Option<Self> {
        Some(Self {
            name: String::read(from)?,
            constructors: Vec::read(from)?,
        })
    }
}

impl Stored for Signature {
    fn write(&self, out: &mut Vec<u8>) {
        self.arguments.write(out);
        self.results.write(out);
        self.data.write(out);
    }
    fn read(from: &mut &[u8]) -> Option<Self> {
        Some(Self {
            arguments: Vec::read(from)?,
            results: Vec::read(from)?,
            data: Vec::read(from)?,
        })
    }
}

impl Stored for Image {
    fn write(&self, out: &mut Vec<u8>) {
        self.objects.write(out);
        self.entry.write(out);
    }
    fn read(from: &mut &[u8]) -> Option<Self> {
        Some(Self {
            objects: Vec::read(from)?,
            entry: String::read(from)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image() -> Image {
        Image {
            objects: vec![b"one".as_slice().into(), b"".as_slice().into()],
            entry: "f".into(),
        }
    }

    #[test]
    fn values_come_back() {
        let ty = TypeTree::Tuple(vec![
            TypeTree::Float(FloatKind::BF16),
            TypeTree::Int(7),
            TypeTree::Index,
            TypeTree::Data("t$ct".into()),
            TypeTree::Array(vec![None, Some(0), Some(3)], Box::new(TypeTree::Int(1))),
            TypeTree::Function("!functional.fn<() -> f64>".into()),
            TypeTree::Other("f128".into()),
        ]);
        let signature = Signature {
            arguments: vec![ty.clone()],
            results: vec![],
            data: vec![Declared {
                name: "t".into(),
                constructors: vec![("leaf".into(), vec![ty])],
            }],
        };
        assert_eq!(
            Signature::from_bytes(&signature.to_bytes()),
            Some(signature)
        );
        assert_eq!(Image::from_bytes(&image().to_bytes()), Some(image()));
    }

    /// Neither a panic nor an endless allocation.
    #[test]
    fn what_does_not_fit_is_not_there() {
        let bytes = image().to_bytes();
        for end in 0..bytes.len() {
            assert_eq!(Image::from_bytes(&bytes[..end]), None, "{end}");
        }
        assert_eq!(Image::from_bytes(&[bytes, vec![0]].concat()), None);
        assert_eq!(Image::from_bytes(&[0xff; 64]), None);
        assert_eq!(Vec::<()>::from_bytes(&1_u64.to_le_bytes()), Some(vec![()]));
    }
}
