// Value, first and second derivative of one closure meet in one number.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.9, 1.1], "results": [0.6711887008358327]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.9, 1.1], "value": [0.6711887008358327], "gradients": [-0.8144380741841035, 0.614997128206907]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.9, 1.1], "value": [0.6711887008358327], "gradients": [-0.8144380741841035, 0.614997128206907]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.9, 1.1], "gradients": [-12.17305428768961]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.9, 1.1], "gradients": [-12.17305428768961]}

func.func @f(%x: f64, %y: f64) -> f64 {
  %g = functional.lambda (%a: f64, %b: f64) -> f64 {
    %p = math.powf %a, %b : f64
    %s = math.sin %p : f64
    functional.return %s : f64
  }
  %vg = functional.value_and_grad %g : !functional.fn<(f64, f64) -> f64>
  %k = functional.lambda (%a: f64, %b: f64) -> f64 {
    %v, %ga, %gb = functional.apply %vg(%a, %b) : !functional.fn<(f64, f64) -> (f64, f64, f64)>
    %p = arith.mulf %v, %ga : f64
    %q = arith.addf %p, %gb : f64
    functional.return %q : f64
  }
  %vk = functional.value_and_grad %k : !functional.fn<(f64, f64) -> f64>
  %v, %ga, %gb = functional.apply %vk(%x, %y) : !functional.fn<(f64, f64) -> (f64, f64, f64)>
  %p = arith.mulf %ga, %gb : f64
  %q = arith.addf %p, %v : f64
  return %q : f64
}
