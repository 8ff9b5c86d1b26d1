// A function over any type: every type must be known.
//
// CHECK-ERROR: no argument of '!functional.fn<(none) -> none>' is differentiable; the operator needs one that holds a float
// CHECK-CALL-ARGS: grad --entry f --inputs [1.0]

func.func private @same(%x: none) -> none {
  return %x : none
}

func.func @f(%x: f64) -> f64 {
  %same = functional.ref @same : !functional.fn<(none) -> none>
  %g = functional.grad %same : !functional.fn<(none) -> none>
  %r = functional.apply %g(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}
