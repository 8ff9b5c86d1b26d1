//! Random edits: after each, the database gives what a new one gives, errors and their places included.

use crate::session::GRAD;
use pullback_codegen::Value;
use pullback_db::{Database, Derivative, Live, OptLevel, Request};
use std::fmt::Write;

/// A generator of numbers (xorshift).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }

    pub(crate) fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }
}

/// A line of a function, from the value before it.
#[derive(Clone, Debug)]
enum Step {
    Unary(&'static str),
    Constant(i32),
    /// A call of a function that stands further down in [`Program::functions`].
    Call(String),
    /// A call as long as a counter is not zero: of any function.
    Recurse(String),
    /// A higher-order function is given a lambda.
    Lambda(&'static str),
    Dead,
    Comment(usize),
    /// What does not parse.
    Broken,
}

#[derive(Clone, Debug)]
struct Function {
    name: String,
    /// Whether it has one argument more.
    is_wide: bool,
    /// Whether it is too big to be inlined.
    is_big: bool,
    steps: Vec<Step>,
}

#[derive(Clone, Debug)]
pub(crate) struct Program {
    /// The entry is first.
    functions: Vec<Function>,
    /// Whether the file is written from its end.
    is_reversed: bool,
    /// Whether the file is one that is not split.
    is_whole: bool,
    names: usize,
}

const UNARY: [&str; 3] = ["math.sin", "math.cos", "arith.negf"];

impl Program {
    pub(crate) fn new() -> Self {
        let mut program = Self {
            functions: vec![],
            is_reversed: false,
            is_whole: false,
            names: 0,
        };
        for steps in [
            vec![Step::Call("f1".into()), Step::Unary("math.sin")],
            vec![Step::Constant(3), Step::Call("f2".into())],
            vec![Step::Unary("math.cos")],
        ] {
            let function = program.function(steps);
            program.functions.push(function);
        }
        program
    }

    fn function(&mut self, steps: Vec<Step>) -> Function {
        let name = format!("f{}", self.names);
        self.names += 1;
        Function {
            name,
            is_wide: false,
            is_big: false,
            steps,
        }
    }

    fn step(&self, random: &mut Random, of: usize) -> Step {
        let name = |index: usize| self.functions[index].name.clone();
        let count = self.functions.len();
        match random.below(10) {
            0 | 1 => Step::Unary(UNARY[random.below(3)]),
            2 => Step::Constant(random.below(4) as i32),
            3 | 4 if of + 1 < count => Step::Call(name(of + 1 + random.below(count - of - 1))),
            5 => Step::Recurse(name(random.below(count))),
            6 => Step::Lambda(UNARY[random.below(3)]),
            7 => Step::Dead,
            8 => Step::Comment(random.below(100)),
            _ if random.one_in(3) => Step::Broken,
            _ => Step::Unary("math.tanh"),
        }
    }

    pub(crate) fn edit(&mut self, random: &mut Random) {
        // What is wrong does not stay for long.
        let broken = |step: &Step| matches!(step, Step::Broken);
        if random.one_in(2)
            && let Some(function) = self
                .functions
                .iter_mut()
                .find(|f| f.steps.iter().any(broken))
        {
            function.steps.retain(|step| !broken(step));
            return;
        }
        let index = random.below(self.functions.len());
        match random.below(12) {
            0..=2 => {
                let step = self.step(random, index);
                let steps = &mut self.functions[index].steps;
                let at = random.below(steps.len() + 1);
                steps.insert(at, step);
            }
            3..=5 => {
                let steps = &mut self.functions[index].steps;
                if steps.len() > 1 {
                    let at = random.below(steps.len());
                    steps.remove(at);
                }
            }
            6 => self.functions[index].is_big ^= true,
            7 => self.functions[index].is_wide ^= index != 0,
            8 => {
                let (old, new) = (
                    self.functions[index].name.clone(),
                    format!("f{}", self.names),
                );
                self.names += 1;
                // A caller may be forgotten.
                let forgets = random.one_in(4);
                for function in &mut self.functions {
                    for step in &mut function.steps {
                        if let Step::Call(name) | Step::Recurse(name) = step
                            && *name == old
                            && !forgets
                        {
                            name.clone_from(&new);
                        }
                    }
                }
                if index != 0 {
                    self.functions[index].name = new;
                }
            }
            9 if self.functions.len() < 5 => {
                let function = self.function(vec![Step::Unary(UNARY[random.below(3)])]);
                self.functions.push(function);
            }
            9 | 10 if self.functions.len() > 2 && index != 0 => {
                let gone = self.functions.remove(index).name;
                let forgets = random.one_in(4);
                for function in &mut self.functions {
                    function.steps.retain(|step| match step {
                        Step::Call(name) | Step::Recurse(name) => forgets || *name != gone,
                        _ => true,
                    });
                }
            }
            _ if random.one_in(4) => self.is_whole ^= true,
            _ => self.is_reversed ^= true,
        }
        // Names that nothing has are mended now and then.
        if random.one_in(3) {
            let names: Vec<String> = self.functions.iter().map(|f| f.name.clone()).collect();
            for function in &mut self.functions {
                function.steps.retain(|step| match step {
                    Step::Call(name) | Step::Recurse(name) => names.contains(name),
                    _ => true,
                });
            }
        }
    }

    pub(crate) fn text(&self) -> String {
        let mut texts: Vec<String> = self.functions.iter().map(|f| self.written(f)).collect();
        texts.push(
            "func.func private @ho(%f: !functional.fn<(f64) -> f64>, %x: f64) -> f64 {
  %y = functional.apply %f(%x) : !functional.fn<(f64) -> f64>
  %r = functional.apply %f(%y) : !functional.fn<(f64) -> f64>
  return %r : f64
}
"
            .into(),
        );
        if self.is_reversed {
            texts.reverse();
        }
        match self.is_whole {
            true => format!("module {{\n{}}}\n", texts.concat()),
            false => texts.concat(),
        }
    }

    fn written(&self, function: &Function) -> String {
        let (mut body, mut last, mut fresh) = (String::new(), String::from("%x"), 0);
        let mut steps = function.steps.clone();
        if function.is_big {
            let filler = (0..40).flat_map(|_| [Step::Unary("math.sin"), Step::Unary("math.exp")]);
            steps.extend(filler);
        }
        for step in &steps {
            let value = format!("%v{fresh}");
            fresh += 1;
            let called = |name: &str, counter: &str, value: &str| {
                let is_wide = self.functions.iter().any(|f| f.name == *name && f.is_wide);
                let (more, ty) = if is_wide { (", %x", ", f64") } else { ("", "") };
                format!(
                    "  {value} = func.call @{name}({last}, {counter}{more}) : (f64, i32{ty}) -> f64\n"
                )
            };
            let line = match step {
                Step::Unary(op) => format!("  {value} = {op} {last} : f64\n"),
                Step::Constant(number) => format!(
                    "  {value}k = arith.constant {number}.5 : f64\n  {value} = arith.mulf {last}, {value}k : f64\n"
                ),
                Step::Call(name) => called(name, "%n", &value),
                Step::Recurse(name) => format!(
                    "  {value}z = arith.constant 0 : i32
  {value}o = arith.constant 1 : i32
  {value}c = arith.cmpi sgt, %n, {value}z : i32
  {value} = scf.if {value}c -> f64 {{
  {value}m = arith.subi %n, {value}o : i32
{}  scf.yield {value}r : f64
  }} else {{
  scf.yield {last} : f64
  }}\n",
                    called(name, &format!("{value}m"), &format!("{value}r"))
                ),
                Step::Lambda(op) => format!(
                    "  {value}f = functional.lambda (%a: f64) -> f64 {{
  %b = {op} %a : f64
  %c = arith.mulf %b, %x : f64
  functional.return %c : f64
  }}
  {value} = func.call @ho({value}f, {last}) : (!functional.fn<(f64) -> f64>, f64) -> f64\n"
                ),
                Step::Dead => format!("  {value} = math.exp {last} : f64\n"),
                Step::Comment(number) => format!("  // {number} }} @f1\n\n"),
                Step::Broken => "  %broken = math.sine %x : f64\n".into(),
            };
            body += &line;
            if !matches!(step, Step::Dead | Step::Comment(_) | Step::Broken) {
                last = value;
            }
        }
        let more = if function.is_wide { ", %y: f64" } else { "" };
        let mut text = String::new();
        let _ = write!(
            text,
            "func.func @{}(%x: f64, %n: i32{more}) -> f64 {{\n{body}  return {last} : f64\n}}\n",
            function.name
        );
        text
    }
}

