//! The corpus of closed forms: the optimised gradient against the hand-written one beside it.
//!
//! Each file of `tests/closed-form` holds `@f`, `@hand`, the arguments differentiated by (`// GRAD: wrt = [..]`)
//! and inputs (`// SAMPLE: [..]`). The files in `tests/closed-form/beyond` need algebra that is not exact in
//! floating point: without flags they are held to the values only. With flags on every op all of them are held
//! to the count, but for those that say why not (`// LONGER: ..`).

use crate::common::{OPTIMISED, Program, after, close};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Flags that let sums and products be regrouped.
const FLAGS: &str = "fastmath<reassoc,nsz,arcp,contract,afn>";

#[derive(Clone)]
struct Form {
    name: String,
    text: String,
    wrt: Vec<usize>,
    samples: Vec<Vec<f64>>,
    inputs: Vec<String>,
    result: String,
    longer: bool,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/closed-form")
}

fn numbers(text: &str) -> Vec<f64> {
    text.trim()
        .trim_matches(['[', ']'])
        .split(',')
        .filter(|item| !item.trim().is_empty())
        .map(|item| item.trim().parse().expect("a number"))
        .collect()
}

fn forms(folder: &Path) -> Vec<Form> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the corpus is there")
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.extension().is_some_and(|e| e == "mlir"))
        .collect();
    paths.sort();
    paths.iter().map(|path| form(path)).collect()
}

fn form(path: &Path) -> Form {
    let text = fs::read_to_string(path).expect("readable");
    let header = |key: &str| -> Vec<&str> {
        text.lines()
            .filter_map(|line| line.strip_prefix("// ")?.strip_prefix(key))
            .collect()
    };
    let wrt = header("GRAD: wrt = ")
        .first()
        .map(|list| numbers(list).into_iter().map(|x| x as usize).collect())
        .expect("a GRAD line");
    let signature = text
        .split_once("func.func @f(")
        .expect("@f is there")
        .1
        .split_once('{')
        .expect("@f has a body")
        .0;
    let (arguments, result) = signature.rsplit_once(") -> ").expect("@f has a result");
    let inputs = split_arguments(arguments);
    Form {
        name: path
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned())
            .unwrap_or_default(),
        wrt,
        samples: header("SAMPLE: ").into_iter().map(numbers).collect(),
        inputs,
        result: result.trim().to_owned(),
        longer: header("LONGER: ").iter().any(|why| !why.is_empty()),
        text,
    }
}

/// The types of `%a: f64, %b: tuple<f64, f64>`.
fn split_arguments(text: &str) -> Vec<String> {
    let (mut depth, mut part, mut parts) = (0, String::new(), Vec::new());
    for c in text.chars() {
        match c {
            '<' => depth += 1,
            '>' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(std::mem::take(&mut part));
                continue;
            }
            _ => {}
        }
        part.push(c);
    }
    parts.push(part);
    parts
        .iter()
        .filter_map(|part| Some(part.split_once(':')?.1.trim().to_owned()))
        .collect()
}

impl Form {
    /// The same with flags on every op of floats.
    fn flagged(&self) -> Self {
        let flagged = |line: &str| match line.rsplit_once(" : ") {
            Some((op, ty)) if is_float_op(op) => format!("{op} {FLAGS} : {ty}"),
            _ => line.to_owned(),
        };
        let lines: Vec<String> = self.text.lines().map(flagged).collect();
        Self {
            text: lines.join("\n"),
            ..self.clone()
        }
    }

    /// The file with `@grad` added, which asks for the gradient only.
    fn with_gradient(&self) -> String {
        let f = format!(
            "!functional.fn<({}) -> {}>",
            self.inputs.join(", "),
            self.result
        );
        let outputs: Vec<&str> = self.wrt.iter().map(|&i| self.inputs[i].as_str()).collect();
        let n = outputs.len();
        let arguments: Vec<String> = (0..self.inputs.len()).map(|i| format!("%a{i}")).collect();
        let typed: Vec<String> = arguments
            .iter()
            .zip(&self.inputs)
            .map(|(name, ty)| format!("{name}: {ty}"))
            .collect();
        let (count, returned) = if n == 1 {
            (String::new(), "%r".to_owned())
        } else {
            let parts: Vec<String> = (0..n).map(|i| format!("%r#{i}")).collect();
            (format!(":{n}"), parts.join(", "))
        };
        let wrt: Vec<String> = self.wrt.iter().map(ToString::to_string).collect();
        format!(
            "{}
            func.func @grad({}) -> ({outs}) {{
              %f = functional.ref @f : {f}
              %g = functional.grad %f wrt [{}] : {f}
              %r{count} = functional.apply %g({}) : !functional.fn<({}) -> ({outs})>
              return {returned} : {outs}
            }}",
            self.text,
            typed.join(", "),
            wrt.join(", "),
            arguments.join(", "),
            self.inputs.join(", "),
            outs = outputs.join(", "),
        )
    }

