//! Function values, calls, recursion, derivatives.

use super::generator::{F1, F2, Generator, HIGHER, PAIR, Scope};
use std::fmt::Write;

impl Generator {
    pub(super) fn lambda(&mut self, scope: &mut Scope, depth: usize) {
        let arity = 1 + self.random.below(2);
        let function = self.lambda_of(scope, depth, arity);
        match arity {
            1 => scope.unary.push(function),
            _ => scope.binary.push(function),
        }
    }

    pub(super) fn lambda_of(&mut self, scope: &Scope, depth: usize, arity: usize) -> String {
        let function = self.fresh();
        let mut inner = scope.clone();
        let parameters: Vec<String> = (0..arity).map(|_| self.fresh()).collect();
        inner.floats.extend(parameters.clone());
        let typed: Vec<String> = parameters.iter().map(|p| format!("{p}: f64")).collect();
        self.line(format!(
            "{function} = functional.lambda ({}) -> f64 {{",
            typed.join(", ")
        ));
        let value = self.body(inner, depth, 4);
        self.line(format!("functional.return {value} : f64"));
        self.line("}");
        function
    }

    pub(super) fn higher(&mut self, scope: &mut Scope, depth: usize) {
        let (function, g, x) = (self.fresh(), self.fresh(), self.fresh());
        let mut inner = scope.clone();
        inner.unary.push(g.clone());
        inner.floats.push(x.clone());
        self.line(format!(
            "{function} = functional.lambda ({g}: {F1}, {x}: f64) -> f64 {{"
        ));
        let once = self.op(format!("functional.apply {g}({x}) : {F1}"));
        inner.floats.push(once);
        let (start, before) = (self.text.len(), self.derivatives);
        let value = self.body(inner, depth, 3);
        let calls = |other: &String| self.text[start..].contains(&format!("{other}("));
        if self.derivatives < before || self.deriving.iter().any(calls) {
            self.deriving.push(function.clone());
        }
        self.line(format!("functional.return {value} : f64"));
        self.line("}");
        scope.higher.push(function);
    }

    pub(super) fn partial(&mut self, scope: &mut Scope) {
        let x = self.float(scope);
        if !scope.binary.is_empty() {
            let f = self.pick(&scope.binary);
            let g = self.op(format!("functional.partial {f}({x}) : {F2}"));
            scope.unary.push(g);
        } else if !scope.higher.is_empty() && !scope.unary.is_empty() {
            let (h, f) = (self.pick(&scope.higher), self.pick(&scope.unary));
            let g = self.op(format!("functional.partial {h}({f}) : {HIGHER}"));
            scope.unary.push(g);
        } else {
            self.scalar(scope);
        }
    }

    /// Makes a float from something that is none.
    pub(super) fn apply(&mut self, scope: &mut Scope) {
        let (x, y) = (self.float(scope), self.float(scope));
        let result = match self.random.below(4) {
            0 if !scope.higher.is_empty() && !scope.unary.is_empty() => {
                let (h, f) = (self.pick(&scope.higher), self.pick(&scope.unary));
                self.op(format!("functional.apply {h}({f}, {x}) : {HIGHER}"))
            }
            1 if !scope.binary.is_empty() => {
                let f = self.pick(&scope.binary);
                self.op(format!("functional.apply {f}({x}, {y}) : {F2}"))
            }
            2 if !scope.pairs.is_empty() => {
                let pair = self.pick(&scope.pairs);
                let a = self.op(format!("functional.get {pair}[0] : {PAIR}"));
                let b = self.op(format!("functional.get {pair}[1] : {PAIR}"));
                let product = self.op(format!("arith.mulf {a}, {b} : f64"));
                self.squash(&product)
            }
            _ if !scope.unary.is_empty() => {
                let f = self.pick(&scope.unary);
                self.op(format!("functional.apply {f}({x}) : {F1}"))
            }
            _ => return self.scalar(scope),
        };
        scope.floats.push(result);
    }

