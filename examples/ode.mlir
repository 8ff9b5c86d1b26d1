// Hunters and prey: four rates of the equations of Lotka and Volterra, by what was counted.
//
//   x' = a·x - b·x·y      y' = c·x·y - d·y
//
// `@step` is the classical method of Runge and Kutta for any field, which it takes as a function; `@loss` goes from the first count to the others, ten steps
// between two of them, and compares.
//
// CHECK-GRADIENT: {"entry": "loss", "inputs": [[1.1, 0.4, 0.1, 0.4], [[10, 5], [6, 9], [2, 6], [2.5, 3]]], "wrt": [0]}

!state = tensor<2xf64>
!field = !functional.fn<(tensor<2xf64>) -> tensor<2xf64>>

// y + t·k.
func.func private @along(%y: !state, %t: f64, %k: !state) -> !state {
  %r = nd.map (%a in %y : !state, %b in %k : !state) -> !state {
    %d = arith.mulf %t, %b : f64
    %s = arith.addf %a, %d : f64
    nd.yield %s : f64
  }
  return %r : !state
}

func.func private @step(%field: !field, %t: f64, %y: !state) -> !state {
  %two = arith.constant 2.0 : f64
  %half = arith.constant 0.5 : f64
  %sixth = arith.constant 0.16666666666666666 : f64
  %th = arith.mulf %t, %half : f64
  %t6 = arith.mulf %t, %sixth : f64
  %k1 = functional.apply %field(%y) : !field
  %y1 = func.call @along(%y, %th, %k1) : (!state, f64, !state) -> !state
  %k2 = functional.apply %field(%y1) : !field
  %y2 = func.call @along(%y, %th, %k2) : (!state, f64, !state) -> !state
  %k3 = functional.apply %field(%y2) : !field
  %y3 = func.call @along(%y, %t, %k3) : (!state, f64, !state) -> !state
  %k4 = functional.apply %field(%y3) : !field
  %k12 = func.call @along(%k1, %two, %k2) : (!state, f64, !state) -> !state
  %k123 = func.call @along(%k12, %two, %k3) : (!state, f64, !state) -> !state
  %all = arith.addf %k123, %k4 : !state
  %r = func.call @along(%y, %t6, %all) : (!state, f64, !state) -> !state
  return %r : !state
}

func.func @loss(%rates: tensor<4xf64>, %counts: tensor<?x2xf64>) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c3 = arith.constant 3 : index
  %c10 = arith.constant 10 : index
  %zero = arith.constant 0.0 : f64
  %t = arith.constant 0.1 : f64
  %field = functional.lambda (%y: !state) -> !state {
    %a = tensor.extract %rates[%c0] : tensor<4xf64>
    %b = tensor.extract %rates[%c1] : tensor<4xf64>
    %c = tensor.extract %rates[%c2] : tensor<4xf64>
    %d = tensor.extract %rates[%c3] : tensor<4xf64>
    %prey = tensor.extract %y[%c0] : !state
    %hunters = tensor.extract %y[%c1] : !state
    %both = arith.mulf %prey, %hunters : f64
    %born = arith.mulf %a, %prey : f64
    %eaten = arith.mulf %b, %both : f64
    %fed = arith.mulf %c, %both : f64
    %starved = arith.mulf %d, %hunters : f64
    %dx = arith.subf %born, %eaten : f64
    %dy = arith.subf %fed, %starved : f64
    %r = tensor.from_elements %dx, %dy : !state
    functional.return %r : !state
  }
  %n = tensor.dim %counts, %c0 : tensor<?x2xf64>
  %first = tensor.extract_slice %counts[0, 0] [1, 2] [1, 1] : tensor<?x2xf64> to !state
  %end:2 = scf.for %i = %c1 to %n step %c1 iter_args(%y = %first, %sum = %zero) -> (!state, f64) {
    %there = scf.for %j = %c0 to %c10 step %c1 iter_args(%z = %y) -> (!state) {
      %next = func.call @step(%field, %t, %z) : (!field, f64, !state) -> !state
      scf.yield %next : !state
    }
    %truth = tensor.extract_slice %counts[%i, 0] [1, 2] [1, 1] : tensor<?x2xf64> to !state
    %d = arith.subf %there, %truth : !state
    %e = nd.contract "i,i->" %d, %d : (!state, !state) -> f64
    %more = arith.addf %sum, %e : f64
    scf.yield %there, %more : !state, f64
  }
  return %end#1 : f64
}
