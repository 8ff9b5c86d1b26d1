//! The reference interpreter: on programs, and on what differentiation makes of them.

use super::{
    Case, check,
    values::{compare, flat, flat_json, value},
};
use pullback_ir::{Context, Module, capture_diagnostics, with_deep_stack};
use pullback_pass::run_pipeline;
use pullback_testing::{
    interpret::{ErrorKind, Limits, Program, Type},
    number::{DoubleDouble, Number},
};
use serde_json::Value as Json;

/// Differences of differences lose digits.
const BY_DIFFERENCES: f64 = 1e-6;

/// Functions that ask for derivatives of `@f`.
#[derive(Clone, Copy)]
enum Asked {
    /// `(arguments, cotangents)` to the gradients.
    Gradients,
    /// `(arguments, tangents)` to the tangents of the results.
    Tangents,
    /// `(arguments, cotangents, tangents)` to the tangents of the gradients.
    Products,
}

type Typed = Vec<(String, Type)>;

fn texts(types: &[(String, Type)]) -> String {
    let texts: Vec<&str> = types.iter().map(|(text, _)| &**text).collect();
    texts.join(", ")
}

/// `%a0: type, %a1: type`, and the names alone.
fn parameters(types: &[(String, Type)]) -> (String, String) {
    let declared = |(number, (ty, _)): (usize, &(String, Type))| format!("%a{number}: {ty}");
    let names: Vec<String> = (0..types.len())
        .map(|number| format!("%a{number}"))
        .collect();
    let all: Vec<String> = types.iter().enumerate().map(declared).collect();
    (all.join(", "), names.join(", "))
}

/// The last of so many results.
fn last(count: usize, from: usize) -> String {
    let names: Vec<String> = (from..count).map(|number| format!("%r#{number}")).collect();
    names.join(", ")
}

impl Case {
    /// The function `@asked_<..>` and its types.
    fn asked(&self, asked: Asked) -> (String, Typed, Typed) {
        let (varied, smooth) = (self.varied(), self.smooth());
        let (x, y, dx, dy) = (
            texts(&self.arguments),
            texts(&self.results),
            texts(&varied),
            texts(&smooth),
        );
        let wrt = format!("{:?}", self.wrt());
        let f = format!("!functional.fn<({x}) -> ({y})>");
        let gradient = [self.arguments.clone(), smooth.clone()].concat();
        match asked {
            Asked::Gradients => {
                let (declared, names) = parameters(&gradient);
                let (own, cotangents) = names.split_at(
                    names
                        .find(&format!("%a{}", self.arguments.len()))
                        .unwrap_or(0),
                );
                let (own, pullback) = (own.trim_end_matches(", "), self.results.len());
                let text = format!(
                    "func.func @gradients({declared}) -> ({dx}) {{
  %f = functional.ref @f : {f}
  %v = functional.vjp %f wrt {wrt} : {f}
  %p:{} = functional.apply %v({own}) : !functional.fn<({x}) -> ({y}, !functional.fn<({dy}) -> ({dx})>)>
  %r:{} = functional.apply %p#{pullback}({cotangents}) : !functional.fn<({dy}) -> ({dx})>
  return {} : {dx}
}}
",
                    pullback + 1,
                    varied.len(),
                    last(varied.len(), 0),
                );
                (text, gradient, varied)
            }
            Asked::Tangents => {
                let all = [self.arguments.clone(), varied].concat();
                let (declared, names) = parameters(&all);
                let count = self.results.len() + smooth.len();
                let text = format!(
                    "func.func @tangents({declared}) -> ({dy}) {{
  %f = functional.ref @f : {f}
  %v = functional.jvp %f wrt {wrt} : {f}
  %r:{count} = functional.apply %v({names}) : !functional.fn<({}) -> ({y}, {dy})>
  return {} : {dy}
}}
",
                    texts(&all),
                    last(count, self.results.len()),
                );
                (text, all, smooth)
            }
            Asked::Products => {
                let (text, ..) = self.asked(Asked::Gradients);
                let all = [gradient.clone(), varied.clone()].concat();
                let (declared, names) = parameters(&all);
                let count = 2 * varied.len();
                let f = format!("!functional.fn<({}) -> ({dx})>", texts(&gradient));
                let text = format!(
                    "{text}func.func @products({declared}) -> ({dx}) {{
  %f = functional.ref @gradients : {f}
  %v = functional.jvp %f wrt {wrt} : {f}
  %r:{count} = functional.apply %v({names}) : !functional.fn<({}) -> ({dx}, {dx})>
  return {} : {dx}
}}
",
                    texts(&all),
                    last(count, varied.len()),
                );
                (text, all, varied)
            }
        }
    }
}

/// What is called, with what, and what it must give.
struct Call<'c> {
    entry: &'c str,
    arguments: &'c [(String, Type)],
    inputs: Vec<Json>,
    results: &'c [(String, Type)],
    expected: Vec<Json>,
}

