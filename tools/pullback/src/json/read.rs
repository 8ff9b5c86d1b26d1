//! From JSON to the parts of values, by their types.

use super::{
    counted, shortened,
    text::{Document, Kind, Node},
};
use crate::{
    failure::{Failure, Result},
    inputs, number,
    types::{Place, Type, Types},
};
use pullback_codegen::{Scalar, Value};
use pullback_pass::nearest;

/// What is wrong, and what to do.
type Wrong = (String, String);

/// How many steps from an argument to a value a message names.
const NAMED: usize = 4;

/// Reads the list that an option holds: the parts of each entry, in order. Without a place no entry is expected.
pub fn read(option: &str, text: &str, places: &[Place], types: &Types) -> Result<Vec<Vec<Value>>> {
    let list = || format!("write {}", wanted(places));
    let document = Document::parse(text)
        .map_err(|error| Failure::call(format!("`{option}` is not JSON: {error}"), list()))?;
    let found = match document.nodes.first().map(|node| (node, node.kind)) {
        Some((_, Kind::Array(count))) if count == places.len() => None,
        Some((_, Kind::Array(count))) => {
            Some(format!("has {}", counted(count, "entry", "entries")))
        }
        Some((&node, _)) => Some(format!("holds {}", described(&document, node))),
        None => Some("is empty".into()),
    };
    if let Some(found) = found {
        return Err(Failure::call(format!("`{option}` {found}"), list()));
    }
    let mut reader = Reader {
        document: &document,
        types,
        at: 1,
    };
    let read = |place| {
        reader
            .value(place)
            .map_err(|(what, advice)| Failure::call(format!("`{option}`: {what}"), advice))
    };
    places.iter().map(read).collect()
}

/// Walks through the nodes.
struct Reader<'r> {
    document: &'r Document<'r>,
    types: &'r Types,
    /// The next node.
    at: usize,
}

/// A value whose parts are being read.
struct Frame<'r> {
    /// The constructor of a value of a data type; a tuple has none.
    constructor: Option<&'r str>,
    fields: &'r [Type],
    next: usize,
}

impl<'r> Reader<'r> {
    /// The parts of a value.
    fn value(&mut self, place: &'r Place) -> std::result::Result<Vec<Value>, Wrong> {
        let mut values = vec![];
        let mut frames: Vec<Frame<'r>> = vec![];
        let mut ty = &place.ty;
        loop {
            match self.start(ty, &mut values) {
                Ok(frame) => frames.extend(frame),
                Err((of, advice)) => {
                    let name = self.name(place, &frames);
                    return Err((of.replacen(NAME, &name, 1), advice));
                }
            }
            ty = loop {
                let Some(frame) = frames.last_mut() else {
                    return Ok(values);
                };
                if let Some(field) = frame.fields.get(frame.next) {
                    frame.next += 1;
                    break field;
                }
                frames.pop();
            };
        }
    }

    fn next(&mut self) -> Node {
        let node = self.document.nodes[self.at];
        self.at += 1;
        node
    }

