// The determinant of a 3×3 matrix by its first row; the gradient is the cofactor matrix.
//
// GRAD: wrt = [0, 1, 2, 3, 4, 5, 6, 7, 8]
// SAMPLE: [1.0, 2.0, 3.0, 0.5, -1.0, 4.0, 2.0, 0.25, 3.0]

func.func @f(%a: f64, %b: f64, %c: f64, %d: f64, %e: f64, %f: f64, %g: f64, %h: f64, %i: f64) -> f64 {
  %0 = arith.mulf %e, %i : f64
  %1 = arith.mulf %f, %h : f64
  %2 = arith.subf %0, %1 : f64
  %3 = arith.mulf %a, %2 : f64
  %4 = arith.mulf %d, %i : f64
  %5 = arith.mulf %f, %g : f64
  %6 = arith.subf %4, %5 : f64
  %7 = arith.mulf %b, %6 : f64
  %8 = arith.subf %3, %7 : f64
  %9 = arith.mulf %d, %h : f64
  %10 = arith.mulf %e, %g : f64
  %11 = arith.subf %9, %10 : f64
  %12 = arith.mulf %c, %11 : f64
  %13 = arith.addf %8, %12 : f64
  return %13 : f64
}

func.func @hand(%a: f64, %b: f64, %c: f64, %d: f64, %e: f64, %f: f64, %g: f64, %h: f64, %i: f64) -> (f64, f64, f64, f64, f64, f64, f64, f64, f64) {
  %0 = arith.mulf %e, %i : f64
  %1 = arith.mulf %f, %h : f64
  %2 = arith.subf %0, %1 : f64
  %3 = arith.mulf %f, %g : f64
  %4 = arith.mulf %d, %i : f64
  %5 = arith.subf %3, %4 : f64
  %6 = arith.mulf %d, %h : f64
  %7 = arith.mulf %e, %g : f64
  %8 = arith.subf %6, %7 : f64
  %9 = arith.mulf %c, %h : f64
  %10 = arith.mulf %b, %i : f64
  %11 = arith.subf %9, %10 : f64
  %12 = arith.mulf %a, %i : f64
  %13 = arith.mulf %c, %g : f64
  %14 = arith.subf %12, %13 : f64
  %15 = arith.mulf %b, %g : f64
  %16 = arith.mulf %a, %h : f64
  %17 = arith.subf %15, %16 : f64
  %18 = arith.mulf %b, %f : f64
  %19 = arith.mulf %c, %e : f64
  %20 = arith.subf %18, %19 : f64
  %21 = arith.mulf %c, %d : f64
  %22 = arith.mulf %a, %f : f64
  %23 = arith.subf %21, %22 : f64
  %24 = arith.mulf %a, %e : f64
  %25 = arith.mulf %b, %d : f64
  %26 = arith.subf %24, %25 : f64
  return %2, %5, %8, %11, %14, %17, %20, %23, %26 : f64, f64, f64, f64, f64, f64, f64, f64, f64
}
