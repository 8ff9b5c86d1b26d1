//! Derivatives of arrays, without a line written for one: the tangent against finite differences, the cotangent
//! against the tangent, and second derivatives in two nestings against finite differences of the gradient and against
//! each other. The programs are in `arrays/`; the reference interpreter runs them, so that no lowering takes part.

use crate::common::{OPTIMISED, close};
use pullback_ir::{Context, Module, with_deep_stack};
use pullback_pass::run_pipeline;
use pullback_testing::interpret::{Limits, Program, Value};

/// Its shape and its elements.
type Argument = (Option<Vec<usize>>, Option<Vec<u64>>);

/// A program of a file of programs.
struct Subject {
    name: String,
    text: String,
    /// The shape of each argument of `@f`, none for a float, and its elements where they are indices.
    arguments: Vec<Argument>,
}

fn subjects(file: &str) -> Vec<Subject> {
    let programs = file.split("// -----\n").skip(1);
    let subject = |text: &str| {
        let (first, text) = text.split_once('\n').expect("a program has lines");
        let (name, arguments) = first
            .trim_start_matches("// ")
            .split_once(':')
            .expect("a name and shapes");
        Subject {
            name: name.to_owned(),
            text: text.to_owned(),
            arguments: arguments.split(';').map(argument).collect(),
        }
    };
    programs.map(subject).collect()
}

fn argument(text: &str) -> (Option<Vec<usize>>, Option<Vec<u64>>) {
    let (shape, indices) = match text.split_once('=') {
        Some((shape, indices)) => (shape.trim(), Some(indices)),
        None => (text.trim(), None),
    };
    let number = |size: &str| size.parse().expect("a size");
    // An array of rank 0 has no sizes.
    let sizes = |shape: &str| {
        let sizes = shape.split('x').filter(|size| !size.is_empty());
        sizes.map(number).collect()
    };
    let shape = (shape != "-").then(|| sizes(shape));
    // Negative ones are outside.
    let index = |index: &str| index.parse::<i64>().expect("an index") as u64;
    let indices = indices.map(|list| list.split_whitespace().map(index).collect());
    (shape, indices)
}

type Values = Vec<Value<f64>>;

/// Numbers between -1 and 1, or between two others, the same each time.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, low: f64, high: f64) -> f64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1);
        low + (high - low) * ((self.0 >> 33) as f64 / (1u64 << 31) as f64)
    }

    fn value(&mut self, shape: Option<&Vec<usize>>, low: f64, high: f64) -> Value<f64> {
        match shape {
            None => Value::Float(self.next(low, high)),
            Some(shape) => {
                let count = shape.iter().product();
                let elements = (0..count).map(|_| Value::Float(self.next(low, high)));
                Value::array(shape.clone(), elements.collect())
            }
        }
    }

    /// As large as each of these.
    fn like(&mut self, values: &[Value<f64>]) -> Values {
        let shape = |value: &Value<f64>| value.as_array().map(|array| array.shape.clone());
        let like = |value| self.value(shape(value).as_ref(), -1.0, 1.0);
        values.iter().map(like).collect()
    }
}

fn floats(values: &[Value<f64>]) -> Vec<f64> {
    let of = |value: &Value<f64>| match value.as_array() {
        Some(array) => array.elements.clone(),
        None => vec![value.clone()],
    };
    let all = values.iter().flat_map(of);
    all.map(|value| value.as_float().expect("a float"))
        .collect()
}

fn shapes(values: &[Value<f64>]) -> Vec<Option<Vec<usize>>> {
    let shape = |value: &Value<f64>| value.as_array().map(|array| array.shape.clone());
    values.iter().map(shape).collect()
}

fn dot(a: &[Value<f64>], b: &[Value<f64>]) -> f64 {
    assert_eq!(shapes(a), shapes(b));
    floats(a).iter().zip(floats(b)).map(|(a, b)| a * b).sum()
}

fn moved(x: &Value<f64>, by: f64, along: &Value<f64>) -> Value<f64> {
    let step = |x: &Value<f64>, v: &Value<f64>| match (x.as_float(), v.as_float()) {
        (Some(x), Some(v)) => Value::Float(x + by * v),
        _ => unreachable!("floats are moved"),
    };
    match (x.as_array(), along.as_array()) {
        (Some(x), Some(v)) => {
            let elements = x.elements.iter().zip(&v.elements);
            Value::array(x.shape.clone(), elements.map(|(x, v)| step(x, v)).collect())
        }
        _ => step(x, along),
    }
}

