// max(x, 0): a branch chooses between two closures.
//
// GRAD: wrt = [0]
// SAMPLE: [1.3]
// SAMPLE: [-0.7]

func.func @f(%x: f64) -> f64 {
  %zero = arith.constant 0.0 : f64
  %positive = arith.cmpf ogt, %x, %zero : f64
  %choice = scf.if %positive -> (!functional.fn<() -> f64>) {
    %same = functional.lambda () -> f64 {
      functional.return %x : f64
    }
    scf.yield %same : !functional.fn<() -> f64>
  } else {
    %none = functional.lambda () -> f64 {
      functional.return %zero : f64
    }
    scf.yield %none : !functional.fn<() -> f64>
  }
  %r = functional.apply %choice() : !functional.fn<() -> f64>
  return %r : f64
}

func.func @hand(%x: f64) -> f64 {
  %zero = arith.constant 0.0 : f64
  %one = arith.constant 1.0 : f64
  %0 = arith.cmpf ogt, %x, %zero : f64
  %1 = arith.select %0, %one, %zero : f64
  return %1 : f64
}
