// A TreeLSTM: a sentence is a tree of words, and what a tree means, three numbers with three of memory, is made of what its parts mean, by gates.
//
// Recursion over a recursive data type whose leaves are arrays: no tree needs code of its own.
//
// CHECK-GRADIENT: {"entry": "loss", "inputs": [{"noise": [6, 15]}, {"noise": [15]}, {"noise": [3]}, {"node": [{"node": [{"word": [[0.5, -1.0, 0.25]]}, {"word": [[1.0, 0.0, 0.5]]}]}, {"word": [[-0.5, 0.75, 2.0]]}]}, 1.0], "wrt": [0, 1, 2]}

!meaning = tensor<3xf64>

functional.data @tree {
  word(tensor<3xf64>)
  node(!functional.data<@tree>, !functional.data<@tree>)
}

func.func private @sigmoid(%x: !meaning) -> !meaning {
  %r = nd.map (%a in %x : !meaning) -> !meaning {
    %one = arith.constant 1.0 : f64
    %n = arith.negf %a : f64
    %e = math.exp %n : f64
    %d = arith.addf %one, %e : f64
    %s = arith.divf %one, %d : f64
    nd.yield %s : f64
  }
  return %r : !meaning
}

// What a tree means, and its memory. Of the five gates, two let through the memories of the parts.
func.func @meaning(%w: tensor<6x15xf64>, %b: tensor<15xf64>, %t: !functional.data<@tree>) -> (!meaning, !meaning) {
  %r:2 = functional.match %t : !functional.data<@tree> -> (!meaning, !meaning) {
  case word(%x: !meaning) {
    %h = math.tanh %x : !meaning
    functional.yield %h, %x : !meaning, !meaning
  }
  case node(%left: !functional.data<@tree>, %right: !functional.data<@tree>) {
    %l:2 = func.call @meaning(%w, %b, %left) : (tensor<6x15xf64>, tensor<15xf64>, !functional.data<@tree>) -> (!meaning, !meaning)
    %s:2 = func.call @meaning(%w, %b, %right) : (tensor<6x15xf64>, tensor<15xf64>, !functional.data<@tree>) -> (!meaning, !meaning)
    %both = tensor.concat dim(0) %l#0, %s#0 : (!meaning, !meaning) -> tensor<6xf64>
    %weighed = nd.contract "i,ig->g" %both, %w : (tensor<6xf64>, tensor<6x15xf64>) -> tensor<15xf64>
    %gates = arith.addf %weighed, %b : tensor<15xf64>
    %g0 = tensor.extract_slice %gates[0] [3] [1] : tensor<15xf64> to !meaning
    %g1 = tensor.extract_slice %gates[3] [3] [1] : tensor<15xf64> to !meaning
    %g2 = tensor.extract_slice %gates[6] [3] [1] : tensor<15xf64> to !meaning
    %g3 = tensor.extract_slice %gates[9] [3] [1] : tensor<15xf64> to !meaning
    %g4 = tensor.extract_slice %gates[12] [3] [1] : tensor<15xf64> to !meaning
    %keep_left = func.call @sigmoid(%g0) : (!meaning) -> !meaning
    %keep_right = func.call @sigmoid(%g1) : (!meaning) -> !meaning
    %take = func.call @sigmoid(%g2) : (!meaning) -> !meaning
    %show = func.call @sigmoid(%g3) : (!meaning) -> !meaning
    %new = math.tanh %g4 : !meaning
    %c0 = arith.mulf %keep_left, %l#1 : !meaning
    %c1 = arith.mulf %keep_right, %s#1 : !meaning
    %c2 = arith.mulf %take, %new : !meaning
    %c01 = arith.addf %c0, %c1 : !meaning
    %c = arith.addf %c01, %c2 : !meaning
    %squashed = math.tanh %c : !meaning
    %h = arith.mulf %show, %squashed : !meaning
    functional.yield %h, %c : !meaning, !meaning
  }
  }
  return %r#0, %r#1 : !meaning, !meaning
}

// A score of the sentence, against the truth.
func.func @loss(%w: tensor<6x15xf64>, %b: tensor<15xf64>, %v: tensor<3xf64>, %t: !functional.data<@tree>, %truth: f64) -> f64 {
  %m:2 = func.call @meaning(%w, %b, %t) : (tensor<6x15xf64>, tensor<15xf64>, !functional.data<@tree>) -> (!meaning, !meaning)
  %score = nd.contract "i,i->" %m#0, %v : (!meaning, tensor<3xf64>) -> f64
  %d = arith.subf %score, %truth : f64
  %r = arith.mulf %d, %d : f64
  return %r : f64
}
