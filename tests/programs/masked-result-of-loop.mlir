// A loop with two results, of which one counts under a condition only: where it does not, its infinite derivative must not be multiplied by 0, and
// the derivative of the other is what it is.
//
// CHECK-CALL: {"entry": "for", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [16.0, 0.7, 2], "value": [2.6005731086610715], "gradients": [0.03125, 0.6115447511069771]}
// CHECK-CALL: {"entry": "for", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [16.0, 0.7, 2], "gradients": [-0.00146484375]}
// CHECK-CALL: {"entry": "for", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [16.0, 0.7, 2], "value": [2.6005731086610715], "gradients": [0.03125, 0.6115447511069771]}
// CHECK-CALL: {"entry": "for", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [16.0, 0.7, 2], "gradients": [-0.00146484375]}
// CHECK-CALL: {"entry": "while", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [16.0, 0.7, 2], "value": [2.6005731086610715], "gradients": [0.03125, 0.6115447511069771]}
// CHECK-CALL: {"entry": "while", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [16.0, 0.7, 2], "gradients": [-0.00146484375]}
// CHECK-CALL: {"entry": "while", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [16.0, 0.7, 2], "value": [2.6005731086610715], "gradients": [0.03125, 0.6115447511069771]}
// CHECK-CALL: {"entry": "while", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [16.0, 0.7, 2], "gradients": [-0.00146484375]}
// CHECK-CALL: {"entry": "coupled", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [16.0, 0.7, 1], "value": [20.644217687237692], "gradients": [1.125, 0.7648421872844885]}
// CHECK-CALL: {"entry": "coupled", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [16.0, 0.7, 1], "value": [20.644217687237692], "gradients": [1.125, 0.7648421872844885]}
// CHECK-CALL: {"entry": "coupled", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [4.0, 0.7, 1], "value": [6.644217687237691], "gradients": [1.25, 0.7648421872844885]}
// CHECK-CALL: {"entry": "coupled", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [4.0, 0.7, 1], "value": [6.644217687237691], "gradients": [1.25, 0.7648421872844885]}
// CHECK-CALL: {"entry": "for", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [5.0, 0.3, 3], "value": [1.5099824213267543], "gradients": [0.030571113624846297, 0.8754373986338635]}
// CHECK-CALL: {"entry": "for", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [5.0, 0.3, 3], "value": [1.5099824213267543], "gradients": [0.030571113624846297, 0.8754373986338635]}
// CHECK-CALL: {"entry": "while", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [5.0, 0.3, 3], "value": [1.5099824213267543], "gradients": [0.030571113624846297, 0.8754373986338635]}
// CHECK-CALL: {"entry": "while", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [5.0, 0.3, 3], "value": [1.5099824213267543], "gradients": [0.030571113624846297, 0.8754373986338635]}
// CHECK-CALL: {"entry": "for", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.0, 0.7, 2], "value": [0.6005731086610715], "gradients": [0.0, 0.6115447511069771]}
// CHECK-CALL: {"entry": "for", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.0, 0.7, 2], "gradients": [0.0]}
// CHECK-CALL: {"entry": "for", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.0, 0.7, 2], "value": [0.6005731086610715], "gradients": [0.0, 0.6115447511069771]}
// CHECK-CALL: {"entry": "for", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.0, 0.7, 2], "gradients": [0.0]}
// CHECK-CALL: {"entry": "while", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.0, 0.7, 2], "value": [0.6005731086610715], "gradients": [0.0, 0.6115447511069771]}
// CHECK-CALL: {"entry": "while", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.0, 0.7, 2], "gradients": [0.0]}
// CHECK-CALL: {"entry": "while", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.0, 0.7, 2], "value": [0.6005731086610715], "gradients": [0.0, 0.6115447511069771]}
// CHECK-CALL: {"entry": "while", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.0, 0.7, 2], "gradients": [0.0]}
// CHECK-CALL: {"entry": "coupled", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.0, 0.7, 1], "value": [0.644217687237691], "gradients": [1, 0.7648421872844885]}
// CHECK-CALL: {"entry": "coupled", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.0, 0.7, 1], "value": [0.644217687237691], "gradients": [1, 0.7648421872844885]}

func.func @for(%x: f64, %y: f64, %n: index) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f64
  %p = arith.cmpf ogt, %x, %zero : f64
  %r:2 = scf.for %i = %c0 to %n step %c1 iter_args(%a = %x, %b = %y) -> (f64, f64) {
    %s = math.sqrt %a : f64
    %t = math.sin %b : f64
    scf.yield %s, %t : f64, f64
  }
  %m = arith.select %p, %r#0, %zero : f64
  %z = arith.addf %m, %r#1 : f64
  return %z : f64
}

func.func @while(%x: f64, %y: f64, %n: i64) -> f64 {
  %c0 = arith.constant 0 : i64
  %c1 = arith.constant 1 : i64
  %zero = arith.constant 0.0 : f64
  %p = arith.cmpf ogt, %x, %zero : f64
  %r:3 = scf.while (%a = %x, %b = %y, %m = %n) : (f64, f64, i64) -> (f64, f64, i64) {
    %more = arith.cmpi sgt, %m, %c0 : i64
    scf.condition(%more) %a, %b, %m : f64, f64, i64
  } do {
  ^bb0(%a: f64, %b: f64, %m: i64):
    %s = math.sqrt %a : f64
    %t = math.sin %b : f64
    %k = arith.subi %m, %c1 : i64
    scf.yield %s, %t, %k : f64, f64, i64
  }
  %q = arith.select %p, %r#0, %zero : f64
  %z = arith.addf %q, %r#1 : f64
  return %z : f64
}

func.func @coupled(%x: f64, %y: f64, %n: index) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f64
  %p = arith.cmpf ogt, %x, %zero : f64
  %r:2 = scf.for %i = %c0 to %n step %c1 iter_args(%a = %x, %b = %y) -> (f64, f64) {
    %s = math.sqrt %a : f64
    %t = math.sin %b : f64
    %u = arith.addf %t, %a : f64
    scf.yield %s, %u : f64, f64
  }
  %m = arith.select %p, %r#0, %zero : f64
  %z = arith.addf %m, %r#1 : f64
  return %z : f64
}
