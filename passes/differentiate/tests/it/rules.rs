//! Every row of the rule table, without a line written for it: the tangent against finite differences, the
//! cotangent against the tangent, and second derivatives in two nestings against each other and against
//! finite differences of the gradient.

use crate::common::{Program, close};
use pullback_differentiate::rules::{Rule, table};

/// Sample values away from the kinks and poles at integers.
const SAMPLES: [f64; 8] = [0.37, 0.82, -0.61, 1.34, -1.73, 2.45, 4.2, -3.3];

/// An op as a function of `f64`s.
struct Subject {
    op: &'static str,
    arity: usize,
    text: String,
}

fn subjects() -> Vec<Subject> {
    let mut subjects: Vec<Subject> = table()
        .iter()
        .filter_map(|(op, rule)| match rule {
            Rule::Elementwise(entries) => {
                let arity = entries.iter().map(|entry| entry.operand + 1).max()?;
                Some(elementwise(op, arity))
            }
            Rule::Convert => Some(conversion(op)),
            _ => None,
        })
        .collect();
    subjects.push(Subject {
        op: "arith.select",
        arity: 2,
        text: "%c = arith.cmpf ogt, %x0, %x1 : f64
            %p = arith.mulf %x0, %x1 : f64
            %y = arith.select %c, %p, %x1 : f64"
            .into(),
    });
    subjects.push(Subject {
        op: "scf.if",
        arity: 2,
        text: "%c = arith.cmpf ogt, %x0, %x1 : f64
            %y = scf.if %c -> f64 {
              %p = math.sin %x0 : f64
              %q = arith.mulf %p, %x1 : f64
              scf.yield %q : f64
            } else {
              %p = math.exp %x1 : f64
              scf.yield %p : f64
            }"
        .into(),
    });
    subjects.sort_by_key(|subject| subject.op);
    subjects
}

fn elementwise(op: &'static str, arity: usize) -> Subject {
    let (arity, text) = match op {
        "math.fpowi" => (
            1,
            "%n = arith.constant 3 : i32
             %y = math.fpowi %x0, %n : f64, i32"
                .into(),
        ),
        "math.sincos" => (
            1,
            "%s, %c = math.sincos %x0 : f64
             %y = arith.divf %s, %c : f64"
                .into(),
        ),
        // The bounds are in order.
        "math.clampf" => (
            3,
            "%low = arith.minimumf %x1, %x2 : f64
             %high = arith.maximumf %x1, %x2 : f64
             %y = \"math.clampf\"(%x0, %low, %high) : (f64, f64, f64) -> f64"
                .into(),
        ),
        "math.copysign" => (2, binary(op, 2)),
        _ => (arity, binary(op, arity)),
    };
    Subject { op, arity, text }
}

fn binary(op: &str, arity: usize) -> String {
    let operands: Vec<String> = (0..arity).map(|i| format!("%x{i}")).collect();
    format!(
        "%y = \"{op}\"({}) : ({}) -> f64",
        operands.join(", "),
        vec!["f64"; arity].join(", ")
    )
}

/// Through the narrow type and back, scaled so that rounding does not matter to the derivative's rule.
fn conversion(op: &'static str) -> Subject {
    let text = "%a = arith.truncf %x0 : f64 to f32
         %y = arith.extf %a : f32 to f64";
    Subject {
        op,
        arity: 1,
        text: text.into(),
    }
}

