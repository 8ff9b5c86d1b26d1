// z = z^2 + c until |z|^2 > 4, at most 200 times, from z = c; then log(1 + |z|^2). One point of the plane.

func.func @f(%cr: f64, %ci: f64) -> f64 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %most = arith.constant 200 : i32
  %unit = arith.constant 1.0 : f64
  %two = arith.constant 2.0 : f64
  %four = arith.constant 4.0 : f64
  %z:3 = scf.while (%zr = %cr, %zi = %ci, %n = %zero) : (f64, f64, i32) -> (f64, f64, i32) {
    %rr = arith.mulf %zr, %zr : f64
    %ii = arith.mulf %zi, %zi : f64
    %size = arith.addf %rr, %ii : f64
    %near = arith.cmpf ole, %size, %four : f64
    %few = arith.cmpi slt, %n, %most : i32
    %go = arith.andi %few, %near : i1
    scf.condition(%go) %zr, %zi, %n : f64, f64, i32
  } do {
  ^bb0(%zr: f64, %zi: f64, %n: i32):
    %rr = arith.mulf %zr, %zr : f64
    %ii = arith.mulf %zi, %zi : f64
    %difference = arith.subf %rr, %ii : f64
    %re = arith.addf %difference, %cr : f64
    %double = arith.mulf %two, %zr : f64
    %ri = arith.mulf %double, %zi : f64
    %im = arith.addf %ri, %ci : f64
    %next = arith.addi %n, %one : i32
    scf.yield %re, %im, %next : f64, f64, i32
  }
  %rr = arith.mulf %z#0, %z#0 : f64
  %ii = arith.mulf %z#1, %z#1 : f64
  %s = arith.addf %unit, %rr : f64
  %t = arith.addf %s, %ii : f64
  %r = math.log %t : f64
  return %r : f64
}
