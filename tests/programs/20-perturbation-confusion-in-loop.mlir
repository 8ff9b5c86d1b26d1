// Nested derivatives in a loop: v ← v·D(λy. v + y)(1) three times from x, and f(x) = v·D(λy. v·y)(1) = x².
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [4.0], "results": [16.0]}

!g = !functional.fn<(f64) -> f64>
func.func @f(%x: f64) -> f64 {
  %zero = arith.constant 0 : index
  %step = arith.constant 1 : index
  %three = arith.constant 3 : index
  %one = arith.constant 1.0 : f64
  %v = scf.for %i = %zero to %three step %step iter_args(%w = %x) -> (f64) {
    %plus = functional.lambda (%y: f64) -> f64 {
      %s = arith.addf %w, %y : f64
      functional.return %s : f64
    }
    %d = functional.grad %plus : !g
    %s = functional.apply %d(%one) : !g
    %u = arith.mulf %w, %s : f64
    scf.yield %u : f64
  }
  %times = functional.lambda (%y: f64) -> f64 {
    %s = arith.mulf %v, %y : f64
    functional.return %s : f64
  }
  %d = functional.grad %times : !g
  %s = functional.apply %d(%one) : !g
  %r = arith.mulf %v, %s : f64
  return %r : f64
}
