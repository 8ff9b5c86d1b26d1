// A function that needs its own derivative.
//
// CHECK-ERROR: 'functional.grad' differentiates @f, which is recursive through this derivative
// CHECK-CALL-ARGS: run --entry f --inputs [1.0]

!g = !functional.fn<(f64) -> f64>
func.func @f(%x: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %stop = arith.cmpf ole, %x, %one : f64
  %r = scf.if %stop -> (f64) {
    scf.yield %x : f64
  } else {
    %y = arith.subf %x, %one : f64
    %f = functional.ref @f : !g
    %d = functional.grad %f : !g
    %v = functional.apply %d(%y) : !g
    scf.yield %v : f64
  }
  return %r : f64
}
