// functional.vjp of a function that returns a function: refused when the file is read.
//
// CHECK-ERROR: functional.vjp
// CHECK-CALL-ARGS: grad --entry f --inputs [1.0]

func.func @f(%x: f64) -> f64 {
  %curried = functional.lambda (%y: f64) -> !functional.fn<(f64) -> f64> {
    %inner = functional.lambda (%z: f64) -> f64 {
      %p = arith.mulf %y, %z : f64
      functional.return %p : f64
    }
    functional.return %inner : !functional.fn<(f64) -> f64>
  }
  %v = functional.vjp %curried : !functional.fn<(f64) -> !functional.fn<(f64) -> f64>>
  %r = arith.mulf %x, %x : f64
  return %r : f64
}
