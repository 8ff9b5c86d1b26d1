//! What the code generator makes, as bytes.

use super::stored::Stored;
use pullback_codegen::{ArrayType, Artifact, DataType, Emit, Entry, Scalar, Signature};

const EMITS: [Emit; 4] = [Emit::LlvmIr, Emit::Assembly, Emit::Object, Emit::Ptx];

impl Stored for Artifact {
    fn write(&self, out: &mut Vec<u8>) {
        let emit = EMITS.iter().position(|known| *known == self.emit);
        // A kind that the list lacks is read as no value at all.
        out.push(emit.unwrap_or(EMITS.len()) as u8);
        (self.bytes.len() as u64).write(out);
        out.extend_from_slice(&self.bytes);
        self.entries.write(out);
        self.c_functions.write(out);
    }
    fn read(from: &mut &[u8]) -> Option<Self> {
        Some(Self {
            emit: *EMITS.get(usize::from(u8::read(from)?))?,
            bytes: std::sync::Arc::<[u8]>::read(from)?.to_vec(),
            entries: Vec::read(from)?,
            c_functions: Vec::read(from)?,
        })
    }
}

impl Stored for Signature {
    fn write(&self, out: &mut Vec<u8>) {
        self.name.write(out);
        self.entry.args.write(out);
        self.entry.results.write(out);
        self.entry.data.write(out);
        self.entry.arrays.write(out);
    }
    fn read(from: &mut &[u8]) -> Option<Self> {
        Some(Self {
            name: String::read(from)?,
            entry: Entry {
                args: Vec::read(from)?,
                results: Vec::read(from)?,
                data: Vec::read(from)?,
                arrays: Vec::read(from)?,
            },
        })
    }
}

impl Stored for DataType {
    fn write(&self, out: &mut Vec<u8>) {
        self.constructors.write(out);
    }
    fn read(from: &mut &[u8]) -> Option<Self> {
        Vec::read(from).map(|constructors| Self { constructors })
    }
}

impl Stored for ArrayType {
    fn write(&self, out: &mut Vec<u8>) {
        self.to_string().write(out);
    }
    fn read(from: &mut &[u8]) -> Option<Self> {
        Self::parse(&String::read(from)?)
    }
}

impl Stored for Scalar {
    fn write(&self, out: &mut Vec<u8>) {
        let (kind, number) = match self {
            Self::Int(width) => (0, u64::from(*width)),
            Self::F16 => (1, 0),
            Self::BF16 => (2, 0),
            Self::F32 => (3, 0),
            Self::F64 => (4, 0),
            Self::Data(number) => (5, u64::from(*number)),
            Self::Array(number) => (6, u64::from(*number)),
        };
        out.push(kind);
        number.write(out);
    }
    fn read(from: &mut &[u8]) -> Option<Self> {
        let kind = u8::read(from)?;
        let number = u64::read(from)?;
        Some(match kind {
            0 => Self::Int(number.try_into().ok()?),
            1 => Self::F16,
            2 => Self::BF16,
            3 => Self::F32,
            4 => Self::F64,
            5 => Self::Data(number.try_into().ok()?),
            6 => Self::Array(number.try_into().ok()?),
            _ => return None,
        })
    }
}
