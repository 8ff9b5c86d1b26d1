// A network that reads handwritten digits, trained on 1,797 images of 8x8 (examples/data):
//
//   pullback train examples/digits.mlir --data examples/data/digits.csv
//
// Patterns of 3x3 are looked for everywhere, the best match in each square of 2x2 is kept, and these vote for the digits.
//
// `train` takes the leading arguments of `@loss` for the parameters, and those that start with `?` for rows of the data. Of the scores that `@predict`
// gives, the greatest is the answer.
//
// CHECK-GRADIENT: {"entry": "loss", "inputs": [{"noise": [3, 3, 32]}, {"noise": [32]}, {"noise": [3, 3, 32, 10]}, {"noise": [10]}, {"noise": [2, 8, 8]}, [3, 9]], "wrt": [0, 1, 2, 3], "tolerance": 0.01, "step": 0.0003}

!images = tensor<?x8x8xf32>
!patterns = tensor<3x3x32xf32>
!matches = tensor<?x6x6x32xf32>
!best = tensor<?x3x3x32xf32>
!votes = tensor<3x3x32x10xf32>
!scores = tensor<?x10xf32>

func.func @predict(%patterns: !patterns, %bias: tensor<32xf32>, %votes: !votes, %prior: tensor<10xf32>, %images: !images) -> !scores {
  %zero = arith.constant 0.0 : f32
  // A pixel is 0 to 16.
  %white = arith.constant 0.0625 : f32
  %places = nd.unfold %images [1, 2] window [3, 3] : !images to tensor<?x6x6x3x3xf32>
  %found = nd.contract "nxyuv,uvk->nxyk" %places, %patterns : (tensor<?x6x6x3x3xf32>, !patterns) -> !matches
  %matches = nd.map (%a in %found : !matches) -> !matches {
    %k = nd.index 3
    %b = tensor.extract %bias[%k] : tensor<32xf32>
    %m = arith.mulf %a, %white : f32
    %s = arith.addf %m, %b : f32
    %r = arith.maximumf %s, %zero : f32
    nd.yield %r : f32
  }
  %squares = nd.unfold %matches [1, 2] window [2, 2] stride [2, 2] : !matches to tensor<?x3x3x32x2x2xf32>
  %best = nd.reduce (%a in %squares : tensor<?x3x3x32x2x2xf32>) from (%m = %zero : f32) along [4, 5] -> !best {
    %n = arith.maximumf %a, %m : f32
    nd.yield %n : f32
  }
  %sums = nd.contract "nxyk,xykd->nd" %best, %votes : (!best, !votes) -> !scores
  %scores = nd.map (%a in %sums : !scores) -> !scores {
    %d = nd.index 1
    %p = tensor.extract %prior[%d] : tensor<10xf32>
    %s = arith.addf %a, %p : f32
    nd.yield %s : f32
  }
  return %scores : !scores
}

// The mean over the images of the negative logarithm of the probability of the label, where probabilities go as the exponentials of the scores.
func.func @loss(%patterns: !patterns, %bias: tensor<32xf32>, %votes: !votes, %prior: tensor<10xf32>, %images: !images, %labels: tensor<?xi64>) -> f32 {
  %s = func.call @predict(%patterns, %bias, %votes, %prior, %images) : (!patterns, tensor<32xf32>, !votes, tensor<10xf32>, !images) -> !scores
  %e = math.exp %s : !scores
  %sum = nd.sum %e [1] : !scores to tensor<?xf32>
  %all = math.log %sum : tensor<?xf32>
  %c0 = arith.constant 0 : index
  %count = tensor.dim %labels, %c0 : tensor<?xi64>
  %row = nd.iota 0 sizes(%count) : tensor<?xi64>
  %own = nd.gather %s[%row, %labels] along [0, 1] : !scores[tensor<?xi64>, tensor<?xi64>] to tensor<?xf32>
  %d = arith.subf %all, %own : tensor<?xf32>
  %total = nd.sum %d [0] : tensor<?xf32> to f32
  %n = arith.index_cast %count : index to i64
  %rows = arith.sitofp %n : i64 to f32
  %mean = arith.divf %total, %rows : f32
  return %mean : f32
}
