// Two closures that call each other and capture active values:
// ev(n) = n = 0 ? x : sin(od(n − 1)), od(n) = n = 0 ? y : x·ev(n − 1), f(x, y) = ev(4)·od(3).
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.7, 1.3], "results": [0.10657699344835331]}

!g = !functional.fn<(i32) -> f64>
func.func @f(%x: f64, %y: f64) -> f64 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %ev, %od = functional.letrec (%e: !g, %o: !g) {
    %even = functional.lambda (%n: i32) -> f64 {
      %stop = arith.cmpi eq, %n, %zero : i32
      %r = scf.if %stop -> (f64) {
        scf.yield %x : f64
      } else {
        %m = arith.subi %n, %one : i32
        %s = functional.apply %o(%m) : !g
        %u = math.sin %s : f64
        scf.yield %u : f64
      }
      functional.return %r : f64
    }
    %odd = functional.lambda (%n: i32) -> f64 {
      %stop = arith.cmpi eq, %n, %zero : i32
      %r = scf.if %stop -> (f64) {
        scf.yield %y : f64
      } else {
        %m = arith.subi %n, %one : i32
        %s = functional.apply %e(%m) : !g
        %u = arith.mulf %x, %s : f64
        scf.yield %u : f64
      }
      functional.return %r : f64
    }
    functional.return %even, %odd : !g, !g
  }
  %four = arith.constant 4 : i32
  %three = arith.constant 3 : i32
  %a = functional.apply %ev(%four) : !g
  %b = functional.apply %od(%three) : !g
  %r = arith.mulf %a, %b : f64
  return %r : f64
}
