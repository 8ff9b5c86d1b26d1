// A function whose derivative is taken by what it calls.
//
// CHECK-ERROR: 'functional.grad' differentiates @f, which is recursive through this derivative
// CHECK-CALL-ARGS: run --entry f --inputs [2.5]

!g = !functional.fn<(f64) -> f64>
func.func @f(%x: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %stop = arith.cmpf ole, %x, %one : f64
  %r = scf.if %stop -> (f64) {
    scf.yield %x : f64
  } else {
    %y = func.call @slope(%x) : (f64) -> f64
    scf.yield %y : f64
  }
  return %r : f64
}

func.func @slope(%x: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %f = functional.ref @f : !g
  %d = functional.grad %f : !g
  %y = arith.subf %x, %one : f64
  %r = functional.apply %d(%y) : !g
  return %r : f64
}
