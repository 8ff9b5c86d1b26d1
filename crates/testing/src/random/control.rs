//! Branches, loops, data.

use super::generator::{F1, Generator, LIST, PAIR, Scope, TREE};
use std::fmt::Write;

/// A list of so many floats.
const BUILD: &str = "func.func @build(%n: i64, %x: f64) -> !functional.data<@list> {
%zero = arith.constant 0 : i64
%one = arith.constant 1 : i64
%done = arith.cmpi sle, %n, %zero : i64
%r = scf.if %done -> (!functional.data<@list>) {
%e = functional.construct @list nil() : !functional.data<@list>
scf.yield %e : !functional.data<@list>
} else {
%m = arith.subi %n, %one : i64
%y = math.sin %x : f64
%t = func.call @build(%m, %y) : (i64, f64) -> !functional.data<@list>
%l = functional.construct @list cons(%x, %t) : (f64, !functional.data<@list>) -> !functional.data<@list>
scf.yield %l : !functional.data<@list>
}
return %r : !functional.data<@list>
}
";

impl Generator {
    pub(super) fn condition(&mut self, scope: &Scope) -> String {
        let (x, y) = (self.float(scope), self.float(scope));
        let predicate = *self.random.one_of(&["olt", "ogt", "ole", "une"]);
        self.op(format!("arith.cmpf {predicate}, {x}, {y} : f64"))
    }

    /// `scf.if` between floats, one or two.
    pub(super) fn choose(&mut self, scope: &mut Scope, depth: usize) {
        let (c, r) = (self.condition(scope), self.fresh());
        let two = self.random.once_in(3);
        let (names, types) = if two {
            (format!("{r}:2"), "f64, f64")
        } else {
            (r.clone(), "f64")
        };
        self.line(format!("{names} = scf.if {c} -> ({types}) {{"));
        for end in ["} else {", "}"] {
            let value = self.body(scope.clone(), depth, 3);
            let values = if two {
                format!("{value}, {}", self.float(scope))
            } else {
                value
            };
            self.line(format!("scf.yield {values} : {types}"));
            self.line(end);
        }
        match two {
            true => scope.floats.extend([format!("{r}#0"), format!("{r}#1")]),
            false => scope.floats.push(r),
        }
    }

    /// `scf.if` between functions.
    pub(super) fn choose_function(&mut self, scope: &mut Scope, depth: usize) {
        let (c, r) = (self.condition(scope), self.fresh());
        self.line(format!("{r} = scf.if {c} -> ({F1}) {{"));
        for end in ["} else {", "}"] {
            let value = match self.random.once_in(3) && !scope.unary.is_empty() {
                true => self.pick(&scope.unary),
                false => self.lambda_of(scope, depth - 1, 1),
            };
            self.line(format!("scf.yield {value} : {F1}"));
            self.line(end);
        }
        scope.unary.push(r);
    }

    /// `scf.for` that carries floats, a pair or a function.
    pub(super) fn count_loop(&mut self, scope: &mut Scope, depth: usize) {
        let low = self.op(format!(
            "arith.constant {} : index",
            self.random.clone().below(2)
        ));
        let step = self.op(format!(
            "arith.constant {} : index",
            1 + self.random.clone().below(2)
        ));
        let count = self.count(scope);
        let high = self.op(format!("arith.index_cast {count} : i64 to index"));
        let (r, i, a, b) = (self.fresh(), self.fresh(), self.fresh(), self.fresh());
        let (x, y) = (self.float(scope), self.float(scope));
        let mut inner = scope.clone();
        let head = format!("scf.for {i} = {low} to {high} step {step}");
        match self.random.below(5) {
            0 => {
                let first = match scope.pairs.is_empty() {
                    true => self.op(format!("functional.tuple {x}, {y} : f64, f64")),
                    false => self.pick(&scope.pairs),
                };
                self.line(format!(
                    "{r} = {head} iter_args({a} = {first}) -> ({PAIR}) {{"
                ));
                inner.pairs.push(a.clone());
                let one = self.op(format!("functional.get {a}[1] : {PAIR}"));
                inner.floats.push(one.clone());
                let value = self.body(inner, depth, 3);
                let next = self.op(format!("functional.tuple {one}, {value} : f64, f64"));
                self.line(format!("scf.yield {next} : {PAIR}"));
                self.line("}");
                scope.pairs.push(r);
            }
            1 if self.features.carried_functions => {
                let first = match scope.unary.is_empty() {
                    true => self.lambda_of(scope, depth - 1, 1),
                    false => self.pick(&scope.unary),
                };
                self.line(format!(
                    "{r} = {head} iter_args({a} = {first}) -> ({F1}) {{"
                ));
                inner.unary = vec![a];
                // No derivative of what is carried is carried on: after n trips it would be one of order n, which no
                // pass can write for all n (`grad-of-grad-in-loop` of the programs that must fail).
                let derivatives = std::mem::take(&mut self.derivatives);
                inner.higher.retain(|name| !self.deriving.contains(name));
                let next = self.lambda_of(&inner, depth - 1, 1);
                self.derivatives = derivatives;
                self.line(format!("scf.yield {next} : {F1}"));
                self.line("}");
                scope.unary.push(r);
            }
            kind => {
                self.line(format!(
                    "{r}:2 = {head} iter_args({a} = {x}, {b} = {y}) -> (f64, f64) {{"
                ));
                inner.floats.extend([a.clone(), b]);
                if self.random.once_in(2) {
                    let k = self.op(format!("arith.index_cast {i} : index to i64"));
                    let float = self.op(format!("arith.sitofp {k} : i64 to f64"));
                    let tame = self.squash(&float);
                    inner.floats.push(tame);
                    inner.counts.push(k);
                }
                let value = self.body(inner, depth, 4);
                let second = if kind == 2 { value.clone() } else { a };
                self.line(format!("scf.yield {value}, {second} : f64, f64"));
                self.line("}");
                scope.floats.extend([format!("{r}#1"), format!("{r}#0")]);
            }
        }
    }

