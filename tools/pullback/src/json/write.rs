//! From the parts of values to JSON, by their types.

use crate::{
    number,
    types::{Type, Types, array},
};
use pullback_codegen::{Scalar, Value};

/// What is still to be written.
enum Todo<'t> {
    Text(&'static str),
    Value(&'t Type),
    /// A tangent in the shape of a value of the first type.
    Along(&'t Type, &'t Type),
    /// The zero in the shape of a value of that type.
    Zero(&'t Type),
}

/// A tangent that has not the shape of its value: the names of the constructors that differ, the value's first.
#[derive(Debug, PartialEq, Eq)]
pub struct Mismatch(pub String, pub String);

/// Writes a value; the inverse of reading.
pub fn write(ty: &Type, parts: &[Value], types: &Types) -> String {
    let mut writer = Writer::new(types, parts, &[]);
    // No shape, no mismatch.
    let _ = writer.run(Todo::Value(ty));
    writer.text
}

/// Writes a tangent in the shape of a value of the type `of`, with zeros where it is zero.
pub fn write_along(
    of: &Type,
    shape: &[Value],
    parts: &[Value],
    types: &Types,
) -> Result<String, Mismatch> {
    let tangent = of.tangent();
    let mut writer = Writer::new(types, parts, shape);
    writer.run(Todo::Along(of, &tangent))?;
    Ok(writer.text)
}

/// Takes the parts of one value.
pub fn take(ty: &Type, values: &mut impl Iterator<Item = Value>, types: &Types) -> Vec<Value> {
    let mut parts = vec![];
    let mut pending = vec![ty];
    while let Some(ty) = pending.pop() {
        match ty {
            Type::Tuple(fields) => pending.extend(fields.iter().rev()),
            Type::Scalar(_) => parts.extend(values.next()),
            Type::Array(sizes, element) => {
                let sizes = take_sizes(sizes, *element, values);
                parts.extend(sizes.dynamic());
                parts.extend(values.take(sizes.count()));
            }
            Type::Data(_) | Type::Tangent(_) => {
                let part = values.next();
                parts.extend(part);
                pending.extend(fields_of(ty, part, types).1.iter().rev());
            }
        }
    }
    parts
}

/// The sizes of an array.
struct Sizes {
    known: Vec<Option<u64>>,
    all: Vec<u64>,
}

impl Sizes {
    /// Those that the type does not tell, as parts.
    fn dynamic(&self) -> impl Iterator<Item = Value> {
        let pairs = self.known.iter().zip(&self.all);
        pairs
            .filter(|(known, _)| known.is_none())
            .map(|(_, size)| Value::i64(size.cast_signed()))
    }

    fn count(&self) -> usize {
        let count = self
            .all
            .iter()
            .try_fold(1, |all: u64, size| all.checked_mul(*size));
        count
            .and_then(|count| usize::try_from(count).ok())
            .unwrap_or(usize::MAX)
    }
}

/// Takes the sizes that stand before the elements of an array.
fn take_sizes(
    known: &[Option<u64>],
    element: Scalar,
    values: &mut impl Iterator<Item = Value>,
) -> Sizes {
    let count = array(known, element).dynamic();
    let mut rest = values.take(count).map(Value::to_bits);
    let all = known.iter();
    let all = all.map(|size| size.or_else(|| rest.next()).unwrap_or_default());
    Sizes {
        all: all.collect(),
        known: known.to_vec(),
    }
}

/// The constructor of a value, and its fields.
fn fields_of<'t>(ty: &Type, part: Option<Value>, types: &'t Types) -> (&'t str, &'t [Type]) {
    let Some(Value::Case(number)) = part else {
        return ("", &[]);
    };
    let constructor = types.constructors(ty).get(number as usize);
    constructor.map_or(("", &[]), |found| (found.name.as_str(), &found.fields))
}

struct Writer<'t> {
    types: &'t Types,
    parts: std::iter::Copied<std::slice::Iter<'t, Value>>,
    shape: std::iter::Copied<std::slice::Iter<'t, Value>>,
    text: String,
    pending: Vec<Todo<'t>>,
}

impl<'t> Writer<'t> {
    fn new(types: &'t Types, parts: &'t [Value], shape: &'t [Value]) -> Self {
        Self {
            types,
            parts: parts.iter().copied(),
            shape: shape.iter().copied(),
            text: String::new(),
            pending: vec![],
        }
    }

    fn run(&mut self, first: Todo<'t>) -> Result<(), Mismatch> {
        self.pending.push(first);
        while let Some(next) = self.pending.pop() {
            match next {
                Todo::Text(text) => self.text += text,
                Todo::Value(ty) => self.value(ty),
                Todo::Along(of, tangent) => self.along(of, tangent)?,
                Todo::Zero(of) => self.zero(of),
            }
        }
        Ok(())
    }

