// Two steps of a neural ordinary differential equation, and the loss of where they end.
//
// `@step` is the midpoint rule for any vector field, which it takes as a function; `@loss` makes the field, a layer of two
// neurons, as a closure over its parameters, and steps twice. `@sensitivity` is the derivative of the end with respect to the
// start along a direction, forward; `@adjoint` the gradient of the loss with respect to the parameters, in reverse.
//
// CHECK-CALL: {"entry": "loss", "command": "run", "inputs": [0.5, 1.5, -0.25, 0.75, 1.0], "results": [0.1776154325842025]}
// CHECK-CALL: {"entry": "loss", "command": "grad", "mode": "reverse", "inputs": [0.5, 1.5, -0.25, 0.75, 1.0], "value": [0.1776154325842025], "gradients": [-0.3064225692273659, -0.05677107991410997, -0.19436590448355667, -0.7781889647116084, 0.8428889193344578]}
// CHECK-CALL: {"entry": "loss", "command": "grad", "mode": "forward", "inputs": [0.5, 1.5, -0.25, 0.75, 1.0], "value": [0.1776154325842025], "gradients": [-0.3064225692273659, -0.05677107991410997, -0.19436590448355667, -0.7781889647116084, 0.8428889193344578]}
// CHECK-CALL: {"entry": "adjoint", "command": "run", "inputs": [0.5, 1.5, -0.25, 0.75, 1.0], "results": [-0.3064225692273659, -0.05677107991410997, -0.19436590448355667]}
// CHECK-CALL: {"entry": "sensitivity", "command": "run", "inputs": [0.5, 1.5, -0.25, 0.75], "results": [0.9232402358854875]}

// y + h·k(y + h/2·k(y)) for the field k.
func.func private @step(%field: !functional.fn<(f64) -> f64>, %h: f64, %y: f64) -> f64 {
  %half = arith.constant 0.5 : f64
  %k1 = functional.apply %field(%y) : !functional.fn<(f64) -> f64>
  %hh = arith.mulf %half, %h : f64
  %d1 = arith.mulf %hh, %k1 : f64
  %mid = arith.addf %y, %d1 : f64
  %k2 = functional.apply %field(%mid) : !functional.fn<(f64) -> f64>
  %d2 = arith.mulf %h, %k2 : f64
  %next = arith.addf %y, %d2 : f64
  return %next : f64
}

// Where two steps of 1/4 lead from y under the field a·tanh(b·y) + tanh(c − y).
func.func private @flow(%a: f64, %b: f64, %c: f64, %y: f64) -> f64 {
  %field = functional.lambda (%z: f64) -> f64 {
    %bz = arith.mulf %b, %z : f64
    %t = math.tanh %bz : f64
    %at = arith.mulf %a, %t : f64
    %d = arith.subf %c, %z : f64
    %u = math.tanh %d : f64
    %s = arith.addf %at, %u : f64
    functional.return %s : f64
  }
  %h = arith.constant 0.25 : f64
  %step = functional.ref @step : !functional.fn<(!functional.fn<(f64) -> f64>, f64, f64) -> f64>
  %advance = functional.partial %step(%field, %h) : !functional.fn<(!functional.fn<(f64) -> f64>, f64, f64) -> f64>
  %y1 = functional.apply %advance(%y) : !functional.fn<(f64) -> f64>
  %y2 = functional.apply %advance(%y1) : !functional.fn<(f64) -> f64>
  return %y2 : f64
}

func.func @loss(%a: f64, %b: f64, %c: f64, %y: f64, %target: f64) -> f64 {
  %end = func.call @flow(%a, %b, %c, %y) : (f64, f64, f64, f64) -> f64
  %d = arith.subf %end, %target : f64
  %dd = arith.mulf %d, %d : f64
  return %dd : f64
}

func.func @sensitivity(%a: f64, %b: f64, %c: f64, %y: f64) -> f64 {
  %flow = functional.ref @flow : !functional.fn<(f64, f64, f64, f64) -> f64>
  %from = functional.partial %flow(%a, %b, %c) : !functional.fn<(f64, f64, f64, f64) -> f64>
  %forward = functional.jvp %from : !functional.fn<(f64) -> f64>
  %one = arith.constant 1.0 : f64
  %end_and_tangent:2 = functional.apply %forward(%y, %one) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %end_and_tangent#1 : f64
}

func.func @adjoint(%a: f64, %b: f64, %c: f64, %y: f64, %target: f64) -> (f64, f64, f64) {
  %loss = functional.ref @loss : !functional.fn<(f64, f64, f64, f64, f64) -> f64>
  %gradient = functional.grad %loss wrt [0, 1, 2] : !functional.fn<(f64, f64, f64, f64, f64) -> f64>
  %g:3 = functional.apply %gradient(%a, %b, %c, %y, %target) : !functional.fn<(f64, f64, f64, f64, f64) -> (f64, f64, f64)>
  return %g#0, %g#1, %g#2 : f64, f64, f64
}
