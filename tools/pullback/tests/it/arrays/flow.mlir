functional.data @list { nil cons(tensor<?xf64>, !functional.data<@list>) }
functional.data @tree { leaf(tensor<2xf64>) node(!functional.data<@tree>, !functional.data<@tree>) }

func.func private @twice(%x: tensor<2xf64>) -> tensor<2xf64> {
  %y = arith.addf %x, %x : tensor<2xf64>
  return %y : tensor<2xf64>
}
func.func private @power(%n: i64, %x: tensor<2xf64>) -> tensor<2xf64> {
  %zero = arith.constant 0 : i64
  %one = arith.constant 1 : i64
  %done = arith.cmpi sle, %n, %zero : i64
  %r = scf.if %done -> tensor<2xf64> {
    scf.yield %x : tensor<2xf64>
  } else {
    %m = arith.subi %n, %one : i64
    %y = func.call @power(%m, %x) : (i64, tensor<2xf64>) -> tensor<2xf64>
    %z = func.call @twice(%y) : (tensor<2xf64>) -> tensor<2xf64>
    %w = arith.addf %z, %x : tensor<2xf64>
    scf.yield %w : tensor<2xf64>
  }
  return %r : tensor<2xf64>
}
func.func @recursion(%n: i64, %x: tensor<2xf64>) -> tensor<2xf64> {
  %r = func.call @power(%n, %x) : (i64, tensor<2xf64>) -> tensor<2xf64>
  return %r : tensor<2xf64>
}
func.func @tuples(%t: tuple<tensor<?xf64>, f64>) -> tuple<f64, tuple<tensor<?xf64>>> {
  %x = functional.get %t[0] : tuple<tensor<?xf64>, f64>
  %k = functional.get %t[1] : tuple<tensor<?xf64>, f64>
  %y = nd.map (%a in %x : tensor<?xf64>) -> tensor<?xf64> {
    %b = arith.mulf %a, %k : f64
    nd.yield %b : f64
  }
  %u = functional.tuple %y : tensor<?xf64>
  %r = functional.tuple %k, %u : f64, tuple<tensor<?xf64>>
  return %r : tuple<f64, tuple<tensor<?xf64>>>
}
func.func @closure(%x: tensor<3xf64>, %c: i1) -> tensor<3xf64> {
  %f = functional.lambda (%k: f64) -> tensor<3xf64> {
    %y = nd.map (%a in %x : tensor<3xf64>) -> tensor<3xf64> {
      %b = arith.mulf %a, %k : f64
      nd.yield %b : f64
    }
    functional.return %y : tensor<3xf64>
  }
  %g = functional.lambda (%k: f64) -> tensor<3xf64> {
    functional.return %x : tensor<3xf64>
  }
  %h = arith.select %c, %f, %g : !functional.fn<(f64) -> tensor<3xf64>>
  %k = arith.constant 3.0 : f64
  %r = functional.apply %h(%k) : !functional.fn<(f64) -> tensor<3xf64>>
  return %r : tensor<3xf64>
}
func.func @loop(%x: tensor<?xf64>, %n: index) -> (tensor<?xf64>, f64) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %half = arith.constant 0.5 : f64
  %z = arith.constant 0.0 : f64
  %r:2 = scf.for %i = %c0 to %n step %c1 iter_args(%y = %x, %s = %z) -> (tensor<?xf64>, f64) {
    %e = tensor.extract %y[%c0] : tensor<?xf64>
    %w = nd.map (%a in %y : tensor<?xf64>) -> tensor<?xf64> {
      %b = arith.mulf %a, %half : f64
      %c = arith.addf %b, %e : f64
      nd.yield %c : f64
    }
    %v = tensor.insert %s into %w[%i] : tensor<?xf64>
    %t = arith.addf %s, %e : f64
    scf.yield %v, %t : tensor<?xf64>, f64
  }
  return %r#0, %r#1 : tensor<?xf64>, f64
}
func.func @while(%x: tensor<2xf64>) -> tensor<2xf64> {
  %c0 = arith.constant 0 : index
  %limit = arith.constant 100.0 : f64
  %r = scf.while (%y = %x) : (tensor<2xf64>) -> tensor<2xf64> {
    %e = tensor.extract %y[%c0] : tensor<2xf64>
    %go = arith.cmpf olt, %e, %limit : f64
    scf.condition(%go) %y : tensor<2xf64>
  } do {
  ^bb0(%y: tensor<2xf64>):
    %w = arith.addf %y, %y : tensor<2xf64>
    scf.yield %w : tensor<2xf64>
  }
  return %r : tensor<2xf64>
}
func.func @lists(%l: !functional.data<@list>) -> !functional.data<@list> {
  %r = func.call @doubled(%l) : (!functional.data<@list>) -> !functional.data<@list>
  return %r : !functional.data<@list>
}
func.func private @doubled(%l: !functional.data<@list>) -> !functional.data<@list> {
  %r = functional.match %l : !functional.data<@list> -> !functional.data<@list> {
    case nil {
      functional.yield %l : !functional.data<@list>
    }
    case cons(%x: tensor<?xf64>, %t: !functional.data<@list>) {
      %y = arith.addf %x, %x : tensor<?xf64>
      %c0 = arith.constant 0 : index
      %f = tensor.extract %y[%c0] : tensor<?xf64>
      %u = func.call @doubled(%t) : (!functional.data<@list>) -> !functional.data<@list>
      %m = functional.construct @list cons(%y, %u) : (tensor<?xf64>, !functional.data<@list>) -> !functional.data<@list>
      // What is in the node must not see this.
      %z = tensor.insert %f into %y[%c0] : tensor<?xf64>
      %w = arith.mulf %z, %z : tensor<?xf64>
      %v = tensor.insert %f into %w[%c0] : tensor<?xf64>
      %n = functional.construct @list cons(%v, %m) : (tensor<?xf64>, !functional.data<@list>) -> !functional.data<@list>
      functional.yield %n : !functional.data<@list>
    }
  }
  return %r : !functional.data<@list>
}
func.func private @sums(%t: !functional.data<@tree>) -> tensor<2xf64> {
  %r = functional.match %t : !functional.data<@tree> -> tensor<2xf64> {
    case leaf(%x: tensor<2xf64>) {
      functional.yield %x : tensor<2xf64>
    }
    case node(%a: !functional.data<@tree>, %b: !functional.data<@tree>) {
      %u = func.call @sums(%a) : (!functional.data<@tree>) -> tensor<2xf64>
      %v = func.call @sums(%b) : (!functional.data<@tree>) -> tensor<2xf64>
      %w = arith.addf %u, %v : tensor<2xf64>
      functional.yield %w : tensor<2xf64>
    }
  }
  return %r : tensor<2xf64>
}
func.func @trees(%t: !functional.data<@tree>) -> tensor<2xf64> {
  %r = func.call @sums(%t) : (!functional.data<@tree>) -> tensor<2xf64>
  return %r : tensor<2xf64>
}
func.func @stack(%n: index, %x: tensor<2xf64>) -> (tensor<2xf64>, tensor<2xf64>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %s = functional.stack : !functional.stack<tensor<2xf64>>
  %r:2 = scf.for %i = %c0 to %n step %c1 iter_args(%q = %s, %y = %x) -> (!functional.stack<tensor<2xf64>>, tensor<2xf64>) {
    %t = functional.push %q, %y : !functional.stack<tensor<2xf64>>
    %w = arith.addf %y, %x : tensor<2xf64>
    scf.yield %t, %w : !functional.stack<tensor<2xf64>>, tensor<2xf64>
  }
  %z = arith.constant dense<0.0> : tensor<2xf64>
  %b:2 = scf.for %i = %c0 to %n step %c1 iter_args(%q = %r#0, %y = %z) -> (!functional.stack<tensor<2xf64>>, tensor<2xf64>) {
    %t, %e = functional.pop %q : !functional.stack<tensor<2xf64>>
    %m = arith.addf %y, %y : tensor<2xf64>
    %w = arith.addf %m, %e : tensor<2xf64>
    scf.yield %t, %w : !functional.stack<tensor<2xf64>>, tensor<2xf64>
  }
  return %r#1, %b#1 : tensor<2xf64>, tensor<2xf64>
}
func.func @insertion(%x: tensor<3xf64>, %i: index) -> (tensor<3xf64>, tensor<3xf64>, f64) {
  %v = arith.constant 9.0 : f64
  %y = tensor.insert %v into %x[%i] : tensor<3xf64>
  %c = tensor.extract %y[%i] : tensor<3xf64>
  return %x, %y, %c : tensor<3xf64>, tensor<3xf64>, f64
}
func.func @constant() -> (tensor<2x2xi16>, tensor<0x3xf32>, tensor<3xi1>, tensor<2xf16>, tensor<2xbf16>) {
  %a = arith.constant dense<[[1, -2], [3, 4]]> : tensor<2x2xi16>
  %b = arith.constant dense<0.0> : tensor<0x3xf32>
  %c = arith.constant dense<[true, false, true]> : tensor<3xi1>
  %d = arith.constant dense<[1.5, 2.0]> : tensor<2xf16>
  %e = arith.constant dense<[1.5, 2.0]> : tensor<2xbf16>
  %f = arith.addf %d, %d : tensor<2xf16>
  %g = math.exp %e : tensor<2xbf16>
  return %a, %b, %c, %f, %g : tensor<2x2xi16>, tensor<0x3xf32>, tensor<3xi1>, tensor<2xf16>, tensor<2xbf16>
}
func.func private @fill(%n: index, %m: index, %v: f64) -> tensor<?x?xf64> {
  %e = tensor.splat %v[%n, %m] : tensor<?x?xf64>
  return %e : tensor<?x?xf64>
}
func.func @huge(%n: index, %m: index) -> f64 {
  %c0 = arith.constant 0 : index
  %v = arith.constant 9.0 : f64
  %r = scf.for %i = %c0 to %n step %n iter_args(%s = %v) -> f64 {
    %y = func.call @fill(%n, %m, %s) : (index, index, f64) -> tensor<?x?xf64>
    %c = nd.sum %y [0, 1] : tensor<?x?xf64> to f64
    scf.yield %c : f64
  }
  return %r : f64
}
func.func @empties(%n: index, %m: index) -> tensor<?x?xf64> {
  %e = tensor.empty(%n, %m) : tensor<?x?xf64>
  return %e : tensor<?x?xf64>
}
func.func @branches(%x: tensor<?xf64>, %c: i1) -> tensor<?xf64> {
  cf.cond_br %c, ^bb1, ^bb2(%x : tensor<?xf64>)
^bb1:
  %y = arith.addf %x, %x : tensor<?xf64>
  cf.br ^bb2(%y : tensor<?xf64>)
^bb2(%z: tensor<?xf64>):
  return %z : tensor<?xf64>
}
func.func @switch(%x: tensor<?xf64>, %i: index) -> tensor<?xf64> {
  %r = scf.index_switch %i -> tensor<?xf64>
  case 0 {
    scf.yield %x : tensor<?xf64>
  }
  default {
    %y = arith.mulf %x, %x : tensor<?xf64>
    scf.yield %y : tensor<?xf64>
  }
  return %r : tensor<?xf64>
}