    /// Reads a scalar, or what stands before the fields of another value. [`NAME`] stands for the value in messages.
    fn start(
        &mut self,
        ty: &'r Type,
        values: &mut Vec<Value>,
    ) -> std::result::Result<Option<Frame<'r>>, Wrong> {
        let node = self.document.nodes[self.at];
        if node.kind == Kind::String
            && let Some(reference) = self.document.string(node).strip_prefix('@')
        {
            values.extend(inputs::of_reference(NAME, reference, ty)?);
            self.at += 1;
            return Ok(None);
        }
        let wrong = |advice: String| {
            let found = described(self.document, node);
            let what = format!(
                "{NAME} is {found}, and its type is {}",
                shortened(&ty.to_string())
            );
            (what, advice)
        };
        match (ty, node.kind) {
            (Type::Scalar(scalar), kind) => {
                let value = self.scalar(*scalar, kind, node, ty.is_float());
                values.push(value.map_err(wrong)?);
                self.at += 1;
                Ok(None)
            }
            (Type::Array(sizes, element), _) => {
                let start = self.at;
                let count = values.len();
                match self.array(sizes, *element, values) {
                    Ok(()) => Ok(None),
                    Err(advice) => {
                        values.truncate(count);
                        let place = self.document.nodes[self.at];
                        let found = match advice {
                            None => format!("has shape {}", self.shape(start)),
                            Some(_) => format!("holds {}", described(self.document, place)),
                        };
                        let what = format!("{NAME} {found}, and its type is {ty}");
                        let advice = advice.unwrap_or_else(|| {
                            format!("write an array of shape {}", shape_text(sizes))
                        });
                        Err((what, advice))
                    }
                }
            }
            (Type::Tuple(fields), Kind::Array(count)) if fields.len() == count => {
                self.at += 1;
                Ok(Some(Frame {
                    constructor: None,
                    fields,
                    next: 0,
                }))
            }
            (Type::Tuple(fields), _) if fields.is_empty() => {
                Err(wrong("write [], because nothing in it is a float".into()))
            }
            (Type::Tuple(fields), _) => {
                let count = counted(fields.len(), "entry", "entries");
                Err(wrong(format!("write a list of {count}")))
            }
            (Type::Data(_) | Type::Tangent(_), Kind::Object(1)) => self.constructed(ty, values),
            (Type::Data(_) | Type::Tangent(_), _) => {
                Err(wrong(format!("write {}", self.forms(ty))))
            }
        }
    }

    /// Reads an array: its sizes that the type does not tell, and its elements. The error is what to write for an element, or nothing
    /// where the shape is wrong.
    fn array(
        &mut self,
        sizes: &[Option<u64>],
        element: Scalar,
        values: &mut Vec<Value>,
    ) -> std::result::Result<(), Option<String>> {
        let mut found = sizes.to_vec();
        let first = values.len();
        let unknown = sizes.iter().filter(|size| size.is_none()).count();
        values.extend(vec![Value::i64(0); unknown]);
        // How many entries of each open list are still to come.
        let mut open: Vec<usize> = vec![];
        loop {
            let node = self.document.nodes[self.at];
            if open.len() < sizes.len() {
                let Kind::Array(count) = node.kind else {
                    return Err(None);
                };
                let size = found[open.len()].get_or_insert(count as u64);
                if *size != count as u64 {
                    return Err(None);
                }
                self.at += 1;
                open.push(count);
            } else {
                if matches!(node.kind, Kind::Array(_)) {
                    return Err(None);
                }
                let is_float = !matches!(element, Scalar::Int(_));
                let value = self.scalar(element, node.kind, node, is_float);
                values.push(value.map_err(Some)?);
                self.at += 1;
                if let Some(left) = open.last_mut() {
                    *left -= 1;
                }
            }
            // A list that is at its end is an entry of the one around it.
            while open.last() == Some(&0) {
                open.pop();
                if let Some(left) = open.last_mut() {
                    *left -= 1;
                }
            }
            if open.is_empty() {
                break;
            }
        }
        let sizes = sizes.iter().zip(found);
        let unknown = sizes.filter(|(known, _)| known.is_none());
        for (place, (_, size)) in values[first..].iter_mut().zip(unknown) {
            *place = Value::i64(size.unwrap_or_default().cast_signed());
        }
        Ok(())
    }

    /// The shape of what stands there: the lengths of lists in each other, and what is wrong with them if they differ.
    fn shape(&self, start: usize) -> String {
        let mut sizes = vec![];
        let mut at = start;
        while let Some(Kind::Array(count)) = self.document.nodes.get(at).map(|node| node.kind) {
            sizes.push(Some(count as u64));
            at += 1;
            if count == 0 {
                break;
            }
        }
        let text = shape_text(&sizes);
        // The place of the mistake is behind the first of the lists at each depth, where these are right.
        match self.at >= at && at > start {
            true => format!("{text} in its first lists and another one further on"),
            false => text,
        }
    }

    fn scalar(
        &self,
        scalar: Scalar,
        kind: Kind,
        node: Node,
        is_float: bool,
    ) -> std::result::Result<Value, String> {
        match (scalar, kind) {
            (Scalar::Int(1), Kind::Bool(truth)) => Ok(Value::bool(truth)),
            (Scalar::Int(1), _) => Err("write true or false".into()),
            (_, Kind::Number) => number::read(scalar, &self.document.number(node)),
            (_, Kind::String) => {
                let value = number::read_name(scalar, &self.document.string(node));
                let advice = match is_float {
                    true => "write a number, \"NaN\", \"Infinity\" or \"-Infinity\"",
                    false => "write a whole number",
                };
                value.ok_or_else(|| advice.into())
            }
            _ => Err("write a number".into()),
        }
    }

    /// `{"cons": [` of a value.
    fn constructed(
        &mut self,
        ty: &'r Type,
        values: &mut Vec<Value>,
    ) -> std::result::Result<Option<Frame<'r>>, Wrong> {
        self.at += 1;
        let key = self.next();
        let key = self.document.string(key);
        let constructors = self.types.constructors(ty);
        let mut numbered = constructors.iter().zip(0..);
        let found = numbered.find(|(constructor, _)| constructor.name == key);
        let Some((constructor, number)) = found else {
            let what = format!(
                "{NAME} is built by {:?}, which {} does not have",
                shortened(&key),
                ty
            );
            let names = constructors
                .iter()
                .map(|constructor| constructor.name.as_str());
            let advice = match nearest(&key, names) {
                Some(near) => format!("did you mean {near:?}?"),
                None => format!("write {}", self.forms(ty)),
            };
            return Err((what, advice));
        };
        let fields = &constructor.fields;
        let node = self.next();
        let found = match node.kind {
            Kind::Array(count) if count == fields.len() => {
                values.push(Value::Case(number));
                return Ok(Some(Frame {
                    constructor: Some(&constructor.name),
                    fields,
                    next: 0,
                }));
            }
            Kind::Array(count) => counted(count, "field", "fields"),
            _ => format!(
                "{} in the place of its fields",
                described(self.document, node)
            ),
        };
        Err((
            format!("{NAME} is {key:?} with {found}"),
            format!("write {}", form(&key, fields)),
        ))
    }

    /// How values of a data type are written.
    fn forms(&self, ty: &Type) -> String {
        const SHOWN: usize = 3;
        let constructors = self.types.constructors(ty);
        let shown = constructors.iter().take(SHOWN);
        let mut forms: Vec<_> = shown
            .map(|constructor| form(&constructor.name, &constructor.fields))
            .collect();
        if let Some(more @ 1..) = constructors.len().checked_sub(SHOWN) {
            forms.push(format!(
                "one of {}",
                counted(more, "other constructor", "other constructors")
            ));
        }
        match forms.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
            _ => forms.concat(),
        }
    }

    /// How a message speaks of the value that was just read.
    fn name(&self, place: &Place, frames: &[Frame<'_>]) -> String {
        let steps = frames.iter().rev().take(NAMED).map(|frame| {
            let field = frame.next.saturating_sub(1);
            match frame.constructor {
                None => format!("field {field} of "),
                Some(constructor) => format!("field {field} of `{constructor}` in "),
            }
        });
        let steps: String = steps.collect();
        match frames.len().checked_sub(NAMED) {
            None | Some(0) => format!("{steps}{}", place.name),
            Some(more) => {
                let node = self.document.nodes[self.at.min(self.document.nodes.len() - 1)];
                format!(
                    "{steps}a value {} inside {}, at {},",
                    counted(more, "level", "levels"),
                    place.name,
                    self.document.place(node)
                )
            }
        }
    }
}

