//! Arrays of floats: every op of `nd` that has derivatives, and what programs use of upstream's. Elements stay within the bounds.

use super::generator::{Generator, Scope};

/// An array, whose sizes the generator knows; its type tells only some of them.
#[derive(Clone, Debug)]
pub(super) struct Array {
    pub(super) name: String,
    sizes: Vec<usize>,
    known: Vec<bool>,
}

impl Array {
    fn new(name: String, sizes: &[usize]) -> Self {
        Self {
            name,
            sizes: sizes.to_vec(),
            known: vec![true; sizes.len()],
        }
    }

    fn named(&self, name: String) -> Self {
        Self {
            name,
            ..self.clone()
        }
    }

    fn ty(&self) -> String {
        self.of("f64")
    }

    fn of(&self, element: &str) -> String {
        let sizes = self.sizes.iter().zip(&self.known);
        let sizes = sizes.map(|(size, known)| match known {
            true => format!("{size}x"),
            false => "?x".to_owned(),
        });
        format!("tensor<{}{element}>", sizes.collect::<String>())
    }

    fn count(&self) -> usize {
        self.sizes.iter().product()
    }

    fn rank(&self) -> usize {
        self.sizes.len()
    }

    /// These dimensions of it, under another name.
    fn keeping(&self, name: String, dimensions: &[usize]) -> Self {
        Self {
            name,
            sizes: dimensions.iter().map(|&at| self.sizes[at]).collect(),
            known: dimensions.iter().map(|&at| self.known[at]).collect(),
        }
    }
}

/// `[a, b]`, and so on.
fn list(numbers: &[usize]) -> String {
    let numbers: Vec<_> = numbers.iter().map(usize::to_string).collect();
    format!("[{}]", numbers.join(", "))
}

impl Generator {
    /// An op on arrays.
    pub(super) fn array(&mut self, scope: &mut Scope, depth: usize) {
        if scope.arrays.is_empty() {
            let made = self.made(scope);
            return scope.arrays.push(made);
        }
        let a = self.random.one_of(&scope.arrays).clone();
        match self.random.below(19) {
            0 => {
                let made = self.made(scope);
                scope.arrays.push(made);
            }
            1 | 2 => {
                let mapped = self.map(scope, &a, depth);
                scope.arrays.push(mapped);
            }
            3 => {
                let b = self.like(scope, &a);
                let both = self.elementwise(&a, &b);
                scope.arrays.push(both);
            }
            4 => self.reduce(scope, &a, depth),
            5 => {
                let scanned = self.scan(scope, &a, depth);
                scope.arrays.push(scanned);
            }
            6 => self.sum(scope, &a),
            7 | 8 => self.contract(scope, &a),
            9 => {
                let shaped = self.shaped(&a);
                scope.arrays.push(shaped);
            }
            10 => self.broadcast(scope, &a),
            11 => {
                let at = self.positions(scope, &a);
                let element = self.op(format!("tensor.extract {}[{at}] : {}", a.name, a.ty()));
                scope.floats.push(element);
            }
            12 => {
                let (x, at) = (self.float(scope), self.positions(scope, &a));
                let name = self.op(format!(
                    "tensor.insert {x} into {}[{at}] : {}",
                    a.name,
                    a.ty()
                ));
                scope.arrays.push(a.named(name));
            }
            13 => self.part(scope, &a),
            14 => self.indexed(scope, &a),
            15 => self.ordered(scope, &a),
            16 => self.choose_array(scope, &a, depth),
            17 if self.features.loops => self.array_loop(scope, &a, depth),
            _ => self.of_unknown_size(scope, &a, depth),
        }
    }

    fn index(&mut self, value: usize) -> String {
        self.op(format!("arith.constant {value} : index"))
    }

    /// A new array of one to four elements, or of rows.
    fn made(&mut self, scope: &Scope) -> Array {
        let sizes = self
            .random
            .one_of(&[&[3][..], &[2], &[1], &[4], &[2, 3], &[2, 2], &[3, 1], &[]])
            .to_vec();
        let count: usize = sizes.iter().product();
        let elements: Vec<_> = (0..count).map(|_| self.float(scope)).collect();
        let mut array = Array::new(String::new(), &sizes);
        let ty = array.ty();
        let name = self.op(format!(
            "tensor.from_elements {} : {ty}",
            elements.join(", ")
        ));
        array.name = name;
        match self.random.once_in(4) {
            true => self.forget(&array),
            false => array,
        }
    }

