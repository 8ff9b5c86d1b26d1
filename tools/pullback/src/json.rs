//! Values as JSON: a list, with one entry for each argument, result or tangent.

use crate::{
    failure::{Failure, Result},
    number,
    types::{Place, Type},
};
use pullback_codegen::{Scalar, Value};
use serde_json::Value as Json;

/// Reads the list that an option holds, into scalars in order. Without a place no entry is expected.
pub fn read(option: &str, text: &str, places: &[Place]) -> Result<Vec<Value>> {
    let json: Json = serde_json::from_str(text).map_err(|error| {
        Failure::call(
            format!("`{option}` is not JSON: {error}"),
            format!("write {}", wanted(places)),
        )
    })?;
    let Json::Array(entries) = json else {
        return Err(Failure::call(
            format!("`{option}` holds {}", described(&json)),
            format!("write {}", wanted(places)),
        ));
    };
    if entries.len() != places.len() {
        return Err(Failure::call(
            format!(
                "`{option}` has {}",
                counted(entries.len(), "entry", "entries")
            ),
            format!("write {}", wanted(places)),
        ));
    }
    let mut values = vec![];
    for (place, entry) in places.iter().zip(&entries) {
        read_value(&place.name, &place.ty, entry, &mut values)
            .map_err(|(what, advice)| Failure::call(format!("`{option}`: {what}"), advice))?;
    }
    Ok(values)
}

/// Appends the scalars of a value; or says what is wrong and what to do.
fn read_value(
    name: &str,
    ty: &Type,
    json: &Json,
    values: &mut Vec<Value>,
) -> std::result::Result<(), (String, String)> {
    let wrong = |advice: String| {
        let ty = shortened(&ty.to_string());
        let what = format!("{name} is {}, and its type is {ty}", described(json));
        (what, advice)
    };
    match (ty, json) {
        (Type::Scalar(Scalar::Int(1)), Json::Bool(truth)) => values.push(Value::bool(*truth)),
        (Type::Scalar(Scalar::Int(1)), _) => return Err(wrong("write true or false".into())),
        (Type::Scalar(scalar), Json::Number(number)) => {
            values.push(number::read(*scalar, number.as_str()).map_err(wrong)?);
        }
        (Type::Scalar(scalar), Json::String(text)) => match number::read_name(*scalar, text) {
            Some(value) => values.push(value),
            None if ty.is_float() => {
                return Err(wrong(
                    "write a number, \"NaN\", \"Infinity\" or \"-Infinity\"".into(),
                ));
            }
            None => return Err(wrong("write a whole number".into())),
        },
        (Type::Scalar(_), _) => return Err(wrong("write a number".into())),
        (Type::Tuple(fields), Json::Array(entries)) if fields.len() == entries.len() => {
            for (index, (field, entry)) in fields.iter().zip(entries).enumerate() {
                read_value(&format!("field {index} of {name}"), field, entry, values)?;
            }
        }
        (Type::Tuple(fields), _) if fields.is_empty() => {
            return Err(wrong("write [], because nothing in it is a float".into()));
        }
        (Type::Tuple(fields), _) => {
            let count = counted(fields.len(), "entry", "entries");
            return Err(wrong(format!("write a list of {count}")));
        }
    }
    Ok(())
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

/// "1 entry", "2 entries".
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn described(json: &Json) -> String {
    match json {
        Json::Null => "null".into(),
        Json::Bool(truth) => truth.to_string(),
        Json::Number(number) => shortened(number.as_str()),
        Json::String(text) => format!("the string {:?}", shortened(text)),
        Json::Array(entries) => {
            format!("a list of {}", counted(entries.len(), "entry", "entries"))
        }
        Json::Object(_) => "an object".into(),
    }
}

/// A text for a message; a type of a thousand fields is not for reading.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(80) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.into(),
    }
}

/// Writes a value whose scalars come next; the inverse of reading.
pub fn write(ty: &Type, scalars: &mut impl Iterator<Item = Value>) -> String {
    match ty {
        Type::Scalar(_) => scalars.next().map_or_else(String::new, |value| {
            let text = number::write(value);
            match number::needs_quotes(value) {
                true => format!("\"{text}\""),
                false => text,
            }
        }),
        Type::Tuple(fields) => write_list(fields, scalars),
    }
}