/// Stands for a value in messages until its name is known.
const NAME: &str = "\0";

/// `2x3`, `()`.
fn shape_text(sizes: &[Option<u64>]) -> String {
    let sizes: Vec<_> = sizes
        .iter()
        .map(|size| size.map_or("?".to_owned(), |size| size.to_string()))
        .collect();
    match sizes.is_empty() {
        true => "()".into(),
        false => sizes.join("x"),
    }
}

/// `{"cons": [f64, @list]}`.
fn form(constructor: &str, fields: &[Type]) -> String {
    let fields: Vec<_> = fields.iter().map(Type::to_string).collect();
    format!("{{{constructor:?}: [{}]}}", shortened(&fields.join(", ")))
}

/// "one list with 2 entries: argument 0 (`%x`): f64, argument 1 (`%n`): i64".
fn wanted(places: &[Place]) -> String {
    if places.is_empty() {
        return "the empty list, []".into();
    }
    let entries: Vec<_> = places
        .iter()
        .map(|place| format!("{}: {}", place.name, shortened(&place.ty.to_string())))
        .collect();
    let count = counted(places.len(), "entry", "entries");
    format!("a list of {count}, {}", entries.join(", "))
}

fn described(document: &Document<'_>, node: Node) -> String {
    match node.kind {
        Kind::Null => "null".into(),
        Kind::Bool(truth) => truth.to_string(),
        Kind::Number => shortened(&document.number(node)),
        Kind::String => format!("the string {:?}", shortened(&document.string(node))),
        Kind::Array(count) => format!("a list of {}", counted(count, "entry", "entries")),
        Kind::Object(count @ 2..) => format!("an object with {count} keys"),
        Kind::Object(_) => "an object".into(),
    }
}
