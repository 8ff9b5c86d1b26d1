//! The functions of `tests/programs`, each at up to two of its calls, in all modes and nestings, against differences, after each pass and compiled.
//!
//! A call of `f` at `a` becomes a function of two numbers, `f` at `a + x p + y q`, whose derivatives at zero are those of `f` at
//! `a` along two directions. What it gives is the weighted sum of its floats. A function that holds derivative operators is
//! compared with differences of what it expands to, and that with differences of the function itself.

use crate::check::{Failure, OPT, Question};
use pullback_codegen::OptLevel;
use pullback_functional::constructors;
use pullback_ir::{Context, Module, Op, Type, with_deep_stack};
use serde_json::Value as Json;
use std::{
    collections::HashSet,
    env,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

/// Where the functions are looked at, and along what.
const POINT: [[f64; 4]; 1] = [[0.0, 0.0, 0.8, -0.55]];

/// How many different arguments of one function are tried.
const MOST: usize = 2;

/// One call, as a program with `@f : (f64, f64) -> f64`.
struct Call {
    file: String,
    entry: String,
    inputs: Json,
    text: String,
    operators: usize,
    differences: bool,
    level: OptLevel,
}

/// Functions that ask for a nesting themselves, as most files do of their `@f`: what they find is in the file, and
/// derivatives of them would be of fourth order.
const NESTINGS: [&str; 4] = ["fwd_fwd", "fwd_rev", "rev_fwd", "rev_rev"];

/// `PULLBACK_FILE=16` chooses files.
#[test]
fn listed_programs_agree_in_all_nestings() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("programs");
    let only = env::var("PULLBACK_FILE").unwrap_or_default();
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "mlir")
        })
        .filter(|path| path.to_string_lossy().contains(&only))
        .collect();
    paths.sort();
    (OPT.register)();
    let calls: Vec<Call> = paths.iter().flat_map(|path| calls(path)).collect();
    let (next, told) = (AtomicUsize::new(0), Mutex::new((vec![], vec![])));
    let work = || {
        while let Some(call) = calls.get(next.fetch_add(1, Ordering::Relaxed)) {
            let question = Question {
                order: 2,
                points: &POINT,
                differences: call.differences,
                level: call.level,
                operators: call.operators,
            };
            let name = format!("{} @{}({})", call.file, call.entry, call.inputs);
            let found = question.check(std::slice::from_ref(&call.text));
            let mut told = told.lock().expect("no panic");
            match found {
                Ok(tally) => told.0.push(format!("{name}: {tally}")),
                Err(Failure { check, detail }) => {
                    told.1.push(format!("{name}: {check}: {detail}"));
                }
            }
        }
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
    let (right, wrong) = told.into_inner().expect("no panic");
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        calls.len(),
        wrong.join("\n")
    );
    if only.is_empty() {
        assert!(right.len() > 150, "{} calls only", right.len());
    }
}

/// The calls of a file that are functions of floats.
fn calls(path: &Path) -> Vec<Call> {
    let text = fs::read_to_string(path).expect("the file can be read");
    let file = path.file_name().expect("a name").to_string_lossy();
    let lines = text
        .lines()
        .filter_map(|line| line.split_once("CHECK-CALL:"));
    let calls = lines.map(|line| serde_json::from_str(line.1).expect("CHECK-CALL is JSON"));
    let calls: Vec<Json> = calls.collect();
    with_deep_stack(|| {
        let context = Context::new(&(OPT.registry)());
        let module = Module::parse(&context, &text, &file).expect("programs are valid");
        let (mut seen, mut found) = (HashSet::new(), Vec::<Call>::new());
        for call in &calls {
            let (Some(entry), inputs) = (call["entry"].as_str(), &call["inputs"]) else {
                continue;
            };
            let tried = found.iter().filter(|call| call.entry == entry).count();
            if NESTINGS.contains(&entry)
                || tried == MOST
                || !seen.insert((entry, inputs.to_string()))
            {
                continue;
            }
            if let Some(wrapper) = wrapper(&module, entry, inputs) {
                let names = ["stop_gradient", "functional.custom_"];
                let text = reachable(&module, entry);
                found.push(Call {
                    file: file.to_string(),
                    entry: entry.to_owned(),
                    inputs: inputs.clone(),
                    // Functions that give functions cannot run by themselves.
                    text: format!(
                        "{}\n{wrapper}",
                        renamed(&text).replace("func.func @", "func.func private @")
                    ),
                    operators: operators(&text),
                    // The first call of a function with all optimisations, the next without.
                    level: [OptLevel::O3, OptLevel::O0][tried.min(1)],
                    differences: !names.iter().any(|name| text.contains(name)),
                });
            }
        }
        found
    })
}

