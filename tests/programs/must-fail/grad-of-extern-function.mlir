// The gradient of a function from outside of the module.
//
// CHECK-ERROR: functional.grad
// CHECK-ERROR: comes from @ext, which has no body here
// CHECK-CALL-ARGS: run --entry f --inputs [1.0]

!g = !functional.fn<(f64) -> f64>
func.func private @ext() -> !g

func.func @f(%x: f64) -> f64 {
  %g = func.call @ext() : () -> !g
  %d = functional.grad %g : !g
  %r = functional.apply %d(%x) : !g
  return %r : f64
}
