// A variational auto-encoder: images of 64 pixels become 4 numbers, a normal distribution for each, and images again.
//
// Noise comes in as an argument, so that the loss is a function: what is drawn is mean + deviation·noise, and derivatives go through it.
//
// CHECK-GRADIENT: {"entry": "loss", "inputs": [{"noise": [64, 16]}, {"noise": [16, 2, 4]}, {"noise": [4, 16]}, {"noise": [16, 64]}, {"noise": [3, 64]}, {"noise": [3, 4]}]}

!images = tensor<?x64xf64>
!features = tensor<?x16xf64>
!codes = tensor<?x4xf64>

// The means and the logarithms of the deviations.
func.func @encode(%w: tensor<64x16xf64>, %v: tensor<16x2x4xf64>, %x: !images) -> (!codes, !codes) {
  %c0 = arith.constant 0 : index
  %n = tensor.dim %x, %c0 : !images
  %a = nd.contract "ni,ih->nh" %x, %w : (!images, tensor<64x16xf64>) -> !features
  %h = math.tanh %a : !features
  %both = nd.contract "nh,hkc->knc" %h, %v : (!features, tensor<16x2x4xf64>) -> tensor<2x?x4xf64>
  %mean = tensor.extract_slice %both[0, 0, 0] [1, %n, 4] [1, 1, 1] : tensor<2x?x4xf64> to !codes
  %log = tensor.extract_slice %both[1, 0, 0] [1, %n, 4] [1, 1, 1] : tensor<2x?x4xf64> to !codes
  return %mean, %log : !codes, !codes
}

// The logits of pixels.
func.func @decode(%u: tensor<4x16xf64>, %o: tensor<16x64xf64>, %z: !codes) -> !images {
  %a = nd.contract "nc,ch->nh" %z, %u : (!codes, tensor<4x16xf64>) -> !features
  %h = math.tanh %a : !features
  %x = nd.contract "nh,hi->ni" %h, %o : (!features, tensor<16x64xf64>) -> !images
  return %x : !images
}

// What the images cost in nats, under the decoder and beside it: the mean of the bound on their negative logarithms.
func.func @loss(%w: tensor<64x16xf64>, %v: tensor<16x2x4xf64>, %u: tensor<4x16xf64>, %o: tensor<16x64xf64>, %x: !images, %noise: !codes) -> f64 {
  %one = arith.constant 1.0 : f64
  %two = arith.constant 2.0 : f64
  %half = arith.constant 0.5 : f64
  %code:2 = func.call @encode(%w, %v, %x) : (tensor<64x16xf64>, tensor<16x2x4xf64>, !images) -> (!codes, !codes)
  %z = nd.map (%m in %code#0 : !codes, %l in %code#1 : !codes, %e in %noise : !codes) -> !codes {
    %deviation = math.exp %l : f64
    %d = arith.mulf %deviation, %e : f64
    %r = arith.addf %m, %d : f64
    nd.yield %r : f64
  }
  // The divergence of the codes' distribution from the normal one: (m² + s² - 1)/2 - log s.
  %divergence = nd.map (%m in %code#0 : !codes, %l in %code#1 : !codes) -> !codes {
    %mm = arith.mulf %m, %m : f64
    %l2 = arith.mulf %two, %l : f64
    %ss = math.exp %l2 : f64
    %a = arith.addf %mm, %ss : f64
    %b = arith.subf %a, %one : f64
    %c = arith.mulf %half, %b : f64
    %r = arith.subf %c, %l : f64
    nd.yield %r : f64
  }
  %logits = func.call @decode(%u, %o, %z) : (tensor<4x16xf64>, tensor<16x64xf64>, !codes) -> !images
  // log(1 + exp y) - x·y, where no exponential overflows.
  %errors = nd.map (%y in %logits : !images, %a in %x : !images) -> !images {
    %zero = arith.constant 0.0 : f64
    %size = math.absf %y : f64
    %n = arith.negf %size : f64
    %e = math.exp %n : f64
    %l = math.log1p %e : f64
    %up = arith.maximumf %y, %zero : f64
    %s = arith.addf %l, %up : f64
    %xy = arith.mulf %a, %y : f64
    %r = arith.subf %s, %xy : f64
    nd.yield %r : f64
  }
  %beside = nd.sum %divergence [0, 1] : !codes to f64
  %under = nd.sum %errors [0, 1] : !images to f64
  %sum = arith.addf %beside, %under : f64
  %c0 = arith.constant 0 : index
  %count = tensor.dim %x, %c0 : !images
  %i = arith.index_cast %count : index to i64
  %f = arith.sitofp %i : i64 to f64
  %mean = arith.divf %sum, %f : f64
  return %mean : f64
}
