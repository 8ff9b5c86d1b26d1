// A loop whose trips depend on the data.
//
// CHECK-ERROR: scf.while
// CHECK-CALL-ARGS: grad --entry f --inputs [1.0]

func.func @f(%x: f64) -> f64 {
  %hundred = arith.constant 100.0 : f64
  %two = arith.constant 2.0 : f64
  %r = scf.while (%a = %x) : (f64) -> f64 {
    %more = arith.cmpf olt, %a, %hundred : f64
    scf.condition(%more) %a : f64
  } do {
  ^bb0(%a: f64):
    %b = arith.mulf %a, %two : f64
    scf.yield %b : f64
  }
  return %r : f64
}