/// The text with another name for `@f`, which is the wrapper's.
fn renamed(text: &str) -> String {
    let mut renamed = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("@f") {
        let (before, after) = rest.split_at(at + 2);
        renamed.push_str(before);
        let goes_on =
            after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.');
        renamed.push_str(if goes_on { "" } else { "_itself" });
        rest = after;
    }
    renamed + rest
}

fn function<'a>(module: &'a Module<'_>, name: &str) -> Option<Op<'a>> {
    let functions = module.op().region(0).entry().ops().into_iter();
    functions
        .into_iter()
        .find(|op| op.symbol_name() == Some(name))
}

/// A function and all that it names, as text.
fn reachable(module: &Module<'_>, entry: &str) -> String {
    let mut seen = HashSet::from([entry.to_owned()]);
    let mut pending = vec![entry.to_owned()];
    while let Some(name) = pending.pop() {
        let Some(text) = function(module, &name).map(Op::text) else {
            continue;
        };
        for name in text.split('@').skip(1) {
            let end = name.find(|c: char| !c.is_ascii_alphanumeric() && !"_.".contains(c));
            let name = &name[..end.unwrap_or(name.len())];
            if seen.insert(name.to_owned()) {
                pending.push(name.to_owned());
            }
        }
    }
    let ops = module.op().region(0).entry().ops().into_iter();
    ops.filter(|op| op.symbol_name().is_none_or(|name| seen.contains(name)))
        .map(|op| op.text() + "\n")
        .collect()
}

/// How many derivative operators a text holds.
fn operators(text: &str) -> usize {
    ["grad ", "value_and_grad ", "vjp ", "jvp "]
        .iter()
        .map(|operator| text.matches(&format!(" functional.{operator}")).count())
        .sum()
}

/// `@f` of two numbers, which calls the entry.
fn wrapper(module: &Module<'_>, entry: &str, inputs: &Json) -> Option<String> {
    let (types, results) = function(module, entry)?
        .attr("function_type")?
        .as_type()?
        .signature()?;
    let mut writer = Writer {
        module,
        text: String::new(),
        names: 0,
        floats: 0,
    };
    let inputs = inputs.as_array()?;
    let values: Vec<String> = types
        .iter()
        .zip(inputs)
        .map(|(ty, input)| writer.argument(*ty, input))
        .collect::<Option<_>>()?;
    if values.len() != types.len() || writer.floats == 0 {
        return None;
    }
    let name = if entry == "f" { "f_itself" } else { entry };
    let list = |types: &[Type<'_>]| {
        let texts: Vec<String> = types.iter().map(Type::to_string).collect();
        texts.join(", ")
    };
    let _ = writeln!(
        writer.text,
        "%called:{} = func.call @{name}({}) : ({}) -> ({})",
        results.len(),
        values.join(", "),
        list(&types),
        list(&results)
    );
    let mut floats = vec![];
    for (index, ty) in results.iter().enumerate() {
        writer.results(*ty, &format!("%called#{index}"), &mut floats);
    }
    let mut sum = floats.first()?.clone();
    for (index, float) in floats.iter().enumerate().skip(1) {
        let weight = writer.op(&format!(
            "arith.constant {:?} : f64",
            1.0 + index as f64 / 4.0
        ));
        let product = writer.op(&format!("arith.mulf {float}, {weight} : f64"));
        sum = writer.op(&format!("arith.addf {sum}, {product} : f64"));
    }
    Some(format!(
        "func.func @f(%x: f64, %y: f64) -> f64 {{\n{}return {sum} : f64\n}}\n",
        writer.text
    ))
}

