//! The format `.npy`: a header, which is a dictionary of Python, and the elements.

use super::{
    Wrong,
    header::{self, MAGIC},
};
use std::{
    fmt::{self, Display, Formatter},
    fs::File,
    io::{BufReader, Read},
};

/// How many elements an array may have: as many as a call gives back.
const MOST: u64 = 1 << 27;

/// What the elements are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Bool,
    Int,
    Uint,
    Float,
    /// Bytes without a meaning. Of two bytes, it is what arrays of JAX's bfloat16 are saved as.
    Raw,
}

/// An array as a file has it.
#[derive(Debug, PartialEq, Eq)]
pub struct Array {
    pub kind: Kind,
    /// Bytes of an element.
    pub width: usize,
    pub shape: Vec<u64>,
    pub(super) is_big_endian: bool,
    /// Whether the first dimension is the fastest.
    pub(super) is_fortran: bool,
    data: Vec<u8>,
}

/// A number or a truth value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    Bool(bool),
    Int(i128),
    F16(u16),
    F32(f32),
    F64(f64),
    Raw(u16),
}

impl Array {
    /// An array of the machine's own order.
    pub fn new(kind: Kind, width: usize, shape: Vec<u64>, data: Vec<u8>) -> Self {
        Self {
            kind,
            width,
            shape,
            is_big_endian: false,
            is_fortran: false,
            data,
        }
    }

    /// Reads a file.
    pub fn open(path: &str) -> Result<Self, Wrong> {
        let advice = || "name a file that numpy.save wrote".to_owned();
        let file = File::open(path)
            .map_err(|error| (format!("{path} cannot be read: {error}"), advice()))?;
        Self::read(BufReader::new(file)).map_err(|error| {
            (
                format!("{path} is no array that can be read: {error}"),
                advice(),
            )
        })
    }

    /// Reads an array to the end of what is there; or says what is wrong with it.
    pub fn read(mut from: impl Read) -> Result<Self, String> {
        let mut array = header::parse(&header::text(&mut from)?)?;
        let count = if array.shape.contains(&0) {
            Some(0)
        } else {
            let sizes = array.shape.iter();
            sizes.copied().try_fold(1, u64::checked_mul)
        };
        let Some(count) = count.filter(|count| *count <= MOST) else {
            let shape = shape_text(&array.shape);
            return Err(format!(
                "its shape is {shape}, and {MOST} elements are the most that a call takes"
            ));
        };
        let bytes = count * array.width as u64;
        // What is read grows with what is there, whatever the header says.
        let read = from.take(bytes + 1).read_to_end(&mut array.data);
        read.map_err(|error| error.to_string())?;
        let found = array.data.len() as u64;
        if found != bytes {
            let (shape, found) = match found > bytes {
                true => (shape_text(&array.shape), "more".to_owned()),
                false => (shape_text(&array.shape), found.to_string()),
            };
            return Err(format!(
                "an array of shape {shape} and type {array} has {bytes} bytes, and there are {found}"
            ));
        }
        Ok(array)
    }

    /// The elements, the last dimension fastest.
    pub fn numbers(&self) -> impl Iterator<Item = Number> {
        let count = self.data.len() / self.width;
        (0..count).map(|index| self.number(self.place(index)))
    }

    /// Where the element stands that is so far in the order of positions.
    fn place(&self, index: usize) -> usize {
        if !self.is_fortran {
            return index;
        }
        let mut rest = index;
        let mut place = 0;
        // The last dimension is the fastest of the index and the slowest of the place.
        let all: usize = self.shape.iter().map(|size| *size as usize).product();
        let mut stride = all;
        for size in self.shape.iter().rev().map(|size| *size as usize) {
            stride /= size;
            place += (rest % size) * stride;
            rest /= size;
        }
        place
    }

    fn number(&self, place: usize) -> Number {
        let mut bytes = [0; 8];
        let element = &self.data[place * self.width..][..self.width];
        bytes[..self.width].copy_from_slice(element);
        if self.is_big_endian {
            bytes[..self.width].reverse();
        }
        let bits = u64::from_le_bytes(bytes);
        match (self.kind, self.width) {
            (Kind::Bool, _) => Number::Bool(bits != 0),
            (Kind::Uint, _) => Number::Int(bits.into()),
            (Kind::Int, width) => {
                let unused = 64 - 8 * width as u32;
                Number::Int(((bits << unused).cast_signed() >> unused).into())
            }
            (Kind::Float, 2) => Number::F16(bits as u16),
            (Kind::Float, 4) => Number::F32(f32::from_bits(bits as u32)),
            (Kind::Float, _) => Number::F64(f64::from_bits(bits)),
            (Kind::Raw, _) => Number::Raw(bits as u16),
        }
    }

    /// The array as a file.
    pub fn bytes(&self) -> Vec<u8> {
        let sizes: String = self.shape.iter().map(|size| format!("{size}, ")).collect();
        // A tuple of one has a comma, one of more none at its end.
        let sizes = match self.shape.len() {
            0 => "",
            1 => sizes.trim_end(),
            _ => sizes.trim_end_matches(", "),
        };
        let descr = self.descr();
        let mut header =
            format!("{{'descr': '{descr}', 'fortran_order': False, 'shape': ({sizes}), }}");
        let start = MAGIC.len() + 4;
        let length = (start + header.len() + 1).next_multiple_of(64) - start;
        header.extend(std::iter::repeat_n(' ', length - 1 - header.len()));
        header.push('\n');
        let mut bytes = [MAGIC, &[1, 0], &(length as u16).to_le_bytes()].concat();
        bytes.extend(header.bytes());
        bytes.extend(&self.data);
        bytes
    }