    /// A derivative of a function value, squashed.
    pub(super) fn derivative(&mut self, scope: &mut Scope, depth: usize) {
        if self.derivatives == 0 {
            return self.apply(scope);
        }
        self.derivatives -= 1;
        if scope.unary.is_empty() && scope.binary.is_empty() {
            self.lambda(scope, depth);
        }
        let (x, y) = (self.float(scope), self.float(scope));
        let slope = if !scope.unary.is_empty() && self.random.below(3) > 0 {
            let f = self.pick(&scope.unary);
            match self.random.below(4) {
                0 => {
                    let g = self.op(format!("functional.grad {f} : {F1}"));
                    if self.random.once_in(2) {
                        // The derivative goes where functions go.
                        scope.unary.push(g.clone());
                    }
                    self.op(format!("functional.apply {g}({x}) : {F1}"))
                }
                1 => {
                    let g = self.op(format!("functional.jvp {f} : {F1}"));
                    let both = self.fresh();
                    self.line(format!("{both}:2 = functional.apply {g}({x}, {y}) : !functional.fn<(f64, f64) -> (f64, f64)>"));
                    format!("{both}#1")
                }
                2 => {
                    let g = self.op(format!("functional.vjp {f} : {F1}"));
                    let both = self.fresh();
                    self.line(format!("{both}:2 = functional.apply {g}({x}) : !functional.fn<(f64) -> (f64, {F1})>"));
                    self.op(format!("functional.apply {both}#1({y}) : {F1}"))
                }
                _ => {
                    let g = self.op(format!("functional.value_and_grad {f} : {F1}"));
                    let both = self.fresh();
                    self.line(format!(
                        "{both}:2 = functional.apply {g}({x}) : !functional.fn<(f64) -> (f64, f64)>"
                    ));
                    self.op(format!("arith.subf {both}#0, {both}#1 : f64"))
                }
            }
        } else if !scope.binary.is_empty() {
            let f = self.pick(&scope.binary);
            let wrt = self.random.below(2);
            let g = self.op(format!("functional.grad {f} wrt [{wrt}] : {F2}"));
            self.op(format!("functional.apply {g}({x}, {y}) : {F2}"))
        } else {
            return self.apply(scope);
        };
        let tame = self.squash(&slope);
        scope.floats.push(tame);
    }

    /// A call of a top-level function, which may be made for it.
    pub(super) fn call(&mut self, scope: &mut Scope, depth: usize) {
        let old = self.known.iter().filter(|(_, _, counted)| !counted).count() > 0;
        if !old || self.random.once_in(2) {
            let name = format!("helper{}", self.fresh().trim_start_matches("%v"));
            let (x, y) = (self.fresh(), self.fresh());
            let inner = Scope {
                floats: vec![x.clone(), y.clone()],
                ..Scope::default()
            };
            let mut value = String::new();
            let body = self.aside(|this| value = this.body(inner, depth, 5));
            let _ = write!(
                self.functions,
                "func.func @{name}({x}: f64, {y}: f64) -> f64 {{\n{body}return {value} : f64\n}}\n"
            );
            self.known.push((name, 2, false));
        }
        let plain: Vec<String> = self
            .known
            .iter()
            .filter(|(_, _, counted)| !counted)
            .map(|(name, ..)| name.clone())
            .collect();
        let name = self.pick(&plain);
        let (x, y) = (self.float(scope), self.float(scope));
        match self.random.below(3) {
            0 => {
                let f = self.op(format!("functional.ref @{name} : {F2}"));
                scope.binary.push(f);
            }
            _ => {
                let r = self.op(format!("func.call @{name}({x}, {y}) : (f64, f64) -> f64"));
                scope.floats.push(r);
            }
        }
    }

