// A Church numeral that a recursive function gives: numeral(n) = n = 0 ? λg. λy. y : λg. λy. g(numeral(n − 1)(g)(y));
// f(x, a) = numeral(5)(λy. a·cos y)(x).
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.7, 1.3], "results": [0.9803295390600006]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [0.7, 1.3], "value": [0.9803295390600006], "gradients": [-0.7151656209097607, 1.2127275481487256]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [0.7, 1.3], "value": [0.9803295390600006], "gradients": [-0.7151656209097607, 1.2127275481487256]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [0.7, 1.3], "cotangents": [2.0], "value": [0.9803295390600006], "gradients": [-1.4303312418195213, 2.4254550962974513]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [0.7, 1.3], "tangents": [0.5, 1.0], "value": [0.9803295390600006], "tangents_out": [0.8551447376938452]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.7, 1.3, 1.0, -0.5], "results": [-0.09504706021616156, -4.933137893686664]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [0.7, 1.3, 1.0, -0.5], "results": [-0.09504706021616156, -4.933137893686664]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [0.7, 1.3, 1.0, -0.5], "results": [-0.09504706021616156, -4.933137893686664]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [0.7, 1.3, 1.0, -0.5], "results": [2.3715218866271703]}

!g = !functional.fn<(f64) -> f64>
!n = !functional.fn<(!functional.fn<(f64) -> f64>) -> !functional.fn<(f64) -> f64>>
func.func private @numeral(%n: i32) -> !n {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %stop = arith.cmpi eq, %n, %zero : i32
  %r = scf.if %stop -> (!n) {
    %none = functional.lambda (%g: !g) -> !g {
      %id = functional.lambda (%y: f64) -> f64 {
        functional.return %y : f64
      }
      functional.return %id : !g
    }
    scf.yield %none : !n
  } else {
    %m = arith.subi %n, %one : i32
    %less = func.call @numeral(%m) : (i32) -> !n
    %more = functional.lambda (%g: !g) -> !g {
      %h = functional.apply %less(%g) : !n
      %both = functional.lambda (%y: f64) -> f64 {
        %v = functional.apply %h(%y) : !g
        %w = functional.apply %g(%v) : !g
        functional.return %w : f64
      }
      functional.return %both : !g
    }
    scf.yield %more : !n
  }
  return %r : !n
}

func.func @f(%x: f64, %a: f64) -> f64 {
  %five = arith.constant 5 : i32
  %numeral = func.call @numeral(%five) : (i32) -> !n
  %g = functional.lambda (%y: f64) -> f64 {
    %c = math.cos %y : f64
    %r = arith.mulf %a, %c : f64
    functional.return %r : f64
  }
  %h = functional.apply %numeral(%g) : !n
  %r = functional.apply %h(%x) : !g
  return %r : f64
}

// The Hessian times the direction, reverse over reverse.
func.func @rev_rev(%x0: f64, %x1: f64, %v0: f64, %v1: f64) -> (f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %df = functional.grad %f : !functional.fn<(f64, f64) -> f64>
  %slope = functional.lambda (%p0: f64, %p1: f64) -> f64 {
    %d:2 = functional.apply %df(%p0, %p1) : !functional.fn<(f64, f64) -> (f64, f64)>
    %t0 = arith.mulf %d#0, %v0 : f64
    %t1 = arith.mulf %d#1, %v1 : f64
    %s1 = arith.addf %t0, %t1 : f64
    functional.return %s1 : f64
  }
  %h = functional.grad %slope : !functional.fn<(f64, f64) -> f64>
  %r:2 = functional.apply %h(%x0, %x1) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %r#0, %r#1 : f64, f64
}

// Forward over reverse.
func.func @fwd_rev(%x0: f64, %x1: f64, %v0: f64, %v1: f64) -> (f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %df = functional.grad %f : !functional.fn<(f64, f64) -> f64>
  %h = functional.jvp %df : !functional.fn<(f64, f64) -> (f64, f64)>
  %r:4 = functional.apply %h(%x0, %x1, %v0, %v1) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64, f64, f64)>
  return %r#2, %r#3 : f64, f64
}

// Reverse over forward.
func.func @rev_fwd(%x0: f64, %x1: f64, %v0: f64, %v1: f64) -> (f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %jf = functional.jvp %f : !functional.fn<(f64, f64) -> f64>
  %slope = functional.lambda (%p0: f64, %p1: f64) -> f64 {
    %d:2 = functional.apply %jf(%p0, %p1, %v0, %v1) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64)>
    functional.return %d#1 : f64
  }
  %h = functional.grad %slope : !functional.fn<(f64, f64) -> f64>
  %r:2 = functional.apply %h(%x0, %x1) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %r#0, %r#1 : f64, f64
}

// Forward over forward: the second derivative along the direction.
func.func @fwd_fwd(%x0: f64, %x1: f64, %v0: f64, %v1: f64) -> f64 {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %jf = functional.jvp %f : !functional.fn<(f64, f64) -> f64>
  %slope = functional.lambda (%p0: f64, %p1: f64) -> f64 {
    %d:2 = functional.apply %jf(%p0, %p1, %v0, %v1) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64)>
    functional.return %d#1 : f64
  }
  %h = functional.jvp %slope : !functional.fn<(f64, f64) -> f64>
  %r:2 = functional.apply %h(%x0, %x1, %v0, %v1) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64)>
  return %r#1 : f64
}