    fn descr(&self) -> String {
        let order = match (self.width, self.is_big_endian) {
            (1, _) => '|',
            (_, false) => '<',
            (_, true) => '>',
        };
        let kind = match self.kind {
            Kind::Bool => 'b',
            Kind::Int => 'i',
            Kind::Uint => 'u',
            Kind::Float => 'f',
            Kind::Raw => 'V',
        };
        format!("{order}{kind}{}", self.width)
    }
}

impl Display for Array {
    /// NumPy's name of the type.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let bits = 8 * self.width;
        match self.kind {
            Kind::Bool => f.write_str("bool"),
            Kind::Int => write!(f, "int{bits}"),
            Kind::Uint => write!(f, "uint{bits}"),
            Kind::Float => write!(f, "float{bits}"),
            Kind::Raw => write!(f, "V{}", self.width),
        }
    }
}

/// `2x3`, `()`.
pub fn shape_text(sizes: &[u64]) -> String {
    match sizes {
        [] => "()".into(),
        _ => sizes
            .iter()
            .map(u64::to_string)
            .collect::<Vec<_>>()
            .join("x"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(header: &str, data: &[u8]) -> Vec<u8> {
        let length = (header.len() as u16).to_le_bytes();
        [MAGIC, &[1, 0], &length, header.as_bytes(), data].concat()
    }

    #[test]
    fn what_is_written_is_read() {
        for (kind, width) in [
            (Kind::Bool, 1),
            (Kind::Int, 4),
            (Kind::Uint, 1),
            (Kind::Float, 8),
            (Kind::Float, 2),
        ] {
            for shape in [vec![], vec![3], vec![2, 3], vec![2, 0, 5]] {
                let count: u64 = shape.iter().product();
                let data = (0..count * width as u64)
                    .map(|byte| (byte % 2) as u8)
                    .collect();
                let array = Array::new(kind, width, shape, data);
                let bytes = array.bytes();
                assert_eq!((bytes.len() - array.data.len()) % 64, 0);
                assert_eq!(Array::read(bytes.as_slice()), Ok(array));
            }
        }
    }

    #[test]
    fn both_orders_of_bytes_and_dimensions_are_read() {
        let header = "{'shape': (2, 3), 'fortran_order': True, 'descr': '>i2'}";
        let data = [0, 0, 0, 3, 0, 1, 0, 4, 0, 2, 255, 254];
        let array = Array::read(&file(header, &data)[..]).expect("an array");
        let numbers: Vec<_> = array.numbers().collect();
        assert_eq!(numbers, [0, 1, 2, 3, 4, -2].map(Number::Int));
    }

    #[test]
    fn damage_is_named() {
        let good = "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }";
        let of = |header: &str| Array::read(&file(header, &[0; 16])[..]);
        assert!(of(good).is_ok());
        for (from, to, message) in [
            (
                "(2,)",
                "(3,)",
                "an array of shape 3 and type float64 has 24 bytes, and there are 16",
            ),
            (
                "(2,)",
                "(1,)",
                "an array of shape 1 and type float64 has 8 bytes, and there are more",
            ),
            (
                "(2,)",
                "(99999999999,)",
                "its shape is 99999999999, and 134217728 elements",
            ),
            (
                "(2,)",
                "(4294967296, 4294967296)",
                "its shape is 4294967296x4294967296, and",
            ),
            (
                "(2,)",
                "(99999999999999999999,)",
                "where a size is expected",
            ),
            ("(2,)", "(-2,)", "has \"-2,), }\" where a size is expected"),
            ("(2,)", "(2", "where a size is expected"),
            ("<f8", "<f16", "its elements are of type \"<f16\""),
            ("<f8", "|O", "its elements are of type \"|O\""),
            ("<f8", "<é8", "its elements are of type \"<é8\""),
            ("'<f8'", "[('a', '<f8')]", "its elements are records"),
            (
                "'<f8'",
                "7",
                "has \"7, 'fortran_order': \" where a text is expected",
            ),
            ("False", "None", "where `False` is expected"),
            ("'shape'", "'shapes'", "its header has the key \"shapes\""),
            ("'shape': (2,), ", "", "its header does not tell \"shape\""),
            (", }", "} x", "where its end is expected"),
            ("{", "", "where `{` is expected"),
        ] {
            let found = of(&good.replacen(from, to, 1)).expect_err(to);
            assert!(found.contains(message), "{to}: {found}");
        }
        let whole = file(good, &[0; 16]);
        for length in 0..whole.len() {
            assert!(Array::read(&whole[..length]).is_err(), "{length}");
        }
        let mut long = [MAGIC, &[2, 0], &u32::MAX.to_le_bytes()].concat();
        let found = Array::read(&long[..]).expect_err("a long header");
        assert_eq!(
            found,
            "its header has 4294967295 bytes, and 65536 are allowed"
        );
        long[6] = 9;
        let found = Array::read(&long[..]).expect_err("another version");
        assert_eq!(found, "its version is 9, and 1 to 3 are known");
    }
}
