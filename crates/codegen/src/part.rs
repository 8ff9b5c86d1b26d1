//! Arguments and results where they lie: numbers, and arrays that nobody converts or copies.

use crate::value::{ArrayType, Scalar, Value};
use std::{
    borrow::Cow,
    fmt::{self, Display, Formatter},
    slice,
};

mod sealed {
    pub trait Sealed {}
}

/// A type of Rust whose values lie in memory as those of a [`Scalar`] do.
pub trait Element: Copy + sealed::Sealed + 'static {
    /// The type of the elements.
    const SCALAR: Scalar;

    /// Whether bytes are such values.
    #[doc(hidden)]
    fn are(_bytes: &[u8]) -> bool {
        true
    }
}

macro_rules! elements {
    ($($rust:ty => $scalar:expr;)*) => { $(
        impl sealed::Sealed for $rust {}
        impl Element for $rust {
            const SCALAR: Scalar = $scalar;
        }
    )* };
}

elements! {
    f64 => Scalar::F64;
    f32 => Scalar::F32;
    i64 => Scalar::Int(64);
    i32 => Scalar::Int(32);
    i16 => Scalar::Int(16);
    i8 => Scalar::Int(8);
}

impl sealed::Sealed for bool {}
impl Element for bool {
    const SCALAR: Scalar = Scalar::Int(1);

    fn are(bytes: &[u8]) -> bool {
        bytes.iter().all(|&byte| byte <= 1)
    }
}

/// An array that somebody else holds: its elements one after the other, the last dimension fastest.
#[derive(Clone, Debug, PartialEq)]
pub struct ArrayView<'a> {
    element: Scalar,
    sizes: Cow<'a, [usize]>,
    bytes: &'a [u8],
}

impl<'a> ArrayView<'a> {
    /// An array of these sizes; `None` if it has not as many elements.
    pub fn new<T: Element>(sizes: &'a [usize], elements: &'a [T]) -> Option<Self> {
        let count = count(sizes)?;
        (count == elements.len()).then(|| Self {
            element: T::SCALAR,
            sizes: sizes.into(),
            // SAFETY: the types that are elements have no padding, and what is borrowed stays so.
            bytes: unsafe {
                slice::from_raw_parts(elements.as_ptr().cast(), size_of_val(elements))
            },
        })
    }

    /// What compiled code gave: bytes that are borrowed for as long as the view is.
    pub(crate) fn of_bytes(element: Scalar, sizes: Vec<usize>, bytes: &'a [u8]) -> Self {
        Self {
            element,
            sizes: sizes.into(),
            bytes,
        }
    }

    /// The type of its elements.
    pub fn element(&self) -> Scalar {
        self.element
    }

    /// Its sizes.
    pub fn sizes(&self) -> &[usize] {
        &self.sizes
    }

    /// Its elements; `None` if they are of another type.
    pub fn elements<T: Element>(&self) -> Option<&'a [T]> {
        if self.bytes.is_empty() && T::SCALAR == self.element {
            return Some(&[]);
        }
        let aligned = self.bytes.as_ptr().cast::<T>();
        let fits = T::SCALAR == self.element && aligned.is_aligned() && T::are(self.bytes);
        // SAFETY: an address of this type's alignment; the bytes, which are borrowed, are whole values of the type.
        fits.then(|| unsafe { slice::from_raw_parts(aligned, self.bytes.len() / size_of::<T>()) })
    }

    /// Its bytes, as this machine has them. An element takes as many as hold it, 1, 2, 4 or 8; one of type `i1` takes 1.
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Whether it is of a type.
    pub(crate) fn is(&self, ty: &ArrayType) -> bool {
        let fits = |(known, &size): (&Option<u64>, &usize)| known.is_none_or(|k| k == size as u64);
        self.element == ty.element
            && self.sizes.len() == ty.sizes.len()
            && ty.sizes.iter().zip(self.sizes.iter()).all(fits)
    }
}

impl Display for ArrayView<'_> {
    /// `2x3xf64`.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.sizes
            .iter()
            .try_for_each(|size| write!(f, "{size}x"))?;
        self.element.fmt(f)
    }
}

/// How many elements there are; `None` where that is more than any memory holds.
pub(crate) fn count(sizes: &[usize]) -> Option<usize> {
    if sizes.contains(&0) {
        return Some(0);
    }
    sizes
        .iter()
        .try_fold(1_usize, |all, &size| all.checked_mul(size))
}

/// An argument or a result, or a part of one that is of a data type.
#[derive(Clone, Debug, PartialEq)]
pub enum Part<'a> {
    /// A number, or a constructor of a data type, whose fields come next.
    Value(Value),
    /// An array.
    Array(ArrayView<'a>),
}

impl<'a> Part<'a> {
    /// An array of these sizes; `None` if it has not as many elements.
    pub fn array<T: Element>(sizes: &'a [usize], elements: &'a [T]) -> Option<Self> {
        ArrayView::new(sizes, elements).map(Self::Array)
    }

    /// The elements, if it is an array of such.
    pub fn elements<T: Element>(&self) -> Option<&'a [T]> {
        match self {
            Self::Value(_) => None,
            Self::Array(view) => view.elements(),
        }
    }

    /// The number, if it is a float.
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Value(value) => value.as_f64(),
            Self::Array(_) => None,
        }
    }
}

impl From<Value> for Part<'_> {
    fn from(value: Value) -> Self {
        Self::Value(value)
    }
}

impl<'a> From<ArrayView<'a>> for Part<'a> {
    fn from(view: ArrayView<'a>) -> Self {
        Self::Array(view)
    }
}

impl Display for Part<'_> {
    /// The type.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(Value::Case(constructor)) => write!(f, "constructor {constructor}"),
            Self::Value(value) => value.scalar().fmt(f),
            Self::Array(view) => view.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn views_have_as_many_elements_as_their_sizes_say() {
        let numbers = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0_f32];
        let view = ArrayView::new(&[2, 3], &numbers).expect("six elements");
        assert_eq!(view.to_string(), "2x3xf32");
        assert_eq!(view.elements::<f32>(), Some(&numbers[..]));
        assert_eq!(view.elements::<i32>(), None);
        assert_eq!(ArrayView::new(&[2, 2], &numbers), None);
        assert_eq!(ArrayView::new(&[usize::MAX, 4], &numbers), None);
        assert!(ArrayView::new::<i8>(&[usize::MAX, 4, 0], &[]).is_some());
    }

    #[test]
    fn bytes_that_are_no_truth_values_are_none() {
        let view = |bytes| ArrayView::of_bytes(Scalar::Int(1), vec![2], bytes);
        assert_eq!(view(&[0, 1]).elements(), Some(&[false, true][..]));
        assert_eq!(view(&[0, 2]).elements::<bool>(), None);
    }
}