/// `@f` with entries for its tangent, its cotangent, and the derivative of that in two nestings.
fn entries(inputs: &[String], results: &[String]) -> String {
    let is_float = |ty: &String| ty.ends_with("f64") || ty.ends_with("f64>");
    let varied: Vec<usize> = (0..inputs.len())
        .filter(|&at| is_float(&inputs[at]))
        .collect();
    let gradients: Vec<String> = varied.iter().map(|&at| inputs[at].clone()).collect();
    let list = |prefix: &str, count: usize| -> Vec<String> {
        (0..count).map(|at| format!("%{prefix}{at}")).collect()
    };
    let typed = |names: &[String], types: &[String]| -> Vec<String> {
        let each = names.iter().zip(types);
        each.map(|(name, ty)| format!("{name}: {ty}")).collect()
    };
    let function = |inputs: &[String], results: &[String]| {
        format!(
            "!functional.fn<({}) -> ({})>",
            inputs.join(", "),
            results.join(", ")
        )
    };
    let wrt: Vec<String> = varied.iter().map(usize::to_string).collect();
    let wrt = format!("wrt [{}]", wrt.join(", "));
    let tangent = |entry: &str, of: &str, inputs: &[String], results: &[String]| {
        let (x, v) = (list("x", inputs.len()), list("v", gradients.len()));
        let all = [inputs, &gradients].concat();
        let (names, y) = ([x, v].concat(), list("y", results.len()));
        let t = list("t", results.len());
        let f = function(inputs, results);
        let both = function(&all, &[results, results].concat());
        format!(
            "func.func @{entry}({}) -> ({types}) {{
               %f = functional.ref @{of} : {f}
               %j = functional.jvp %f {wrt} : {f}
               {} = functional.apply %j({}) : {both}
               return {} : {types}
             }}\n",
            typed(&names, &all).join(", "),
            [y, t.clone()].concat().join(", "),
            names.join(", "),
            t.join(", "),
            types = results.join(", "),
        )
    };
    let cotangent = |entry: &str, of: &str, inputs: &[String], results: &[String]| {
        let (x, d) = (list("x", inputs.len()), list("d", results.len()));
        let (y, g) = (list("y", results.len()), list("g", gradients.len()));
        let all = [inputs, results].concat();
        let f = function(inputs, results);
        let pullback = function(results, &gradients);
        let both = function(inputs, &[results, std::slice::from_ref(&pullback)].concat());
        format!(
            "func.func @{entry}({}) -> ({types}) {{
               %f = functional.ref @{of} : {f}
               %j = functional.vjp %f {wrt} : {f}
               {}, %pullback = functional.apply %j({}) : {both}
               {} = functional.apply %pullback({}) : {pullback}
               return {} : {types}
             }}\n",
            typed(&[x.clone(), d.clone()].concat(), &all).join(", "),
            y.join(", "),
            x.join(", "),
            g.join(", "),
            d.join(", "),
            g.join(", "),
            types = gradients.join(", "),
        )
    };
    let seeded = [inputs, results].concat();
    [
        tangent("tangent", "f", inputs, results),
        cotangent("cotangent", "f", inputs, results),
        tangent("forward_reverse", "cotangent", &seeded, &gradients),
        cotangent("reverse_reverse", "cotangent", &seeded, &gradients),
    ]
    .concat()
}

