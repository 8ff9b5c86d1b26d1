// The largest of the smallest, by recursion over a tree in turns.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.9, 1.1, 4], "results": [0.43072066120996727]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.9, 1.1, 4], "value": [0.43072066120996727], "gradients": [0.16662539822491565, 0.5177244517162373]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.9, 1.1, 4], "value": [0.43072066120996727], "gradients": [0.16662539822491565, 0.5177244517162373]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.9, 1.1, 4], "gradients": [-1.766743517914331]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.9, 1.1, 4], "gradients": [-1.766743517914331]}

func.func @f(%x: f64, %y: f64, %n: i64) -> f64 {
  %c0 = arith.constant 0 : i64
  %c1 = arith.constant 1 : i64
  %done = arith.cmpi sle, %n, %c0 : i64
  %r = scf.if %done -> f64 {
    %p = arith.mulf %x, %y : f64
    %s = math.sin %p : f64
    scf.yield %s : f64
  } else {
    %m = arith.subi %n, %c1 : i64
    %s = math.sin %x : f64
    %t = arith.addf %y, %s : f64
    %a = func.call @f(%s, %t, %m) : (f64, f64, i64) -> f64
    %u = math.cos %t : f64
    %b = func.call @f(%u, %x, %m) : (f64, f64, i64) -> f64
    %odd = arith.andi %n, %c1 : i64
    %is = arith.cmpi eq, %odd, %c1 : i64
    %hi = arith.maximumf %a, %b : f64
    %lo = arith.minnumf %a, %b : f64
    %v = arith.select %is, %hi, %lo : f64
    scf.yield %v : f64
  }
  return %r : f64
}
