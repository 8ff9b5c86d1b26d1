// A function without a body, by reference.
//
// CHECK-ERROR: ext
// CHECK-CALL-ARGS: grad --entry f --inputs [1.0]

func.func private @ext(f64) -> f64

func.func @f(%x: f64) -> f64 {
  %ext = functional.ref @ext : !functional.fn<(f64) -> f64>
  %r = functional.apply %ext(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}