    /// The same with a type that does not tell all sizes.
    fn forget(&mut self, a: &Array) -> Array {
        let mut other = a.clone();
        for known in &mut other.known {
            *known &= self.random.once_in(2);
        }
        if other.known == a.known {
            return other;
        }
        other.name = self.op(format!(
            "tensor.cast {} : {} to {}",
            a.name,
            a.ty(),
            other.ty()
        ));
        other
    }

    /// Another array of the type of `a`, if there is one.
    fn like(&mut self, scope: &Scope, a: &Array) -> Array {
        let others = scope.arrays.iter().filter(|other| other.sizes == a.sizes);
        let others: Vec<_> = others.cloned().collect();
        let other = self.random.one_of(&others).clone();
        if other.known == a.known {
            return other;
        }
        let name = self.op(format!(
            "tensor.cast {} : {} to {}",
            other.name,
            other.ty(),
            a.ty()
        ));
        a.named(name)
    }

    fn elementwise(&mut self, a: &Array, b: &Array) -> Array {
        let ty = a.ty();
        let op = *self
            .random
            .one_of(&["mulf", "mulf", "addf", "subf", "maximumf", "minimumf"]);
        let both = self.op(format!("arith.{op} {}, {} : {ty}", a.name, b.name));
        let op = *self.random.one_of(&["sin", "tanh", "atan", "erf"]);
        let name = self.op(format!("math.{op} {both} : {ty}"));
        a.named(name)
    }

    /// `nd.map` over one or two arrays, or over positions.
    fn map(&mut self, scope: &Scope, a: &Array, depth: usize) -> Array {
        let operands = match self.random.below(4) {
            0 if a.known.iter().all(|known| *known) => vec![],
            1 if !scope.arrays.is_empty() => vec![a.clone(), self.like(scope, a)],
            _ => vec![a.clone()],
        };
        let (r, mut inner) = (self.fresh(), scope.clone());
        let mut heads = vec![];
        for operand in &operands {
            let x = self.fresh();
            heads.push(format!("{x} in {} : {}", operand.name, operand.ty()));
            inner.floats.push(x);
        }
        let ty = a.ty();
        self.line(format!("{r} = nd.map ({}) -> {ty} {{", heads.join(", ")));
        if a.rank() > 0 && (operands.is_empty() || self.random.once_in(3)) {
            let dimension = self.random.below(a.rank());
            let i = self.op(format!("nd.index {dimension}"));
            let count = self.op(format!("arith.index_cast {i} : index to i64"));
            let float = self.op(format!("arith.sitofp {count} : i64 to f64"));
            let tame = self.squash(&float);
            inner.floats.push(tame);
            inner.counts.push(count);
        }
        let value = self.body(inner, depth, 3);
        self.line(format!("nd.yield {value} : f64"));
        self.line("}");
        a.named(r)
    }

    /// Some of the dimensions, in order; at least one if there is one.
    fn some(&mut self, a: &Array) -> Vec<usize> {
        let all = 0..a.rank();
        let some: Vec<_> = all.clone().filter(|_| self.random.once_in(2)).collect();
        match some.is_empty() {
            true => all.take(1).collect(),
            false => some,
        }
    }

    fn kept(a: &Array, along: &[usize]) -> Vec<usize> {
        (0..a.rank()).filter(|at| !along.contains(at)).collect()
    }

    fn reduce(&mut self, scope: &mut Scope, a: &Array, depth: usize) {
        let along = self.some(a);
        let kept = Self::kept(a, &along);
        let (start, r) = (self.float(scope), self.fresh());
        let (x, s) = (self.fresh(), self.fresh());
        let result = a.keeping(r.clone(), &kept);
        self.line(format!(
            "{r} = nd.reduce ({x} in {} : {}) from ({s} = {start} : f64) along {} -> {} {{",
            a.name,
            a.ty(),
            list(&along),
            result.ty()
        ));
        let value = match self.random.below(4) {
            0 => self.op(format!("arith.maximumf {x}, {s} : f64")),
            1 => self.op(format!("arith.minimumf {x}, {s} : f64")),
            2 => {
                let product = self.op(format!("arith.mulf {x}, {s} : f64"));
                self.squash(&product)
            }
            _ => {
                let mut inner = scope.clone();
                inner.floats.extend([x, s]);
                self.body(inner, depth, 2)
            }
        };
        self.line(format!("nd.yield {value} : f64"));
        self.line("}");
        scope.arrays.push(result);
    }

