// order 1
// What a loop gives in the first region of another comes from outside alone: its cotangent was lost.
func.func @loop(%x: f64, %n: i64) -> f64 {
  %z = arith.constant 0 : i64
  %c1 = arith.constant 1 : index
  %o = arith.constant 1 : i64
  %w:2 = scf.while (%i = %z, %v = %x) : (i64, f64) -> (i64, f64) {
    %go = arith.cmpi slt, %i, %n : i64
    %m = arith.index_cast %n : i64 to index
    %r = scf.for %j = %c1 to %m step %c1 iter_args(%a = %x) -> (f64) {
      %k = math.sin %a : f64
      scf.yield %k : f64
    }
    scf.condition(%go) %i, %r : i64, f64
  } do {
  ^bb0(%i: i64, %v: f64):
    %j = arith.addi %i, %o : i64
    %s = math.sin %v : f64
    scf.yield %j, %s : i64, f64
  }
  return %w#1 : f64
}
func.func @f(%x: f64, %y: f64) -> f64 {
  %size = math.absf %y : f64
  %n = arith.fptosi %size : f64 to i64
  %p = arith.mulf %x, %y : f64
  %r = func.call @loop(%p, %n) : (f64, i64) -> f64
  return %r : f64
}
