// where(x > 0, g(x), 0), where g is a recursion that ends in a square root, and so not inlined; then the mask is on the argument of g, in a
// branch, around a loop, and around another mask. At 0 the derivative of the square root is infinite, and must not be multiplied by 0.
//
// CHECK-CALL: {"entry": "around", "command": "grad", "mode": "reverse", "wrt": [0], "inputs": [0.0, 1], "value": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "around", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.0, 1], "gradients": [0.0]}
// CHECK-CALL: {"entry": "around", "command": "grad", "mode": "forward", "wrt": [0], "inputs": [0.0, 1], "value": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "around", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.0, 1], "gradients": [0.0]}
// CHECK-CALL: {"entry": "argument", "command": "grad", "mode": "reverse", "wrt": [0], "inputs": [0.0, 1], "value": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "argument", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.0, 1], "gradients": [0.0]}
// CHECK-CALL: {"entry": "argument", "command": "grad", "mode": "forward", "wrt": [0], "inputs": [0.0, 1], "value": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "argument", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.0, 1], "gradients": [0.0]}
// CHECK-CALL: {"entry": "branch", "command": "grad", "mode": "reverse", "wrt": [0], "inputs": [0.0, 1], "value": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "branch", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.0, 1], "gradients": [0.0]}
// CHECK-CALL: {"entry": "branch", "command": "grad", "mode": "forward", "wrt": [0], "inputs": [0.0, 1], "value": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "branch", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.0, 1], "gradients": [0.0]}
// CHECK-CALL: {"entry": "branch_after", "command": "grad", "mode": "reverse", "wrt": [0], "inputs": [0.0, 1], "value": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "branch_after", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.0, 1], "gradients": [0.0]}
// CHECK-CALL: {"entry": "branch_after", "command": "grad", "mode": "forward", "wrt": [0], "inputs": [0.0, 1], "value": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "branch_after", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.0, 1], "gradients": [0.0]}
// CHECK-CALL: {"entry": "loop", "command": "grad", "mode": "reverse", "wrt": [0], "inputs": [0.0, 1], "value": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "loop", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.0, 1], "gradients": [0.0]}
// CHECK-CALL: {"entry": "loop", "command": "grad", "mode": "forward", "wrt": [0], "inputs": [0.0, 1], "value": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "loop", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.0, 1], "gradients": [0.0]}
// CHECK-CALL: {"entry": "twice", "command": "grad", "mode": "reverse", "wrt": [0], "inputs": [0.0, 1], "value": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "twice", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.0, 1], "gradients": [0.0]}
// CHECK-CALL: {"entry": "twice", "command": "grad", "mode": "forward", "wrt": [0], "inputs": [0.0, 1], "value": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "twice", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.0, 1], "gradients": [0.0]}
// CHECK-CALL: {"entry": "masked_list", "command": "grad", "mode": "reverse", "wrt": [0], "inputs": [0.0, 1], "value": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "masked_list", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.0, 1], "gradients": [0.0]}
// CHECK-CALL: {"entry": "masked_list", "command": "grad", "mode": "forward", "wrt": [0], "inputs": [0.0, 1], "value": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "masked_list", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.0, 1], "gradients": [0.0]}
// CHECK-CALL: {"entry": "power", "command": "grad", "mode": "reverse", "wrt": [0], "inputs": [0.0, 1], "value": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "power", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.0, 1], "gradients": [2.0]}
// CHECK-CALL: {"entry": "around", "command": "grad", "mode": "reverse", "wrt": [0], "inputs": [4.0, 1], "value": [0.9092974268256817], "gradients": [-0.1040367091367856]}
// CHECK-CALL: {"entry": "twice", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.25, 1], "gradients": [-2.193651119724404]}
// CHECK-CALL: {"entry": "power", "command": "grad", "mode": "forward", "wrt": [0], "inputs": [0.0, 1], "value": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "power", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.0, 1], "gradients": [2.0]}
// CHECK-CALL: {"entry": "around", "command": "grad", "mode": "forward", "wrt": [0], "inputs": [4.0, 1], "value": [0.9092974268256817], "gradients": [-0.1040367091367856]}
// CHECK-CALL: {"entry": "twice", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.25, 1], "gradients": [-2.193651119724404]}

func.func private @g(%x: f64, %n: i64) -> f64 {
  %c0 = arith.constant 0 : i64
  %c1 = arith.constant 1 : i64
  %done = arith.cmpi sle, %n, %c0 : i64
  %r = scf.if %done -> f64 {
    %s = math.sqrt %x : f64
    scf.yield %s : f64
  } else {
    %m = arith.subi %n, %c1 : i64
    %s = func.call @g(%x, %m) : (f64, i64) -> f64
    %t = math.sin %s : f64
    scf.yield %t : f64
  }
  return %r : f64
}

func.func @around(%x: f64, %n: i64) -> f64 {
  %zero = arith.constant 0.0 : f64
  %p = arith.cmpf ogt, %x, %zero : f64
  %s = func.call @g(%x, %n) : (f64, i64) -> f64
  %r = arith.select %p, %s, %zero : f64
  return %r : f64
}

