//! The header of an `.npy`: a dictionary of Python with the type and the shape.

use super::npy::{Array, Kind};
use std::io::{self, Read};

/// How a file starts.
pub const MAGIC: &[u8] = b"\x93NUMPY";

/// How long a header may be. NumPy itself trusts 10,000 bytes.
const LONGEST: usize = 1 << 16;

/// The text of the header.
pub fn text(from: &mut impl Read) -> Result<String, String> {
    let ended = |error: io::Error| match error.kind() {
        io::ErrorKind::UnexpectedEof => "its header is cut off".to_owned(),
        _ => error.to_string(),
    };
    let mut start = [0; 8];
    let read = from.read_exact(&mut start);
    if read.is_err() || !start.starts_with(MAGIC) {
        return Err("it does not start as an .npy does".into());
    }
    let length = match start[6] {
        1 => {
            let mut length = [0; 2];
            from.read_exact(&mut length).map_err(ended)?;
            u16::from_le_bytes(length).into()
        }
        2 | 3 => {
            let mut length = [0; 4];
            from.read_exact(&mut length).map_err(ended)?;
            u32::from_le_bytes(length) as usize
        }
        version => return Err(format!("its version is {version}, and 1 to 3 are known")),
    };
    if length > LONGEST {
        return Err(format!(
            "its header has {length} bytes, and {LONGEST} are allowed"
        ));
    }
    let mut header = vec![0; length];
    from.read_exact(&mut header).map_err(ended)?;
    String::from_utf8(header).map_err(|_| "its header is no text".into())
}

/// A header as it is read.
struct Header<'t> {
    rest: &'t str,
    array: Array,
}

/// Reads `{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }`, with its keys in any order; an array without elements.
pub fn parse(text: &str) -> Result<Array, String> {
    Header::parse(text).map(|header| header.array)
}

impl<'t> Header<'t> {
    fn parse(text: &'t str) -> Result<Self, String> {
        let mut header = Self {
            rest: text.trim(),
            array: Array::new(Kind::Raw, 0, vec![], vec![]),
        };
        let mut seen = [false; 3];
        header.expect("{")?;
        while !header.takes("}") {
            let key = header.string()?;
            header.expect(":")?;
            let index = match key {
                "descr" => {
                    header.descr()?;
                    0
                }
                "fortran_order" => {
                    header.array.is_fortran = header.takes("True");
                    if !header.array.is_fortran {
                        header.expect("False")?;
                    }
                    1
                }
                "shape" => {
                    header.shape()?;
                    2
                }
                _ => return Err(format!("its header has the key {key:?}")),
            };
            seen[index] = true;
            if !header.takes(",") {
                header.expect("}")?;
                break;
            }
        }
        match seen.iter().position(|seen| !seen) {
            Some(missing) => {
                let name = ["descr", "fortran_order", "shape"][missing];
                Err(format!("its header does not tell {name:?}"))
            }
            None if !header.rest.is_empty() => Err(header.found("its end")),
            None => Ok(header),
        }
    }

    fn descr(&mut self) -> Result<(), String> {
        if self.rest.starts_with('[') {
            return Err("its elements are records, and numbers are what can be read".into());
        }
        let descr = self.string()?;
        let unknown = || {
            format!(
                "its elements are of type {descr:?}, and bool, integers of 8 to 64 bits and floats of 16 to 64 bits are what can be read"
            )
        };
        let mut characters = descr.chars();
        self.array.is_big_endian = match characters.next() {
            Some('>') => true,
            Some('<' | '|' | '=') => false,
            _ => return Err(unknown()),
        };
        let kind = characters.next();
        let width = characters.as_str().parse().map_err(|_| unknown())?;
        self.array.width = width;
        self.array.kind = match (kind, width) {
            (Some('b'), 1) => Kind::Bool,
            (Some('i'), 1 | 2 | 4 | 8) => Kind::Int,
            (Some('u'), 1 | 2 | 4 | 8) => Kind::Uint,
            (Some('f'), 2 | 4 | 8) => Kind::Float,
            (Some('V'), 2) => Kind::Raw,
            _ => return Err(unknown()),
        };
        Ok(())
    }

    fn shape(&mut self) -> Result<(), String> {
        self.array.shape.clear();
        self.expect("(")?;
        while !self.takes(")") {
            let digits = self.rest.len()
                - self
                    .rest
                    .trim_start_matches(|c: char| c.is_ascii_digit())
                    .len();
            let size = self.rest[..digits].parse();
            let size = size.map_err(|_| self.found("a size"))?;
            self.array.shape.push(size);
            self.rest = self.rest[digits..].trim_start();
            if !self.takes(",") {
                return self.expect(")");
            }
        }
        Ok(())
    }

    fn string(&mut self) -> Result<&'t str, String> {
        let quote = ['\'', '"']
            .into_iter()
            .find(|quote| self.rest.starts_with(*quote));
        let quote = quote.ok_or_else(|| self.found("a text"))?;
        let (text, rest) = self.rest[1..]
            .split_once(quote)
            .ok_or_else(|| self.found("a text"))?;
        self.rest = rest.trim_start();
        Ok(text)
    }

    fn takes(&mut self, token: &str) -> bool {
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest.trim_start();
                true
            }
            None => false,
        }
    }

    fn expect(&mut self, token: &str) -> Result<(), String> {
        match self.takes(token) {
            true => Ok(()),
            false => Err(self.found(&format!("`{token}`"))),
        }
    }

    fn found(&self, expected: &str) -> String {
        let found: String = self.rest.chars().take(20).collect();
        format!("its header has {found:?} where {expected} is expected")
    }
}
