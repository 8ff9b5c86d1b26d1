//! Scopes, and what is put into them.

use super::{Random, arrays::Array};
use std::fmt::Write;

/// Which constructs programs may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Features {
    /// `scf.for` and `scf.while`.
    pub loops: bool,
    /// `scf.index_switch` and `scf.execute_region`.
    pub switches: bool,
    /// Functions that call themselves, and `functional.letrec`.
    pub recursion: bool,
    /// `functional.data`, `construct` and `match`.
    pub data: bool,
    /// Function values that loops carry.
    pub carried_functions: bool,
    /// Derivative operators inside the program.
    pub derivatives: bool,
    /// Arrays of floats.
    pub arrays: bool,
}

impl Features {
    /// All but arrays.
    pub const ALL: Self = Self {
        loops: true,
        switches: true,
        recursion: true,
        data: true,
        carried_functions: true,
        derivatives: true,
        arrays: false,
    };

    /// Scalars, tuples, closures and `scf.if`.
    pub const NONE: Self = Self {
        loops: false,
        switches: false,
        recursion: false,
        data: false,
        carried_functions: false,
        derivatives: false,
        arrays: false,
    };

    /// By the names of its fields, with commas between; `None` if there is no such field.
    pub fn named(names: &str) -> Option<Self> {
        let mut features = Self::NONE;
        for name in names.split(',').filter(|name| !name.is_empty()) {
            match name {
                "all" => features = Self::ALL,
                "loops" => features.loops = true,
                "switches" => features.switches = true,
                "recursion" => features.recursion = true,
                "data" => features.data = true,
                "carried_functions" => features.carried_functions = true,
                "derivatives" => features.derivatives = true,
                "arrays" => features.arrays = true,
                _ => return None,
            }
        }
        Some(features)
    }
}

pub(super) const F1: &str = "!functional.fn<(f64) -> f64>";
pub(super) const F2: &str = "!functional.fn<(f64, f64) -> f64>";
pub(super) const HIGHER: &str = "!functional.fn<(!functional.fn<(f64) -> f64>, f64) -> f64>";
pub(super) const PAIR: &str = "tuple<f64, f64>";
pub(super) const LIST: &str = "!functional.data<@list>";
pub(super) const TREE: &str = "!functional.data<@tree>";

/// The values in scope, by type.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    pub floats: Vec<String>,
    /// `i64` from 0 to 4.
    pub counts: Vec<String>,
    pub unary: Vec<String>,
    pub binary: Vec<String>,
    pub higher: Vec<String>,
    pub pairs: Vec<String>,
    pub lists: Vec<String>,
    pub trees: Vec<String>,
    pub arrays: Vec<Array>,
}

pub(super) struct Generator {
    pub random: Random,
    pub features: Features,
    pub text: String,
    /// Functions that were made on the way.
    pub functions: String,
    /// Their names and signatures: how many floats they take, whether a count comes first.
    pub known: Vec<(String, usize, bool)>,
    pub names: usize,
    /// How many more derivative operators may be made.
    pub derivatives: usize,
    /// Functions of functions that may differentiate the function they get.
    pub deriving: Vec<String>,
    /// How many more ops may be made.
    pub size: usize,
    pub has_list: bool,
    pub has_tree: bool,
}

impl Generator {
    pub fn fresh(&mut self) -> String {
        self.names += 1;
        format!("%v{}", self.names)
    }

    pub fn line(&mut self, text: impl AsRef<str>) {
        self.size = self.size.saturating_sub(1);
        self.text.push_str(text.as_ref());
        self.text.push('\n');
    }

    /// An op with one result.
    pub fn op(&mut self, text: impl AsRef<str>) -> String {
        let name = self.fresh();
        self.line(format!("{name} = {}", text.as_ref()));
        name
    }

    pub fn pick(&mut self, from: &[String]) -> String {
        self.random.one_of(from).clone()
    }

