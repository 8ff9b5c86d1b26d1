//! The modules of GradBench that there are programs for: what goes into their functions, and what comes out.

use pullback_codegen::Value;
use serde_json::Value as Json;

/// A module of GradBench.
#[derive(Debug)]
pub struct Module {
    /// Its name.
    pub name: &'static str,
    /// Its program.
    pub source: &'static str,
    /// Its functions, which the program has under the same names.
    pub functions: &'static [Function],
}

/// A function of a module.
#[derive(Debug)]
pub struct Function {
    /// Its name.
    pub name: &'static str,
    /// The arguments that an input says, or what is wrong with it.
    pub arguments: fn(&Json) -> Result<Vec<Value>, String>,
    /// The output that results are, for an input.
    pub output: fn(&[Value], &Json) -> Json,
}

/// All of them.
pub const MODULES: &[Module] = &[
    Module {
        name: "det",
        source: include_str!("../../../benches/gradbench/det.mlir"),
        functions: &[
            Function {
                name: "primal",
                arguments: matrix,
                output: number,
            },
            Function {
                name: "gradient",
                arguments: matrix,
                output: entries,
            },
        ],
    },
    Module {
        name: "hello",
        source: include_str!("../../../benches/gradbench/hello.mlir"),
        functions: &[
            Function {
                name: "square",
                arguments: plain,
                output: number,
            },
            Function {
                name: "double",
                arguments: plain,
                output: number,
            },
        ],
    },
    Module {
        name: "particle",
        source: include_str!("../../../benches/gradbench/particle.mlir"),
        functions: &nestings(particle, number),
    },
    Module {
        name: "saddle",
        source: include_str!("../../../benches/gradbench/saddle.mlir"),
        functions: &nestings(saddle, numbers),
    },
];

/// Outer and inner derivative, forward or reverse.
const fn nestings(
    arguments: fn(&Json) -> Result<Vec<Value>, String>,
    output: fn(&[Value], &Json) -> Json,
) -> [Function; 4] {
    const fn function(
        name: &'static str,
        arguments: fn(&Json) -> Result<Vec<Value>, String>,
        output: fn(&[Value], &Json) -> Json,
    ) -> Function {
        Function {
            name,
            arguments,
            output,
        }
    }
    [
        function("ff", arguments, output),
        function("fr", arguments, output),
        function("rf", arguments, output),
        function("rr", arguments, output),
    ]
}

fn plain(input: &Json) -> Result<Vec<Value>, String> {
    let number = input.as_f64();
    Ok(vec![
        number.ok_or("the input is no number; send one")?.into(),
    ])
}

fn particle(input: &Json) -> Result<Vec<Value>, String> {
    let w = input.get("w").and_then(Json::as_f64);
    Ok(vec![w.ok_or("the input has no number `w`; add it")?.into()])
}

fn saddle(input: &Json) -> Result<Vec<Value>, String> {
    let start = input
        .get("start")
        .and_then(Json::as_array)
        .map(Vec::as_slice);
    let wrong = "the input has no two numbers in a list `start`; add it";
    let Some([x, y]) = start else {
        return Err(wrong.into());
    };
    let number = |json: &Json| json.as_f64().map(Value::from).ok_or(wrong.to_owned());
    Ok(vec![number(x)?, number(y)?])
}

/// A float; JSON has no other numbers than finite ones, and says `null`.
fn float(value: Value) -> Json {
    value.as_f64().map_or(Json::Null, Json::from)
}

/// The constructors of both lists of `det.mlir`.
const NIL: u32 = 0;
const CONS: u32 = 1;
/// Those of their cotangents, where `zero` comes first.
const CONS_OF_COTANGENTS: u32 = CONS + 1;

/// A list of the rows, each the list of its entries.
fn matrix(input: &Json) -> Result<Vec<Value>, String> {
    let size = size(input).ok_or("the input has no number of rows `ell`; add it")?;
    let wrong = || format!("the input has no list `A` of {size} times {size} numbers; add it");
    let entries = input.get("A").and_then(Json::as_array).ok_or_else(wrong)?;
    if size.checked_mul(size) != Some(entries.len()) {
        return Err(wrong());
    }
    let mut parts = vec![];
    for row in entries.chunks(size.max(1)) {
        parts.push(Value::Case(CONS));
        for entry in row {
            let number = entry.as_f64().ok_or_else(wrong)?;
            parts.extend([Value::Case(CONS), number.into()]);
        }
        parts.push(Value::Case(NIL));
    }
    parts.push(Value::Case(NIL));
    Ok(parts)
}

fn size(input: &Json) -> Option<usize> {
    usize::try_from(input.get("ell")?.as_u64()?).ok()
}

/// The cotangents of a matrix's entries, row by row. A list that ends early has zeros from there on.
fn entries(results: &[Value], input: &Json) -> Json {
    let size = size(input).unwrap_or(0);
    let mut rest = results.iter().copied();
    let is_more = |part| part == Some(Value::Case(CONS_OF_COTANGENTS));
    let mut entries = vec![];
    for row in 0..size {
        if !is_more(rest.next()) {
            break;
        }
        while is_more(rest.next()) {
            entries.push(rest.next().map_or(Json::Null, float));
        }
        entries.resize((row + 1) * size, Json::from(0.0));
    }
    entries.resize(size * size, Json::from(0.0));
    entries.into()
}

fn number(results: &[Value], _: &Json) -> Json {
    results.first().copied().map_or(Json::Null, float)
}

fn numbers(results: &[Value], _: &Json) -> Json {
    results.iter().copied().map(float).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_matrix_is_a_list_of_lists() {
        let [nil, cons] = [NIL, CONS].map(Value::Case);
        let number = Value::from;
        let parts = vec![
            cons,
            cons,
            number(1.0),
            cons,
            number(2.0),
            nil, // the first row
            cons,
            cons,
            number(3.0),
            cons,
            number(4.0),
            nil,
            nil,
        ];
        assert_eq!(matrix(&json!({"A": [1, 2, 3, 4], "ell": 2})), Ok(parts));
        assert_eq!(matrix(&json!({"A": [], "ell": 0})), Ok(vec![nil]));
        for input in [
            json!({"A": [1, 2, 3], "ell": 2}),
            json!({"A": [1, 2, "3", 4], "ell": 2}),
            json!({"A": [], "ell": u64::MAX}),
        ] {
            let error = matrix(&input).expect_err("this is no matrix");
            assert!(error.contains("`A`"), "{error}");
        }
        assert!(matrix(&json!({"A": []})).is_err_and(|error| error.contains("`ell`")));
    }

    #[test]
    fn cotangents_that_are_zero_are_zeros() {
        let [zero, nil, cons] = [0, 1, 2].map(Value::Case);
        let number = Value::from;
        let input = json!({"ell": 2});
        assert_eq!(entries(&[zero], &input), json!([0.0, 0.0, 0.0, 0.0]));
        let parts = [
            cons,
            cons,
            number(1.0),
            zero,
            cons,
            cons,
            number(2.0),
            cons,
            number(3.0),
            nil,
            zero,
        ];
        assert_eq!(entries(&parts, &input), json!([1.0, 0.0, 2.0, 3.0]));
    }
}
