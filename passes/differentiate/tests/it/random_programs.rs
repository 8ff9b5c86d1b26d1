//! Random programs of closures, conditionals, tuples, higher-order functions and nested derivatives: forward
//! against reverse, reverse against finite differences, and second derivatives in two nestings.
//!
//! `PULLBACK_RANDOM=N` asks for N programs, `PULLBACK_SEED=S` for one.

use crate::common::{Program, close};
use std::fmt::Write;

/// xorshift64*: the same programs on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }
}

const F1: &str = "!functional.fn<(f64) -> f64>";
const F2: &str = "!functional.fn<(f64, f64) -> f64>";
const HIGHER: &str = "!functional.fn<(!functional.fn<(f64) -> f64>, f64) -> f64>";

/// What is in scope.
#[derive(Clone, Default)]
struct Scope {
    floats: Vec<String>,
    unary: Vec<String>,
    binary: Vec<String>,
    higher: Vec<String>,
}

struct Generator {
    random: Random,
    text: String,
    names: usize,
    /// How many more ops of each expensive kind may be made.
    derivatives: usize,
}

impl Generator {
    fn fresh(&mut self) -> String {
        self.names += 1;
        format!("%v{}", self.names)
    }

    fn line(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push('\n');
    }

    fn pick(&mut self, from: &[String]) -> String {
        from[self.random.below(from.len())].clone()
    }

    /// Adds one definition to the scope.
    fn step(&mut self, scope: &mut Scope, depth: usize) {
        let x = self.pick(&scope.floats);
        let y = self.pick(&scope.floats);
        let r = self.fresh();
        match self.random.below(if depth == 0 { 8 } else { 18 }) {
            0 | 1 => self.line(&format!("{r} = arith.mulf {x}, {y} : f64")),
            2 => self.line(&format!("{r} = arith.addf {x}, {y} : f64")),
            3 => self.line(&format!("{r} = arith.subf {x}, {y} : f64")),
            4 => {
                let op = ["sin", "cos", "tanh", "atan", "erf"][self.random.below(5)];
                self.line(&format!("{r} = math.{op} {x} : f64"));
            }
            5 => {
                // x / (1.5 + y²)
                let (s, c, d) = (self.fresh(), self.fresh(), self.fresh());
                self.line(&format!("{s} = arith.mulf {y}, {y} : f64"));
                self.line(&format!("{c} = arith.constant 1.5 : f64"));
                self.line(&format!("{d} = arith.addf {s}, {c} : f64"));
                let op = "arith.divf";
                self.line(&format!("{r} = {op} {x}, {d} : f64"));
            }
            6 => {
                // sqrt(1.5 + sin y), log(..), exp(..)
                let (s, c, d) = (self.fresh(), self.fresh(), self.fresh());
                self.line(&format!("{s} = math.sin {y} : f64"));
                self.line(&format!("{c} = arith.constant 1.5 : f64"));
                self.line(&format!("{d} = arith.addf {s}, {c} : f64"));
                let op = ["sqrt", "log", "exp"][self.random.below(3)];
                self.line(&format!("{r} = math.{op} {d} : f64"));
            }
            7 => {
                let (c, z) = (self.fresh(), self.pick(&scope.floats));
                self.line(&format!("{c} = arith.cmpf ogt, {x}, {y} : f64"));
                self.line(&format!("{r} = arith.select {c}, {z}, {x} : f64"));
            }
            8 => return self.lambda(scope, depth, 1),
            9 => return self.lambda(scope, depth, 2),
            10 => return self.higher(scope, depth),
            11 => return self.choose(scope, depth),
            12 => {
                let (t, i) = (self.fresh(), self.random.below(2));
                self.line(&format!("{t} = functional.tuple {x}, {y} : f64, f64"));
                self.line(&format!("{r} = functional.get {t}[{i}] : tuple<f64, f64>"));
            }
            13 if !scope.higher.is_empty() && !scope.unary.is_empty() => {
                let (h, f) = (self.pick(&scope.higher), self.pick(&scope.unary));
                self.line(&format!("{r} = functional.apply {h}({f}, {x}) : {HIGHER}"));
            }
            14 if !scope.binary.is_empty() => {
                let f = self.pick(&scope.binary);
                self.line(&format!("{r} = functional.partial {f}({x}) : {F2}"));
                scope.unary.push(r);
                return;
            }
            15 if !scope.unary.is_empty() && self.derivatives > 0 => {
                self.derivatives -= 1;
                let (f, g) = (self.pick(&scope.unary), self.fresh());
                if self.random.below(2) == 0 {
                    self.line(&format!("{g} = functional.grad {f} : {F1}"));
                    self.line(&format!("{r} = functional.apply {g}({x}) : {F1}"));
                } else {
                    self.line(&format!("{g} = functional.jvp {f} : {F1}"));
                    self.line(&format!(
                        "{r}_both:2 = functional.apply {g}({x}, {y}) : !functional.fn<(f64, f64) -> (f64, f64)>"
                    ));
                    self.line(&format!("{r} = arith.addf {r}_both#0, {r}_both#1 : f64"));
                }
            }
            16 if !scope.unary.is_empty() => {
                let f = self.pick(&scope.unary);
                self.line(&format!("{r} = functional.apply {f}({x}) : {F1}"));
            }
            _ if !scope.binary.is_empty() => {
                let f = self.pick(&scope.binary);
                self.line(&format!("{r} = functional.apply {f}({x}, {y}) : {F2}"));
            }
            _ => self.line(&format!("{r} = arith.addf {x}, {y} : f64")),
        }
        scope.floats.push(r);
    }

