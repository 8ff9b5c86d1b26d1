//! What came out of a stage, and the bytes of that.

use crate::cache::Stored;
use pullback_ir::{Builder, ContextRef, Module, Said, Severity};
use std::sync::Arc;

/// What came out of a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// A symbol; nothing was said.
    Unit(Unit),
    /// A module, after these diagnostics.
    Module(Arc<[u8]>, Sayings),
    /// A pass failed, after these diagnostics.
    Failed(Sayings),
    /// It cannot be known from one symbol: somebody said something, or did more than to change the symbol.
    Unknown,
}

/// A symbol after a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unit {
    /// The module of its op alone.
    pub(crate) bytes: Arc<[u8]>,
    /// Its name.
    pub(crate) name: Option<String>,
    /// What others see of it.
    pub(crate) interface: Arc<[u8]>,
    /// What it sees of others after the stage.
    pub(crate) seen: Vec<(String, Arc<[u8]>)>,
}

/// A diagnostic without its place: how bad it is, the sentence, how many of those behind it are its notes.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Saying {
    severity: Severity,
    message: String,
    notes: usize,
}

/// Diagnostics that can be said again in another context.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sayings {
    sayings: Vec<Saying>,
    /// A module with an op at the place of each.
    places: Arc<[u8]>,
}

impl Sayings {
    pub(crate) fn of(context: ContextRef<'_>, said: &[Said<'_>]) -> Self {
        if said.is_empty() {
            return Self::default();
        }
        let module = Module::empty_in(context);
        let block = module.op().region(0).entry();
        let flat = said
            .iter()
            .flat_map(|one| std::iter::once(one).chain(&one.notes));
        let mut sayings = Vec::new();
        for one in flat {
            let builder = Builder::at_end(block, one.location);
            builder.op(PLACE).regions(1).results(&[]).build();
            sayings.push(Saying {
                severity: one.severity,
                message: one.message.clone(),
                notes: one.notes.len(),
            });
        }
        Self {
            sayings,
            places: module.op().bytecode().into(),
        }
    }

    /// Says them; false if the places cannot be read.
    pub(crate) fn emit(&self, context: ContextRef<'_>) -> bool {
        if self.sayings.is_empty() {
            return true;
        }
        let Some(places) = Module::parse_unverified(context, &self.places) else {
            return false;
        };
        let ops = places.op().region(0).entry().ops();
        if ops.len() != self.sayings.len() {
            return false;
        }
        let mut flat = ops.iter().zip(&self.sayings).map(|(op, saying)| Said {
            severity: saying.severity,
            location: op.location(),
            message: saying.message.clone(),
            notes: vec![],
        });
        let mut at = 0;
        while let (Some(mut one), Some(saying)) = (flat.next(), self.sayings.get(at)) {
            one.notes = flat.by_ref().take(saying.notes).collect();
            at += 1 + saying.notes;
            one.emit();
        }
        true
    }
}

/// The op that bears a place.
const PLACE: &str = "builtin.module";

impl Stored for Saying {
    fn write(&self, out: &mut Vec<u8>) {
        let severity = SEVERITIES.iter().position(|one| *one == self.severity);
        (
            severity.unwrap_or_default(),
            self.message.clone(),
            self.notes,
        )
            .write(out);
    }
    fn read(from: &mut &[u8]) -> Option<Self> {
        let (severity, message, notes) = <(usize, String, usize)>::read(from)?;
        Some(Self {
            severity: *SEVERITIES.get(severity)?,
            message,
            notes,
        })
    }
}

/// The severities by their numbers in bytes.
const SEVERITIES: [Severity; 4] = [
    Severity::Error,
    Severity::Warning,
    Severity::Remark,
    Severity::Note,
];

impl Stored for Sayings {
    fn write(&self, out: &mut Vec<u8>) {
        self.sayings.write(out);
        self.places.write(out);
    }
    fn read(from: &mut &[u8]) -> Option<Self> {
        Some(Self {
            sayings: Stored::read(from)?,
            places: Stored::read(from)?,
        })
    }
}

impl Stored for Unit {
    fn write(&self, out: &mut Vec<u8>) {
        self.bytes.write(out);
        self.name.write(out);
        self.interface.write(out);
        self.seen.write(out);
    }
    fn read(from: &mut &[u8]) -> Option<Self> {
        Some(Self {
            bytes: Stored::read(from)?,
            name: Stored::read(from)?,
            interface: Stored::read(from)?,
            seen: Stored::read(from)?,
        })
    }
}

impl Stored for Outcome {
    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Unknown => 0_u8.write(out),
            Self::Unit(unit) => {
                1_u8.write(out);
                unit.write(out);
            }
            Self::Module(bytes, said) => {
                2_u8.write(out);
                bytes.write(out);
                said.write(out);
            }
            Self::Failed(said) => {
                3_u8.write(out);
                said.write(out);
            }
        }
    }
    fn read(from: &mut &[u8]) -> Option<Self> {
        Some(match u8::read(from)? {
            0 => Self::Unknown,
            1 => Self::Unit(Stored::read(from)?),
            2 => Self::Module(Stored::read(from)?, Stored::read(from)?),
            3 => Self::Failed(Stored::read(from)?),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outcomes_come_back_and_damaged_ones_are_none() {
        let said = Sayings {
            sayings: vec![Saying {
                severity: Severity::Remark,
                message: "one".into(),
                notes: 2,
            }],
            places: [1, 2].as_slice().into(),
        };
        let unit = Unit {
            bytes: [7, 8].as_slice().into(),
            name: None,
            interface: [3].as_slice().into(),
            seen: vec![("f".into(), [4].as_slice().into())],
        };
        for outcome in [
            Outcome::Unit(unit),
            Outcome::Module([9].as_slice().into(), said.clone()),
            Outcome::Failed(said),
            Outcome::Unknown,
        ] {
            let bytes = outcome.to_bytes();
            assert_eq!(Outcome::from_bytes(&bytes), Some(outcome));
            for end in 0..bytes.len() {
                assert_eq!(Outcome::from_bytes(&bytes[..end]), None);
            }
            for at in 0..bytes.len() {
                let mut bytes = bytes.clone();
                bytes[at] ^= 0xff;
                Outcome::from_bytes(&bytes);
            }
        }
    }
}
