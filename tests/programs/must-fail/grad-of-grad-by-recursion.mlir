// A recursive function that takes the derivative of what it is given.
//
// CHECK-ERROR: functional.grad
// CHECK-ERROR: how often is known only when the program runs
// CHECK-CALL-ARGS: run --entry f --inputs [1.0,3]

!g = !functional.fn<(f64) -> f64>
func.func private @nth(%g: !g, %n: i32, %x: f64) -> f64 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %stop = arith.cmpi eq, %n, %zero : i32
  %r = scf.if %stop -> (f64) {
    %v = functional.apply %g(%x) : !g
    scf.yield %v : f64
  } else {
    %m = arith.subi %n, %one : i32
    %d = functional.grad %g : !g
    %v = func.call @nth(%d, %m, %x) : (!g, i32, f64) -> f64
    scf.yield %v : f64
  }
  return %r : f64
}

func.func @f(%x: f64, %n: i32) -> f64 {
  %sin = functional.lambda (%y: f64) -> f64 {
    %s = math.sin %y : f64
    functional.return %s : f64
  }
  %r = func.call @nth(%sin, %n, %x) : (!g, i32, f64) -> f64
  return %r : f64
}