impl Subject {
    fn check(&self) {
        pullback_passes::register();
        let context = Context::new(&pullback_passes::registry());
        let module = Module::parse(&context, &self.text, &self.name)
            .unwrap_or_else(|error| panic!("{}: {error}", self.name));
        let f = module.op().symbol("f").expect("a program has @f");
        let (inputs, results) = f.function_type().expect("a function");
        let text = |types: Vec<pullback_ir::Type<'_>>| -> Vec<String> {
            types.iter().map(ToString::to_string).collect()
        };
        let entries = entries(&text(inputs), &text(results));
        let whole = format!("{}\n{entries}", self.text);
        let mut module = Module::parse(&context, &whole, &self.name)
            .unwrap_or_else(|error| panic!("{}: {error}\n{whole}", self.name));
        let as_written = Program::new(&module);
        run_pipeline(&mut module, OPTIMISED)
            .unwrap_or_else(|error| panic!("{}: {error}\n{whole}", self.name));
        let program = Program::new(&module);
        let call = |entry: &str, arguments: &[&[Value<f64>]]| -> Values {
            program
                .call(entry, arguments.concat(), Limits::default())
                .unwrap_or_else(|error| panic!("{} @{entry}: {error}\n{module}", self.name))
        };
        let mut numbers = Numbers(7);
        let mut x: Values = Vec::new();
        for (shape, indices) in &self.arguments {
            x.push(match (shape, indices) {
                (Some(shape), Some(list)) => Value::array(
                    shape.clone(),
                    list.iter().map(|&at| Value::Int(at)).collect(),
                ),
                _ => numbers.value(shape.as_ref(), 0.3, 1.4),
            });
        }
        let varied: Vec<usize> = (0..x.len())
            .filter(|&at| self.arguments[at].1.is_none())
            .collect();
        let floats_of_x: Values = varied.iter().map(|&at| x[at].clone()).collect();
        let y = call("f", &[&x]);
        // Derivatives that the program itself takes are differences where it is interpreted as written.
        let limits = Limits {
            differences: true,
            ..Limits::default()
        };
        let before = as_written
            .call("f", x.clone(), limits)
            .unwrap_or_else(|error| panic!("{}: {error}", self.name));
        assert_eq!(shapes(&y), shapes(&before), "{}", self.name);
        for (a, b) in floats(&y).iter().zip(floats(&before)) {
            assert!(
                close(*a, b, 1e-6),
                "{} as written: {y:?}, {before:?}\n{module}",
                self.name
            );
        }
        let (v, e, d) = (
            numbers.like(&floats_of_x),
            numbers.like(&floats_of_x),
            numbers.like(&y),
        );
        let at = |by: f64| -> Values {
            let mut moving = x.clone();
            for (&at, v) in varied.iter().zip(&v) {
                moving[at] = moved(&x[at], by, v);
            }
            moving
        };
        const H: f64 = 1e-5;
        let slope = |entry: &str, seeds: &[Value<f64>]| -> Vec<f64> {
            let (low, high) = (
                call(entry, &[&at(-H), seeds]),
                call(entry, &[&at(H), seeds]),
            );
            let each = floats(&low).into_iter().zip(floats(&high));
            each.map(|(low, high)| (high - low) / (2.0 * H)).collect()
        };
        let agree = |what: &str, one: &[f64], other: &[f64], tolerance: f64| {
            assert_eq!(one.len(), other.len(), "{} {what}", self.name);
            for (a, b) in one.iter().zip(other) {
                assert!(
                    close(*a, *b, tolerance),
                    "{} {what}: {one:?}, {other:?}\n{module}",
                    self.name
                );
            }
        };
        let tangent = call("tangent", &[&x, &v]);
        agree("tangent", &floats(&tangent), &slope("f", &[]), 1e-6);
        let gradient = call("cotangent", &[&x, &d]);
        let (one, other) = (dot(&d, &tangent), dot(&gradient, &v));
        agree("<d, J v>", &[one], &[other], 1e-10);
        let second = call("forward_reverse", &[&x, &d, &v]);
        agree("second", &floats(&second), &slope("cotangent", &d), 1e-5);
        let third = call("reverse_reverse", &[&x, &d, &e]);
        agree("<e, H v>", &[dot(&e, &second)], &[dot(&third, &v)], 1e-9);
    }
}

fn check(file: &'static str, least: usize) {
    with_deep_stack(move || {
        let subjects = subjects(file);
        assert!(subjects.len() >= least, "{} programs", subjects.len());
        for subject in subjects {
            subject.check();
        }
    });
}

#[test]
fn elements_are_moved_and_combined() {
    check(include_str!("arrays/elements.mlir"), 30);
}

#[test]
fn positions() {
    check(include_str!("arrays/positions.mlir"), 20);
}

#[test]
fn functions_of_elements() {
    check(include_str!("arrays/functions.mlir"), 75);
}

#[test]
fn structured_ops() {
    check(include_str!("arrays/structured.mlir"), 33);
}

#[test]
fn functions_of_many_arguments_at_once() {
    check(include_str!("arrays/vmap.mlir"), 15);
}

#[test]
fn loops_branches_and_calls() {
    check(include_str!("arrays/control.mlir"), 25);
}