    fn value(&mut self, ty: &'t Type) {
        match ty {
            Type::Scalar(_) => {
                let part = self.parts.next();
                self.scalar(part);
            }
            Type::Array(sizes, element) => {
                let sizes = take_sizes(sizes, *element, &mut self.parts);
                self.array(&sizes, &mut |writer| {
                    let part = writer.parts.next();
                    writer.scalar(part);
                });
            }
            Type::Tuple(fields) => self.list(fields.iter().map(Todo::Value)),
            Type::Data(_) | Type::Tangent(_) => {
                let (name, fields) = fields_of(ty, self.parts.next(), self.types);
                self.constructed(name, fields.iter().map(Todo::Value));
            }
        }
    }

    fn along(&mut self, of: &'t Type, tangent: &'t Type) -> Result<(), Mismatch> {
        match (of, tangent) {
            (Type::Tuple(fields), Type::Tuple(tangents)) => {
                let fields = fields.iter().zip(tangents);
                self.list(fields.map(|(of, tangent)| Todo::Along(of, tangent)));
            }
            (Type::Data(_), Type::Tangent(_)) => {
                let (case, part) = (self.shape.next(), self.parts.next());
                let (name, fields) = fields_of(of, case, self.types);
                if part == Some(Value::Case(0)) {
                    self.constructed(name, fields.iter().map(Todo::Zero));
                    return Ok(());
                }
                let (other, tangents) = fields_of(tangent, part, self.types);
                if other != name {
                    return Err(Mismatch(name.into(), other.into()));
                }
                let fields = fields.iter().zip(tangents);
                self.constructed(name, fields.map(|(of, tangent)| Todo::Along(of, tangent)));
            }
            _ => {
                // Where the value is a tangent itself, there is nothing to fill in.
                take(of, &mut self.shape, self.types);
                self.value(tangent);
            }
        }
        Ok(())
    }

    fn zero(&mut self, of: &'t Type) {
        match of {
            Type::Scalar(Scalar::Int(_)) | Type::Array(_, Scalar::Int(_)) => {
                take(of, &mut self.shape, self.types);
                self.text += "[]";
            }
            Type::Array(sizes, element) => {
                let sizes = take_sizes(sizes, *element, &mut self.shape);
                for _ in 0..sizes.count() {
                    self.shape.next();
                }
                self.array(&sizes, &mut |writer| writer.text += "0.0");
            }
            Type::Scalar(_) => {
                self.shape.next();
                self.text += "0.0";
            }
            Type::Tuple(fields) => self.list(fields.iter().map(Todo::Zero)),
            Type::Data(_) | Type::Tangent(_) if of.tangent() == *of => {
                take(of, &mut self.shape, self.types);
                let (name, _) = fields_of(of, Some(Value::Case(0)), self.types);
                self.constructed(name, std::iter::empty());
            }
            Type::Data(_) | Type::Tangent(_) => {
                let (name, fields) = fields_of(of, self.shape.next(), self.types);
                self.constructed(name, fields.iter().map(Todo::Zero));
            }
        }
    }

    /// Lists in each other, with the elements in order.
    fn array(&mut self, sizes: &Sizes, element: &mut dyn FnMut(&mut Self)) {
        // What is in each other's innermost list: the elements, or nothing.
        let empty = sizes.all.iter().position(|size| *size == 0);
        let lists = &sizes.all[..empty.unwrap_or(sizes.all.len())];
        let count: u64 = lists.iter().product();
        // How many entries a list of each depth has in all.
        let below = (0..lists.len()).map(|depth| lists[depth..].iter().product());
        let below: Vec<u64> = below.collect();
        for index in 0..count {
            let starts = below.iter().filter(|below| index % **below == 0);
            let ends = below.iter().filter(|below| (index + 1) % **below == 0);
            self.text += &"[".repeat(starts.count());
            match empty {
                Some(_) => self.text += "[]",
                None => element(self),
            }
            self.text += &"]".repeat(ends.count());
            if index + 1 < count {
                self.text += ", ";
            }
        }
    }

    fn scalar(&mut self, part: Option<Value>) {
        let Some(value) = part else {
            return;
        };
        let text = number::write(value);
        if number::needs_quotes(value) {
            self.text += "\"";
            self.text += &text;
            self.text += "\"";
        } else {
            self.text += &text;
        }
    }

    fn constructed(
        &mut self,
        name: &str,
        fields: impl DoubleEndedIterator<Item = Todo<'t>> + ExactSizeIterator,
    ) {
        self.text += "{";
        self.text += &serde_json::Value::from(name).to_string();
        self.text += ": ";
        self.pending.push(Todo::Text("}"));
        self.list(fields);
    }

    fn list(&mut self, entries: impl DoubleEndedIterator<Item = Todo<'t>> + ExactSizeIterator) {
        self.text += "[";
        self.pending.push(Todo::Text("]"));
        let last = entries.len().saturating_sub(1);
        for (index, entry) in entries.enumerate().rev() {
            if index < last {
                self.pending.push(Todo::Text(", "));
            }
            self.pending.push(entry);
        }
    }
}
