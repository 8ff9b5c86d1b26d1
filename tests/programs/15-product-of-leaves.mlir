// Recursion over a data type: the product of the leaves of ((1, 2), (3, 4)), the tree with its leaves scaled, and the sum
// of what the gradient of the product holds, which is a tree of the same shape.
//
// CHECK-CALL: {"entry": "product", "command": "run", "inputs": [{"node": [{"node": [{"leaf": [1]}, {"leaf": [2]}]}, {"node": [{"leaf": [3]}, {"leaf": [4]}]}]}], "results": [24.0]}
// CHECK-CALL: {"entry": "product", "command": "run", "inputs": [{"leaf": [-1.5]}], "results": [-1.5]}
// CHECK-CALL: {"entry": "scaled", "command": "run", "inputs": [{"node": [{"leaf": [1]}, {"node": [{"leaf": [3]}, {"leaf": [4]}]}]}, 0.5], "results": [{"node": [{"leaf": [0.5]}, {"node": [{"leaf": [1.5]}, {"leaf": [2.0]}]}]}]}
// CHECK-CALL: {"entry": "product", "command": "grad", "inputs": [{"node": [{"node": [{"leaf": [1]}, {"leaf": [2]}]}, {"node": [{"leaf": [3]}, {"leaf": [4]}]}]}], "value": [24.0], "gradients": [{"node": [{"node": [{"leaf": [24.0]}, {"leaf": [12.0]}]}, {"node": [{"leaf": [8.0]}, {"leaf": [6.0]}]}]}]}
// CHECK-CALL: {"entry": "product", "command": "grad", "inputs": [{"leaf": [-1.5]}], "value": [-1.5], "gradients": [{"leaf": [1.0]}]}
// CHECK-CALL: {"entry": "product", "command": "vjp", "inputs": [{"node": [{"node": [{"leaf": [1]}, {"leaf": [2]}]}, {"node": [{"leaf": [3]}, {"leaf": [4]}]}]}], "cotangents": [0.5], "value": [24.0], "gradients": [{"node": [{"node": [{"leaf": [12.0]}, {"leaf": [6.0]}]}, {"node": [{"leaf": [4.0]}, {"leaf": [3.0]}]}]}]}
// CHECK-CALL: {"entry": "product", "command": "jvp", "inputs": [{"node": [{"node": [{"leaf": [1]}, {"leaf": [2]}]}, {"node": [{"leaf": [3]}, {"leaf": [4]}]}]}], "tangents": [{"node": [{"zero": []}, {"node": [{"leaf": [2]}, {"zero": []}]}]}], "value": [24.0], "tangents_out": [16.0]}
// CHECK-CALL: {"entry": "product", "command": "hvp", "inputs": [{"node": [{"node": [{"leaf": [1]}, {"leaf": [2]}]}, {"node": [{"leaf": [3]}, {"leaf": [4]}]}]}], "tangents": [{"node": [{"node": [{"leaf": [1]}, {"zero": []}]}, {"zero": []}]}], "value": [24.0], "gradients": [{"node": [{"node": [{"leaf": [24.0]}, {"leaf": [12.0]}]}, {"node": [{"leaf": [8.0]}, {"leaf": [6.0]}]}]}], "products": [{"node": [{"node": [{"leaf": [0.0]}, {"leaf": [12.0]}]}, {"node": [{"leaf": [8.0]}, {"leaf": [6.0]}]}]}]}
// CHECK-CALL: {"entry": "scaled", "command": "vjp", "inputs": [{"node": [{"leaf": [1]}, {"node": [{"leaf": [3]}, {"leaf": [4]}]}]}, 0.5], "cotangents": [{"node": [{"leaf": [10]}, {"node": [{"zero": []}, {"leaf": [1]}]}]}], "value": [{"node": [{"leaf": [0.5]}, {"node": [{"leaf": [1.5]}, {"leaf": [2.0]}]}]}], "gradients": [{"node": [{"leaf": [5.0]}, {"node": [{"leaf": [0.0]}, {"leaf": [0.5]}]}]}, 14.0]}
// CHECK-CALL: {"entry": "scaled", "command": "jvp", "inputs": [{"node": [{"leaf": [1]}, {"node": [{"leaf": [3]}, {"leaf": [4]}]}]}, 0.5], "tangents": [{"zero": []}, 2], "value": [{"node": [{"leaf": [0.5]}, {"node": [{"leaf": [1.5]}, {"leaf": [2.0]}]}]}], "tangents_out": [{"node": [{"leaf": [2.0]}, {"node": [{"leaf": [6.0]}, {"leaf": [8.0]}]}]}]}
// CHECK-CALL: {"entry": "sum_of_gradient", "command": "run", "inputs": [{"node": [{"node": [{"leaf": [1]}, {"leaf": [2]}]}, {"node": [{"leaf": [3]}, {"leaf": [4]}]}]}], "results": [50.0]}
// CHECK-CALL: {"entry": "sum_of_gradient", "command": "grad", "inputs": [{"node": [{"node": [{"leaf": [1]}, {"leaf": [2]}]}, {"node": [{"leaf": [3]}, {"leaf": [4]}]}]}], "value": [50.0], "gradients": [{"node": [{"node": [{"leaf": [26.0]}, {"leaf": [19.0]}]}, {"node": [{"leaf": [14.0]}, {"leaf": [11.0]}]}]}]}
// CHECK-CALL: {"entry": "sum_of_gradient", "command": "jvp", "inputs": [{"node": [{"node": [{"leaf": [1]}, {"leaf": [2]}]}, {"node": [{"leaf": [3]}, {"leaf": [4]}]}]}], "tangents": [{"node": [{"node": [{"zero": []}, {"leaf": [-1]}]}, {"zero": []}]}], "value": [50.0], "tangents_out": [-19.0]}

