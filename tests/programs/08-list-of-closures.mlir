// A list of closures, made and applied one after another by recursion: each is applied to what the one before gave, and
// f(x, a) is the sum of all results for (λy. a·y, λy. y + sin x, λy. y·y) twice over.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.7, 1.3], "results": [26.126918925227553]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [0.7, 1.3], "value": [26.126918925227553], "gradients": [96.18031144152268, 53.75818811217003]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [0.7, 1.3], "value": [26.126918925227553], "gradients": [96.18031144152268, 53.75818811217003]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [0.7, 1.3], "cotangents": [2.0], "value": [26.126918925227553], "gradients": [192.36062288304535, 107.51637622434006]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [0.7, 1.3], "tangents": [0.5, 1.0], "value": [26.126918925227553], "tangents_out": [101.84834383293136]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.7, 1.3, 1.0, -0.5], "results": [127.67329675652647, 184.67425537900596]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [0.7, 1.3, 1.0, -0.5], "results": [127.67329675652647, 184.67425537900596]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [0.7, 1.3, 1.0, -0.5], "results": [127.67329675652647, 184.67425537900596]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [0.7, 1.3, 1.0, -0.5], "results": [35.3361690670235]}

!g = !functional.fn<(f64) -> f64>
!l = !functional.data<@functions>
functional.data @functions {
  nil
  cons(!functional.fn<(f64) -> f64>, !functional.data<@functions>)
}

func.func private @make(%x: f64, %a: f64, %n: i32) -> !l {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %stop = arith.cmpi eq, %n, %zero : i32
  %r = scf.if %stop -> (!l) {
    %nil = functional.construct @functions nil() : !l
    scf.yield %nil : !l
  } else {
    %m = arith.subi %n, %one : i32
    %rest = func.call @make(%x, %a, %m) : (f64, f64, i32) -> !l
    %square = functional.lambda (%y: f64) -> f64 {
      %r = arith.mulf %y, %y : f64
      functional.return %r : f64
    }
    %third = functional.construct @functions cons(%square, %rest) : (!g, !l) -> !l
    %s = math.sin %x : f64
    %shift = functional.lambda (%y: f64) -> f64 {
      %r = arith.addf %y, %s : f64
      functional.return %r : f64
    }
    %second = functional.construct @functions cons(%shift, %third) : (!g, !l) -> !l
    %scale = functional.lambda (%y: f64) -> f64 {
      %r = arith.mulf %a, %y : f64
      functional.return %r : f64
    }
    %first = functional.construct @functions cons(%scale, %second) : (!g, !l) -> !l
    scf.yield %first : !l
  }
  return %r : !l
}

func.func private @run(%l: !l, %x: f64) -> f64 {
  %r = functional.match %l : !l -> f64 {
  case nil {
    %zero = arith.constant 0.0 : f64
    functional.yield %zero : f64
  }
  case cons(%g: !g, %rest: !l) {
    %y = functional.apply %g(%x) : !g
    %z = func.call @run(%rest, %y) : (!l, f64) -> f64
    %s = arith.addf %y, %z : f64
    functional.yield %s : f64
  }
  }
  return %r : f64
}

func.func @f(%x: f64, %a: f64) -> f64 {
  %two = arith.constant 2 : i32
  %l = func.call @make(%x, %a, %two) : (f64, f64, i32) -> !l
  %r = func.call @run(%l, %x) : (!l, f64) -> f64
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
