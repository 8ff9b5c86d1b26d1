// The square root by Newton's iteration, differentiated by the implicit function theorem: where r(y, a) = 0,
// dy/da = -(dr/da) / (dr/dy). The rule is given once for the solver, in terms of the residual's own derivatives; the
// loop is not differentiated.
//
// CHECK-CALL: {"entry": "solve", "command": "run", "inputs": [3.0], "results": [1.7320508075688772]}
// CHECK-CALL: {"entry": "solve", "command": "grad", "mode": "reverse", "inputs": [3.0], "value": [1.7320508075688772], "gradients": [0.28867513459481287]}
// CHECK-CALL: {"entry": "solve", "command": "grad", "mode": "forward", "inputs": [3.0], "value": [1.7320508075688772], "gradients": [0.28867513459481287]}
// CHECK-CALL: {"entry": "solve", "command": "grad", "mode": "reverse", "order": 2, "inputs": [3.0], "gradients": [-0.048112522432468816]}
// CHECK-CALL: {"entry": "solve", "command": "grad", "mode": "forward", "order": 2, "inputs": [3.0], "gradients": [-0.048112522432468816]}
// CHECK-CALL: {"entry": "solve", "command": "grad", "mode": "reverse", "order": 3, "inputs": [3.0], "gradients": [0.024056261216234408]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [3.0], "results": [-0.048112522432468816]}
// CHECK-CALL: {"entry": "captured", "command": "grad", "mode": "reverse", "inputs": [3.0], "value": [3.0], "gradients": [1.0]}
// CHECK-CALL: {"entry": "captured", "command": "grad", "mode": "forward", "inputs": [3.0], "value": [3.0], "gradients": [1.0]}

// r(y, a) = y * y - a
func.func @residual(%y: f64, %a: f64) -> f64 {
  %yy = arith.mulf %y, %y : f64
  %r = arith.subf %yy, %a : f64
  return %r : f64
}

// y with r(y, a) = 0: y <- y - r / (dr/dy), until y moves no more.
func.func @solve(%a: f64) -> f64 attributes {functional.custom_vjp = @solve_vjp} {
  %residual = functional.ref @residual : !functional.fn<(f64, f64) -> f64>
  %slope = functional.value_and_grad %residual wrt [0] : !functional.fn<(f64, f64) -> f64>
  %one = arith.constant 1.0 : f64
  %start = arith.addf %a, %one : f64
  %limit = arith.constant 1.0e-15 : f64
  %root:2 = scf.while (%y = %start) : (f64) -> (f64, f64) {
    %r, %d = functional.apply %slope(%y, %a) : !functional.fn<(f64, f64) -> (f64, f64)>
    %step = arith.divf %r, %d : f64
    %size = math.absf %step : f64
    %relative = arith.divf %size, %y : f64
    %moves = arith.cmpf ogt, %relative, %limit : f64
    scf.condition(%moves) %y, %step : f64, f64
  } do {
  ^bb0(%y: f64, %step: f64):
    %next = arith.subf %y, %step : f64
    scf.yield %next : f64
  }
  return %root#0 : f64
}

func.func @solve_vjp(%a: f64) -> (f64, !functional.fn<(f64) -> f64>) {
  %y = func.call @solve(%a) : (f64) -> f64
  %residual = functional.ref @residual : !functional.fn<(f64, f64) -> f64>
  %both = functional.grad %residual : !functional.fn<(f64, f64) -> f64>
  %pullback = functional.lambda (%cotangent: f64) -> f64 {
    %dy, %da = functional.apply %both(%y, %a) : !functional.fn<(f64, f64) -> (f64, f64)>
    %ratio = arith.divf %da, %dy : f64
    %minus = arith.negf %ratio : f64
    %gradient = arith.mulf %cotangent, %minus : f64
    functional.return %gradient : f64
  }
  return %y, %pullback : f64, !functional.fn<(f64) -> f64>
}

// Reverse of forward.
func.func @rev_fwd(%x: f64) -> f64 {
  %f = functional.ref @solve : !functional.fn<(f64) -> f64>
  %jvp = functional.jvp %f : !functional.fn<(f64) -> f64>
  %df = functional.lambda (%y: f64) -> f64 {
    %one = arith.constant 1.0 : f64
    %v, %t = functional.apply %jvp(%y, %one) : !functional.fn<(f64, f64) -> (f64, f64)>
    functional.return %t : f64
  }
  %ddf = functional.grad %df : !functional.fn<(f64) -> f64>
  %r = functional.apply %ddf(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}

// The solver in a function that is closed over an active variable: root(x * x) = x for positive x.
func.func @captured(%x: f64) -> f64 {
  %f = functional.lambda (%y: f64) -> f64 {
    %p = arith.mulf %x, %y : f64
    %r = func.call @solve(%p) : (f64) -> f64
    functional.return %r : f64
  }
  %r = functional.apply %f(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}
