Functions of many arguments at once.

// -----
// numbers: 3; 3; -
func.func private @g(%x: f64, %y: f64, %w: f64) -> (f64, f64) {
  %a = arith.mulf %x, %y : f64
  %b = math.sin %a : f64
  %c = arith.mulf %b, %w : f64
  return %b, %c : f64, f64
}
func.func @f(%x: tensor<3xf64>, %y: tensor<3xf64>, %w: f64) -> (tensor<3xf64>, tensor<3xf64>) {
  %g = functional.ref @g : !functional.fn<(f64, f64, f64) -> (f64, f64)>
  %v = functional.vmap %g in [0, 0, -1] out [0, 0] : !functional.fn<(f64, f64, f64) -> (f64, f64)>
    to !functional.fn<(tensor<3xf64>, tensor<3xf64>, f64) -> (tensor<3xf64>, tensor<3xf64>)>
  %r:2 = functional.apply %v(%x, %y, %w) : !functional.fn<(tensor<3xf64>, tensor<3xf64>, f64) -> (tensor<3xf64>, tensor<3xf64>)>
  return %r#0, %r#1 : tensor<3xf64>, tensor<3xf64>
}
// -----
// rows of a matrix, sizes of run time: 4x3; 3
func.func private @g(%x: tensor<?xf64>, %w: tensor<?xf64>) -> (f64, tensor<?xf64>) {
  %d = nd.contract "i,i->" %x, %w : (tensor<?xf64>, tensor<?xf64>) -> f64
  %s = math.sin %d : f64
  %t = arith.mulf %x, %w : tensor<?xf64>
  %e = math.exp %t : tensor<?xf64>
  return %s, %e : f64, tensor<?xf64>
}
func.func @f(%x: tensor<?x?xf64>, %w: tensor<?xf64>) -> (tensor<?xf64>, tensor<?x?xf64>) {
  %g = functional.ref @g : !functional.fn<(tensor<?xf64>, tensor<?xf64>) -> (f64, tensor<?xf64>)>
  %v = functional.vmap %g in [0, -1] out [0, 1] : !functional.fn<(tensor<?xf64>, tensor<?xf64>) -> (f64, tensor<?xf64>)>
    to !functional.fn<(tensor<?x?xf64>, tensor<?xf64>) -> (tensor<?xf64>, tensor<?x?xf64>)>
  %r:2 = functional.apply %v(%x, %w) : !functional.fn<(tensor<?x?xf64>, tensor<?xf64>) -> (tensor<?xf64>, tensor<?x?xf64>)>
  return %r#0, %r#1 : tensor<?xf64>, tensor<?x?xf64>
}
// -----
// columns, with a matrix that all share: 2x3; 3x4
func.func private @g(%w: tensor<2x3xf64>, %x: tensor<3xf64>) -> tensor<2xf64> {
  %y = nd.contract "ij,j->i" %w, %x : (tensor<2x3xf64>, tensor<3xf64>) -> tensor<2xf64>
  %z = math.tanh %y : tensor<2xf64>
  return %z : tensor<2xf64>
}
func.func @f(%w: tensor<2x3xf64>, %x: tensor<3x4xf64>) -> tensor<2x4xf64> {
  %g = functional.ref @g : !functional.fn<(tensor<2x3xf64>, tensor<3xf64>) -> tensor<2xf64>>
  %v = functional.vmap %g in [-1, 1] out [1] : !functional.fn<(tensor<2x3xf64>, tensor<3xf64>) -> tensor<2xf64>>
    to !functional.fn<(tensor<2x3xf64>, tensor<3x4xf64>) -> tensor<2x4xf64>>
  %r = functional.apply %v(%w, %x) : !functional.fn<(tensor<2x3xf64>, tensor<3x4xf64>) -> tensor<2x4xf64>>
  return %r : tensor<2x4xf64>
}
// -----
// twice: 2x3; 2
func.func @f(%x: tensor<2x3xf64>, %w: tensor<2xf64>) -> tensor<2x3xf64> {
  %g = functional.lambda (%a: f64, %b: f64) -> f64 {
    %c = arith.mulf %a, %b : f64
    %d = math.sin %c : f64
    functional.return %d : f64
  }
  %h = functional.vmap %g in [0, -1] out [0] : !functional.fn<(f64, f64) -> f64> to !functional.fn<(tensor<3xf64>, f64) -> tensor<3xf64>>
  %v = functional.vmap %h in [0, 0] out [0] : !functional.fn<(tensor<3xf64>, f64) -> tensor<3xf64>>
    to !functional.fn<(tensor<2x3xf64>, tensor<2xf64>) -> tensor<2x3xf64>>
  %r = functional.apply %v(%x, %w) : !functional.fn<(tensor<2x3xf64>, tensor<2xf64>) -> tensor<2x3xf64>>
  return %r : tensor<2x3xf64>
}
// -----
// what a closure captures: 3; 2; -
func.func @f(%x: tensor<3xf64>, %w: tensor<2xf64>, %s: f64) -> tensor<3x2xf64> {
  %g = functional.lambda (%a: f64) -> tensor<2xf64> {
    %b = nd.broadcast %a [] : f64 to tensor<2xf64>
    %c = arith.mulf %b, %w : tensor<2xf64>
    %d = math.sin %c : tensor<2xf64>
    %e = nd.broadcast %s [] : f64 to tensor<2xf64>
    %h = arith.mulf %d, %e : tensor<2xf64>
    functional.return %h : tensor<2xf64>
  }
  %v = functional.vmap %g in [0] out [0] : !functional.fn<(f64) -> tensor<2xf64>> to !functional.fn<(tensor<3xf64>) -> tensor<3x2xf64>>
  %r = functional.apply %v(%x) : !functional.fn<(tensor<3xf64>) -> tensor<3x2xf64>>
  return %r : tensor<3x2xf64>
}
// -----
// a branch on what each lane has: 4
func.func @f(%x: tensor<4xf64>) -> tensor<4xf64> {
  %k = arith.constant 0.8 : f64
  %g = functional.lambda (%a: f64) -> f64 {
    %c = arith.cmpf olt, %a, %k : f64
    %r = scf.if %c -> f64 {
      %p = math.exp %a : f64
      scf.yield %p : f64
    } else {
      %p = math.log %a : f64
      scf.yield %p : f64
    }
    functional.return %r : f64
  }
  %v = functional.vmap %g in [0] out [0] : !functional.fn<(f64) -> f64> to !functional.fn<(tensor<4xf64>) -> tensor<4xf64>>
  %r = functional.apply %v(%x) : !functional.fn<(tensor<4xf64>) -> tensor<4xf64>>
  return %r : tensor<4xf64>
}
// -----
// a branch that gives arrays: 4x2; 2
func.func @f(%x: tensor<4x2xf64>, %w: tensor<2xf64>) -> tensor<4x2xf64> {
  %k = arith.constant 0.8 : f64
  %c0 = arith.constant 0 : index
  %g = functional.lambda (%a: tensor<2xf64>, %u: tensor<2xf64>) -> tensor<2xf64> {
    %first = tensor.extract %a[%c0] : tensor<2xf64>
    %c = arith.cmpf olt, %first, %k : f64
    %r = scf.if %c -> tensor<2xf64> {
      %p = arith.mulf %a, %u : tensor<2xf64>
      scf.yield %p : tensor<2xf64>
    } else {
      %p = math.sin %a : tensor<2xf64>
      scf.yield %p : tensor<2xf64>
    }
    functional.return %r : tensor<2xf64>
  }
  %v = functional.vmap %g in [0, -1] out [0] : !functional.fn<(tensor<2xf64>, tensor<2xf64>) -> tensor<2xf64>>
    to !functional.fn<(tensor<4x2xf64>, tensor<2xf64>) -> tensor<4x2xf64>>
  %r = functional.apply %v(%x, %w) : !functional.fn<(tensor<4x2xf64>, tensor<2xf64>) -> tensor<4x2xf64>>
  return %r : tensor<4x2xf64>
}
// -----
// a counted loop: 3x2; 2x2
func.func @f(%x: tensor<3x2xf64>, %w: tensor<2x2xf64>) -> tensor<3x2xf64> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %g = functional.lambda (%a: tensor<2xf64>) -> tensor<2xf64> {
    %r = scf.for %i = %c0 to %c3 step %c1 iter_args(%y = %a) -> tensor<2xf64> {
      %p = nd.contract "ij,j->i" %w, %y : (tensor<2x2xf64>, tensor<2xf64>) -> tensor<2xf64>
      %q = math.tanh %p : tensor<2xf64>
      scf.yield %q : tensor<2xf64>
    }
    functional.return %r : tensor<2xf64>
  }
  %v = functional.vmap %g in [0] out [0] : !functional.fn<(tensor<2xf64>) -> tensor<2xf64>> to !functional.fn<(tensor<3x2xf64>) -> tensor<3x2xf64>>
  %r = functional.apply %v(%x) : !functional.fn<(tensor<3x2xf64>) -> tensor<3x2xf64>>
  return %r : tensor<3x2xf64>
}
// -----
// a loop that ends at another trip in each lane: 4; 2
func.func @f(%x: tensor<4xf64>, %w: tensor<2xf64>) -> tensor<4x2xf64> {
  %k = arith.constant 3.0 : f64
  %g = functional.lambda (%a: f64) -> tensor<2xf64> {
    %b = nd.broadcast %a [] : f64 to tensor<2xf64>
    %r:2 = scf.while (%y = %b, %s = %a) : (tensor<2xf64>, f64) -> (tensor<2xf64>, f64) {
      %c = arith.cmpf olt, %s, %k : f64
      scf.condition(%c) %y, %s : tensor<2xf64>, f64
    } do {
    ^bb0(%y: tensor<2xf64>, %s: f64):
      %p = arith.mulf %y, %w : tensor<2xf64>
      %q = math.sin %p : tensor<2xf64>
      %t = arith.addf %s, %a : f64
      scf.yield %q, %t : tensor<2xf64>, f64
    }
    functional.return %r#0 : tensor<2xf64>
  }
  %v = functional.vmap %g in [0] out [0] : !functional.fn<(f64) -> tensor<2xf64>> to !functional.fn<(tensor<4xf64>) -> tensor<4x2xf64>>
  %r = functional.apply %v(%x) : !functional.fn<(tensor<4xf64>) -> tensor<4x2xf64>>
  return %r : tensor<4x2xf64>
}
// -----
// calls, and a recursion that depends on the lane: 3; 2
func.func private @power(%x: tensor<2xf64>, %s: f64) -> tensor<2xf64> {
  %one = arith.constant 2.0 : f64
  %c = arith.cmpf ogt, %s, %one : f64
  %r = scf.if %c -> tensor<2xf64> {
    scf.yield %x : tensor<2xf64>
  } else {
    %t = arith.addf %s, %s : f64
    %y = math.sin %x : tensor<2xf64>
    %z = func.call @power(%y, %t) : (tensor<2xf64>, f64) -> tensor<2xf64>
    %p = arith.mulf %z, %x : tensor<2xf64>
    scf.yield %p : tensor<2xf64>
  }
  return %r : tensor<2xf64>
}
func.func @f(%x: tensor<3xf64>, %w: tensor<2xf64>) -> tensor<2x3xf64> {
  %g = functional.lambda (%a: f64) -> tensor<2xf64> {
    %r = func.call @power(%w, %a) : (tensor<2xf64>, f64) -> tensor<2xf64>
    %b = nd.broadcast %a [] : f64 to tensor<2xf64>
    %p = arith.mulf %b, %r : tensor<2xf64>
    functional.return %p : tensor<2xf64>
  }
  %v = functional.vmap %g in [0] out [1] : !functional.fn<(f64) -> tensor<2xf64>> to !functional.fn<(tensor<3xf64>) -> tensor<2x3xf64>>
  %r = functional.apply %v(%x) : !functional.fn<(tensor<3xf64>) -> tensor<2x3xf64>>
  return %r : tensor<2x3xf64>
}
// -----
// gradients of each lane: 3x2; 2
func.func private @loss(%x: tensor<2xf64>, %w: tensor<2xf64>) -> f64 {
  %p = arith.mulf %x, %w : tensor<2xf64>
  %s = math.sin %p : tensor<2xf64>
  %r = nd.contract "i,i->" %s, %x : (tensor<2xf64>, tensor<2xf64>) -> f64
  return %r : f64
}
func.func @f(%x: tensor<3x2xf64>, %w: tensor<2xf64>) -> tensor<3x2xf64> {
  %l = functional.ref @loss : !functional.fn<(tensor<2xf64>, tensor<2xf64>) -> f64>
  %g = functional.grad %l wrt [1] : !functional.fn<(tensor<2xf64>, tensor<2xf64>) -> f64>
  %v = functional.vmap %g in [0, -1] out [0] : !functional.fn<(tensor<2xf64>, tensor<2xf64>) -> tensor<2xf64>>
    to !functional.fn<(tensor<3x2xf64>, tensor<2xf64>) -> tensor<3x2xf64>>
  %r = functional.apply %v(%x, %w) : !functional.fn<(tensor<3x2xf64>, tensor<2xf64>) -> tensor<3x2xf64>>
  return %r : tensor<3x2xf64>
}
// -----
// a Jacobian of tangents: 3
func.func private @g(%x: tensor<3xf64>) -> tensor<3xf64> {
  %one = arith.constant 1.0 : f64
  %s = nd.scan (%a in %x : tensor<3xf64>) from (%b = %one : f64) along 0 -> tensor<3xf64> {
    %c = arith.mulf %a, %b : f64
    nd.yield %c : f64
  }
  return %s : tensor<3xf64>
}
func.func @f(%x: tensor<3xf64>) -> tensor<3x3xf64> {
  %unit = arith.constant dense<[[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]> : tensor<3x3xf64>
  %g = functional.ref @g : !functional.fn<(tensor<3xf64>) -> tensor<3xf64>>
  %j = functional.jvp %g : !functional.fn<(tensor<3xf64>) -> tensor<3xf64>>
  %column = functional.lambda (%t: tensor<3xf64>) -> tensor<3xf64> {
    %r:2 = functional.apply %j(%x, %t) : !functional.fn<(tensor<3xf64>, tensor<3xf64>) -> (tensor<3xf64>, tensor<3xf64>)>
    functional.return %r#1 : tensor<3xf64>
  }
  %v = functional.vmap %column in [0] out [1] : !functional.fn<(tensor<3xf64>) -> tensor<3xf64>> to !functional.fn<(tensor<3x3xf64>) -> tensor<3x3xf64>>
  %r = functional.apply %v(%unit) : !functional.fn<(tensor<3x3xf64>) -> tensor<3x3xf64>>
  return %r : tensor<3x3xf64>
}
// -----
// a Jacobian of cotangents: 3
func.func @f(%x: tensor<3xf64>) -> tensor<3x3xf64> {
  %unit = arith.constant dense<[[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]> : tensor<3x3xf64>
  %g = functional.lambda (%a: tensor<3xf64>) -> tensor<3xf64> {
    %s = nd.sum %a [0] : tensor<3xf64> to f64
    %b = nd.broadcast %s [] : f64 to tensor<3xf64>
    %c = arith.mulf %a, %b : tensor<3xf64>
    %d = math.sin %c : tensor<3xf64>
    functional.return %d : tensor<3xf64>
  }
  %j = functional.vjp %g : !functional.fn<(tensor<3xf64>) -> tensor<3xf64>>
  %y, %back = functional.apply %j(%x) : !functional.fn<(tensor<3xf64>) -> (tensor<3xf64>, !functional.fn<(tensor<3xf64>) -> tensor<3xf64>>)>
  %v = functional.vmap %back in [0] out [0] : !functional.fn<(tensor<3xf64>) -> tensor<3xf64>> to !functional.fn<(tensor<3x3xf64>) -> tensor<3x3xf64>>
  %r = functional.apply %v(%unit) : !functional.fn<(tensor<3x3xf64>) -> tensor<3x3xf64>>
  return %r : tensor<3x3xf64>
}
// -----
// ops of every kind, on columns: 6x2; 6; 2
func.func private @h(%x: tensor<6xf64>, %k: f64) -> tensor<6xf64> {
  %b = nd.broadcast %k [] : f64 to tensor<6xf64>
  %c = arith.mulf %x, %b : tensor<6xf64>
  %k0 = arith.constant 0.0 : f64
  %s = nd.scan (%a in %c : tensor<6xf64>) from (%z = %k0 : f64) along 0 -> tensor<6xf64> {
    %y = arith.addf %a, %z : f64
    nd.yield %y : f64
  }
  return %s : tensor<6xf64>
}
func.func private @g(%x: tensor<6xf64>, %w: tensor<6xf64>, %k: f64) -> (tensor<2x3xf64>, f64, tensor<4xf64>) {
  %c2 = arith.constant 2 : index
  %y = arith.mulf %x, %w : tensor<6xf64>
  %q = nd.reshape %y : tensor<6xf64> to tensor<2x3xf64>
  %t = nd.transpose %q [1, 0] : tensor<2x3xf64> to tensor<3x2xf64>
  %r = nd.reverse %t [0] : tensor<3x2xf64>
  %p = nd.contract "ij,jk->ik" %q, %r : (tensor<2x3xf64>, tensor<3x2xf64>) -> tensor<2x2xf64>
  %s = nd.sum %p [0] : tensor<2x2xf64> to tensor<2xf64>
  %m = nd.map (%a in %q : tensor<2x3xf64>) -> tensor<2x3xf64> {
    %i = nd.index 1
    %n = arith.index_cast %i : index to i64
    %f = arith.sitofp %n : i64 to f64
    %c = arith.cmpf olt, %a, %f : f64
    %v = scf.if %c -> f64 {
      %j = nd.index 0
      %o = arith.index_cast %j : index to i64
      %h = arith.sitofp %o : i64 to f64
      %u = arith.mulf %a, %h : f64
      scf.yield %u : f64
    } else {
      %u = math.sin %a : f64
      scf.yield %u : f64
    }
    nd.yield %v : f64
  }
  %d = nd.reduce (%a in %w : tensor<6xf64>) from (%b = %k : f64) along [0] -> f64 {
    %z = arith.mulf %a, %b : f64
    nd.yield %z : f64
  }
  %e = tensor.extract %y[%c2] : tensor<6xf64>
  %l = arith.mulf %d, %e : f64
  %at = nd.argmax %x 0 : tensor<6xf64> to index
  %best = tensor.extract %y[%c2] : tensor<6xf64>
  %there = nd.gather %y[%at] along [0] : tensor<6xf64>[index] to f64
  %o = arith.addf %best, %there : f64
  %lo = arith.mulf %l, %o : f64
  %h1 = func.call @h(%y, %lo) : (tensor<6xf64>, f64) -> tensor<6xf64>
  %h2 = func.call @h(%w, %k) : (tensor<6xf64>, f64) -> tensor<6xf64>
  %hh = arith.mulf %h1, %h2 : tensor<6xf64>
  %win = nd.unfold %hh [0] window [3] : tensor<6xf64> to tensor<4x3xf64>
  %ws = nd.sum %win [1] : tensor<4x3xf64> to tensor<4xf64>
  %c = arith.cmpf olt, %lo, %k : f64
  %sel = arith.select %c, %m, %q : tensor<2x3xf64>
  %so = nd.sort %ws along 0 : tensor<4xf64>
  %s0 = nd.sum %s [0] : tensor<2xf64> to f64
  return %sel, %s0, %so : tensor<2x3xf64>, f64, tensor<4xf64>
}
func.func @f(%x: tensor<6x2xf64>, %w: tensor<6xf64>, %k: tensor<2xf64>) -> (tensor<2x3x2xf64>, tensor<2xf64>, tensor<4x2xf64>) {
  %g = functional.ref @g : !functional.fn<(tensor<6xf64>, tensor<6xf64>, f64) -> (tensor<2x3xf64>, f64, tensor<4xf64>)>
  %k0 = arith.constant 0 : index
  %one = tensor.extract %k[%k0] : tensor<2xf64>
  %v = functional.vmap %g in [1, -1, -1] out [2, 0, 1] : !functional.fn<(tensor<6xf64>, tensor<6xf64>, f64) -> (tensor<2x3xf64>, f64, tensor<4xf64>)>
    to !functional.fn<(tensor<6x2xf64>, tensor<6xf64>, f64) -> (tensor<2x3x2xf64>, tensor<2xf64>, tensor<4x2xf64>)>
  %r:3 = functional.apply %v(%x, %w, %one) : !functional.fn<(tensor<6x2xf64>, tensor<6xf64>, f64) -> (tensor<2x3x2xf64>, tensor<2xf64>, tensor<4x2xf64>)>
  return %r#0, %r#1, %r#2 : tensor<2x3x2xf64>, tensor<2xf64>, tensor<4x2xf64>
}
// -----
// a loop that carries more than it starts with, and branches: 3x2; 2x2
func.func @f(%x: tensor<3x2xf64>, %w: tensor<2x2xf64>) -> (tensor<3x2xf64>, tensor<3xf64>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %k = arith.constant 0.8 : f64
  %zero = arith.constant 0.1 : f64
  %g = functional.lambda (%a: tensor<2xf64>) -> (tensor<2xf64>, f64) {
    %r:3 = scf.for %i = %c0 to %c3 step %c1 iter_args(%y = %a, %t = %zero, %u = %zero) -> (tensor<2xf64>, f64, f64) {
      %p = nd.contract "ij,j->i" %w, %y : (tensor<2x2xf64>, tensor<2xf64>) -> tensor<2xf64>
      %s = nd.sum %p [0] : tensor<2xf64> to f64
      %c = arith.cmpf olt, %s, %k : f64
      %q = scf.if %c -> tensor<2xf64> {
        %h = math.tanh %p : tensor<2xf64>
        scf.yield %h : tensor<2xf64>
      } else {
        %h = math.sqrt %p : tensor<2xf64>
        scf.yield %h : tensor<2xf64>
      }
      %first = arith.cmpi eq, %i, %c0 : index
      %o = scf.if %first -> tensor<2xf64> {
        scf.yield %q : tensor<2xf64>
      } else {
        %h = math.sin %q : tensor<2xf64>
        scf.yield %h : tensor<2xf64>
      }
      %n = arith.addf %t, %u : f64
      scf.yield %o, %n, %s : tensor<2xf64>, f64, f64
    }
    functional.return %r#0, %r#1 : tensor<2xf64>, f64
  }
  %v = functional.vmap %g in [0] out [0, 0] : !functional.fn<(tensor<2xf64>) -> (tensor<2xf64>, f64)>
    to !functional.fn<(tensor<3x2xf64>) -> (tensor<3x2xf64>, tensor<3xf64>)>
  %r:2 = functional.apply %v(%x) : !functional.fn<(tensor<3x2xf64>) -> (tensor<3x2xf64>, tensor<3xf64>)>
  return %r#0, %r#1 : tensor<3x2xf64>, tensor<3xf64>
}
