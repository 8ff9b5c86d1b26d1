// functional.grad of a function whose result is a tuple: refused when the file is read.
//
// CHECK-ERROR: expects a function whose result is a scalar float, found 'tuple<f64, f64>'; use vjp or jvp
// CHECK-CALL-ARGS: grad --entry f --inputs [1.0]

func.func @f(%x: f64) -> f64 {
  %pair = functional.lambda (%y: f64) -> tuple<f64, f64> {
    %t = functional.tuple %y, %x : f64, f64
    functional.return %t : tuple<f64, f64>
  }
  %g = functional.grad %pair : !functional.fn<(f64) -> tuple<f64, f64>>
  %r = functional.apply %g(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}
