// A function value that leaves the module.
//
// CHECK-ERROR: calls @ext, which is declared without a body
// CHECK-CALL-ARGS: run --entry f --inputs [1.0]

!g = !functional.fn<(f64) -> f64>
func.func private @ext(!g, f64) -> f64

func.func @f(%x: f64) -> f64 {
  %g = functional.lambda (%y: f64) -> f64 {
    %s = arith.mulf %x, %y : f64
    functional.return %s : f64
  }
  %r = func.call @ext(%g, %x) : (!g, f64) -> f64
  return %r : f64
}
