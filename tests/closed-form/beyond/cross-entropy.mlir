// Cross-entropy of two logits with weights p and q: −p·(x − l) − q·(y − l), l = log(exp x + exp y).
//
// GRAD: wrt = [0, 1]
// SAMPLE: [1.3, 0.5, 0.75, 0.25]
// SAMPLE: [-0.5, 2.0, 0.125, 0.875]

func.func @f(%x: f64, %y: f64, %p: f64, %q: f64) -> f64 {
  %0 = math.exp %x : f64
  %1 = math.exp %y : f64
  %2 = arith.addf %0, %1 : f64
  %l = math.log %2 : f64
  %3 = arith.addf %p, %q : f64
  %4 = arith.mulf %l, %3 : f64
  %5 = arith.mulf %p, %x : f64
  %6 = arith.mulf %q, %y : f64
  %7 = arith.addf %5, %6 : f64
  %8 = arith.subf %4, %7 : f64
  return %8 : f64
}

func.func @hand(%x: f64, %y: f64, %p: f64, %q: f64) -> (f64, f64) {
  %a = math.exp %x : f64
  %b = math.exp %y : f64
  %0 = arith.addf %p, %q : f64
  %1 = arith.addf %a, %b : f64
  %w = arith.divf %0, %1 : f64
  %2 = arith.mulf %a, %w : f64
  %3 = arith.subf %2, %p : f64
  %4 = arith.mulf %b, %w : f64
  %5 = arith.subf %4, %q : f64
  return %3, %5 : f64, f64
}
