// A function that applies a reference to itself, to an ever larger closure: an error, not a hang.
//
// CHECK-ERROR: functional.lambda
// CHECK-CALL-ARGS: grad --entry f --inputs [1.0]

func.func private @loop(%k: !functional.fn<(f64) -> f64>, %x: f64) -> f64 {
  %loop = functional.ref @loop : !functional.fn<(!functional.fn<(f64) -> f64>, f64) -> f64>
  %again = functional.partial %loop(%k) : !functional.fn<(!functional.fn<(f64) -> f64>, f64) -> f64>
  %y = functional.apply %loop(%again, %x) : !functional.fn<(!functional.fn<(f64) -> f64>, f64) -> f64>
  return %y : f64
}

func.func @f(%x: f64) -> f64 {
  %id = functional.lambda (%y: f64) -> f64 {
    functional.return %y : f64
  }
  %r = func.call @loop(%id, %x) : (!functional.fn<(f64) -> f64>, f64) -> f64
  return %r : f64
}