func.func @argument(%x: f64, %n: i64) -> f64 {
  %zero = arith.constant 0.0 : f64
  %p = arith.cmpf ogt, %x, %zero : f64
  %a = arith.select %p, %x, %zero : f64
  %s = func.call @g(%a, %n) : (f64, i64) -> f64
  return %s : f64
}

func.func @branch(%x: f64, %n: i64) -> f64 {
  %zero = arith.constant 0.0 : f64
  %p = arith.cmpf ogt, %x, %zero : f64
  %s = func.call @g(%x, %n) : (f64, i64) -> f64
  %r = scf.if %p -> f64 {
    %t = math.sin %s : f64
    %u = func.call @g(%t, %n) : (f64, i64) -> f64
    scf.yield %u : f64
  } else {
    scf.yield %zero : f64
  }
  return %r : f64
}

func.func @branch_after(%x: f64, %n: i64) -> f64 {
  %zero = arith.constant 0.0 : f64
  %p = arith.cmpf ogt, %x, %zero : f64
  %s = math.sqrt %x : f64
  %r = scf.if %p -> f64 {
    %t = math.sin %s : f64
    %u = func.call @g(%t, %n) : (f64, i64) -> f64
    scf.yield %u : f64
  } else {
    scf.yield %zero : f64
  }
  return %r : f64
}

func.func @loop(%x: f64, %n: i64) -> f64 {
  %zero = arith.constant 0.0 : f64
  %c0 = arith.constant 0 : i64
  %c1 = arith.constant 1 : i64
  %p = arith.cmpf ogt, %x, %zero : f64
  %s = scf.for %i = %c0 to %n step %c1 iter_args(%a = %x) -> f64 : i64 {
    %b = math.sqrt %a : f64
    scf.yield %b : f64
  }
  %r = arith.select %p, %s, %zero : f64
  return %r : f64
}

func.func @twice(%x: f64, %n: i64) -> f64 {
  %zero = arith.constant 0.0 : f64
  %one = arith.constant 1.0 : f64
  %p = arith.cmpf ogt, %x, %zero : f64
  %q = arith.cmpf olt, %x, %one : f64
  %s = func.call @g(%x, %n) : (f64, i64) -> f64
  %a = arith.select %q, %s, %zero : f64
  %b = math.sqrt %a : f64
  %r = arith.select %p, %b, %zero : f64
  return %r : f64
}

functional.data @list {
  nil
  cons(f64, !functional.data<@list>)
}

// The mask is on a list, of whose elements the square roots are summed.
func.func private @roots(%l: !functional.data<@list>) -> f64 {
  %r = functional.match %l : !functional.data<@list> -> f64 {
  case nil {
    %zero = arith.constant 0.0 : f64
    functional.yield %zero : f64
  }
  case cons(%h: f64, %t: !functional.data<@list>) {
    %a = math.sqrt %h : f64
    %b = func.call @roots(%t) : (!functional.data<@list>) -> f64
    %s = arith.addf %a, %b : f64
    functional.yield %s : f64
  }
  }
  return %r : f64
}

func.func @masked_list(%x: f64, %n: i64) -> f64 {
  %zero = arith.constant 0.0 : f64
  %p = arith.cmpf ogt, %x, %zero : f64
  %c0 = arith.constant 0 : i64
  %c1 = arith.constant 1 : i64
  %e = functional.construct @list nil() : !functional.data<@list>
  %l = scf.for %i = %c0 to %n step %c1 iter_args(%l = %e) -> !functional.data<@list> : i64 {
    %m = functional.construct @list cons(%x, %l) : (f64, !functional.data<@list>) -> !functional.data<@list>
    scf.yield %m : !functional.data<@list>
  }
  %s = func.call @roots(%l) : (!functional.data<@list>) -> f64
  %r = arith.select %p, %s, %zero : f64
  return %r : f64
}

// Two results, one of which is not asked for: that its cotangent is zero is known without a product.
func.func private @root_and_power(%x: f64, %n: i64) -> (f64, f64) {
  %c0 = arith.constant 0 : i64
  %c1 = arith.constant 1 : i64
  %done = arith.cmpi sle, %n, %c0 : i64
  %r:2 = scf.if %done -> (f64, f64) {
    %s = math.sqrt %x : f64
    scf.yield %s, %x : f64, f64
  } else {
    %m = arith.subi %n, %c1 : i64
    %t:2 = func.call @root_and_power(%x, %m) : (f64, i64) -> (f64, f64)
    %s = math.sqrt %t#0 : f64
    %q = arith.mulf %t#1, %x : f64
    scf.yield %s, %q : f64, f64
  }
  return %r#0, %r#1 : f64, f64
}

func.func @power(%x: f64, %n: i64) -> f64 {
  %t:2 = func.call @root_and_power(%x, %n) : (f64, i64) -> (f64, f64)
  return %t#1 : f64
}
