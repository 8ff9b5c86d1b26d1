//! What a database that lives long holds on to.

use crate::session::{GRAD, big};
use pullback_db::{Live, OptLevel, Request};

/// Megabytes that this process has in memory.
fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/statm").expect("this is Linux");
    let pages = status.split(' ').nth(1).and_then(|text| text.parse().ok());
    let pages: f64 = pages.expect("the second number is that of resident pages");
    pages * 4096.0 / (1 << 20) as f64
}

/// Edits of a constant, of a comment, and of a signature that comes and goes; how many megabytes more there are after each
/// part of them.
fn growth(edits: usize, parts: usize) -> Vec<f64> {
    let mut live = Live::new(None).expect("this machine runs code");
    let mut sizes = vec![];
    for edit in 0..edits {
        let (more, ty) = match edit % 3 {
            0 => (", %x", ", f64"),
            _ => ("", ""),
        };
        let parameter = if more.is_empty() { "" } else { ", %y: f64" };
        let text = format!(
            "// Edit {edit}.
func.func private @leaf(%x: f64{parameter}) -> f64 {{
  %k = arith.constant {edit}.5 : f64
  %s = arith.mulf %x, %k : f64
  %r = math.sin %s : f64
  return %r : f64
}}
func.func @main(%x: f64) -> f64 {{
  %l = func.call @leaf(%x{more}) : (f64{ty}) -> f64
  %b = func.call @big(%l) : (f64) -> f64
  %r = arith.mulf %b, %l : f64
  return %r : f64
}}
{}",
            big("big", "math.sin %x")
        );
        let file = live.database_mut().set_file("main.mlir", text);
        let request = Request {
            opt_level: OptLevel::O0,
            ..Request::new(file, "main", GRAD)
        };
        live.update(&request).expect("it compiles");
        let f = live.function().expect("the program is linked");
        f.call_values(&[0.5.into()]).expect("the input fits");
        if (edit + 1) % (edits / parts) == 0 {
            sizes.push(resident());
        }
    }
    sizes.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

#[test]
fn edits_do_not_fill_the_memory() {
    let growth = growth(240, 4);
    // A context holds on to what it has seen until it is renewed.
    assert!(growth.iter().all(|more| *more < 24.0), "{growth:?}");
}

#[test]
#[ignore = "takes minutes; prints what a table of 10,000 edits says"]
fn ten_thousand_edits_do_not_fill_the_memory() {
    let growth = growth(10_000, 10);
    println!("{growth:.1?}");
    let late: f64 = growth[4..].iter().sum();
    assert!(late < 64.0, "{growth:?}");
}
