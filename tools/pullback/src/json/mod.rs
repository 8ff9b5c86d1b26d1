//! Values as JSON: a list, with one entry for each argument, result or tangent.
//!
//! A value of a data type is an object with its constructor, `{"cons": [1.0, {"nil": []}]}`. In and out, no depth of a
//! value is a depth of calls.

mod read;
mod text;
mod write;

pub use read::read;
pub use write::{Mismatch, take, write, write_along};

/// "1 entry", "2 entries".
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// A text for a message; a type of a thousand fields is not for reading.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(80) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::{Place, Type, Types};
    use pullback_codegen::{Scalar, Value};
    use pullback_db::{Declared, FloatKind, Signature, TypeTree};

    const F64: Type = Type::Scalar(Scalar::F64);
    const I1: Type = Type::Scalar(Scalar::Int(1));
    const I64: Type = Type::Scalar(Scalar::Int(64));

    fn places(types: &[Type]) -> Vec<Place> {
        let place = |(index, ty): (usize, &Type)| Place {
            name: format!("argument {index}"),
            key: String::new(),
            ty: ty.clone(),
        };
        types.iter().enumerate().map(place).collect()
    }

    /// `@list`, of floats with a flag.
    fn lists() -> Types {
        let float = || TypeTree::Float(FloatKind::F64);
        let declare = |name: &str, constructors: Vec<(&str, Vec<TypeTree>)>| Declared {
            name: name.into(),
            constructors: constructors
                .into_iter()
                .map(|(name, fields)| (name.into(), fields))
                .collect(),
        };
        let data = |name: &str| TypeTree::Data(name.into());
        let pair = TypeTree::Tuple(vec![float(), TypeTree::Int(1)]);
        Types::of(&Signature {
            arguments: vec![],
            results: vec![],
            data: vec![
                declare(
                    "list",
                    vec![("nil", vec![]), ("cons", vec![pair, data("list")])],
                ),
                declare(
                    "list$ct",
                    vec![
                        ("zero", vec![]),
                        ("nil", vec![]),
                        ("cons", vec![float(), data("list$ct")]),
                    ],
                ),
            ],
        })
    }

    fn list() -> Type {
        Type::Data("list".into())
    }

    fn parts(ty: &Type, text: &str) -> Vec<Value> {
        let read = read(
            "--inputs",
            text,
            &places(std::slice::from_ref(ty)),
            &lists(),
        );
        read.expect(text).concat()
    }

    #[test]
    fn tangents_are_written_in_the_shape_of_their_values() {
        let types = lists();
        let shape = parts(
            &list(),
            r#"[{"cons": [[1, true], {"cons": [[2, false], {"nil": []}]}]}]"#,
        );
        let along =
            |text: &str| write_along(&list(), &shape, &parts(&list().tangent(), text), &types);
        for (text, expected) in [
            (
                r#"[{"zero": []}]"#,
                r#"{"cons": [[0.0, []], {"cons": [[0.0, []], {"nil": []}]}]}"#,
            ),
            (
                r#"[{"cons": [[5, []], {"zero": []}]}]"#,
                r#"{"cons": [[5.0, []], {"cons": [[0.0, []], {"nil": []}]}]}"#,
            ),
            (
                r#"[{"cons": [[5, []], {"cons": [[-0.5, []], {"zero": []}]}]}]"#,
                r#"{"cons": [[5.0, []], {"cons": [[-0.5, []], {"nil": []}]}]}"#,
            ),
        ] {
            assert_eq!(along(text), Ok(expected.into()), "{text}");
        }
        assert_eq!(
            along(r#"[{"cons": [[5, []], {"nil": []}]}]"#),
            Err(Mismatch("cons".into(), "nil".into()))
        );
    }

    #[test]
    fn no_depth_is_a_depth_of_calls() {
        let depth = 100_000;
        let text = [
            &"{\"cons\": [[1.0, true], ".repeat(depth),
            "{\"nil\": []}",
            &"]}".repeat(depth),
        ]
        .concat();
        let read = parts(&list(), &format!("[{text}]"));
        assert_eq!(read.len(), 3 * depth + 1);
        assert!(write(&list(), &read, &lists()) == text);
        let zero = write_along(&list(), &read, &[Value::Case(0)], &lists()).expect("a zero");
        assert!(zero == text.replace("[1.0, true]", "[0.0, []]"));
        let mut rest = read.iter().copied().chain([Value::bool(true)]);
        assert_eq!(take(&list(), &mut rest, &lists()).len(), read.len());
        assert_eq!(rest.count(), 1);
        let deep = text.replacen("{\"nil\": []}", "7", 1);
        assert_eq!(
            message(&[list()], &format!("[{deep}]")),
            "error: `--inputs`: field 1 of `cons` in field 1 of `cons` in field 1 of `cons` in field 1 of `cons` in \
             a value 99996 levels inside argument 0, at line 1, column 2300002, is 7, and its type is \
             !functional.data<@list>; write {\"nil\": []} or {\"cons\": [tuple<f64, i1>, !functional.data<@list>]}"
        );
    }

    fn message(types: &[Type], text: &str) -> String {
        let failure = read("--inputs", text, &places(types), &lists()).unwrap_err();
        assert_eq!(failure.status(), 2);
        failure.to_string()
    }

    #[test]
    fn what_is_read_is_written_again() {
        let types = [
            F64,
            I1,
            Type::Tuple(vec![I64, Type::Tuple(vec![]), Type::Tuple(vec![F64, F64])]),
            list(),
            list().tangent(),
        ];
        for text in [
            "[1.5, true, [9007199254740993, [], [-0.0, 1e-300]], {\"nil\": []}, {\"zero\": []}]",
            "[\"NaN\", false, [-9223372036854775808, [], [\"Infinity\", \"-Infinity\"]], \
             {\"cons\": [[\"NaN\", true], {\"cons\": [[2.0, false], {\"nil\": []}]}]}, \
             {\"cons\": [[1.5, []], {\"nil\": []}]}]",
        ] {
            let values = read("--inputs", text, &places(&types), &lists()).expect(text);
            assert_eq!(
                write(&Type::Tuple(types.to_vec()), &values.concat(), &lists()),
                text
            );
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
            (
                vec![list()],
                "[[]]",
                "error: `--inputs`: argument 0 is a list of 0 entries, and its type is !functional.data<@list>; write {\"nil\": []} or {\"cons\": [tuple<f64, i1>, !functional.data<@list>]}",
            ),
            (
                vec![list()],
                "[{\"nil\": [], \"cons\": []}]",
                "error: `--inputs`: argument 0 is an object with 2 keys, and its type is !functional.data<@list>; write {\"nil\": []} or {\"cons\": [tuple<f64, i1>, !functional.data<@list>]}",
            ),
            (
                vec![list()],
                "[{\"con\": []}]",
                "error: `--inputs`: argument 0 is built by \"con\", which !functional.data<@list> does not have; did you mean \"cons\"?",
            ),
            (
                vec![list().tangent()],
                "[{\"leaf_of_tree\": []}]",
                "error: `--inputs`: argument 0 is built by \"leaf_of_tree\", which !functional.data<@list$ct> does not have; write {\"zero\": []}, {\"nil\": []} or {\"cons\": [tuple<f64, tuple<>>, !functional.data<@list$ct>]}",
            ),
            (
                vec![list()],
                "[{\"cons\": [[1, true]]}]",
                "error: `--inputs`: argument 0 is \"cons\" with 1 field; write {\"cons\": [tuple<f64, i1>, !functional.data<@list>]}",
            ),
            (
                vec![list()],
                "[{\"nil\": null}]",
                "error: `--inputs`: argument 0 is \"nil\" with null in the place of its fields; write {\"nil\": []}",
            ),
            (
                vec![F64, list()],
                "[1, {\"cons\": [[1, true], {\"cons\": [[1, 0], {\"nil\": []}]}]}]",
                "error: `--inputs`: field 1 of field 0 of `cons` in field 1 of `cons` in argument 1 is 0, and its type is i1; write true or false",
            ),
            (
                vec![F64],
                "[{\"cons\": []}]",
                "error: `--inputs`: argument 0 is an object, and its type is f64; write a number",
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