impl Subject {
    /// `@f`, and entries for the gradient, the tangent, and Hessian-vector products in two nestings.
    fn program(&self) -> Program {
        let n = self.arity;
        let list = |prefix: &str| -> String {
            (0..n)
                .map(|i| format!("{prefix}{i}"))
                .collect::<Vec<_>>()
                .join(", ")
        };
        let typed = |prefix: &str| -> String {
            (0..n)
                .map(|i| format!("{prefix}{i}: f64"))
                .collect::<Vec<_>>()
                .join(", ")
        };
        let types = vec!["f64"; n].join(", ");
        let results = if n == 1 {
            "f64".to_owned()
        } else {
            format!("({types})")
        };
        let count = if n == 1 {
            String::new()
        } else {
            format!(":{n}")
        };
        let part = |name: &str, i: usize| {
            if n == 1 {
                name.to_owned()
            } else {
                format!("{name}#{i}")
            }
        };
        let gradient_parts = (0..n).map(|i| part("%r", i)).collect::<Vec<_>>().join(", ");
        let dot = (0..n).fold(String::new(), |text, i| {
            let product = format!("%p{i} = arith.mulf {}, %v{i} : f64\n", part("%r", i));
            if i == 0 {
                format!("{text}{product}%s0 = arith.addf %p0, %zero : f64\n")
            } else {
                format!(
                    "{text}{product}%s{i} = arith.addf %s{}, %p{i} : f64\n",
                    i - 1
                )
            }
        });
        let f = format!("!functional.fn<({types}) -> f64>");
        let g = format!("!functional.fn<({types}) -> {results}>");
        let xv = format!("!functional.fn<({types}, {types}) -> (f64, f64)>");
        let gv = format!("!functional.fn<({types}, {types}) -> ({types}, {types})>");
        let wrt: String = (0..n).map(|i| i.to_string()).collect::<Vec<_>>().join(", ");
        let text = format!(
            "func.func @f({xs}) -> f64 {{
               {body}
               return %y : f64
             }}
             func.func @gradient({xs}) -> {results} {{
               %f = functional.ref @f : {f}
               %g = functional.grad %f : {f}
               %r{count} = functional.apply %g({x}) : {g}
               return {gradient_parts} : {types}
             }}
             func.func @tangent({xs}, {vs}) -> f64 {{
               %f = functional.ref @f : {f}
               %t = functional.jvp %f : {f}
               %r:2 = functional.apply %t({x}, {v}) : {xv}
               return %r#1 : f64
             }}
             func.func @forward_reverse({xs}, {vs}) -> ({types}) {{
               %f = functional.ref @gradient : {g}
               %t = functional.jvp %f : {g}
               %r:{twice} = functional.apply %t({x}, {v}) : {gv}
               return {second} : {types}
             }}
             func.func @directional({xs}, {vs}) -> f64 {{
               %zero = arith.constant -0.0 : f64
               %f = functional.ref @gradient : {g}
               %r{count} = functional.apply %f({x}) : {g}
               {dot}
               return %s{last} : f64
             }}
             func.func @reverse_reverse({xs}, {vs}) -> {results} {{
               %f = functional.ref @directional : !functional.fn<({types}, {types}) -> f64>
               %g = functional.grad %f wrt [{wrt}] : !functional.fn<({types}, {types}) -> f64>
               %r{count} = functional.apply %g({x}, {v}) : !functional.fn<({types}, {types}) -> {results}>
               return {gradient_parts} : {types}
             }}",
            xs = typed("%x"),
            vs = typed("%v"),
            x = list("%x"),
            v = list("%v"),
            body = self.text,
            twice = 2 * n,
            second = (n..2 * n).map(|i| format!("%r#{i}")).collect::<Vec<_>>().join(", "),
            last = n - 1,
        );
        Program::new(
            &text,
            &[
                "f",
                "gradient",
                "tangent",
                "forward_reverse",
                "reverse_reverse",
            ],
        )
    }

    /// Checks at one point; false if the function is not smooth or not defined around it.
    fn check(&self, program: &Program, x: &[f64]) -> bool {
        const H: f64 = 1e-6;
        let v: Vec<f64> = (0..self.arity).map(|i| 1.0 - 0.6 * i as f64).collect();
        let moved = |by: f64| -> Vec<f64> { x.iter().zip(&v).map(|(x, v)| x + by * v).collect() };
        let with_direction = [x, &v].concat();
        let (low, high) = (
            program.call("f", &moved(-H))[0],
            program.call("f", &moved(H))[0],
        );
        let tangent = program.call("tangent", &with_direction)[0];
        if !low.is_finite() || !high.is_finite() {
            return false;
        }
        assert!(
            tangent.is_finite(),
            "{} at {x:?}: tangent {tangent}",
            self.op
        );

        let narrow = matches!(self.op, "arith.truncf" | "arith.extf");
        if narrow {
            assert_eq!(tangent, 1.0, "{} at {x:?}", self.op);
        } else {
            let slope = (high - low) / (2.0 * H);
            assert!(
                close(tangent, slope, 1e-6),
                "{} at {x:?}: tangent {tangent}, finite difference {slope}",
                self.op
            );
        }
        let gradient = program.call("gradient", x);
        let product: f64 = gradient.iter().zip(&v).map(|(g, v)| g * v).sum();
        assert!(
            close(tangent, product, 1e-12),
            "{} at {x:?}: <g, v> = {product}, Jv = {tangent}",
            self.op
        );

        let one = program.call("forward_reverse", &with_direction);
        let two = program.call("reverse_reverse", &with_direction);
        let (before, after) = (
            program.call("gradient", &moved(-H)),
            program.call("gradient", &moved(H)),
        );
        for i in 0..self.arity {
            let slope = if narrow {
                0.0
            } else {
                (after[i] - before[i]) / (2.0 * H)
            };
            assert!(
                close(one[i], two[i], 1e-10),
                "{} at {x:?}: H v[{i}] is {} forward over reverse, {} reverse over reverse",
                self.op,
                one[i],
                two[i]
            );
            assert!(
                close(one[i], slope, 1e-5),
                "{} at {x:?}: H v[{i}] is {}, finite difference {slope}",
                self.op,
                one[i]
            );
        }
        true
    }
}

#[test]
fn every_row_agrees_with_finite_differences_in_both_modes_and_at_second_order() {
    for subject in subjects() {
        let program = subject.program();
        let mut checked = 0;
        for start in 0..SAMPLES.len() {
            let x: Vec<f64> = (0..subject.arity)
                .map(|i| SAMPLES[(start + 3 * i) % SAMPLES.len()])
                .collect();
            checked += usize::from(subject.check(&program, &x));
        }
        assert!(
            checked >= 2,
            "{}: only {checked} points are in its domain",
            subject.op
        );
    }
}