    /// `scf.while` with a counter, which a float may end early.
    pub(super) fn while_loop(&mut self, scope: &mut Scope, depth: usize) {
        let (zero, one) = (
            self.op("arith.constant 0 : i64"),
            self.op("arith.constant 1 : i64"),
        );
        let (count, x) = (self.count(scope), self.float(scope));
        let limit = self.float(scope);
        let [r, n, a, m, b] = [(); 5].map(|()| self.fresh());
        self.line(format!(
            "{r}:2 = scf.while ({n} = {zero}, {a} = {x}) : (i64, f64) -> (i64, f64) {{"
        ));
        let mut go = self.op(format!("arith.cmpi slt, {n}, {count} : i64"));
        if self.random.once_in(2) {
            let early = self.op(format!("arith.cmpf une, {a}, {limit} : f64"));
            let early = match self.random.once_in(2) {
                true => self.op(format!("arith.cmpf olt, {a}, {limit} : f64")),
                false => early,
            };
            go = self.op(format!("arith.andi {go}, {early} : i1"));
        }
        let mut inner = scope.clone();
        inner.floats.push(a.clone());
        // Something may be computed before the condition.
        let carried = match self.random.once_in(3) {
            true => self.body(inner.clone(), depth, 2),
            false => a,
        };
        self.line(format!("scf.condition({go}) {n}, {carried} : i64, f64"));
        self.line("} do {");
        self.line(format!("^bb0({m}: i64, {b}: f64):"));
        let next = self.op(format!("arith.addi {m}, {one} : i64"));
        let mut inner = scope.clone();
        inner.floats.push(b);
        inner.counts.push(m);
        let value = self.body(inner, depth, 3);
        self.line(format!("scf.yield {next}, {value} : i64, f64"));
        self.line("}");
        scope.floats.push(format!("{r}#1"));
    }

    /// `scf.index_switch`, or `scf.execute_region`.
    pub(super) fn switch(&mut self, scope: &mut Scope, depth: usize) {
        let r = self.fresh();
        if self.random.once_in(4) {
            self.line(format!("{r} = scf.execute_region -> f64 {{"));
            let value = self.body(scope.clone(), depth, 3);
            self.line(format!("scf.yield {value} : f64"));
            self.line("}");
        } else {
            let count = self.count(scope);
            let index = self.op(format!("arith.index_cast {count} : i64 to index"));
            self.line(format!("{r} = scf.index_switch {index} -> f64"));
            for head in ["case 1", "case 3", "default"] {
                self.line(format!("{head} {{"));
                let value = self.body(scope.clone(), depth, 2);
                self.line(format!("scf.yield {value} : f64"));
                self.line("}");
            }
        }
        scope.floats.push(r);
    }

    /// Makes, takes apart or folds lists and trees.
    pub(super) fn data(&mut self, scope: &mut Scope, depth: usize) {
        let (x, y) = (self.float(scope), self.float(scope));
        if self.random.once_in(2) {
            self.has_list = true;
            let list = match scope.lists.is_empty() {
                true => self.list(scope),
                false => self.pick(&scope.lists),
            };
            let cons =
                format!("functional.construct @list cons({x}, {list}) : (f64, {LIST}) -> {LIST}");
            match self.random.below(4) {
                0 | 1 => {
                    let one = self.op(cons);
                    let longer = format!(
                        "functional.construct @list cons({y}, {one}) : (f64, {LIST}) -> {LIST}"
                    );
                    let two = self.op(longer);
                    scope.lists.extend([one, two]);
                }
                2 if self.features.recursion => {
                    let one = self.op(cons);
                    let name = self.fold("list", depth);
                    let r = self.op(format!(
                        "func.call @{name}({one}, {y}) : ({LIST}, f64) -> f64"
                    ));
                    scope.lists.push(one);
                    scope.floats.push(r);
                }
                _ => {
                    let (r, h, t) = (self.fresh(), self.fresh(), self.fresh());
                    self.line(format!("{r} = functional.match {list} : {LIST} -> f64 {{"));
                    self.line("case nil {");
                    let value = self.body(scope.clone(), depth, 2);
                    self.line(format!("functional.yield {value} : f64"));
                    self.line("}");
                    self.line(format!("case cons({h}: f64, {t}: {LIST}) {{"));
                    let mut inner = scope.clone();
                    inner.floats.push(h);
                    inner.lists.push(t);
                    let value = self.body(inner, depth, 3);
                    self.line(format!("functional.yield {value} : f64"));
                    self.line("}");
                    self.line("}");
                    scope.floats.push(r);
                }
            }
            return;
        }
        self.has_tree = true;
        let leaf = self.op(format!(
            "functional.construct @tree leaf({x}) : (f64) -> {TREE}"
        ));
        let other = match scope.trees.is_empty() {
            true => leaf.clone(),
            false => self.pick(&scope.trees),
        };
        let node = self.op(format!(
            "functional.construct @tree node({other}, {y}, {leaf}) : ({TREE}, f64, {TREE}) -> {TREE}"
        ));
        scope.trees.push(node.clone());
        if self.features.recursion {
            let name = self.fold("tree", depth);
            let r = self.op(format!(
                "func.call @{name}({node}, {x}) : ({TREE}, f64) -> f64"
            ));
            scope.floats.push(r);
        }
    }

