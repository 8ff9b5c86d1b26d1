//! Ops on floats. Each gives a number within the bounds if its operands are.

use super::generator::{Generator, PAIR, Scope};

impl Generator {
    pub(super) fn scalar(&mut self, scope: &mut Scope) {
        let (x, y) = (self.float(scope), self.float(scope));
        let result = match self.random.below(12) {
            0 | 1 => {
                let product = self.op(format!("arith.mulf {x}, {y} : f64"));
                self.squash(&product)
            }
            2 => self.mean(&x, &y, "addf"),
            3 => self.mean(&x, &y, "subf"),
            4 | 5 => {
                let op = *self
                    .random
                    .one_of(&["sin", "cos", "tanh", "atan", "erf", "asinh"]);
                self.op(format!("math.{op} {x} : f64"))
            }
            6 => {
                // x / (1.5 + y²)
                let divisor = self.positive(&y);
                self.op(format!("arith.divf {x}, {divisor} : f64"))
            }
            7 => {
                let positive = self.positive(&y);
                let op = *self
                    .random
                    .one_of(&["sqrt", "log", "rsqrt", "cbrt", "log1p"]);
                self.op(format!("math.{op} {positive} : f64"))
            }
            8 => {
                let negative = self.op(format!("math.absf {x} : f64"));
                let negative = self.op(format!("arith.negf {negative} : f64"));
                self.op(format!("math.exp {negative} : f64"))
            }
            9 => {
                let z = self.float(scope);
                let predicate = *self.random.one_of(&["ogt", "olt", "ole", "uge"]);
                let c = self.op(format!("arith.cmpf {predicate}, {x}, {y} : f64"));
                self.op(format!("arith.select {c}, {z}, {x} : f64"))
            }
            10 => {
                let op = *self.random.one_of(&["maximumf", "minimumf"]);
                self.op(format!("arith.{op} {x}, {y} : f64"))
            }
            _ => self.constant(),
        };
        scope.floats.push(result);
    }

    /// A number within [-2, 2].
    pub(super) fn squash(&mut self, x: &str) -> String {
        match self.random.below(4) {
            0 => self.op(format!("math.sin {x} : f64")),
            1 => self.op(format!("math.tanh {x} : f64")),
            2 => self.op(format!("math.atan {x} : f64")),
            _ => {
                // x / (1.5 + x²)
                let divisor = self.positive(x);
                self.op(format!("arith.divf {x}, {divisor} : f64"))
            }
        }
    }

    /// 1.5 + x².
    fn positive(&mut self, x: &str) -> String {
        let square = self.op(format!("arith.mulf {x}, {x} : f64"));
        let constant = self.op("arith.constant 1.5 : f64");
        self.op(format!("arith.addf {square}, {constant} : f64"))
    }

    fn mean(&mut self, x: &str, y: &str, op: &str) -> String {
        let sum = self.op(format!("arith.{op} {x}, {y} : f64"));
        let weight = *self.random.one_of(&["0.5", "0.375", "-0.5"]);
        let half = self.op(format!("arith.constant {weight} : f64"));
        self.op(format!("arith.mulf {sum}, {half} : f64"))
    }

    /// Makes a pair, or reads one.
    pub(super) fn tuple(&mut self, scope: &mut Scope) {
        let (x, y) = (self.float(scope), self.float(scope));
        match self.random.below(3) {
            0 => {
                let pair = self.op(format!("functional.tuple {x}, {y} : f64, f64"));
                scope.pairs.push(pair);
            }
            1 if !scope.pairs.is_empty() => {
                let pair = self.pick(&scope.pairs);
                let index = self.random.below(2);
                let field = self.op(format!("functional.get {pair}[{index}] : {PAIR}"));
                scope.floats.push(field);
            }
            _ => {
                // A pair in a tuple with what has no derivative.
                let count = self.count(scope);
                let pair = self.op(format!("functional.tuple {x}, {y} : f64, f64"));
                let both = self.op(format!("functional.tuple {count}, {pair} : i64, {PAIR}"));
                let inner = self.op(format!("functional.get {both}[1] : tuple<i64, {PAIR}>"));
                scope.pairs.push(inner);
            }
        }
    }
}