impl Call<'_> {
    fn run<N: Number>(
        &self,
        program: &Program,
        differences: bool,
        tolerance: f64,
    ) -> Result<(), (ErrorKind, String)> {
        let limits = Limits {
            differences,
            steps: 20_000_000,
            ..Limits::default()
        };
        let inputs = self.arguments.iter().zip(&self.inputs);
        let inputs = inputs.map(|((_, ty), json)| value::<N>(ty, json)).collect();
        let values = program
            .call(self.entry, inputs, limits)
            .map_err(|error| (error.kind, error.to_string()))?;
        for (((_, ty), value), json) in self.results.iter().zip(&values).zip(&self.expected) {
            let wrong = |why| (ErrorKind::Undefined, why);
            let found = flat(ty, value).ok_or_else(|| wrong(format!("{value:?}")))?;
            compare(&found, &flat_json(ty, json), tolerance).map_err(wrong)?;
        }
        Ok(())
    }
}

/// The program as the interpreter has it, after these passes.
fn program(text: &str, pipeline: &str) -> Result<Program, String> {
    pullback_passes::register();
    let context = Context::new(&pullback_passes::registry());
    let (result, diagnostics) = capture_diagnostics(&context, || {
        let mut module = Module::parse(&context, text, "program.mlir")
            .map_err(|error| format!("it does not parse: {error}"))?;
        if !pipeline.is_empty() {
            run_pipeline(&mut module, pipeline).map_err(|error| error.to_string())?;
        }
        Ok::<_, String>(Program::new(&module))
    });
    result.map_err(|why| match diagnostics.is_empty() {
        true => why,
        false => format!("{why} {diagnostics:?}"),
    })
}

fn by_value(case: &Case) -> Result<(), String> {
    let program = program(&case.text, "")?;
    let call = Call {
        entry: "f",
        arguments: &case.arguments,
        inputs: case.list("inputs"),
        results: &case.results,
        expected: case.list("results"),
    };
    let tried = call.run::<f64>(&program, false, case.tolerance());
    let tried = match tried {
        // The program itself asks for derivatives.
        Err((ErrorKind::Unsupported, _)) => {
            call.run::<DoubleDouble>(&program, true, BY_DIFFERENCES)
        }
        tried => tried,
    };
    tried.map_err(|(_, why)| why)
}

/// A derivative of the program, if its reference has it: by differences, or by differentiation.
fn derivative(case: &Case, asked: Asked, differences: bool) -> Option<Result<(), String>> {
    let (entry, key, seeds) = match asked {
        Asked::Gradients => ("gradients", "gradients", &["cotangents"][..]),
        Asked::Tangents => ("tangents", "tangents_out", &["tangents"][..]),
        Asked::Products => ("products", "products", &["cotangents", "tangents"][..]),
    };
    case.reference.get(key)?;
    let (text, arguments, results) = case.asked(asked);
    let mut inputs = case.list("inputs");
    inputs.extend(seeds.iter().flat_map(|key| case.list(key)));
    let call = Call {
        entry,
        arguments: &arguments,
        inputs,
        results: &results,
        expected: case.list(key),
    };
    let text = format!("{}\n{text}", case.text);
    let run = || match differences {
        true => {
            let program = program(&text, "")?;
            let tried = call.run::<DoubleDouble>(&program, true, BY_DIFFERENCES);
            tried.map_err(|(_, why)| why)
        }
        false => {
            let program = program(&text, "functional-differentiate")?;
            let tried = call.run::<f64>(&program, false, case.tolerance());
            tried.map_err(|(_, why)| why)
        }
    };
    Some(with_deep_stack(run))
}

#[test]
fn values() {
    check((0, 1), &[], |case| Some(with_deep_stack(|| by_value(case))));
}

/// The references themselves: differences of the program give the same gradients.
#[test]
fn gradients_by_differences() {
    check((0, 1), NOT_BY_DIFFERENCES, |case| {
        derivative(case, Asked::Gradients, true)
    });
}

#[test]
fn gradients() {
    check((0, 1), NO_GRADIENTS, |case| {
        derivative(case, Asked::Gradients, false)
    });
}

#[test]
fn tangents() {
    check((0, 1), NO_TANGENTS, |case| {
        derivative(case, Asked::Tangents, false)
    });
}

#[test]
fn products() {
    check((0, 1), NO_PRODUCTS, |case| {
        derivative(case, Asked::Products, false)
    });
}

/// Differences show no derivative at ties and at jumps, and not what is stopped.
const NOT_BY_DIFFERENCES: &[&str] = &[
    "maximum-of-two",
    "reduce-maximum-ties",
    "reduce-minimum-ties",
    "relu-by-select",
    "select-hides-nan",
    "stopped-gradient",
];

const NO_GRADIENTS: &[&str] = &[];

const NO_TANGENTS: &[&str] = &[];

const NO_PRODUCTS: &[&str] = &[];