    fn scan(&mut self, scope: &Scope, a: &Array, depth: usize) -> Array {
        if a.rank() == 0 {
            return a.clone();
        }
        let along = self.random.below(a.rank());
        let (start, r) = (self.float(scope), self.fresh());
        let (x, s) = (self.fresh(), self.fresh());
        let flags = *self.random.one_of(&["", "", " reverse", " exclusive"]);
        let ty = a.ty();
        self.line(format!(
            "{r} = nd.scan ({x} in {} : {ty}) from ({s} = {start} : f64) along {along}{flags} -> {ty} {{",
            a.name
        ));
        let mut inner = scope.clone();
        inner.floats.extend([x, s]);
        let value = self.body(inner, depth, 2);
        self.line(format!("nd.yield {value} : f64"));
        self.line("}");
        a.named(r)
    }

    /// The mean of all elements.
    pub(super) fn mean_of(&mut self, a: &Array) -> String {
        let along: Vec<_> = (0..a.rank()).collect();
        let sum = self.op(format!(
            "nd.sum {} {} : {} to f64",
            a.name,
            list(&along),
            a.ty()
        ));
        let weight = 1.0 / a.count().max(1) as f64;
        let weight = self.op(format!("arith.constant {weight:?} : f64"));
        self.op(format!("arith.mulf {sum}, {weight} : f64"))
    }

    fn sum(&mut self, scope: &mut Scope, a: &Array) {
        if self.random.once_in(2) {
            let mean = self.mean_of(a);
            return scope.floats.push(mean);
        }
        let along = self.some(a);
        let kept = Self::kept(a, &along);
        let sum = a.keeping(String::new(), &kept);
        let ty = sum.ty();
        let name = self.op(format!(
            "nd.sum {} {} : {} to {ty}",
            a.name,
            list(&along),
            a.ty()
        ));
        let name = self.op(format!("math.sin {name} : {ty}"));
        scope.arrays.push(sum.named(name));
    }

    /// `nd.contract` of two arrays: dimensions of one size may share a letter.
    fn contract(&mut self, scope: &mut Scope, a: &Array) {
        let b = self.random.one_of(&scope.arrays).clone();
        let left: Vec<char> = ('a'..).take(a.rank()).collect();
        let mut right: Vec<char> = ('p'..).take(b.rank()).collect();
        for (at, letter) in right.iter_mut().enumerate() {
            let shared: Vec<_> = (0..a.rank())
                .filter(|&other| a.sizes[other] == b.sizes[at])
                .collect();
            if !shared.is_empty() && self.random.below(4) > 0 {
                *letter = left[*self.random.one_of(&shared)];
            }
        }
        // A letter stands once in an operand.
        for at in 0..right.len() {
            if right[..at].contains(&right[at]) {
                right[at] = (b'p' + at as u8) as char;
            }
        }
        let mut to = vec![];
        let (mut sizes, mut known, mut terms) = (vec![], vec![], 1);
        let all = left.iter().zip(a.sizes.iter().zip(&a.known));
        let all = all.chain(right.iter().zip(b.sizes.iter().zip(&b.known)));
        let all: Vec<_> = all.map(|(l, (s, k))| (*l, *s, *k)).collect();
        for (at, (letter, size, is_known)) in all.iter().enumerate() {
            if all[..at].iter().any(|(other, ..)| other == letter) {
                continue;
            }
            if self.random.once_in(2) && to.len() < 2 {
                to.push(*letter);
                sizes.push(*size);
                known.push(*is_known);
            } else {
                terms *= size;
            }
        }
        let result = Array {
            name: String::new(),
            sizes,
            known,
        };
        let ty = match result.rank() {
            0 => "f64".to_owned(),
            _ => result.ty(),
        };
        let text = |letters: &[char]| letters.iter().collect::<String>();
        let product = self.op(format!(
            "nd.contract \"{},{}->{}\" {}, {} : ({}, {}) -> {ty}",
            text(&left),
            text(&right),
            text(&to),
            a.name,
            b.name,
            a.ty(),
            b.ty()
        ));
        if result.rank() == 0 {
            let weight = 0.5 / terms as f64;
            let weight = self.op(format!("arith.constant {weight:?} : f64"));
            let mean = self.op(format!("arith.mulf {product}, {weight} : f64"));
            return scope.floats.push(mean);
        }
        let name = self.op(format!("math.tanh {product} : {ty}"));
        scope.arrays.push(result.named(name));
    }

