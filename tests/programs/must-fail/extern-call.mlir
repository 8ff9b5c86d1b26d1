// A call of a function that has no body.
//
// CHECK-ERROR: the derivative of a call to the external function @ext is unknown (func.call); give the function a body, or a rule
// CHECK-CALL-ARGS: grad --entry f --inputs [1.0]

func.func private @ext(f64) -> f64

func.func @f(%x: f64) -> f64 {
  %r = func.call @ext(%x) : (f64) -> f64
  return %r : f64
}
