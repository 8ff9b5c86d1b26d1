// A block of a transformer: words see those before them, by two heads of attention, and then each is thought over by itself. Both are added to the
// words, which are normalised before.
//
// `@block` takes a sequence of any length; `@loss` is half the squared distance of what it gives to a target.
//
// CHECK-GRADIENT: {"entry": "loss", "inputs": [{"noise": [8, 3, 2, 4]}, {"noise": [2, 4, 8]}, {"noise": [8, 16]}, {"noise": [16, 8]}, {"noise": [5, 8]}, {"noise": [5, 8]}]}

!words = tensor<?x8xf64>
!each = tensor<?xf64>
!heads = tensor<2x?x4xf64>
!pairs = tensor<2x?x?xf64>

// Each word with mean zero and variance one.
func.func private @normal(%x: !words) -> !words {
  %eighth = arith.constant 0.125 : f64
  %small = arith.constant 1.0e-6 : f64
  %sum = nd.sum %x [1] : !words to !each
  %centred = nd.map (%a in %x : !words) -> !words {
    %i = nd.index 0
    %s = tensor.extract %sum[%i] : !each
    %mean = arith.mulf %s, %eighth : f64
    %d = arith.subf %a, %mean : f64
    nd.yield %d : f64
  }
  %squares = nd.contract "nd,nd->n" %centred, %centred : (!words, !words) -> !each
  %r = nd.map (%a in %centred : !words) -> !words {
    %i = nd.index 0
    %s = tensor.extract %squares[%i] : !each
    %variance = arith.mulf %s, %eighth : f64
    %safe = arith.addf %variance, %small : f64
    %scale = math.rsqrt %safe : f64
    %y = arith.mulf %a, %scale : f64
    nd.yield %y : f64
  }
  return %r : !words
}

// Scores become parts of one, over the words that are not ahead.
func.func private @parts(%scores: !pairs) -> !pairs {
  %low = arith.constant -1.0e30 : f64
  %zero = arith.constant 0.0 : f64
  %seen = nd.map (%s in %scores : !pairs) -> !pairs {
    %i = nd.index 1
    %j = nd.index 2
    %is_ahead = arith.cmpi ugt, %j, %i : index
    %r = arith.select %is_ahead, %low, %s : f64
    nd.yield %r : f64
  }
  %greatest = nd.reduce (%s in %seen : !pairs) from (%m = %low : f64) along [2] -> tensor<2x?xf64> {
    %n = arith.maximumf %s, %m : f64
    nd.yield %n : f64
  }
  %exponentials = nd.map (%s in %seen : !pairs) -> !pairs {
    %h = nd.index 0
    %i = nd.index 1
    %g = tensor.extract %greatest[%h, %i] : tensor<2x?xf64>
    %d = arith.subf %s, %g : f64
    %e = math.exp %d : f64
    nd.yield %e : f64
  }
  %sum = nd.sum %exponentials [2] : !pairs to tensor<2x?xf64>
  %r = nd.map (%e in %exponentials : !pairs) -> !pairs {
    %h = nd.index 0
    %i = nd.index 1
    %s = tensor.extract %sum[%h, %i] : tensor<2x?xf64>
    %p = arith.divf %e, %s : f64
    nd.yield %p : f64
  }
  return %r : !pairs
}

// %in gives questions, keys and values for each head, %out brings heads together.
func.func private @attention(%in: tensor<8x3x2x4xf64>, %out: tensor<2x4x8xf64>, %x: !words) -> !words {
  %c0 = arith.constant 0 : index
  %n = tensor.dim %x, %c0 : !words
  %all = nd.contract "nd,dkhe->khne" %x, %in : (!words, tensor<8x3x2x4xf64>) -> tensor<3x2x?x4xf64>
  %q = tensor.extract_slice %all[0, 0, 0, 0] [1, 2, %n, 4] [1, 1, 1, 1] : tensor<3x2x?x4xf64> to !heads
  %k = tensor.extract_slice %all[1, 0, 0, 0] [1, 2, %n, 4] [1, 1, 1, 1] : tensor<3x2x?x4xf64> to !heads
  %v = tensor.extract_slice %all[2, 0, 0, 0] [1, 2, %n, 4] [1, 1, 1, 1] : tensor<3x2x?x4xf64> to !heads
  %products = nd.contract "hie,hje->hij" %q, %k : (!heads, !heads) -> !pairs
  %scores = nd.map (%p in %products : !pairs) -> !pairs {
    %half = arith.constant 0.5 : f64
    %s = arith.mulf %p, %half : f64
    nd.yield %s : f64
  }
  %parts = func.call @parts(%scores) : (!pairs) -> !pairs
  %mixed = nd.contract "hij,hje->hie" %parts, %v : (!pairs, !heads) -> !heads
  %r = nd.contract "hne,hed->nd" %mixed, %out : (!heads, tensor<2x4x8xf64>) -> !words
  return %r : !words
}

func.func @block(%in: tensor<8x3x2x4xf64>, %out: tensor<2x4x8xf64>, %up: tensor<8x16xf64>, %down: tensor<16x8xf64>, %x: !words) -> !words {
  %first = func.call @normal(%x) : (!words) -> !words
  %seen = func.call @attention(%in, %out, %first) : (tensor<8x3x2x4xf64>, tensor<2x4x8xf64>, !words) -> !words
  %y = arith.addf %x, %seen : !words
  %second = func.call @normal(%y) : (!words) -> !words
  %wide = nd.contract "nd,de->ne" %second, %up : (!words, tensor<8x16xf64>) -> tensor<?x16xf64>
  // x·Φ(x), with the normal distribution's Φ.
  %thought = nd.map (%a in %wide : tensor<?x16xf64>) -> tensor<?x16xf64> {
    %half = arith.constant 0.5 : f64
    %one = arith.constant 1.0 : f64
    %root = arith.constant 0.70710678118654757 : f64
    %u = arith.mulf %a, %root : f64
    %e = math.erf %u : f64
    %p = arith.addf %one, %e : f64
    %h = arith.mulf %a, %half : f64
    %g = arith.mulf %h, %p : f64
    nd.yield %g : f64
  }
  %narrow = nd.contract "ne,ed->nd" %thought, %down : (tensor<?x16xf64>, tensor<16x8xf64>) -> !words
  %r = arith.addf %y, %narrow : !words
  return %r : !words
}

func.func @loss(%in: tensor<8x3x2x4xf64>, %out: tensor<2x4x8xf64>, %up: tensor<8x16xf64>, %down: tensor<16x8xf64>, %x: !words, %target: !words) -> f64 {
  %half = arith.constant 0.5 : f64
  %y = func.call @block(%in, %out, %up, %down, %x) : (tensor<8x3x2x4xf64>, tensor<2x4x8xf64>, tensor<8x16xf64>, tensor<16x8xf64>, !words) -> !words
  %d = arith.subf %y, %target : !words
  %s = nd.contract "nd,nd->" %d, %d : (!words, !words) -> f64
  %r = arith.mulf %half, %s : f64
  return %r : f64
}