    /// The first float of a list, or this float.
    pub(super) fn first_of(&mut self, list: &str, x: &str) -> String {
        let (r, h, t) = (self.fresh(), self.fresh(), self.fresh());
        self.line(format!(
            "{r} = functional.match {list} : {LIST} -> f64 {{\ncase nil {{\nfunctional.yield {x} : f64\n}}\n\
             case cons({h}: f64, {t}: {LIST}) {{\nfunctional.yield {h} : f64\n}}\n}}"
        ));
        r
    }

    /// The empty list, or one whose length no pass knows.
    fn list(&mut self, scope: &Scope) -> String {
        match self.random.below(3) {
            0 => self.op(format!("functional.construct @list nil() : {LIST}")),
            1 if self.features.recursion => {
                if !self.functions.contains("@build(") {
                    self.functions.push_str(BUILD);
                }
                let (count, x) = (self.count(scope), self.float(scope));
                self.op(format!(
                    "func.call @build({count}, {x}) : (i64, f64) -> {LIST}"
                ))
            }
            _ => {
                let (c, x, r) = (self.condition(scope), self.float(scope), self.fresh());
                self.line(format!("{r} = scf.if {c} -> ({LIST}) {{"));
                let empty = self.op(format!("functional.construct @list nil() : {LIST}"));
                self.line(format!("scf.yield {empty} : {LIST}"));
                self.line("} else {");
                let empty = self.op(format!("functional.construct @list nil() : {LIST}"));
                let one = self.op(format!(
                    "functional.construct @list cons({x}, {empty}) : (f64, {LIST}) -> {LIST}"
                ));
                self.line(format!("scf.yield {one} : {LIST}"));
                self.line("}");
                r
            }
        }
    }

    /// A function that folds a list or tree: its name.
    fn fold(&mut self, data: &str, depth: usize) -> String {
        let name = format!("fold{}", self.fresh().trim_start_matches("%v"));
        self.known.push((name.clone(), 1, true));
        let ty = format!("!functional.data<@{data}>");
        let (l, x, r) = (self.fresh(), self.fresh(), self.fresh());
        let inner = Scope {
            floats: vec![x.clone()],
            ..Scope::default()
        };
        let cases = self.aside(|this| {
            let fields: &[(&str, &[&str])] = match data {
                "list" => &[("nil", &[]), ("cons", &["f64", LIST])],
                _ => &[("leaf", &["f64"]), ("node", &[TREE, "f64", TREE])],
            };
            for (case, types) in fields {
                let names: Vec<String> = types.iter().map(|_| this.fresh()).collect();
                let typed: Vec<String> = names
                    .iter()
                    .zip(*types)
                    .map(|(name, ty)| format!("{name}: {ty}"))
                    .collect();
                let list = if typed.is_empty() {
                    String::new()
                } else {
                    format!("({})", typed.join(", "))
                };
                this.line(format!("case {case}{list} {{"));
                let mut scope = inner.clone();
                for (field, field_ty) in names.iter().zip(*types) {
                    if *field_ty == "f64" {
                        scope.floats.push(field.clone());
                    }
                }
                for (field, field_ty) in names.iter().zip(*types) {
                    if *field_ty != "f64" {
                        let seed = this.float(&scope);
                        let folded = this.op(format!(
                            "func.call @{name}({field}, {seed}) : ({ty}, f64) -> f64"
                        ));
                        scope.floats.push(folded);
                    }
                }
                let value = this.body(scope, depth, 3);
                this.line(format!("functional.yield {value} : f64"));
                this.line("}");
            }
        });
        let _ = write!(
            self.functions,
            "func.func @{name}({l}: {ty}, {x}: f64) -> f64 {{\n{r} = functional.match {l} : {ty} -> f64 {{\n{cases}}}\nreturn {r} : f64\n}}\n"
        );
        name
    }
}
