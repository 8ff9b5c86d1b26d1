// What counts on one side of a switch or a match alone, and a masked value that a loop starts with. At 0 the derivative of the square root is
// infinite, and must not be multiplied by 0.
//
// CHECK-CALL: {"entry": "switch", "command": "grad", "mode": "reverse", "wrt": [0], "inputs": [0.0, 0], "value": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "switch", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.0, 0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "switch", "command": "grad", "mode": "forward", "wrt": [0], "inputs": [0.0, 0], "value": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "switch", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.0, 0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "switch", "command": "grad", "mode": "reverse", "wrt": [0], "inputs": [4.0, 1], "value": [2.0], "gradients": [0.25]}
// CHECK-CALL: {"entry": "switch", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [4.0, 1], "gradients": [-0.03125]}
// CHECK-CALL: {"entry": "switch", "command": "grad", "mode": "forward", "wrt": [0], "inputs": [4.0, 1], "value": [2.0], "gradients": [0.25]}
// CHECK-CALL: {"entry": "switch", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [4.0, 1], "gradients": [-0.03125]}
// CHECK-CALL: {"entry": "matched", "command": "grad", "mode": "reverse", "wrt": [0], "inputs": [0.0, {"none": []}], "value": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "matched", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.0, {"none": []}], "gradients": [0.0]}
// CHECK-CALL: {"entry": "matched", "command": "grad", "mode": "forward", "wrt": [0], "inputs": [0.0, {"none": []}], "value": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "matched", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.0, {"none": []}], "gradients": [0.0]}
// CHECK-CALL: {"entry": "matched", "command": "grad", "mode": "reverse", "wrt": [0], "inputs": [4.0, {"some": [1.0]}], "value": [2.0], "gradients": [0.25]}
// CHECK-CALL: {"entry": "matched", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [4.0, {"some": [1.0]}], "gradients": [-0.03125]}
// CHECK-CALL: {"entry": "matched", "command": "grad", "mode": "forward", "wrt": [0], "inputs": [4.0, {"some": [1.0]}], "value": [2.0], "gradients": [0.25]}
// CHECK-CALL: {"entry": "matched", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [4.0, {"some": [1.0]}], "gradients": [-0.03125]}
// CHECK-CALL: {"entry": "switch", "command": "grad", "mode": "reverse", "wrt": [0], "inputs": [4.0, 2], "value": [0.9092974268256817], "gradients": [-0.1040367091367856]}
// CHECK-CALL: {"entry": "switch", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [4.0, 2], "gradients": [-0.04382650053450691]}
// CHECK-CALL: {"entry": "switch", "command": "grad", "mode": "forward", "wrt": [0], "inputs": [4.0, 2], "value": [0.9092974268256817], "gradients": [-0.1040367091367856]}
// CHECK-CALL: {"entry": "switch", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [4.0, 2], "gradients": [-0.04382650053450691]}
// CHECK-CALL: {"entry": "default", "command": "grad", "mode": "reverse", "wrt": [0], "inputs": [0.0, 1], "value": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "default", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.0, 1], "gradients": [0.0]}
// CHECK-CALL: {"entry": "default", "command": "grad", "mode": "forward", "wrt": [0], "inputs": [0.0, 1], "value": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "default", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.0, 1], "gradients": [0.0]}
// CHECK-CALL: {"entry": "default", "command": "grad", "mode": "reverse", "wrt": [0], "inputs": [0.0, 2], "value": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "default", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.0, 2], "gradients": [0.0]}
// CHECK-CALL: {"entry": "default", "command": "grad", "mode": "forward", "wrt": [0], "inputs": [0.0, 2], "value": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "default", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.0, 2], "gradients": [0.0]}
// CHECK-CALL: {"entry": "default", "command": "grad", "mode": "reverse", "wrt": [0], "inputs": [4.0, 5], "value": [2.0], "gradients": [0.25]}
// CHECK-CALL: {"entry": "default", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [4.0, 5], "gradients": [-0.03125]}
// CHECK-CALL: {"entry": "default", "command": "grad", "mode": "forward", "wrt": [0], "inputs": [4.0, 5], "value": [2.0], "gradients": [0.25]}
// CHECK-CALL: {"entry": "default", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [4.0, 5], "gradients": [-0.03125]}
// CHECK-CALL: {"entry": "counted", "command": "grad", "mode": "reverse", "wrt": [0], "inputs": [0.0, 2], "value": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "counted", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.0, 2], "gradients": [0.0]}
// CHECK-CALL: {"entry": "counted", "command": "grad", "mode": "forward", "wrt": [0], "inputs": [0.0, 2], "value": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "counted", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.0, 2], "gradients": [0.0]}
// CHECK-CALL: {"entry": "counted", "command": "grad", "mode": "reverse", "wrt": [0], "inputs": [16.0, 2], "value": [2.0], "gradients": [0.03125]}
// CHECK-CALL: {"entry": "counted", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [16.0, 2], "gradients": [-0.00146484375]}
// CHECK-CALL: {"entry": "counted", "command": "grad", "mode": "forward", "wrt": [0], "inputs": [16.0, 2], "value": [2.0], "gradients": [0.03125]}
// CHECK-CALL: {"entry": "counted", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [16.0, 2], "gradients": [-0.00146484375]}
// CHECK-CALL: {"entry": "conditional", "command": "grad", "mode": "reverse", "wrt": [0], "inputs": [0.0, 2], "value": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "conditional", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.0, 2], "gradients": [0.0]}
// CHECK-CALL: {"entry": "conditional", "command": "grad", "mode": "forward", "wrt": [0], "inputs": [0.0, 2], "value": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "conditional", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.0, 2], "gradients": [0.0]}
// CHECK-CALL: {"entry": "conditional", "command": "grad", "mode": "reverse", "wrt": [0], "inputs": [16.0, 2], "value": [2.0], "gradients": [0.03125]}
// CHECK-CALL: {"entry": "conditional", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [16.0, 2], "gradients": [-0.00146484375]}
// CHECK-CALL: {"entry": "conditional", "command": "grad", "mode": "forward", "wrt": [0], "inputs": [16.0, 2], "value": [2.0], "gradients": [0.03125]}
// CHECK-CALL: {"entry": "conditional", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [16.0, 2], "gradients": [-0.00146484375]}

