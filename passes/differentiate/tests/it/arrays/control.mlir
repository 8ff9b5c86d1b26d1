// Loops, branches, calls, closures. Programs whose derivatives `arrays.rs` checks against differences and against each other. A
// program begins after a line of dashes, with its name, the shapes of the arguments of `@f`, and what indices are.
// -----
// loop_read: 4
func.func @f(%a0: tensor<4xf64>) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %z = arith.constant 1.0 : f64
  %r = scf.for %i = %c0 to %c4 step %c1 iter_args(%q = %z) -> f64 {
    %e = tensor.extract %a0[%i] : tensor<4xf64>
    %m = arith.mulf %e, %q : f64
    %o = math.sin %m : f64
    %c = arith.cmpf ogt, %o, %z : f64
    %w = arith.addf %o, %e : f64
    scf.yield %w : f64
  }
  return %r : f64
}
// -----
// loop_nested: 2x3; 3
func.func @f(%a0: tensor<2x3xf64>, %a1: tensor<3xf64>) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c3 = arith.constant 3 : index
  %z = arith.constant 1.0 : f64
  %half = arith.constant 0.5 : f64
  %r = scf.for %i = %c0 to %c2 step %c1 iter_args(%q = %z) -> f64 {
    %y = scf.for %j = %c0 to %c3 step %c1 iter_args(%u = %q) -> f64 {
      %e = tensor.extract %a0[%i, %j] : tensor<2x3xf64>
      %c = arith.cmpf ogt, %e, %half : f64
      %w = scf.if %c -> f64 {
        %f = tensor.extract %a1[%j] : tensor<3xf64>
        %g = arith.mulf %f, %u : f64
        scf.yield %g : f64
      } else {
        %f = tensor.extract %a1[%i] : tensor<3xf64>
        %g = arith.mulf %f, %e : f64
        scf.yield %g : f64
      }
      %o = math.sin %w : f64
      scf.yield %o : f64
    }
    scf.yield %y : f64
  }
  return %r : f64
}
// -----
// loop_carry: 3; 3x3
func.func @f(%a0: tensor<3xf64>, %a1: tensor<3x3xf64>) -> tensor<3xf64> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %r = scf.for %i = %c0 to %c3 step %c1 iter_args(%x = %a0) -> tensor<3xf64> {
    %y = nd.contract "ij,j->i" %a1, %x : (tensor<3x3xf64>, tensor<3xf64>) -> tensor<3xf64>
    %h = math.tanh %y : tensor<3xf64>
    %e = tensor.extract %a0[%i] : tensor<3xf64>
    %k = tensor.insert %e into %h[%c1] : tensor<3xf64>
    %m = arith.mulf %k, %h : tensor<3xf64>
    scf.yield %m : tensor<3xf64>
  }
  return %r : tensor<3xf64>
}
// -----
// loop_slices: 3x2; 2
func.func @f(%a0: tensor<3x2xf64>, %a1: tensor<2xf64>) -> (tensor<2xf64>, tensor<3x2xf64>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %r, %o = scf.for %i = %c0 to %c3 step %c1 iter_args(%x = %a1, %out = %a0) -> (tensor<2xf64>, tensor<3x2xf64>) {
    %row = tensor.extract_slice %a0[%i, 0] [1, 2] [1, 1] : tensor<3x2xf64> to tensor<2xf64>
    %p = arith.mulf %row, %x : tensor<2xf64>
    %h = math.sin %p : tensor<2xf64>
    %w = tensor.insert_slice %h into %out[%i, 0] [1, 2] [1, 1] : tensor<2xf64> into tensor<3x2xf64>
    scf.yield %h, %w : tensor<2xf64>, tensor<3x2xf64>
  }
  return %r, %o : tensor<2xf64>, tensor<3x2xf64>
}
// -----
// loop_while: 3; -
func.func @f(%a0: tensor<3xf64>, %a1: f64) -> (tensor<3xf64>, f64) {
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %lim = arith.constant 3.0 : f64
  %two = arith.constant 1.7 : f64
  %st = arith.constant 0.4 : f64
  %r:2 = scf.while (%x = %a0, %k = %st) : (tensor<3xf64>, f64) -> (tensor<3xf64>, f64) {
    %c = arith.cmpf olt, %k, %lim : f64
    scf.condition(%c) %x, %k : tensor<3xf64>, f64
  } do {
    ^bb0(%x: tensor<3xf64>, %k: f64):
    %y = math.sin %x : tensor<3xf64>
    %e = tensor.extract %a0[%c1] : tensor<3xf64>
    %g = arith.mulf %e, %a1 : f64
    %i = tensor.insert %g into %y[%c2] : tensor<3xf64>
    %kk = arith.mulf %k, %two : f64
    scf.yield %i, %kk : tensor<3xf64>, f64
  }
  %u = arith.mulf %r#1, %a1 : f64
  return %r#0, %u : tensor<3xf64>, f64
}
// -----
// branch: 3; -
func.func @f(%a0: tensor<3xf64>, %a1: f64) -> tensor<3xf64> {
  %c2 = arith.constant 2 : index
  %h = arith.constant 0.2 : f64
  %c = arith.cmpf ogt, %a1, %h : f64
  %r = scf.if %c -> tensor<3xf64> {
    %y = math.sin %a0 : tensor<3xf64>
    %g = tensor.insert %a1 into %y[%c2] : tensor<3xf64>
    %m = arith.mulf %g, %y : tensor<3xf64>
    scf.yield %m : tensor<3xf64>
  } else {
    scf.yield %a0 : tensor<3xf64>
  }
  return %r : tensor<3xf64>
}
// -----
// tuples: 3; -
func.func @f(%a0: tensor<3xf64>, %a1: f64) -> tensor<3xf64> {
  %c0 = arith.constant 0 : index
  %t = functional.tuple %a0, %a1 : tensor<3xf64>, f64
  %y = func.call @tup_callee(%t) : (tuple<tensor<3xf64>, f64>) -> tuple<f64, tensor<3xf64>>
  %b = functional.get %y[1] : tuple<f64, tensor<3xf64>>
  %e = functional.get %y[0] : tuple<f64, tensor<3xf64>>
  %k = tensor.insert %e into %b[%c0] : tensor<3xf64>
  return %k : tensor<3xf64>
}
func.func private @tup_callee(%t: tuple<tensor<3xf64>, f64>) -> tuple<f64, tensor<3xf64>> attributes {no_inline} {
  %a = functional.get %t[0] : tuple<tensor<3xf64>, f64>
  %b = functional.get %t[1] : tuple<tensor<3xf64>, f64>
  %c1 = arith.constant 1 : index
  %e = tensor.extract %a[%c1] : tensor<3xf64>
  %s = math.sin %a : tensor<3xf64>
  %m = arith.mulf %e, %b : f64
  %r = functional.tuple %m, %s : f64, tensor<3xf64>
  return %r : tuple<f64, tensor<3xf64>>
}
// -----
// recursion: 4
func.func @f(%a0: tensor<4xf64>) -> f64 {
  %c0 = arith.constant 0 : index
  %n = arith.constant 4 : index
  %r = func.call @rec(%a0, %c0, %n) : (tensor<4xf64>, index, index) -> f64
  return %r : f64
}
func.func private @rec(%a: tensor<4xf64>, %lo: index, %hi: index) -> f64 {
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %d = arith.subi %hi, %lo : index
  %c = arith.cmpi ule, %d, %c1 : index
  %r = scf.if %c -> f64 {
    %e = tensor.extract %a[%lo] : tensor<4xf64>
    %s = math.sin %e : f64
    scf.yield %s : f64
  } else {
    %h = arith.divui %d, %c2 : index
    %m = arith.addi %lo, %h : index
    %x = func.call @rec(%a, %lo, %m) : (tensor<4xf64>, index, index) -> f64
    %y = func.call @rec(%a, %m, %hi) : (tensor<4xf64>, index, index) -> f64
    %z = arith.mulf %x, %y : f64
    %w = math.exp %z : f64
    scf.yield %w : f64
  }
  return %r : f64
}
// -----
// recursion_array: 3
func.func @f(%a0: tensor<3xf64>) -> tensor<3xf64> {
  %n = arith.constant 3 : index
  %r = func.call @reca(%a0, %n) : (tensor<3xf64>, index) -> tensor<3xf64>
  return %r : tensor<3xf64>
}
func.func private @reca(%a: tensor<3xf64>, %n: index) -> tensor<3xf64> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c = arith.cmpi eq, %n, %c0 : index
  %r = scf.if %c -> tensor<3xf64> {
    scf.yield %a : tensor<3xf64>
  } else {
    %m = arith.subi %n, %c1 : index
    %s = math.sin %a : tensor<3xf64>
    %x = func.call @reca(%s, %m) : (tensor<3xf64>, index) -> tensor<3xf64>
    %z = arith.mulf %x, %a : tensor<3xf64>
    scf.yield %z : tensor<3xf64>
  }
  return %r : tensor<3xf64>
}
// -----
// closure: 3; -
func.func @f(%a0: tensor<3xf64>, %a1: f64) -> tensor<3xf64> {
  %c1 = arith.constant 1 : index
  %f = functional.lambda (%x: tensor<3xf64>) -> tensor<3xf64> {
    %m = arith.mulf %x, %a0 : tensor<3xf64>
    %s = math.sin %m : tensor<3xf64>
    %i = tensor.insert %a1 into %s[%c1] : tensor<3xf64>
    functional.return %i : tensor<3xf64>
  }
  %y = functional.apply %f(%a0) : !functional.fn<(tensor<3xf64>) -> tensor<3xf64>>
  %z = functional.apply %f(%y) : !functional.fn<(tensor<3xf64>) -> tensor<3xf64>>
  return %z : tensor<3xf64>
}
// -----
// inner_grad: 3; 3
func.func @f(%a0: tensor<3xf64>, %a1: tensor<3xf64>) -> tensor<3xf64> {
  %f = functional.lambda (%x: tensor<3xf64>) -> f64 {
    %m = arith.mulf %x, %a0 : tensor<3xf64>
    %w = nd.map (%p in %m : tensor<3xf64>) -> tensor<3xf64> {
      %o = math.sin %p : f64
      nd.yield %o : f64
    }
    %one = arith.constant 1.0 : f64
    %s = nd.reduce (%p in %w : tensor<3xf64>) from (%acc = %one : f64) along [0] -> f64 {
      %o = arith.mulf %p, %acc : f64
      nd.yield %o : f64
    }
    functional.return %s : f64
  }
  %g = functional.grad %f : !functional.fn<(tensor<3xf64>) -> f64>
  %y = functional.apply %g(%a1) : !functional.fn<(tensor<3xf64>) -> tensor<3xf64>>
  return %y : tensor<3xf64>
}
// -----
// loop_read_d: 4
func.func @f(%a0: tensor<?xf64>) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %z = arith.constant 1.0 : f64
  %r = scf.for %i = %c0 to %c4 step %c1 iter_args(%q = %z) -> f64 {
    %e = tensor.extract %a0[%i] : tensor<?xf64>
    %m = arith.mulf %e, %q : f64
    %o = math.sin %m : f64
    %c = arith.cmpf ogt, %o, %z : f64
    %w = arith.addf %o, %e : f64
    scf.yield %w : f64
  }
  return %r : f64
}
// -----
// loop_nested_d: 2x3; 3
func.func @f(%a0: tensor<?x?xf64>, %a1: tensor<?xf64>) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c3 = arith.constant 3 : index
  %z = arith.constant 1.0 : f64
  %half = arith.constant 0.5 : f64
  %r = scf.for %i = %c0 to %c2 step %c1 iter_args(%q = %z) -> f64 {
    %y = scf.for %j = %c0 to %c3 step %c1 iter_args(%u = %q) -> f64 {
      %e = tensor.extract %a0[%i, %j] : tensor<?x?xf64>
      %c = arith.cmpf ogt, %e, %half : f64
      %w = scf.if %c -> f64 {
        %f = tensor.extract %a1[%j] : tensor<?xf64>
        %g = arith.mulf %f, %u : f64
        scf.yield %g : f64
      } else {
        %f = tensor.extract %a1[%i] : tensor<?xf64>
        %g = arith.mulf %f, %e : f64
        scf.yield %g : f64
      }
      %o = math.sin %w : f64
      scf.yield %o : f64
    }
    scf.yield %y : f64
  }
  return %r : f64
}
// -----
// loop_carry_d: 3; 3x3
func.func @f(%a0: tensor<?xf64>, %a1: tensor<?x?xf64>) -> tensor<?xf64> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %r = scf.for %i = %c0 to %c3 step %c1 iter_args(%x = %a0) -> tensor<?xf64> {
    %y = nd.contract "ij,j->i" %a1, %x : (tensor<?x?xf64>, tensor<?xf64>) -> tensor<?xf64>
    %h = math.tanh %y : tensor<?xf64>
    %e = tensor.extract %a0[%i] : tensor<?xf64>
    %k = tensor.insert %e into %h[%c1] : tensor<?xf64>
    %m = arith.mulf %k, %h : tensor<?xf64>
    scf.yield %m : tensor<?xf64>
  }
  return %r : tensor<?xf64>
}
// -----
// loop_slices_d: 3x2; 2
func.func @f(%a0: tensor<?x?xf64>, %a1: tensor<?xf64>) -> (tensor<?xf64>, tensor<?x?xf64>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c3 = arith.constant 3 : index
  %r, %o = scf.for %i = %c0 to %c3 step %c1 iter_args(%x = %a1, %out = %a0) -> (tensor<?xf64>, tensor<?x?xf64>) {
    %row = tensor.extract_slice %a0[%i, 0] [1, %c2] [1, 1] : tensor<?x?xf64> to tensor<?xf64>
    %p = arith.mulf %row, %x : tensor<?xf64>
    %h = math.sin %p : tensor<?xf64>
    %w = tensor.insert_slice %h into %out[%i, 0] [1, %c2] [1, 1] : tensor<?xf64> into tensor<?x?xf64>
    scf.yield %h, %w : tensor<?xf64>, tensor<?x?xf64>
  }
  return %r, %o : tensor<?xf64>, tensor<?x?xf64>
}
// -----
// loop_while_d: 3; -
func.func @f(%a0: tensor<?xf64>, %a1: f64) -> (tensor<?xf64>, f64) {
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %lim = arith.constant 3.0 : f64
  %two = arith.constant 1.7 : f64
  %st = arith.constant 0.4 : f64
  %r:2 = scf.while (%x = %a0, %k = %st) : (tensor<?xf64>, f64) -> (tensor<?xf64>, f64) {
    %c = arith.cmpf olt, %k, %lim : f64
    scf.condition(%c) %x, %k : tensor<?xf64>, f64
  } do {
    ^bb0(%x: tensor<?xf64>, %k: f64):
    %y = math.sin %x : tensor<?xf64>
    %e = tensor.extract %a0[%c1] : tensor<?xf64>
    %g = arith.mulf %e, %a1 : f64
    %i = tensor.insert %g into %y[%c2] : tensor<?xf64>
    %kk = arith.mulf %k, %two : f64
    scf.yield %i, %kk : tensor<?xf64>, f64
  }
  %u = arith.mulf %r#1, %a1 : f64
  return %r#0, %u : tensor<?xf64>, f64
}
// -----
// branch_d: 3; -
func.func @f(%a0: tensor<?xf64>, %a1: f64) -> tensor<?xf64> {
  %c2 = arith.constant 2 : index
  %h = arith.constant 0.2 : f64
  %c = arith.cmpf ogt, %a1, %h : f64
  %r = scf.if %c -> tensor<?xf64> {
    %y = math.sin %a0 : tensor<?xf64>
    %g = tensor.insert %a1 into %y[%c2] : tensor<?xf64>
    %m = arith.mulf %g, %y : tensor<?xf64>
    scf.yield %m : tensor<?xf64>
  } else {
    scf.yield %a0 : tensor<?xf64>
  }
  return %r : tensor<?xf64>
}
// -----
// tuples_d: 3; -
func.func @f(%a0: tensor<?xf64>, %a1: f64) -> tensor<?xf64> {
  %c0 = arith.constant 0 : index
  %t = functional.tuple %a0, %a1 : tensor<?xf64>, f64
  %y = func.call @tup_callee_d(%t) : (tuple<tensor<?xf64>, f64>) -> tuple<f64, tensor<?xf64>>
  %b = functional.get %y[1] : tuple<f64, tensor<?xf64>>
  %e = functional.get %y[0] : tuple<f64, tensor<?xf64>>
  %k = tensor.insert %e into %b[%c0] : tensor<?xf64>
  return %k : tensor<?xf64>
}
func.func private @tup_callee_d(%t: tuple<tensor<?xf64>, f64>) -> tuple<f64, tensor<?xf64>> attributes {no_inline} {
  %a = functional.get %t[0] : tuple<tensor<?xf64>, f64>
  %b = functional.get %t[1] : tuple<tensor<?xf64>, f64>
  %c1 = arith.constant 1 : index
  %e = tensor.extract %a[%c1] : tensor<?xf64>
  %s = math.sin %a : tensor<?xf64>
  %m = arith.mulf %e, %b : f64
  %r = functional.tuple %m, %s : f64, tensor<?xf64>
  return %r : tuple<f64, tensor<?xf64>>
}
// -----
// recursion_d: 4
func.func @f(%a0: tensor<?xf64>) -> f64 {
  %c0 = arith.constant 0 : index
  %n = arith.constant 4 : index
  %r = func.call @rec_d(%a0, %c0, %n) : (tensor<?xf64>, index, index) -> f64
  return %r : f64
}
func.func private @rec_d(%a: tensor<?xf64>, %lo: index, %hi: index) -> f64 {
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %d = arith.subi %hi, %lo : index
  %c = arith.cmpi ule, %d, %c1 : index
  %r = scf.if %c -> f64 {
    %e = tensor.extract %a[%lo] : tensor<?xf64>
    %s = math.sin %e : f64
    scf.yield %s : f64
  } else {
    %h = arith.divui %d, %c2 : index
    %m = arith.addi %lo, %h : index
    %x = func.call @rec_d(%a, %lo, %m) : (tensor<?xf64>, index, index) -> f64
    %y = func.call @rec_d(%a, %m, %hi) : (tensor<?xf64>, index, index) -> f64
    %z = arith.mulf %x, %y : f64
    %w = math.exp %z : f64
    scf.yield %w : f64
  }
  return %r : f64
}
// -----
// recursion_array_d: 3
func.func @f(%a0: tensor<?xf64>) -> tensor<?xf64> {
  %n = arith.constant 3 : index
  %r = func.call @reca_d(%a0, %n) : (tensor<?xf64>, index) -> tensor<?xf64>
  return %r : tensor<?xf64>
}
func.func private @reca_d(%a: tensor<?xf64>, %n: index) -> tensor<?xf64> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c = arith.cmpi eq, %n, %c0 : index
  %r = scf.if %c -> tensor<?xf64> {
    scf.yield %a : tensor<?xf64>
  } else {
    %m = arith.subi %n, %c1 : index
    %s = math.sin %a : tensor<?xf64>
    %x = func.call @reca_d(%s, %m) : (tensor<?xf64>, index) -> tensor<?xf64>
    %z = arith.mulf %x, %a : tensor<?xf64>
    scf.yield %z : tensor<?xf64>
  }
  return %r : tensor<?xf64>
}
// -----
// closure_d: 3; -
func.func @f(%a0: tensor<?xf64>, %a1: f64) -> tensor<?xf64> {
  %c1 = arith.constant 1 : index
  %f = functional.lambda (%x: tensor<?xf64>) -> tensor<?xf64> {
    %m = arith.mulf %x, %a0 : tensor<?xf64>
    %s = math.sin %m : tensor<?xf64>
    %i = tensor.insert %a1 into %s[%c1] : tensor<?xf64>
    functional.return %i : tensor<?xf64>
  }
  %y = functional.apply %f(%a0) : !functional.fn<(tensor<?xf64>) -> tensor<?xf64>>
  %z = functional.apply %f(%y) : !functional.fn<(tensor<?xf64>) -> tensor<?xf64>>
  return %z : tensor<?xf64>
}
// -----
// inner_grad_d: 3; 3
func.func @f(%a0: tensor<?xf64>, %a1: tensor<?xf64>) -> tensor<?xf64> {
  %f = functional.lambda (%x: tensor<?xf64>) -> f64 {
    %m = arith.mulf %x, %a0 : tensor<?xf64>
    %w = nd.map (%p in %m : tensor<?xf64>) -> tensor<?xf64> {
      %o = math.sin %p : f64
      nd.yield %o : f64
    }
    %one = arith.constant 1.0 : f64
    %s = nd.reduce (%p in %w : tensor<?xf64>) from (%acc = %one : f64) along [0] -> f64 {
      %o = arith.mulf %p, %acc : f64
      nd.yield %o : f64
    }
    functional.return %s : f64
  }
  %g = functional.grad %f : !functional.fn<(tensor<?xf64>) -> f64>
  %y = functional.apply %g(%a1) : !functional.fn<(tensor<?xf64>) -> tensor<?xf64>>
  return %y : tensor<?xf64>
}
// -----
// list: 3; -
func.func @f(%a0: tensor<?xf64>, %a1: f64) -> tensor<?xf64> {
  %n = functional.construct @list nil() : !functional.data<@list>
  %l1 = functional.construct @list cons(%a0, %n) : (tensor<?xf64>, !functional.data<@list>) -> !functional.data<@list>
  %s = math.sin %a0 : tensor<?xf64>
  %l2 = functional.construct @list cons(%s, %l1) : (tensor<?xf64>, !functional.data<@list>) -> !functional.data<@list>
  %r = func.call @prod(%l2, %a0, %a1) : (!functional.data<@list>, tensor<?xf64>, f64) -> tensor<?xf64>
  return %r : tensor<?xf64>
}
functional.data @list { nil cons(tensor<?xf64>, !functional.data<@list>) }
func.func private @prod(%l: !functional.data<@list>, %one: tensor<?xf64>, %k: f64) -> tensor<?xf64> {
  %r = functional.match %l : !functional.data<@list> -> tensor<?xf64> {
    case nil { functional.yield %one : tensor<?xf64> }
    case cons(%h: tensor<?xf64>, %t: !functional.data<@list>) {
      %p = func.call @prod(%t, %one, %k) : (!functional.data<@list>, tensor<?xf64>, f64) -> tensor<?xf64>
      %c0 = arith.constant 0 : index
      %i = tensor.insert %k into %h[%c0] : tensor<?xf64>
      %m = arith.mulf %i, %p : tensor<?xf64>
      functional.yield %m : tensor<?xf64>
    }
  }
  return %r : tensor<?xf64>
}
// -----
// map_in_loop: 3; -
func.func @f(%a0: tensor<?xf64>, %a1: f64) -> tensor<?xf64> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %r, %k = scf.for %i = %c0 to %c3 step %c1 iter_args(%x = %a0, %q = %a1) -> (tensor<?xf64>, f64) {
    %y = nd.map (%p in %x : tensor<?xf64>, %u in %a0 : tensor<?xf64>) -> tensor<?xf64> {
      %m = arith.mulf %p, %q : f64
      %n = math.sin %m : f64
      %v = arith.mulf %n, %u : f64
      nd.yield %v : f64
    }
    %s = nd.reduce (%p in %y : tensor<?xf64>) from (%z = %q : f64) along [0] -> f64 {
      %m = arith.mulf %z, %p : f64
      %n = math.cos %m : f64
      nd.yield %n : f64
    }
    scf.yield %y, %s : tensor<?xf64>, f64
  }
  %b = nd.broadcast %k [] sizes(%c3) : f64 to tensor<?xf64>
  %w = arith.mulf %b, %r : tensor<?xf64>
  return %w : tensor<?xf64>
}
// -----
// twice_read: 4
func.func @f(%a0: tensor<?xf64>) -> (f64, tensor<?xf64>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %a = tensor.extract %a0[%c0] : tensor<?xf64>
  %b = tensor.extract %a0[%c0] : tensor<?xf64>
  %c = tensor.extract %a0[%c1] : tensor<?xf64>
  %d = arith.mulf %a, %b : f64
  %e = arith.mulf %d, %c : f64
  %s = math.sin %a0 : tensor<?xf64>
  %sl = tensor.extract_slice %a0[1] [2] [1] : tensor<?xf64> to tensor<2xf64>
  %ins = tensor.insert_slice %sl into %s[0] [2] [1] : tensor<2xf64> into tensor<?xf64>
  %w = arith.mulf %ins, %a0 : tensor<?xf64>
  return %e, %w : f64, tensor<?xf64>
}