/// What is said about a program.
fn answer(db: &Database, request: &Request) -> Result<String, String> {
    db.program(request)
        .map_err(|found| format!("{:?}", found.0))
}

/// Makes edits; hands back how many of the programs were right.
fn run(seed: u64, edits: usize, derivative: &Derivative) -> usize {
    let mut random = Random(seed);
    let mut program = Program::new();
    let mut db = Database::new();
    let mut right = 0;
    for edit in 0..edits {
        program.edit(&mut random);
        let text = program.text();
        let file = db.set_file("edited.mlir", text.as_str());
        let found = answer(&db, &Request::new(file, "f0", derivative.clone()));
        let mut fresh = Database::new();
        let file = fresh.set_file("edited.mlir", text.as_str());
        let expected = answer(&fresh, &Request::new(file, "f0", derivative.clone()));
        right += usize::from(expected.is_ok());
        assert!(
            found == expected,
            "seed {seed}, edit {edit}: {found:?}\ninstead of {expected:?}\nof\n{text}"
        );
    }
    right
}

/// Neither all programs are right nor all wrong.
fn check(seed: u64, edits: usize, derivative: &Derivative) {
    let right = run(seed, edits, derivative);
    assert!(right > edits / 3 && right < edits, "{right} of {edits}");
}

/// Tests by their seeds.
macro_rules! edits {
    ($($name:ident: $seed:expr, $edits:expr, $derivative:expr;)*) => {
        $(#[test]
        fn $name() {
            check($seed, $edits, &$derivative);
        })*
    };
}

