//! A function of so many ops that it is not inlined, as a `func.func` or written out where it is called.

use std::fmt::Write;

/// Straight-line code of `(f64, f64) -> f64` whose values stay small.
pub struct Large {
    /// For each op its name and the values it uses; values 0 and 1 are the arguments.
    ops: Vec<(&'static str, Vec<usize>)>,
}

impl Large {
    /// So many ops.
    pub fn new(count: usize) -> Self {
        let mut state = 7_u64;
        let mut random = |bound: usize| {
            state = state
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            (state >> 33) as usize % bound
        };
        let mut ops = vec![("arith.mulf", vec![0, 1])];
        while ops.len() < count {
            let last = ops.len() + 1;
            // The arguments come in again and again, so that no derivative vanishes.
            ops.push(match random(6) {
                0 => ("math.sin", vec![last]),
                1 => ("math.cos", vec![last]),
                2 => ("math.tanh", vec![last]),
                3 => ("arith.mulf", vec![last, last - random(2)]),
                4 => ("arith.addf", vec![last, 0]),
                _ => ("arith.mulf", vec![1, last]),
            });
        }
        ops.push(("math.sin", vec![ops.len() + 1]));
        Self { ops }
    }

    /// The ops with names of this prefix, and the name of the result.
    pub fn code(&self, prefix: &str, arguments: [&str; 2]) -> (String, String) {
        let name = |value: usize| match value {
            0 | 1 => arguments[value].to_owned(),
            _ => format!("%{prefix}{value}"),
        };
        let mut code = String::new();
        for (index, (op, operands)) in self.ops.iter().enumerate() {
            let operands: Vec<_> = operands.iter().map(|&value| name(value)).collect();
            let operands = operands.join(", ");
            writeln!(code, "  {} = {op} {operands} : f64", name(index + 2)).expect("memory");
        }
        (code, name(self.ops.len() + 1))
    }

    /// The function `@g`.
    pub fn function(&self) -> String {
        let (code, result) = self.code("v", ["%x", "%y"]);
        format!(
            "func.func private @g(%x: f64, %y: f64) -> f64 {{\n{code}  return {result} : f64\n}}\n"
        )
    }

    /// What it computes.
    pub fn value(&self, x: f64, y: f64) -> f64 {
        let mut values = vec![x, y];
        for (op, operands) in &self.ops {
            let operand = |index: usize| values[operands[index]];
            values.push(match *op {
                "math.sin" => operand(0).sin(),
                "math.cos" => operand(0).cos(),
                "math.tanh" => operand(0).tanh(),
                "arith.mulf" => operand(0) * operand(1),
                _ => operand(0) + operand(1),
            });
        }
        values[values.len() - 1]
    }
}