    pub fn float(&mut self, scope: &Scope) -> String {
        // What was made last is used most, so that programs are deep.
        let count = scope.floats.len();
        match self.random.below(3) {
            0 => scope.floats[count - 1].clone(),
            _ => self.pick(&scope.floats),
        }
    }

    pub fn constant(&mut self) -> String {
        let value = *self
            .random
            .one_of(&["0.5", "-0.25", "1.0", "0.75", "-1.5", "0.0"]);
        self.op(format!("arith.constant {value} : f64"))
    }

    pub fn count(&mut self, scope: &Scope) -> String {
        if !scope.counts.is_empty() && self.random.below(4) > 0 {
            return self.pick(&scope.counts);
        }
        let value = self.random.below(5);
        self.op(format!("arith.constant {value} : i64"))
    }

    /// Adds something to the scope. `depth` is how many more regions may nest.
    pub fn step(&mut self, scope: &mut Scope, depth: usize) {
        if self.size == 0 || depth == 0 {
            return self.scalar(scope);
        }
        if self.features.arrays && self.random.once_in(2) {
            return self.array(scope, depth);
        }
        match self.random.below(28) {
            0..5 => self.scalar(scope),
            5 | 6 => self.lambda(scope, depth),
            7 => self.higher(scope, depth),
            8 => self.partial(scope),
            9 | 10 => self.apply(scope),
            11 => self.tuple(scope),
            12 | 13 => self.choose(scope, depth),
            14 => self.choose_function(scope, depth),
            15 | 16 if self.features.loops => self.count_loop(scope, depth),
            17 | 18 if self.features.loops => self.while_loop(scope, depth),
            19 if self.features.switches => self.switch(scope, depth),
            20 if self.features.recursion => self.recursion(scope, depth),
            21 if self.features.recursion => self.letrec(scope, depth),
            22 | 23 if self.features.data => self.data(scope, depth),
            24 | 25 if self.features.derivatives => self.derivative(scope, depth),
            26 | 27 => self.call(scope, depth),
            _ => self.scalar(scope),
        }
    }

    /// Some steps in a nested scope, and a float that depends on what they made.
    pub fn body(&mut self, mut scope: Scope, depth: usize, steps: usize) -> String {
        let before = scope.clone();
        for _ in 0..1 + self.random.below(steps) {
            self.step(&mut scope, depth.saturating_sub(1));
        }
        self.result(&mut scope, &before)
    }

    /// A float that depends on what was put into a scope: of each kind on the last few.
    pub fn result(&mut self, scope: &mut Scope, before: &Scope) -> String {
        fn last<'a>(list: &'a [String], before: &[String], most: usize) -> &'a [String] {
            let from = before.len().max(list.len().saturating_sub(most));
            list.get(from..).unwrap_or_default()
        }
        let mut made = last(&scope.floats, &before.floats, 4).to_vec();
        let x = self.float(scope);
        for f in last(&scope.unary, &before.unary, 2) {
            made.push(self.op(format!("functional.apply {f}({x}) : {F1}")));
        }
        for f in last(&scope.binary, &before.binary, 1) {
            let y = self.float(scope);
            made.push(self.op(format!("functional.apply {f}({y}, {x}) : {F2}")));
        }
        if let Some(f) = scope.unary.last() {
            for h in last(&scope.higher, &before.higher, 1) {
                made.push(self.op(format!("functional.apply {h}({f}, {x}) : {HIGHER}")));
            }
        }
        for pair in last(&scope.pairs, &before.pairs, 1) {
            for index in 0..2 {
                made.push(self.op(format!("functional.get {pair}[{index}] : {PAIR}")));
            }
        }
        for list in last(&scope.lists, &before.lists, 1).to_vec() {
            made.push(self.first_of(&list, &x));
        }
        let arrays = &scope.arrays[before
            .arrays
            .len()
            .max(scope.arrays.len().saturating_sub(3))..];
        for array in arrays {
            made.push(self.mean_of(array));
        }
        let count = made.len() as f64;
        let mut made = made.into_iter();
        let Some(first) = made.next() else {
            return self.constant();
        };
        let Some(second) = made.next() else {
            return first;
        };
        let mut sum = first;
        for one in [second].into_iter().chain(made) {
            let op = *self.random.one_of(&["addf", "addf", "subf"]);
            sum = self.op(format!("arith.{op} {sum}, {one} : f64"));
        }
        let weight = self.op(format!("arith.constant {:?} : f64", 1.5 / count));
        self.op(format!("arith.mulf {sum}, {weight} : f64"))
    }

    /// Runs `make` with an empty text, and gives what it wrote.
    pub fn aside(&mut self, make: impl FnOnce(&mut Self)) -> String {
        let text = std::mem::take(&mut self.text);
        make(self);
        std::mem::replace(&mut self.text, text)
    }
}

