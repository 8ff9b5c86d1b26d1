// A vector of the machine.
//
// CHECK-ERROR: vector.from_elements
// CHECK-CALL-ARGS: grad --entry f --inputs [1.0]

func.func @f(%x: f64) -> f64 {
  %two = arith.constant 2.0 : f64
  %big = arith.cmpf ogt, %x, %two : f64
  %index = arith.index_castui %big : i1 to index
  %y = arith.mulf %x, %two : f64
  %t = vector.from_elements %x, %y : vector<2xf64>
  %r = vector.extract %t[%index] : f64 from vector<2xf64>
  return %r : f64
}