    fn compare_values(&self) {
        let program = Program::new(&self.with_gradient(), &["grad", "hand"]);
        assert!(!self.samples.is_empty(), "{}: no SAMPLE", self.name);
        for sample in &self.samples {
            let (ours, hand) = (program.call("grad", sample), program.call("hand", sample));
            assert_eq!(ours.len(), hand.len(), "{}", self.name);
            for (a, b) in ours.iter().zip(&hand) {
                assert!(
                    close(*a, *b, 1e-10) || (a.is_nan() && b.is_nan()),
                    "{} at {sample:?}: {ours:?}, by hand {hand:?}",
                    self.name
                );
            }
        }
    }
}

/// Whether a line's op computes floats, and has no flags yet.
fn is_float_op(op: &str) -> bool {
    let Some((_, op)) = op.split_once(" = ") else {
        return false;
    };
    let name = op.split_whitespace().next().unwrap_or_default();
    let arithmetic = name
        .strip_prefix("arith.")
        .is_some_and(|name| name.ends_with('f') && name != "extf" && name != "truncf");
    (arithmetic || name.starts_with("math.")) && !op.contains("fastmath")
}

/// The body of a function of a printed module.
fn body<'t>(module: &'t str, name: &str) -> &'t str {
    let start = module
        .find(&format!("func.func @{name}("))
        .expect("the function is there");
    let rest = &module[start..];
    &rest[..rest.find("\n  }").expect("its end is there")]
}

/// Ops of arith and math, constants not counted.
fn arithmetic(body: &str) -> usize {
    body.lines()
        .filter(|line| {
            line.contains("= math.")
                || (line.contains("= arith.") && !line.contains("arith.constant"))
        })
        .count()
}

#[test]
fn optimised_gradients_have_no_more_ops_than_hand_written_ones() {
    let forms = forms(&folder());
    assert!(forms.len() >= 25, "the corpus has {} programs", forms.len());
    for form in &forms {
        let optimised =
            after(OPTIMISED, &form.with_gradient()).unwrap_or_else(|why| panic!("{why}"));
        let (ours, hand) = (body(&optimised, "grad"), body(&optimised, "hand"));
        let tuples =
            form.result.contains("tuple") || form.inputs.iter().any(|ty| ty.contains("tuple"));
        // A form of tuples takes them apart and puts them together, and no more.
        let refused: &[&str] = if tuples {
            &[
                "lambda",
                "functional.apply",
                "functional.partial",
                "functional.ref",
                "func.call",
                " call @",
            ]
        } else {
            &["functional.", "func.call", " call @", "tuple<"]
        };
        for left in refused {
            assert!(
                !ours.contains(left),
                "{}: {left} is left:\n{ours}",
                form.name
            );
        }
        assert!(
            arithmetic(ours) <= arithmetic(hand),
            "{}: {} ops, by hand {}:\n{ours}\n{hand}",
            form.name,
            arithmetic(ours),
            arithmetic(hand)
        );
    }
}

#[test]
fn optimised_gradients_have_the_values_of_hand_written_ones() {
    for form in forms(&folder()) {
        form.compare_values();
    }
}

#[test]
fn gradients_beyond_exact_algebra_have_the_values_of_hand_written_ones() {
    for form in forms(&folder().join("beyond")) {
        form.compare_values();
    }
}

/// The hand-written side is counted as it is written: what flags allow makes some of it shorter too.
#[test]
fn with_flags_all_gradients_have_no_more_ops_than_hand_written_ones() {
    let all = [forms(&folder()), forms(&folder().join("beyond"))].concat();
    let mut longer = 0;
    for form in &all {
        let optimised =
            after(OPTIMISED, &form.flagged().with_gradient()).unwrap_or_else(|why| panic!("{why}"));
        let (ours, hand) = (body(&optimised, "grad"), written(&form.text));
        longer += usize::from(form.longer);
        assert_eq!(
            arithmetic(ours) > arithmetic(hand),
            form.longer,
            "{}: {} ops, by hand {}:\n{ours}\n{hand}",
            form.name,
            arithmetic(ours),
            arithmetic(hand)
        );
    }
    assert!(longer < 5, "{longer} of {} are longer", all.len());
}

#[test]
fn with_flags_gradients_have_the_values_of_hand_written_ones() {
    for form in [forms(&folder()), forms(&folder().join("beyond"))].concat() {
        form.flagged().compare_values();
    }
}

/// The body of `@hand` in a file.
fn written(text: &str) -> &str {
    let start = text.find("func.func @hand(").expect("@hand is there");
    let rest = &text[start..];
    &rest[..rest.find("\n}").expect("its end is there")]
}

/// The paper's Figure 1: the gradient of x³ is 3x², op for op.
#[test]
fn the_gradient_of_a_cube_is_three_squares() {
    let cube = form(&folder().join("cube.mlir"));
    let optimised = after(OPTIMISED, &cube.with_gradient()).expect("the cube is differentiable");
    let ours = body(&optimised, "grad");
    assert!(ours.contains("arith.constant 3.0"), "{ours}");
    assert_eq!(ours.matches("arith.mulf").count(), 2, "{ours}");
    assert_eq!(arithmetic(ours), 2, "{ours}");
}
