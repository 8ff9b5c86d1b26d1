// The function of a map is recursive.

!v = tensor<3xf64>
func.func @power(%a: f64, %n: i64) -> f64 {
  %c0 = arith.constant 0 : i64
  %c1 = arith.constant 1 : i64
  %done = arith.cmpi eq, %n, %c0 : i64
  %r = scf.if %done -> f64 {
    %one = arith.constant 1.0 : f64
    scf.yield %one : f64
  } else {
    %m = arith.subi %n, %c1 : i64
    %p = func.call @power(%a, %m) : (f64, i64) -> f64
    %q = arith.mulf %p, %a : f64
    scf.yield %q : f64
  }
  return %r : f64
}
func.func @f(%x: !v, %n: tensor<3xi64>) -> !v {
  %r = nd.map (%a in %x : !v, %k in %n : tensor<3xi64>) -> !v {
    %p = func.call @power(%a, %k) : (f64, i64) -> f64
    nd.yield %p : f64
  }
  return %r : !v
}