    /// The same elements in another order or shape.
    fn shaped(&mut self, a: &Array) -> Array {
        let ty = a.ty();
        match self.random.below(4) {
            0 if a.rank() > 1 => {
                let turned = a.keeping(String::new(), &[1, 0]);
                let to = turned.ty();
                let name = self.op(format!("nd.transpose {} [1, 0] : {ty} to {to}", a.name));
                turned.named(name)
            }
            1 if a.rank() > 0 => {
                let along = self.some(a);
                let name = self.op(format!("nd.reverse {} {} : {ty}", a.name, list(&along)));
                a.named(name)
            }
            2 => self.forget(a),
            _ => {
                let count = a.count();
                let mut shapes = vec![vec![count], vec![1, count], vec![count, 1]];
                if count.is_multiple_of(2) {
                    shapes.push(vec![2, count / 2]);
                }
                let sizes = self.random.one_of(&shapes).clone();
                let mut flat = Array::new(String::new(), &sizes);
                let to = flat.ty();
                flat.name = self.op(format!("nd.reshape {} : {ty} to {to}", a.name));
                flat
            }
        }
    }

    fn broadcast(&mut self, scope: &mut Scope, a: &Array) {
        let more = 1 + self.random.below(3);
        let (from, own, ty) = match a.rank() {
            1 if a.known[0] => (a.name.clone(), a.sizes[0], a.ty()),
            _ => (self.float(scope), 2, "f64".to_owned()),
        };
        let is_first = self.random.once_in(2);
        let sizes = if is_first { [own, more] } else { [more, own] };
        let places = match ty == "f64" {
            true => vec![],
            false => vec![usize::from(!is_first)],
        };
        let mut wide = Array::new(String::new(), &sizes);
        let to = wide.ty();
        wide.name = self.op(format!(
            "nd.broadcast {from} {} : {ty} to {to}",
            list(&places)
        ));
        scope.arrays.push(wide);
    }

    /// A position that no pass knows, inside of the array.
    fn positions(&mut self, scope: &Scope, a: &Array) -> String {
        let mut all = vec![];
        for dimension in 0..a.rank() {
            let count = self.count(scope);
            let index = self.op(format!("arith.index_cast {count} : i64 to index"));
            let size = self.index(a.sizes[dimension].max(1));
            all.push(self.op(format!("arith.remui {index}, {size} : index")));
        }
        all.join(", ")
    }

    /// Slices, what is put together, what is put around.
    fn part(&mut self, scope: &mut Scope, a: &Array) {
        if a.rank() == 0 || !a.known.iter().all(|known| *known) {
            return;
        }
        let (ty, rank) = (a.ty(), a.rank());
        let ones = list(&vec![1; rank]);
        let (name, sizes) = match self.random.below(4) {
            0 => {
                let from: Vec<_> = a
                    .sizes
                    .iter()
                    .map(|&size| self.random.below(size))
                    .collect();
                let sizes: Vec<_> = a
                    .sizes
                    .iter()
                    .zip(&from)
                    .map(|(size, from)| size - from)
                    .collect();
                let to = Array::new(String::new(), &sizes).ty();
                let text = format!(
                    "tensor.extract_slice {}{} {} {ones} : {ty} to {to}",
                    a.name,
                    list(&from),
                    list(&sizes)
                );
                (self.op(text), sizes)
            }
            1 => {
                let from: Vec<_> = a
                    .sizes
                    .iter()
                    .map(|&size| self.random.below(size))
                    .collect();
                let float = self.float(scope);
                let one = Array::new(String::new(), &vec![1; rank]).ty();
                let one_of = self.op(format!("tensor.from_elements {float} : {one}"));
                let text = format!(
                    "tensor.insert_slice {one_of} into {}{} {ones} {ones} : {one} into {ty}",
                    a.name,
                    list(&from)
                );
                (self.op(text), a.sizes.clone())
            }
            2 => {
                let b = self.like(scope, a);
                let along = self.random.below(rank);
                let mut sizes = a.sizes.clone();
                sizes[along] *= 2;
                let to = Array::new(String::new(), &sizes).ty();
                let text = format!(
                    "tensor.concat dim({along}) {}, {} : ({ty}, {ty}) -> {to}",
                    a.name, b.name
                );
                (self.op(text), sizes)
            }
            _ => {
                let low: Vec<_> = a.sizes.iter().map(|_| self.random.below(2)).collect();
                let high: Vec<_> = a.sizes.iter().map(|_| self.random.below(2)).collect();
                let sizes: Vec<_> = (0..rank)
                    .map(|at| a.sizes[at] + low[at] + high[at])
                    .collect();
                let to = Array::new(String::new(), &sizes).ty();
                let (value, name) = (self.float(scope), self.fresh());
                self.line(format!(
                    "{name} = tensor.pad {} low{} high{} {{",
                    a.name,
                    list(&low),
                    list(&high)
                ));
                let indices: Vec<_> = (0..rank)
                    .map(|_| format!("{}: index", self.fresh()))
                    .collect();
                self.line(format!("^bb0({}):", indices.join(", ")));
                self.line(format!("tensor.yield {value} : f64"));
                self.line(format!("}} : {ty} to {to}"));
                (name, sizes)
            }
        };
        if sizes.iter().product::<usize>() <= 16 {
            scope.arrays.push(Array::new(name, &sizes));
        }
    }