    /// Some steps in a nested scope; the last float is the value.
    fn body(&mut self, mut scope: Scope, depth: usize, steps: usize) -> String {
        for _ in 0..1 + self.random.below(steps) {
            self.step(&mut scope, depth);
        }
        scope.floats.pop().expect("an argument is in scope")
    }

    fn lambda(&mut self, scope: &mut Scope, depth: usize, arity: usize) {
        let f = self.fresh();
        let mut inner = scope.clone();
        let parameters: Vec<String> = (0..arity).map(|_| self.fresh()).collect();
        inner.floats.extend(parameters.clone());
        let typed: Vec<String> = parameters.iter().map(|p| format!("{p}: f64")).collect();
        self.line(&format!(
            "{f} = functional.lambda ({}) -> f64 {{",
            typed.join(", ")
        ));
        let value = self.body(inner, depth - 1, 4);
        self.line(&format!("functional.return {value} : f64"));
        self.line("}");
        if arity == 1 {
            scope.unary.push(f);
        } else {
            scope.binary.push(f);
        }
    }

    fn higher(&mut self, scope: &mut Scope, depth: usize) {
        let (h, g, x, once) = (self.fresh(), self.fresh(), self.fresh(), self.fresh());
        let mut inner = scope.clone();
        inner.unary.push(g.clone());
        inner.floats.push(x.clone());
        self.line(&format!(
            "{h} = functional.lambda ({g}: {F1}, {x}: f64) -> f64 {{"
        ));
        self.line(&format!("{once} = functional.apply {g}({x}) : {F1}"));
        inner.floats.push(once);
        let value = self.body(inner, depth - 1, 3);
        self.line(&format!("functional.return {value} : f64"));
        self.line("}");
        scope.higher.push(h);
    }

    /// `scf.if` between two floats, or between two functions.
    fn choose(&mut self, scope: &mut Scope, depth: usize) {
        let (c, r) = (self.fresh(), self.fresh());
        let (x, y) = (self.pick(&scope.floats), self.pick(&scope.floats));
        self.line(&format!("{c} = arith.cmpf olt, {x}, {y} : f64"));
        let functions = self.random.below(2) == 0;
        let ty = if functions { F1 } else { "f64" };
        self.line(&format!("{r} = scf.if {c} -> ({ty}) {{"));
        for end in ["} else {", "}"] {
            let mut inner = scope.clone();
            let value = if functions {
                inner.unary.clear();
                self.step(&mut inner, 0);
                self.lambda(&mut inner, depth, 1);
                inner.unary.pop().expect("just made")
            } else {
                self.body(inner, depth - 1, 3)
            };
            self.line(&format!("scf.yield {value} : {ty}"));
            self.line(end);
        }
        if functions {
            scope.unary.push(r);
        } else {
            scope.floats.push(r);
        }
    }
}

