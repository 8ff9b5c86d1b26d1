// The energy of an oscillator whose state is a tuple of a closure and a float.
//
// GRAD: wrt = [0, 1]
// SAMPLE: [1.3, 0.7, 2.0, 1.5]

func.func @f(%x: f64, %p: f64, %m: f64, %k: f64) -> f64 {
  %half = arith.constant 0.5 : f64
  %potential = functional.lambda (%q: f64) -> f64 {
    %qq = arith.mulf %q, %q : f64
    %kqq = arith.mulf %k, %qq : f64
    %v = arith.mulf %half, %kqq : f64
    functional.return %v : f64
  }
  %state = functional.tuple %potential, %p : !functional.fn<(f64) -> f64>, f64
  %v = functional.get %state[0] : tuple<!functional.fn<(f64) -> f64>, f64>
  %momentum = functional.get %state[1] : tuple<!functional.fn<(f64) -> f64>, f64>
  %pp = arith.mulf %momentum, %momentum : f64
  %two = arith.constant 2.0 : f64
  %mm = arith.mulf %two, %m : f64
  %kinetic = arith.divf %pp, %mm : f64
  %u = functional.apply %v(%x) : !functional.fn<(f64) -> f64>
  %r = arith.addf %kinetic, %u : f64
  return %r : f64
}

func.func @hand(%x: f64, %p: f64, %m: f64, %k: f64) -> (f64, f64) {
  %0 = arith.mulf %k, %x : f64
  %1 = arith.divf %p, %m : f64
  return %0, %1 : f64, f64
}