functional.data @tree {
  leaf(f64)
  node(!functional.data<@tree>, !functional.data<@tree>)
}

func.func @product(%t: !functional.data<@tree>) -> f64 {
  %r = functional.match %t : !functional.data<@tree> -> f64 {
  case leaf(%x: f64) {
    functional.yield %x : f64
  }
  case node(%left: !functional.data<@tree>, %right: !functional.data<@tree>) {
    %a = func.call @product(%left) : (!functional.data<@tree>) -> f64
    %b = func.call @product(%right) : (!functional.data<@tree>) -> f64
    %p = arith.mulf %a, %b : f64
    functional.yield %p : f64
  }
  }
  return %r : f64
}

func.func @scaled(%t: !functional.data<@tree>, %k: f64) -> !functional.data<@tree> {
  %r = functional.match %t : !functional.data<@tree> -> !functional.data<@tree> {
  case leaf(%x: f64) {
    %y = arith.mulf %x, %k : f64
    %l = functional.construct @tree leaf(%y) : (f64) -> !functional.data<@tree>
    functional.yield %l : !functional.data<@tree>
  }
  case node(%left: !functional.data<@tree>, %right: !functional.data<@tree>) {
    %a = func.call @scaled(%left, %k) : (!functional.data<@tree>, f64) -> !functional.data<@tree>
    %b = func.call @scaled(%right, %k) : (!functional.data<@tree>, f64) -> !functional.data<@tree>
    %n = functional.construct @tree node(%a, %b) : (!functional.data<@tree>, !functional.data<@tree>) -> !functional.data<@tree>
    functional.yield %n : !functional.data<@tree>
  }
  }
  return %r : !functional.data<@tree>
}

func.func private @total(%t: !functional.data<@tree$ct>) -> f64 {
  %r = functional.match %t : !functional.data<@tree$ct> -> f64 {
  case zero {
    %z = arith.constant 0.0 : f64
    functional.yield %z : f64
  }
  case leaf(%x: f64) {
    functional.yield %x : f64
  }
  case node(%left: !functional.data<@tree$ct>, %right: !functional.data<@tree$ct>) {
    %a = func.call @total(%left) : (!functional.data<@tree$ct>) -> f64
    %b = func.call @total(%right) : (!functional.data<@tree$ct>) -> f64
    %s = arith.addf %a, %b : f64
    functional.yield %s : f64
  }
  }
  return %r : f64
}

func.func @sum_of_gradient(%t: !functional.data<@tree>) -> f64 {
  %f = functional.ref @product : !functional.fn<(!functional.data<@tree>) -> f64>
  %g = functional.grad %f : !functional.fn<(!functional.data<@tree>) -> f64>
  %d = functional.apply %g(%t) : !functional.fn<(!functional.data<@tree>) -> !functional.data<@tree$ct>>
  %r = func.call @total(%d) : (!functional.data<@tree$ct>) -> f64
  return %r : f64
}
