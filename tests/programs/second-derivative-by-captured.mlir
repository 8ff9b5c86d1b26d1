// Second derivatives of a closure by its argument, then derivatives by what it captures.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.7, 1.3], "results": [-0.9339829240532111]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.7, 1.3], "value": [-0.9339829240532111], "gradients": [-2.27814090821486, -1.9451396613873946]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.7, 1.3], "value": [-0.9339829240532111], "gradients": [-2.27814090821486, -1.9451396613873946]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.7, 1.3], "gradients": [-1.1183676816039119]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.7, 1.3], "gradients": [-1.1183676816039119]}

func.func @f(%x: f64, %w: f64) -> f64 {
  %g = functional.lambda (%a: f64) -> f64 {
    %p = arith.mulf %a, %w : f64
    %s = math.sin %p : f64
    %q = arith.mulf %s, %x : f64
    functional.return %q : f64
  }
  %dg = functional.grad %g : !functional.fn<(f64) -> f64>
  %ddg = functional.grad %dg : !functional.fn<(f64) -> f64>
  %r = functional.apply %ddg(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}
