// Recursion in both branches of a tree, whose derivative needs nothing but arguments: reverse mode keeps no tape.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.3, 0.5, 0.1, 0.7, -0.2, 6], "results": [-10.1185443013273]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [0.3, 0.5, 0.1, 0.7, -0.2, 6], "value": [-10.1185443013273], "gradients": [12.571643699441157, -0.9357982772610383, 140.7739206968536, -0.1862641486211123, 137.19002265732075]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [0.3, 0.5, 0.1, 0.7, -0.2, 6], "value": [-10.1185443013273], "gradients": [12.571643699441157, -0.9357982772610383, 140.7739206968536, -0.1862641486211123, 137.19002265732075]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [0.3, 0.5, 0.1, 0.7, -0.2, 6], "cotangents": [2.0], "value": [-10.1185443013273], "gradients": [25.143287398882315, -1.8715965545220765, 281.5478413937072, -0.3725282972422246, 274.3800453146415]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.3, 0.5, 0.1, 0.7, -0.2, 0], "results": [0.29552020666133955]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [0.3, 0.5, 0.1, 0.7, -0.2, 0], "value": [0.29552020666133955], "gradients": [0.955336489125606, 0.0, 0.0, 0.0, 0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [0.3, 0.5, 0.1, 0.7, -0.2, 0], "value": [0.29552020666133955], "gradients": [0.955336489125606, 0.0, 0.0, 0.0, 0.0]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [0.3, 0.5, 0.1, 0.7, -0.2, 0], "cotangents": [2.0], "value": [0.29552020666133955], "gradients": [1.910672978251212, 0.0, 0.0, 0.0, 0.0]}

func.func @f(%x: f64, %wl: f64, %bl: f64, %wr: f64, %br: f64, %d: i64) -> f64 {
  %zero = arith.constant 0 : i64
  %s = math.sin %x : f64
  %leaf = arith.cmpi eq, %d, %zero : i64
  %r = scf.if %leaf -> (f64) {
    scf.yield %s : f64
  } else {
    %one = arith.constant 1 : i64
    %e = arith.subi %d, %one : i64
    %l0 = arith.mulf %wl, %x : f64
    %l1 = arith.addf %l0, %bl : f64
    %l = func.call @f(%l1, %wl, %bl, %wr, %br, %e) : (f64, f64, f64, f64, f64, i64) -> f64
    %r0 = arith.mulf %wr, %x : f64
    %r1 = arith.addf %r0, %br : f64
    %rr = func.call @f(%r1, %wl, %bl, %wr, %br, %e) : (f64, f64, f64, f64, f64, i64) -> f64
    %t0 = arith.addf %s, %l : f64
    %t = arith.addf %t0, %rr : f64
    scf.yield %t : f64
  }
  return %r : f64
}
