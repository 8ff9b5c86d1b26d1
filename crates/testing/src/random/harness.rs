//! What is asked of a program: its value, and its derivatives in every mode.

use super::generator::F2;

/// Arguments and directions: x, y, u, v.
pub const POINTS: [[f64; 4]; 2] = [[0.43, 1.21, 0.8, -0.55], [-0.87, 0.39, -0.3, 0.7]];

/// A program with every symbol prefixed, and functions that ask for the derivatives of its `@f`, which is then
/// `@<prefix>f`. For order 1 or more:
///
/// - `grad`: `(x, y)` to the gradient;
/// - `jvp`: `(x, y, u, v)` to the derivative along `(u, v)`.
///
/// For order 2, `fr`, `rf` and `rr`: `(x, y, u, v)` to the Hessian times `(u, v)`, forward over reverse and so on; and
/// `ff`, to that times `(u, v)`.
pub fn harness(program: &str, prefix: &str, order: usize) -> String {
    let asked = [FIRST, SECOND][..order.min(2)].concat();
    let asked = asked
        .replace("{F2}", F2)
        .replace("{F4}", F4)
        .replace("{G}", G)
        .replace("{TO4}", TO4)
        .replace("{TO2}", TO2);
    format!("{program}\n{asked}").replace('@', &format!("@{prefix}"))
}

const F4: &str = "!functional.fn<(f64, f64, f64, f64) -> f64>";
const G: &str = "!functional.fn<(f64, f64) -> (f64, f64)>";
const TO4: &str = "!functional.fn<(f64, f64, f64, f64) -> (f64, f64, f64, f64)>";
const TO2: &str = "!functional.fn<(f64, f64, f64, f64) -> (f64, f64)>";

const FIRST: &str = "func.func @grad(%x: f64, %y: f64) -> (f64, f64) {
  %f = functional.ref @f : {F2}
  %g = functional.grad %f : {F2}
  %r:2 = functional.apply %g(%x, %y) : {G}
  return %r#0, %r#1 : f64, f64
}
func.func @jvp(%x: f64, %y: f64, %u: f64, %v: f64) -> f64 {
  %f = functional.ref @f : {F2}
  %g = functional.jvp %f : {F2}
  %r:2 = functional.apply %g(%x, %y, %u, %v) : {TO2}
  return %r#1 : f64
}
";

const SECOND: &str = "func.func @fr(%x: f64, %y: f64, %u: f64, %v: f64) -> (f64, f64) {
  %f = functional.ref @grad : {G}
  %g = functional.jvp %f : {G}
  %r:4 = functional.apply %g(%x, %y, %u, %v) : {TO4}
  return %r#2, %r#3 : f64, f64
}
func.func @rf(%x: f64, %y: f64, %u: f64, %v: f64) -> (f64, f64) {
  %f = functional.ref @jvp : {F4}
  %g = functional.grad %f wrt [0, 1] : {F4}
  %r:2 = functional.apply %g(%x, %y, %u, %v) : {TO2}
  return %r#0, %r#1 : f64, f64
}
func.func @along(%x: f64, %y: f64, %u: f64, %v: f64) -> f64 {
  %g:2 = func.call @grad(%x, %y) : (f64, f64) -> (f64, f64)
  %a = arith.mulf %g#0, %u : f64
  %b = arith.mulf %g#1, %v : f64
  %r = arith.addf %a, %b : f64
  return %r : f64
}
func.func @rr(%x: f64, %y: f64, %u: f64, %v: f64) -> (f64, f64) {
  %f = functional.ref @along : {F4}
  %g = functional.grad %f wrt [0, 1] : {F4}
  %r:2 = functional.apply %g(%x, %y, %u, %v) : {TO2}
  return %r#0, %r#1 : f64, f64
}
func.func @ff(%x: f64, %y: f64, %u: f64, %v: f64) -> f64 {
  %d = functional.lambda (%a: f64, %b: f64) -> f64 {
    %t = func.call @jvp(%a, %b, %u, %v) : (f64, f64, f64, f64) -> f64
    functional.return %t : f64
  }
  %g = functional.jvp %d : {F2}
  %r:2 = functional.apply %g(%x, %y, %u, %v) : {TO2}
  return %r#1 : f64
}
";