    /// A top-level function that calls itself, once or twice, with a counter that falls; and a call of it.
    pub(super) fn recursion(&mut self, scope: &mut Scope, depth: usize) {
        let name = format!("recursive{}", self.fresh().trim_start_matches("%v"));
        self.known.push((name.clone(), 2, true));
        let (n, x, y) = (self.fresh(), self.fresh(), self.fresh());
        let kind = self.random.below(4);
        let (mut end, mut step) = (String::new(), String::new());
        let inner = Scope {
            floats: vec![x.clone(), y.clone()],
            ..Scope::default()
        };
        let base = self.aside(|this| end = this.body(inner.clone(), depth, 2));
        let rest = self.aside(|this| {
            let mut scope = inner;
            let one = this.op("arith.constant 1 : i64");
            let m = this.op(format!("arith.subi {n}, {one} : i64"));
            let a = this.body(scope.clone(), depth, 2);
            let call = |this: &mut Self, a: &str, b: &str| {
                this.op(format!(
                    "func.call @{name}({m}, {a}, {b}) : (i64, f64, f64) -> f64"
                ))
            };
            step = match kind {
                // In tail position.
                0 => call(this, &a, &x),
                // Twice.
                1 => {
                    let (one, two) = (call(this, &a, &y), call(this, &y, &x));
                    let product = this.op(format!("arith.mulf {one}, {two} : f64"));
                    this.squash(&product)
                }
                _ => {
                    let inner = call(this, &a, &y);
                    scope.floats.extend([a, inner]);
                    this.body(scope, depth, 3)
                }
            };
        });
        let (zero, done, r) = (self.fresh(), self.fresh(), self.fresh());
        let _ = write!(
            self.functions,
            "func.func @{name}({n}: i64, {x}: f64, {y}: f64) -> f64 {{
{zero} = arith.constant 0 : i64
{done} = arith.cmpi sle, {n}, {zero} : i64
{r} = scf.if {done} -> (f64) {{
{base}scf.yield {end} : f64
}} else {{
{rest}scf.yield {step} : f64
}}
return {r} : f64
}}
"
        );
        let (count, x, y) = (self.count(scope), self.float(scope), self.float(scope));
        let r = self.op(format!(
            "func.call @{name}({count}, {x}, {y}) : (i64, f64, f64) -> f64"
        ));
        scope.floats.push(r);
    }

    /// A recursive closure that captures what is in scope, as a function of a float.
    pub(super) fn letrec(&mut self, scope: &mut Scope, depth: usize) {
        const TY: &str = "!functional.fn<(i64, f64) -> f64>";
        let (f, itself, l, n, x) = (
            self.fresh(),
            self.fresh(),
            self.fresh(),
            self.fresh(),
            self.fresh(),
        );
        let (zero, one) = (
            self.op("arith.constant 0 : i64"),
            self.op("arith.constant 1 : i64"),
        );
        self.line(format!("{f} = functional.letrec ({itself}: {TY}) {{"));
        self.line(format!(
            "{l} = functional.lambda ({n}: i64, {x}: f64) -> f64 {{"
        ));
        let done = self.op(format!("arith.cmpi sle, {n}, {zero} : i64"));
        let r = self.fresh();
        self.line(format!("{r} = scf.if {done} -> (f64) {{"));
        let mut inner = scope.clone();
        inner.floats.push(x.clone());
        let end = self.body(inner.clone(), depth, 2);
        self.line(format!("scf.yield {end} : f64"));
        self.line("} else {");
        let m = self.op(format!("arith.subi {n}, {one} : i64"));
        let a = self.body(inner.clone(), depth, 2);
        let s = self.op(format!("functional.apply {itself}({m}, {a}) : {TY}"));
        inner.floats.push(s);
        let value = self.body(inner, depth, 2);
        self.line(format!("scf.yield {value} : f64"));
        self.line("}");
        self.line(format!("functional.return {r} : f64"));
        self.line("}");
        self.line(format!("functional.return {l} : {TY}"));
        self.line("}");
        let count = self.count(scope);
        if self.random.once_in(3) {
            let g = self.op(format!("functional.partial {f}({count}) : {TY}"));
            scope.unary.push(g);
        } else {
            let x = self.float(scope);
            let r = self.op(format!("functional.apply {f}({count}, {x}) : {TY}"));
            scope.floats.push(r);
        }
    }
}