    /// Reads and writes at positions that no pass knows; some are outside, some are one.
    fn indexed(&mut self, scope: &mut Scope, a: &Array) {
        if a.rank() == 0 {
            return;
        }
        let count = 1 + self.random.below(3);
        let places: Vec<_> = (0..count)
            .map(|_| {
                let count = self.count(scope);
                let one = self.op("arith.constant 1 : i64");
                self.op(format!("arith.subi {count}, {one} : i64"))
            })
            .collect();
        let indices = self.op(format!(
            "tensor.from_elements {} : tensor<{count}xi64>",
            places.join(", ")
        ));
        let mut rows = a.clone();
        rows.sizes[0] = count;
        rows.known[0] = true;
        let (ty, row_ty) = (a.ty(), rows.ty());
        rows.name = self.op(format!(
            "nd.gather {}[{indices}] along [0] : {ty}[tensor<{count}xi64>] to {row_ty}",
            a.name
        ));
        if self.random.once_in(2) {
            let combine = *self.random.one_of(&["add", "set", "min", "max"]);
            let tame = self.op(format!("math.sin {} : {row_ty}", rows.name));
            let name = self.op(format!(
                "nd.scatter {combine} {tame} into {}[{indices}] along [0] : {row_ty} into {ty}[tensor<{count}xi64>]",
                a.name
            ));
            let name = self.op(format!("math.atan {name} : {ty}"));
            scope.arrays.push(a.named(name));
        }
        scope.arrays.push(rows);
    }

    /// What depends on the order of elements.
    fn ordered(&mut self, scope: &mut Scope, a: &Array) {
        if a.rank() == 0 {
            return;
        }
        let (ty, along) = (a.ty(), self.random.below(a.rank()));
        if self.random.once_in(2) || a.rank() > 1 || a.sizes[0] == 0 {
            let order = *self.random.one_of(&["", " descending"]);
            let b = self.like(scope, a);
            let r = self.fresh();
            self.line(format!(
                "{r}:2 = nd.sort {}, {} along {along}{order} : {ty}, {ty}",
                a.name, b.name
            ));
            let names = [0, 1].map(|at| a.named(format!("{r}#{at}")));
            return scope.arrays.extend(names);
        }
        let op = *self.random.one_of(&["argmax", "argmin"]);
        let at = self.op(format!("nd.{op} {} 0 : {ty} to index", a.name));
        let b = self.like(scope, a);
        let element = self.op(format!("tensor.extract {}[{at}] : {ty}", b.name));
        scope.floats.push(element);
    }

    fn choose_array(&mut self, scope: &mut Scope, a: &Array, depth: usize) {
        let (c, r, ty) = (self.condition(scope), self.fresh(), a.ty());
        self.line(format!("{r} = scf.if {c} -> ({ty}) {{"));
        for end in ["} else {", "}"] {
            let value = match self.random.below(3) {
                0 => self.like(scope, a),
                1 => self.elementwise(a, a),
                _ => self.map(scope, a, depth.saturating_sub(1)),
            };
            self.line(format!("scf.yield {} : {ty}", value.name));
            self.line(end);
        }
        scope.arrays.push(a.named(r));
    }

