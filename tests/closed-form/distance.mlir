// The distance of two points in the plane.
//
// GRAD: wrt = [0, 1, 2, 3]
// SAMPLE: [1.0, 2.0, 4.0, 6.0]
// SAMPLE: [0.5, -1.0, 0.25, 2.0]

func.func @f(%x0: f64, %y0: f64, %x1: f64, %y1: f64) -> f64 {
  %dx = arith.subf %x1, %x0 : f64
  %dy = arith.subf %y1, %y0 : f64
  %0 = arith.mulf %dx, %dx : f64
  %1 = arith.mulf %dy, %dy : f64
  %2 = arith.addf %0, %1 : f64
  %3 = math.sqrt %2 : f64
  return %3 : f64
}

func.func @hand(%x0: f64, %y0: f64, %x1: f64, %y1: f64) -> (f64, f64, f64, f64) {
  %one = arith.constant 1.0 : f64
  %dx = arith.subf %x1, %x0 : f64
  %dy = arith.subf %y1, %y0 : f64
  %0 = arith.mulf %dx, %dx : f64
  %1 = arith.mulf %dy, %dy : f64
  %2 = arith.addf %0, %1 : f64
  %3 = math.sqrt %2 : f64
  %r = arith.divf %one, %3 : f64
  %gx = arith.mulf %dx, %r : f64
  %gy = arith.mulf %dy, %r : f64
  %4 = arith.negf %gx : f64
  %5 = arith.negf %gy : f64
  return %4, %5, %gx, %gy : f64, f64, f64, f64
}