struct Writer<'m, 'c> {
    module: &'m Module<'c>,
    text: String,
    names: usize,
    floats: usize,
}

impl Writer<'_, '_> {
    fn op(&mut self, text: &str) -> String {
        self.names += 1;
        let name = format!("%w{}", self.names);
        let _ = writeln!(self.text, "{name} = {text}");
        name
    }

    /// An argument near its value; `None` for types whose numbers have few digits, and functions.
    fn argument(&mut self, ty: Type<'_>, value: &Json) -> Option<String> {
        if ty.to_string() == "f64" {
            let number = match value {
                Json::String(text) => text.parse().ok()?,
                value => value.as_f64()?,
            };
            self.floats += 1;
            let direction = |phase: usize| (0.7 * (self.floats * phase) as f64).cos();
            let (p, q) = (direction(1), direction(3));
            let mut sum = self.op(&format!("arith.constant 0x{:016X} : f64", number.to_bits()));
            for (along, by) in [("%x", p), ("%y", q)] {
                let by = self.op(&format!("arith.constant {by:?} : f64"));
                let moved = self.op(&format!("arith.mulf {along}, {by} : f64"));
                sum = self.op(&format!("arith.addf {sum}, {moved} : f64"));
            }
            return Some(sum);
        }
        if ty.is_integer() || ty.is_index() {
            let value = value
                .as_bool()
                .map_or_else(|| value.as_i64(), |b| Some(b.into()))?;
            let value = if ty.is_int(1) {
                (value != 0).to_string()
            } else {
                format!("{value} : {ty}")
            };
            return Some(self.op(&format!("arith.constant {value}")));
        }
        if let Some(fields) = ty.tuple_fields() {
            let values = self.fields(&fields, value.as_array()?)?;
            return Some(self.op(&format!("functional.tuple {values}")));
        }
        let constructors = constructors(self.module.op(), ty)?;
        let symbol = pullback_functional::data_name(ty)?;
        let (name, fields) = value.as_object()?.iter().next()?;
        let constructor = constructors.iter().find(|one| one.name == *name)?;
        let fields = self.fields(&constructor.fields, fields.as_array()?)?;
        let (values, types) = fields.split_once(" : ").unwrap_or_default();
        let types = if types.is_empty() {
            ty.to_string()
        } else {
            format!("({types}) -> {ty}")
        };
        Some(self.op(&format!(
            "functional.construct @{symbol} {name}({values}) : {types}"
        )))
    }

    /// Values and, after a colon, their types; nothing if there are none.
    fn fields(&mut self, types: &[Type<'_>], values: &[Json]) -> Option<String> {
        if types.len() != values.len() {
            return None;
        }
        let pairs = types.iter().zip(values);
        let made: Vec<String> = pairs
            .map(|(ty, value)| self.argument(*ty, value))
            .collect::<Option<_>>()?;
        let types: Vec<String> = types.iter().map(Type::to_string).collect();
        Some(match made.is_empty() {
            true => String::new(),
            false => format!("{} : {}", made.join(", "), types.join(", ")),
        })
    }

    /// The floats of a result.
    fn results(&mut self, ty: Type<'_>, value: &str, found: &mut Vec<String>) {
        if ty.to_string() == "f64" {
            found.push(value.to_owned());
        }
        for (index, field) in ty
            .tuple_fields()
            .unwrap_or_default()
            .into_iter()
            .enumerate()
        {
            let part = self.op(&format!("functional.get {value}[{index}] : {ty}"));
            self.results(field, &part, found);
        }
    }
}
