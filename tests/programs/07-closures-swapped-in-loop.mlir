// Two closures that a loop carries and swaps: (p, q, v) ← (q, p, p(v)) three times from (λy. a·y, λy. a + sin y, x);
// f(x, a) = p(v)·q(x).
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.7, 1.3], "results": [1.5584090410979243]}

!g = !functional.fn<(f64) -> f64>
func.func @f(%x: f64, %a: f64) -> f64 {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %three = arith.constant 3 : index
  %scale = functional.lambda (%y: f64) -> f64 {
    %r = arith.mulf %a, %y : f64
    functional.return %r : f64
  }
  %wave = functional.lambda (%y: f64) -> f64 {
    %s = math.sin %y : f64
    %r = arith.addf %a, %s : f64
    functional.return %r : f64
  }
  %p, %q, %v = scf.for %i = %zero to %three step %one iter_args(%g = %scale, %h = %wave, %w = %x) -> (!g, !g, f64) {
    %next = functional.apply %g(%w) : !g
    scf.yield %h, %g, %next : !g, !g, f64
  }
  %s = functional.apply %p(%v) : !g
  %t = functional.apply %q(%x) : !g
  %r = arith.mulf %s, %t : f64
  return %r : f64
}
