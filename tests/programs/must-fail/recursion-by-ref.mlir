// A function that applies a reference to itself.
//
// CHECK-ERROR: func.call
// CHECK-CALL-ARGS: grad --entry f --inputs [1.0]

func.func @f(%x: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %stop = arith.cmpf ole, %x, %one : f64
  %r = scf.if %stop -> (f64) {
    scf.yield %one : f64
  } else {
    %self = functional.ref @f : !functional.fn<(f64) -> f64>
    %y = arith.subf %x, %one : f64
    %rest = functional.apply %self(%y) : !functional.fn<(f64) -> f64>
    %p = arith.mulf %x, %rest : f64
    scf.yield %p : f64
  }
  return %r : f64
}