/// Writes a list of values.
pub fn write_list<'t>(
    types: impl IntoIterator<Item = &'t Type>,
    scalars: &mut impl Iterator<Item = Value>,
) -> String {
    let entries: Vec<_> = types.into_iter().map(|ty| write(ty, scalars)).collect();
    format!("[{}]", entries.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    const F64: Type = Type::Scalar(Scalar::F64);
    const I1: Type = Type::Scalar(Scalar::Int(1));
    const I64: Type = Type::Scalar(Scalar::Int(64));

    fn places(types: &[Type]) -> Vec<Place> {
        let place = |(index, ty): (usize, &Type)| Place {
            name: format!("argument {index}"),
            ty: ty.clone(),
        };
        types.iter().enumerate().map(place).collect()
    }

    fn message(types: &[Type], text: &str) -> String {
        let failure = read("--inputs", text, &places(types)).unwrap_err();
        assert_eq!(failure.status(), 2);
        failure.to_string()
    }

    #[test]
    fn what_is_read_is_written_again() {
        let types = [
            F64,
            I1,
            Type::Tuple(vec![I64, Type::Tuple(vec![]), Type::Tuple(vec![F64, F64])]),
        ];
        for text in [
            "[1.5, true, [9007199254740993, [], [-0.0, 1e-300]]]",
            "[\"NaN\", false, [-9223372036854775808, [], [\"Infinity\", \"-Infinity\"]]]",
        ] {
            let values = read("--inputs", text, &places(&types)).expect(text);
            assert_eq!(write_list(&types, &mut values.into_iter()), text);
        }
    }

    #[test]
    fn messages_say_which_entry_and_what_to_write() {
        let pair = Type::Tuple(vec![F64, I64]);
        for (types, text, expected) in [
            (
                vec![F64],
                "[1e999]",
                "error: `--inputs`: argument 0 is 1e+999, and its type is f64; write a number of at most 1.7976931348623157e308 in size, or \"Infinity\"",
            ),
            (
                vec![F64, I64],
                "[1, 2.5]",
                "error: `--inputs`: argument 1 is 2.5, and its type is i64; write a whole number from -9223372036854775808 to 9223372036854775807",
            ),
            (
                vec![I1],
                "[1]",
                "error: `--inputs`: argument 0 is 1, and its type is i1; write true or false",
            ),
            (
                vec![F64],
                "[true]",
                "error: `--inputs`: argument 0 is true, and its type is f64; write a number",
            ),
            (
                vec![F64],
                "[\"x\"]",
                "error: `--inputs`: argument 0 is the string \"x\", and its type is f64; write a number, \"NaN\", \"Infinity\" or \"-Infinity\"",
            ),
            (
                vec![I64],
                "[\"NaN\"]",
                "error: `--inputs`: argument 0 is the string \"NaN\", and its type is i64; write a whole number",
            ),
            (
                vec![pair.clone()],
                "[[1, [2]]]",
                "error: `--inputs`: field 1 of argument 0 is a list of 1 entry, and its type is i64; write a number",
            ),
            (
                vec![pair.clone()],
                "[1]",
                "error: `--inputs`: argument 0 is 1, and its type is tuple<f64, i64>; write a list of 2 entries",
            ),
            (
                vec![pair.tangent()],
                "[[1.0, 2.0]]",
                "error: `--inputs`: field 1 of argument 0 is 2.0, and its type is tuple<>; write [], because nothing in it is a float",
            ),
            (
                vec![F64],
                "[]",
                "error: `--inputs` has 0 entries; write a list of 1 entry, argument 0: f64",
            ),
            (
                vec![],
                "[1]",
                "error: `--inputs` has 1 entry; write the empty list, []",
            ),
            (
                vec![F64],
                "3",
                "error: `--inputs` holds 3; write a list of 1 entry, argument 0: f64",
            ),
        ] {
            assert_eq!(message(&types, text), expected);
        }
    }

    #[test]
    fn text_that_is_no_json_is_refused() {
        for text in ["", "[", "[1,]", "[NaN]", "[1] 2", "[01]", "[.5]"] {
            let message = message(&[F64], text);
            assert!(
                message.starts_with("error: `--inputs` is not JSON: "),
                "{message}"
            );
        }
        message(&[F64], &"[".repeat(100_000));
    }
}
