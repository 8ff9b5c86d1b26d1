// Partial applications that bind active values, carried by a loop, and the gradient of one in each trip:
// h(a, b, z) = a·z + b; v ← h(y, x, ·)(v) three times, f(x, y) = v·(h(y, v, ·))′(x).
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.7, 1.3], "results": [5.630170000000001]}

!g = !functional.fn<(f64) -> f64>
func.func private @h(%a: f64, %b: f64, %z: f64) -> f64 {
  %az = arith.mulf %a, %z : f64
  %r = arith.addf %az, %b : f64
  return %r : f64
}

func.func @f(%x: f64, %y: f64) -> f64 {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %three = arith.constant 3 : index
  %h = functional.ref @h : !functional.fn<(f64, f64, f64) -> f64>
  %hy = functional.partial %h(%y) : !functional.fn<(f64, f64, f64) -> f64>
  %first = functional.partial %hy(%x) : !functional.fn<(f64, f64) -> f64>
  %v, %g = scf.for %i = %zero to %three step %one iter_args(%w = %x, %k = %first) -> (f64, !g) {
    %next = functional.partial %hy(%x) : !functional.fn<(f64, f64) -> f64>
    %u = functional.apply %k(%w) : !g
    scf.yield %u, %next : f64, !g
  }
  %d = functional.grad %g : !g
  %slope = functional.apply %d(%x) : !g
  %r = arith.mulf %v, %slope : f64
  return %r : f64
}
