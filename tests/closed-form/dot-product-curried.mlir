// The inner product of plane vectors, curried, squared; with respect to the first.
//
// GRAD: wrt = [0, 1]
// SAMPLE: [1.0, 2.0, 0.5, -1.0]

func.func @f(%a: f64, %b: f64, %x: f64, %y: f64) -> f64 {
  %dot = functional.lambda (%p: f64, %q: f64) -> !functional.fn<(f64, f64) -> f64> {
    %with = functional.lambda (%s: f64, %t: f64) -> f64 {
      %ps = arith.mulf %p, %s : f64
      %qt = arith.mulf %q, %t : f64
      %sum = arith.addf %ps, %qt : f64
      functional.return %sum : f64
    }
    functional.return %with : !functional.fn<(f64, f64) -> f64>
  }
  %row = functional.apply %dot(%a, %b) : !functional.fn<(f64, f64) -> !functional.fn<(f64, f64) -> f64>>
  %s = functional.apply %row(%x, %y) : !functional.fn<(f64, f64) -> f64>
  %r = arith.mulf %s, %s : f64
  return %r : f64
}

func.func @hand(%a: f64, %b: f64, %x: f64, %y: f64) -> (f64, f64) {
  %0 = arith.mulf %a, %x : f64
  %1 = arith.mulf %b, %y : f64
  %s = arith.addf %0, %1 : f64
  %t = arith.addf %s, %s : f64
  %2 = arith.mulf %t, %x : f64
  %3 = arith.mulf %t, %y : f64
  return %2, %3 : f64, f64
}
