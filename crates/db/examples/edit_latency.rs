//! How long it takes to compile, and to compile again after an edit:
//! `cargo run --release -p pullback-db --example edit_latency -- 200`.

use pullback_db::{Database, Derivative, Mode, OptLevel, Request};
use std::time::Instant;

/// A program of `count` functions with an operation that can be chosen for each.
fn source(count: usize, op: impl Fn(usize) -> &'static str, comment: &str) -> String {
    let function = |index| {
        let op = op(index);
        format!(
            "// {comment}\nfunc.func @f{index}(%x: f64, %y: f64) -> f64 {{
  %a = math.sin %x : f64
  %b = {op} %a, %y : f64
  %c = math.exp %b : f64
  %d = arith.mulf %c, %x : f64
  %r = arith.addf %d, %b : f64
  return %r : f64
}}\n"
        )
    };
    (0..count).map(function).collect()
}

fn main() {
    let count = std::env::args()
        .nth(1)
        .and_then(|text| text.parse().ok())
        .unwrap_or(100);
    let mut db = Database::new();
    let mut compile = |what: &str, text: String| {
        let start = Instant::now();
        let file = db.set_file("many.mlir", text);
        for index in 0..count {
            let derivative = Derivative::Grad {
                wrt: None,
                mode: Mode::Reverse,
                order: 1,
            };
            let request = Request {
                opt_level: OptLevel::O2,
                ..Request::new(file, format!("f{index}"), derivative)
            };
            if let Err(found) = db.image(&request) {
                eprintln!("{found}");
            }
        }
        let time = start.elapsed();
        println!("{what}: {time:.1?}, {} queries", db.take_events().len());
    };
    let multiply = |_| "arith.mulf";
    compile("cold", source(count, multiply, "first"));
    compile("nothing changed", source(count, multiply, "first"));
    compile("comments changed", source(count, multiply, "second"));
    compile(
        "one function changed",
        source(
            count,
            |index| {
                if index == count / 2 {
                    "arith.divf"
                } else {
                    "arith.mulf"
                }
            },
            "second",
        ),
    );
}