functional.data @option { none some(f64) }

func.func @switch(%w: f64, %k: index) -> f64 {
  %zero = arith.constant 0.0 : f64
  %s = math.sqrt %w : f64
  %r = scf.index_switch %k -> f64
  case 1 {
    scf.yield %s : f64
  }
  case 2 {
    %t = math.sin %s : f64
    scf.yield %t : f64
  }
  default {
    scf.yield %zero : f64
  }
  return %r : f64
}

func.func @default(%w: f64, %k: index) -> f64 {
  %zero = arith.constant 0.0 : f64
  %s = math.sqrt %w : f64
  %r = scf.index_switch %k -> f64
  case 1 {
    scf.yield %zero : f64
  }
  case 2 {
    scf.yield %zero : f64
  }
  default {
    scf.yield %s : f64
  }
  return %r : f64
}

func.func @matched(%w: f64, %o: !functional.data<@option>) -> f64 {
  %zero = arith.constant 0.0 : f64
  %s = math.sqrt %w : f64
  %r = functional.match %o : !functional.data<@option> -> f64 {
  case none {
    functional.yield %zero : f64
  }
  case some(%y: f64) {
    %t = arith.mulf %s, %y : f64
    functional.yield %t : f64
  }
  }
  return %r : f64
}

func.func @counted(%x: f64, %n: index) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f64
  %p = arith.cmpf ogt, %x, %zero : f64
  %a = arith.select %p, %x, %zero : f64
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%b = %a) -> f64 {
    %s = math.sqrt %b : f64
    scf.yield %s : f64
  }
  return %r : f64
}

func.func @conditional(%x: f64, %n: i64) -> f64 {
  %c0 = arith.constant 0 : i64
  %c1 = arith.constant 1 : i64
  %zero = arith.constant 0.0 : f64
  %p = arith.cmpf ogt, %x, %zero : f64
  %a = arith.select %p, %x, %zero : f64
  %r:2 = scf.while (%b = %a, %m = %n) : (f64, i64) -> (f64, i64) {
    %more = arith.cmpi sgt, %m, %c0 : i64
    scf.condition(%more) %b, %m : f64, i64
  } do {
  ^bb0(%b: f64, %m: i64):
    %s = math.sqrt %b : f64
    %k = arith.subi %m, %c1 : i64
    scf.yield %s, %k : f64, i64
  }
  return %r#0 : f64
}
