// A rule that is not of the type of a derivative.
//
// CHECK-ERROR: refers to @rule of type '(f64) -> f64', but the rule has type '(f64) -> (f64, !functional.fn<(f64) -> f64>)'
// CHECK-CALL-ARGS: grad --entry f --inputs [1.0]

func.func private @rule(%x: f64) -> f64 {
  return %x : f64
}

func.func @f(%x: f64) -> f64 attributes {functional.custom_vjp = @rule} {
  %r = math.sin %x : f64
  return %r : f64
}