    /// `scf.for` or `scf.while` that carries an array and a float.
    fn array_loop(&mut self, scope: &mut Scope, a: &Array, depth: usize) {
        let count = self.count(scope);
        let (x, ty) = (self.float(scope), a.ty());
        let [r, i, b, y] = [(); 4].map(|()| self.fresh());
        let mut inner = scope.clone();
        let next = |this: &mut Self, inner: &mut Scope| {
            let b = inner.arrays[inner.arrays.len() - 1].clone();
            let value = match this.random.below(4) {
                0 if a.rank() > 0 => {
                    let (x, at) = (this.float(inner), this.positions(inner, &b));
                    let name = this.op(format!(
                        "tensor.insert {x} into {}[{at}] : {}",
                        b.name,
                        b.ty()
                    ));
                    b.named(name)
                }
                1 => this.map(inner, &b, depth.saturating_sub(1)),
                2 => this.scan(inner, &b, depth.saturating_sub(1)),
                _ => {
                    let other = this.like(inner, &b);
                    this.elementwise(&b, &other)
                }
            };
            inner.arrays.push(b.named(value.name.clone()));
            let float = this.body(inner.clone(), depth, 2);
            (value.name, float)
        };
        if self.random.once_in(3) {
            let (zero, one) = (
                self.op("arith.constant 0 : i64"),
                self.op("arith.constant 1 : i64"),
            );
            let [n, m, c, z] = [(); 4].map(|()| self.fresh());
            self.line(format!(
                "{r}:3 = scf.while ({n} = {zero}, {b} = {}, {y} = {x}) : (i64, {ty}, f64) -> (i64, {ty}, f64) {{",
                a.name
            ));
            let go = self.op(format!("arith.cmpi slt, {n}, {count} : i64"));
            self.line(format!(
                "scf.condition({go}) {n}, {b}, {y} : i64, {ty}, f64"
            ));
            self.line("} do {");
            self.line(format!("^bb0({m}: i64, {c}: {ty}, {z}: f64):"));
            let more = self.op(format!("arith.addi {m}, {one} : i64"));
            inner.floats.push(z);
            inner.counts.push(m);
            inner.arrays.push(a.named(c));
            let (array, float) = next(self, &mut inner);
            self.line(format!(
                "scf.yield {more}, {array}, {float} : i64, {ty}, f64"
            ));
            self.line("}");
            scope.floats.push(format!("{r}#2"));
            return scope.arrays.push(a.named(format!("{r}#1")));
        }
        let (low, step) = (self.index(0), self.index(1));
        let high = self.op(format!("arith.index_cast {count} : i64 to index"));
        self.line(format!(
            "{r}:2 = scf.for {i} = {low} to {high} step {step} iter_args({b} = {}, {y} = {x}) -> ({ty}, f64) {{",
            a.name
        ));
        inner.floats.push(y);
        inner.arrays.push(a.named(b));
        let (array, float) = next(self, &mut inner);
        self.line(format!("scf.yield {array}, {float} : {ty}, f64"));
        self.line("}");
        scope.floats.push(format!("{r}#1"));
        scope.arrays.push(a.named(format!("{r}#0")));
    }

    /// An array whose size depends on the arguments, and a float of it.
    fn of_unknown_size(&mut self, scope: &mut Scope, a: &Array, depth: usize) {
        let flat = self.op(format!(
            "nd.reshape {} : {} to tensor<{}xf64>",
            a.name,
            a.ty(),
            a.count()
        ));
        let count = self.count(scope);
        let size = self.op(format!("arith.constant {} : i64", a.count()));
        let count = self.op(format!("arith.minsi {count}, {size} : i64"));
        let n = self.op(format!("arith.index_cast {count} : i64 to index"));
        let name = self.op(format!(
            "tensor.extract_slice {flat}[0] [{n}] [1] : tensor<{}xf64> to tensor<?xf64>",
            a.count()
        ));
        let slice = Array {
            name,
            sizes: vec![a.count()],
            known: vec![false],
        };
        // The generator does not know its size.
        let mut inner = scope.clone();
        inner.arrays.clear();
        let mapped = self.map(&inner, &slice, depth.saturating_sub(1));
        let scanned = match self.random.once_in(2) {
            true => self.scan(&inner, &mapped, depth.saturating_sub(1)),
            false => self.elementwise(&mapped, &slice),
        };
        let mean = self.mean_of(&scanned);
        scope.floats.push(mean);
    }
}
