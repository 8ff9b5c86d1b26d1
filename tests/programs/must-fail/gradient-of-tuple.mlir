// The gradient of a function whose result is a tuple, without a cotangent.
//
// CHECK-ERROR: the result of @f is tuple<f64, f64>, and a gradient needs a float; use vjp or jvp, or return a float
// CHECK-CALL-ARGS: grad --entry f --inputs [1.0]

func.func @f(%x: f64) -> tuple<f64, f64> {
  %r = functional.tuple %x, %x : f64, f64
  return %r : tuple<f64, f64>
}
