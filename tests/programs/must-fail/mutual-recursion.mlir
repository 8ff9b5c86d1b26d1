// Two functions that call each other.
//
// CHECK-ERROR: func.call
// CHECK-CALL-ARGS: grad --entry f --inputs [1.0]

func.func @f(%x: f64) -> f64 {
  %r = func.call @g(%x) : (f64) -> f64
  return %r : f64
}

func.func @g(%x: f64) -> f64 {
  %zero = arith.constant 0.0 : f64
  %half = arith.constant 0.5 : f64
  %stop = arith.cmpf ole, %x, %zero : f64
  %r = scf.if %stop -> (f64) {
    scf.yield %x : f64
  } else {
    %y = arith.subf %x, %half : f64
    %s = func.call @f(%y) : (f64) -> f64
    scf.yield %s : f64
  }
  return %r : f64
}
