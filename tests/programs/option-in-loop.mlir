// A value that is there or not, carried by a loop and matched on in it.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.9, 7], "results": [3.27189690731407]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [0.9, 7], "value": [3.27189690731407], "gradients": [-6.882516782111219]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [0.9, 7], "value": [3.27189690731407], "gradients": [-6.882516782111219]}
// CHECK-CALL: {"entry": "f", "command": "grad", "order": 3, "inputs": [0.9, 7], "gradients": [-187.1126146419906]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.9, 7], "results": [-80.04766934969871]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [0.9, 7], "results": [-80.04766934969871]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [0.9, 7], "results": [-80.04766934969871]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [0.9, 7], "results": [-80.04766934969871]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [0.9, 6], "value": [3.5140678543057438], "gradients": [-8.822011834290663]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.9, 6], "results": [-87.48797004874507]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [0.9, 0], "value": [0.9], "gradients": [1.0]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.9, 0], "results": [0.0]}

functional.data @option {
  none
  some(f64, f64)
}

func.func @f(%x: f64, %n: i64) -> f64 {
  %c0 = arith.constant 0 : i64
  %c1 = arith.constant 1 : i64
  %c3 = arith.constant 3 : i64
  %zero = arith.constant 0.0 : f64
  %none = functional.construct @option none() : !functional.data<@option>
  %r:2 = scf.for %i = %c0 to %n step %c1 iter_args(%s = %x, %o = %none) -> (f64, !functional.data<@option>) : i64 {
    %k = arith.sitofp %i : i64 to f64
    %t:2 = functional.match %o : !functional.data<@option> -> (f64, !functional.data<@option>) {
    case none {
      %a = arith.mulf %x, %k : f64
      %p = functional.construct @option some(%s, %a) : (f64, f64) -> !functional.data<@option>
      functional.yield %s, %p : f64, !functional.data<@option>
    }
    case some(%a: f64, %b: f64) {
      %c = math.sin %b : f64
      %d = arith.mulf %a, %c : f64
      %e = arith.addf %s, %d : f64
      %m = arith.remsi %i, %c3 : i64
      %third = arith.cmpi eq, %m, %c0 : i64
      %ex = arith.mulf %e, %x : f64
      %p = functional.construct @option some(%b, %ex) : (f64, f64) -> !functional.data<@option>
      %q = arith.select %third, %none, %p : !functional.data<@option>
      functional.yield %e, %q : f64, !functional.data<@option>
    }
    }
    scf.yield %t#0, %t#1 : f64, !functional.data<@option>
  }
  %v = functional.match %r#1 : !functional.data<@option> -> f64 {
  case none {
    functional.yield %zero : f64
  }
  case some(%a: f64, %b: f64) {
    %p = arith.mulf %a, %b : f64
    functional.yield %p : f64
  }
  }
  %w = arith.addf %r#0, %v : f64
  return %w : f64
}

// d/dx d/dx f, reverse over reverse.
func.func @rev_rev(%x: f64, %n: i64) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at, %n) : (f64, i64) -> f64
    functional.return %value : f64
  }
  %df = functional.grad %function : !functional.fn<(f64) -> f64>
  %ddf = functional.grad %df : !functional.fn<(f64) -> f64>
  %second = functional.apply %ddf(%x) : !functional.fn<(f64) -> f64>
  return %second : f64
}

// Forward over reverse.
func.func @fwd_rev(%x: f64, %n: i64) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at, %n) : (f64, i64) -> f64
    functional.return %value : f64
  }
  %df = functional.grad %function : !functional.fn<(f64) -> f64>
  %ddf = functional.jvp %df : !functional.fn<(f64) -> f64>
  %unit = arith.constant 1.0 : f64
  %second:2 = functional.apply %ddf(%x, %unit) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %second#1 : f64
}

// Reverse over forward.
func.func @rev_fwd(%x: f64, %n: i64) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at, %n) : (f64, i64) -> f64
    functional.return %value : f64
  }
  %jf = functional.jvp %function : !functional.fn<(f64) -> f64>
  %unit = arith.constant 1.0 : f64
  %df = functional.lambda (%again: f64) -> f64 {
    %pair:2 = functional.apply %jf(%again, %unit) : !functional.fn<(f64, f64) -> (f64, f64)>
    functional.return %pair#1 : f64
  }
  %ddf = functional.grad %df : !functional.fn<(f64) -> f64>
  %second = functional.apply %ddf(%x) : !functional.fn<(f64) -> f64>
  return %second : f64
}

// Forward over forward.
func.func @fwd_fwd(%x: f64, %n: i64) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at, %n) : (f64, i64) -> f64
    functional.return %value : f64
  }
  %jf = functional.jvp %function : !functional.fn<(f64) -> f64>
  %unit = arith.constant 1.0 : f64
  %df = functional.lambda (%again: f64) -> f64 {
    %pair:2 = functional.apply %jf(%again, %unit) : !functional.fn<(f64, f64) -> (f64, f64)>
    functional.return %pair#1 : f64
  }
  %ddf = functional.jvp %df : !functional.fn<(f64) -> f64>
  %second:2 = functional.apply %ddf(%x, %unit) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %second#1 : f64
}
