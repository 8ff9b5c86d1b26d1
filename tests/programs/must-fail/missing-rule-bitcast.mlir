// An op without a derivative: the bits of an active float.
//
// CHECK-ERROR: arith.bitcast
// CHECK-CALL-ARGS: grad --entry f --inputs [1.0]

func.func @f(%x: f64) -> f64 {
  %bits = arith.bitcast %x : f64 to i64
  %one = arith.constant 1 : i64
  %next = arith.addi %bits, %one : i64
  %y = arith.bitcast %next : i64 to f64
  %r = arith.mulf %x, %y : f64
  return %r : f64
}
