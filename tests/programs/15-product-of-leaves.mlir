// Recursion over a data type: the product of the leaves of ((1, 2), (3, 4)), and the tree with its leaves scaled.
//
// CHECK-CALL: {"entry": "product", "command": "run", "inputs": [{"node": [{"node": [{"leaf": [1]}, {"leaf": [2]}]}, {"node": [{"leaf": [3]}, {"leaf": [4]}]}]}], "results": [24.0]}
// CHECK-CALL: {"entry": "product", "command": "run", "inputs": [{"leaf": [-1.5]}], "results": [-1.5]}
// CHECK-CALL: {"entry": "scaled", "command": "run", "inputs": [{"node": [{"leaf": [1]}, {"node": [{"leaf": [3]}, {"leaf": [4]}]}]}, 0.5], "results": [{"node": [{"leaf": [0.5]}, {"node": [{"leaf": [1.5]}, {"leaf": [2.0]}]}]}]}

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