/// `@f(x, y)`, its gradient, tangent, and Hessian-vector products.
fn program(seed: u64) -> String {
    let mut generator = Generator {
        random: Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1),
        text: String::new(),
        names: 0,
        derivatives: 2,
    };
    let scope = Scope {
        floats: vec!["%x".into(), "%y".into()],
        ..Scope::default()
    };
    let value = generator.body(scope, 3, 24);
    let mut text = format!(
        "func.func @g(%x: f64, %y: f64) -> f64 {{\n{}",
        generator.text
    );
    let _ = write!(
        text,
        "return {value} : f64
        }}
        func.func @f(%x: f64, %y: f64) -> f64 {{
          %g = func.call @g(%x, %y) : (f64, f64) -> f64
          %b = math.tanh %g : f64
          %p = arith.mulf %x, %y : f64
          %r = arith.addf %b, %p : f64
          return %r : f64
        }}
        func.func @gradient(%x: f64, %y: f64) -> (f64, f64) {{
          %f = functional.ref @f : {F2}
          %g = functional.grad %f : {F2}
          %r:2 = functional.apply %g(%x, %y) : !functional.fn<(f64, f64) -> (f64, f64)>
          return %r#0, %r#1 : f64, f64
        }}
        func.func @tangent(%x: f64, %y: f64, %u: f64, %v: f64) -> f64 {{
          %f = functional.ref @f : {F2}
          %g = functional.jvp %f : {F2}
          %r:2 = functional.apply %g(%x, %y, %u, %v) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64)>
          return %r#1 : f64
        }}
        func.func @forward_reverse(%x: f64, %y: f64, %u: f64, %v: f64) -> (f64, f64) {{
          %f = functional.ref @gradient : !functional.fn<(f64, f64) -> (f64, f64)>
          %g = functional.jvp %f : !functional.fn<(f64, f64) -> (f64, f64)>
          %r:4 = functional.apply %g(%x, %y, %u, %v) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64, f64, f64)>
          return %r#2, %r#3 : f64, f64
        }}
        func.func @reverse_forward(%x: f64, %y: f64, %u: f64, %v: f64) -> (f64, f64) {{
          %f = functional.ref @tangent : !functional.fn<(f64, f64, f64, f64) -> f64>
          %g = functional.grad %f wrt [0, 1] : !functional.fn<(f64, f64, f64, f64) -> f64>
          %r:2 = functional.apply %g(%x, %y, %u, %v) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64)>
          return %r#0, %r#1 : f64, f64
        }}"
    );
    text
}

/// One-sided slopes that disagree show a kink.
fn slopes(f: impl Fn(f64) -> f64, h: f64) -> (f64, f64) {
    let middle = f(0.0);
    ((middle - f(-h)) / h, (f(h) - middle) / h)
}

fn check(seed: u64) -> bool {
    let text = program(seed);
    let entries = [
        "f",
        "gradient",
        "tangent",
        "forward_reverse",
        "reverse_forward",
    ];
    let compiled = Program::new(&text, &entries);
    let mut smooth = false;
    for (x, y) in [(0.43, 1.21), (-0.87, 0.39), (1.52, -0.64)] {
        let (u, v) = (0.8, -0.55);
        let tangent = compiled.call("tangent", &[x, y, u, v])[0];
        let gradient = compiled.call("gradient", &[x, y]);
        let product = gradient[0] * u + gradient[1] * v;
        assert!(
            close(tangent, product, 1e-9),
            "seed {seed} at ({x}, {y}): tangent {tangent}, <gradient, v> {product}\n{text}"
        );
        let one = compiled.call("forward_reverse", &[x, y, u, v]);
        let two = compiled.call("reverse_forward", &[x, y, u, v]);
        for (a, b) in one.iter().zip(&two) {
            assert!(
                close(*a, *b, 1e-7),
                "seed {seed} at ({x}, {y}): Hessian product {one:?}, in the other nesting {two:?}\n{text}"
            );
        }
        let along = |t: f64| compiled.call("f", &[x + t * u, y + t * v])[0];
        let (left, right) = slopes(along, 1e-7);
        if close(left, right, 1e-4) {
            smooth = true;
            let slope = (left + right) / 2.0;
            assert!(
                close(tangent, slope, 1e-4),
                "seed {seed} at ({x}, {y}): tangent {tangent}, finite difference {slope}\n{text}"
            );
        }
    }
    smooth
}

fn variable(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[test]
fn random_programs_differentiate_alike_in_every_mode() {
    if let Some(seed) = variable("PULLBACK_SEED") {
        check(seed);
        return;
    }
    let count = variable("PULLBACK_RANDOM").unwrap_or(60);
    let smooth = (1..=count).filter(|&seed| check(seed)).count() as u64;
    assert!(
        smooth * 2 > count,
        "finite differences checked {smooth} of {count} programs only"
    );
}