/// The program of a seed: `@f : (f64, f64) -> f64` and what it calls.
pub fn program(seed: u64, features: Features) -> String {
    let mut random = Random::new(seed);
    let size = 12 + random.below(60);
    let mut generator = Generator {
        random,
        features,
        text: String::new(),
        functions: String::new(),
        known: vec![],
        names: 0,
        derivatives: 2,
        deriving: vec![],
        size,
        has_list: false,
        has_tree: false,
    };
    let mut scope = Scope {
        floats: vec!["%x".into(), "%y".into()],
        ..Scope::default()
    };
    // Counts that no pass knows: 1 and 3 at the first of the points, 2 and 1 at the second.
    for float in ["%x", "%y"] {
        let size = generator.op(format!("math.absf {float} : f64"));
        let three = generator.op("arith.constant 3.0 : f64");
        let product = generator.op(format!("arith.mulf {size}, {three} : f64"));
        let count = generator.op(format!("arith.fptosi {product} : f64 to i64"));
        scope.counts.push(count);
    }
    let before = scope.clone();
    let steps = 4 + generator.random.below(12);
    for _ in 0..steps {
        generator.step(&mut scope, 3);
    }
    let value = generator.result(&mut scope, &before);
    let mut text = String::new();
    if generator.has_list {
        text.push_str("functional.data @list {\n  nil\n  cons(f64, !functional.data<@list>)\n}\n");
    }
    if generator.has_tree {
        text.push_str("functional.data @tree {\n  leaf(f64)\n  node(!functional.data<@tree>, f64, !functional.data<@tree>)\n}\n");
    }
    text.push_str(&generator.functions);
    let _ = write!(
        text,
        "func.func @f(%x: f64, %y: f64) -> f64 {{\n{}return {value} : f64\n}}\n",
        generator.text
    );
    text
}

#[cfg(test)]
mod tests {
    use super::{Features, program};
    use std::collections::HashSet;

    #[test]
    fn a_seed_is_a_program() {
        assert_eq!(program(7, Features::ALL), program(7, Features::ALL));
        let different: HashSet<_> = (1..200).map(|seed| program(seed, Features::ALL)).collect();
        assert!(different.len() > 195);
    }

    #[test]
    fn every_construct_occurs_if_it_may_and_only_then() {
        let all = |features| {
            (1..400)
                .map(|seed| program(seed, features))
                .collect::<String>()
        };
        let (with, without) = (all(Features::ALL), all(Features::NONE));
        for op in [
            "scf.for",
            "scf.while",
            "scf.index_switch",
            "scf.execute_region",
            "functional.letrec",
            "functional.match",
            "functional.grad",
            "functional.jvp",
            "functional.vjp",
            "functional.value_and_grad",
            "iter_args(%v",
            "functional.construct",
        ] {
            assert!(with.contains(op), "{op}");
            assert!(!without.contains(op), "{op}");
        }
        for op in [
            "functional.lambda",
            "functional.partial",
            "functional.tuple",
            "scf.if",
            "arith.select",
            "func.call",
        ] {
            assert!(without.contains(op), "{op}");
        }
    }
}
