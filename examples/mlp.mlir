// A layer of tanh and a linear one, over a batch of any size, with the mean of the squared errors.
//
// CHECK-GRADIENT: {"entry": "loss", "inputs": [{"noise": [3, 2]}, {"noise": [3]}, {"noise": [3]}, {"noise": [4, 2]}, {"noise": [4]}]}

func.func @loss(%w: tensor<3x2xf64>, %b: tensor<3xf64>, %u: tensor<3xf64>, %x: tensor<?x2xf64>, %y: tensor<?xf64>) -> f64 {
  %n = arith.constant 0 : index
  %rows = tensor.dim %x, %n : tensor<?x2xf64>
  %h = nd.contract "ni,hi->nh" %x, %w : (tensor<?x2xf64>, tensor<3x2xf64>) -> tensor<?x3xf64>
  %t = nd.map (%a in %h : tensor<?x3xf64>) -> tensor<?x3xf64> {
    %k = nd.index 1
    %bk = tensor.extract %b[%k] : tensor<3xf64>
    %s = arith.addf %a, %bk : f64
    %z = math.tanh %s : f64
    nd.yield %z : f64
  }
  %p = nd.contract "nh,h->n" %t, %u : (tensor<?x3xf64>, tensor<3xf64>) -> tensor<?xf64>
  %d = arith.subf %p, %y : tensor<?xf64>
  %q = arith.mulf %d, %d : tensor<?xf64>
  %sum = nd.sum %q [0] : tensor<?xf64> to f64
  %i = arith.index_cast %rows : index to i64
  %f = arith.sitofp %i : i64 to f64
  %mean = arith.divf %sum, %f : f64
  return %mean : f64
}