edits! {
    programs_1: 0x1234_5678, 400, Derivative::None;
    programs_2: 0x9e37_79b9, 400, Derivative::None;
    programs_3: 0x7f4a_7c15, 400, Derivative::None;
    programs_4: 0x2545_f491, 400, Derivative::None;
    gradients_1: 0xdead_beef, 150, GRAD;
    gradients_2: 0x5eed_cafe, 150, GRAD;
    gradients_3: 0x0bad_cafe, 150, GRAD;
}

/// What a live program gives, or what is wrong with it.
fn value(live: &mut Live, text: &str, derivative: &Derivative) -> Result<Vec<u64>, String> {
    let file = live.database_mut().set_file("edited.mlir", text);
    let request = Request {
        opt_level: OptLevel::O0,
        ..Request::new(file, "f0", derivative.clone())
    };
    live.update(&request)
        .map_err(|found| format!("{:?}", found.0))?;
    let f = live.function().expect("the program is linked");
    let values = f.call_values(&[0.7.into(), Value::int(32, 2)]);
    let values = values.expect("the inputs fit");
    Ok(values.into_iter().map(Value::to_bits).collect())
}

/// Makes edits of a live program.
fn run_live(seed: u64, edits: usize, derivative: &Derivative) {
    let mut random = Random(seed);
    let mut program = Program::new();
    let new = || Live::new(None).expect("this machine runs code");
    let mut live = new();
    let mut right = 0;
    for edit in 0..edits {
        program.edit(&mut random);
        let text = program.text();
        let found = value(&mut live, &text, derivative);
        let expected = value(&mut new(), &text, derivative);
        right += usize::from(expected.is_ok());
        assert!(
            found == expected,
            "seed {seed}, edit {edit}: {found:?}\ninstead of {expected:?}\nof\n{text}"
        );
    }
    assert!(right > edits / 3 && right < edits, "{right} of {edits}");
}

#[test]
fn live_programs() {
    run_live(0x1234_5678, 120, &Derivative::None);
}

#[test]
fn live_gradients() {
    run_live(0xdead_beef, 60, &GRAD);
}
