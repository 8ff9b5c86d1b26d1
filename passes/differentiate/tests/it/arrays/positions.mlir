// Gather, scatter, sort. Programs whose derivatives `arrays.rs` checks against differences and against each other. A
// program begins after a line of dashes, with its name, the shapes of the arguments of `@f`, and what indices are.
// -----
// gather: 4x3; 3 = 2 0 2
func.func @f(%a0: tensor<4x3xf64>, %a1: tensor<3xindex>) -> tensor<3x3xf64> {
  %s = nd.gather %a0[%a1] along [0] : tensor<4x3xf64>[tensor<3xindex>] to tensor<3x3xf64>
  %e = arith.mulf %s, %s : tensor<3x3xf64>
  return %e : tensor<3x3xf64>
}
// -----
// gather_out: 4x3; 3 = 2 -1 9; 3 = 0 1 2
func.func @f(%a0: tensor<4x3xf64>, %a1: tensor<3xindex>, %a2: tensor<3xindex>) -> (tensor<3xf64>, tensor<4xf64>) {
  %s = nd.gather %a0[%a1, %a2] along [0, 1] : tensor<4x3xf64>[tensor<3xindex>, tensor<3xindex>] to tensor<3xf64>
  %e = arith.mulf %s, %s : tensor<3xf64>
  %k = arith.constant 1 : index
  %r = nd.gather %a0[%k] along [1] : tensor<4x3xf64>[index] to tensor<4xf64>
  %u = arith.mulf %r, %r : tensor<4xf64>
  return %e, %u : tensor<3xf64>, tensor<4xf64>
}
// -----
// scatter_add: 3x2; 4x2; 3 = 2 0 2
func.func @f(%a0: tensor<3x2xf64>, %a1: tensor<4x2xf64>, %a2: tensor<3xindex>) -> tensor<4x2xf64> {
  %s = nd.scatter add %a0 into %a1[%a2] along [0] : tensor<3x2xf64> into tensor<4x2xf64>[tensor<3xindex>]
  %e = arith.mulf %s, %s : tensor<4x2xf64>
  return %e : tensor<4x2xf64>
}
// -----
// scatter_out_add: 3; 4x2; 3 = 2 -2 2; 3 = 1 0 1
func.func @f(%a0: tensor<3xf64>, %a1: tensor<4x2xf64>, %a2: tensor<3xindex>, %a3: tensor<3xindex>) -> tensor<4x2xf64> {
  %s = nd.scatter add %a0 into %a1[%a2, %a3] along [0, 1] : tensor<3xf64> into tensor<4x2xf64>[tensor<3xindex>, tensor<3xindex>]
  %e = arith.mulf %s, %s : tensor<4x2xf64>
  return %e : tensor<4x2xf64>
}
// -----
// scatter_one_add: 4; 4x2
func.func @f(%a0: tensor<4xf64>, %a1: tensor<4x2xf64>) -> tensor<4x2xf64> {
  %i = arith.constant 1 : index
  %s = nd.scatter add %a0 into %a1[%i] along [1] : tensor<4xf64> into tensor<4x2xf64>[index]
  %e = arith.mulf %s, %s : tensor<4x2xf64>
  return %e : tensor<4x2xf64>
}
// -----
// scatter_set: 3x2; 4x2; 3 = 2 0 2
func.func @f(%a0: tensor<3x2xf64>, %a1: tensor<4x2xf64>, %a2: tensor<3xindex>) -> tensor<4x2xf64> {
  %s = nd.scatter set %a0 into %a1[%a2] along [0] : tensor<3x2xf64> into tensor<4x2xf64>[tensor<3xindex>]
  %e = arith.mulf %s, %s : tensor<4x2xf64>
  return %e : tensor<4x2xf64>
}
// -----
// scatter_out_set: 3; 4x2; 3 = 2 -2 2; 3 = 1 0 1
func.func @f(%a0: tensor<3xf64>, %a1: tensor<4x2xf64>, %a2: tensor<3xindex>, %a3: tensor<3xindex>) -> tensor<4x2xf64> {
  %s = nd.scatter set %a0 into %a1[%a2, %a3] along [0, 1] : tensor<3xf64> into tensor<4x2xf64>[tensor<3xindex>, tensor<3xindex>]
  %e = arith.mulf %s, %s : tensor<4x2xf64>
  return %e : tensor<4x2xf64>
}
// -----
// scatter_one_set: 4; 4x2
func.func @f(%a0: tensor<4xf64>, %a1: tensor<4x2xf64>) -> tensor<4x2xf64> {
  %i = arith.constant 1 : index
  %s = nd.scatter set %a0 into %a1[%i] along [1] : tensor<4xf64> into tensor<4x2xf64>[index]
  %e = arith.mulf %s, %s : tensor<4x2xf64>
  return %e : tensor<4x2xf64>
}
// -----
// scatter_min: 3x2; 4x2; 3 = 2 0 2
func.func @f(%a0: tensor<3x2xf64>, %a1: tensor<4x2xf64>, %a2: tensor<3xindex>) -> tensor<4x2xf64> {
  %s = nd.scatter min %a0 into %a1[%a2] along [0] : tensor<3x2xf64> into tensor<4x2xf64>[tensor<3xindex>]
  %e = arith.mulf %s, %s : tensor<4x2xf64>
  return %e : tensor<4x2xf64>
}
// -----
// scatter_out_min: 3; 4x2; 3 = 2 -2 2; 3 = 1 0 1
func.func @f(%a0: tensor<3xf64>, %a1: tensor<4x2xf64>, %a2: tensor<3xindex>, %a3: tensor<3xindex>) -> tensor<4x2xf64> {
  %s = nd.scatter min %a0 into %a1[%a2, %a3] along [0, 1] : tensor<3xf64> into tensor<4x2xf64>[tensor<3xindex>, tensor<3xindex>]
  %e = arith.mulf %s, %s : tensor<4x2xf64>
  return %e : tensor<4x2xf64>
}
// -----
// scatter_one_min: 4; 4x2
func.func @f(%a0: tensor<4xf64>, %a1: tensor<4x2xf64>) -> tensor<4x2xf64> {
  %i = arith.constant 1 : index
  %s = nd.scatter min %a0 into %a1[%i] along [1] : tensor<4xf64> into tensor<4x2xf64>[index]
  %e = arith.mulf %s, %s : tensor<4x2xf64>
  return %e : tensor<4x2xf64>
}
// -----
// scatter_max: 3x2; 4x2; 3 = 2 0 2
func.func @f(%a0: tensor<3x2xf64>, %a1: tensor<4x2xf64>, %a2: tensor<3xindex>) -> tensor<4x2xf64> {
  %s = nd.scatter max %a0 into %a1[%a2] along [0] : tensor<3x2xf64> into tensor<4x2xf64>[tensor<3xindex>]
  %e = arith.mulf %s, %s : tensor<4x2xf64>
  return %e : tensor<4x2xf64>
}
// -----
// scatter_out_max: 3; 4x2; 3 = 2 -2 2; 3 = 1 0 1
func.func @f(%a0: tensor<3xf64>, %a1: tensor<4x2xf64>, %a2: tensor<3xindex>, %a3: tensor<3xindex>) -> tensor<4x2xf64> {
  %s = nd.scatter max %a0 into %a1[%a2, %a3] along [0, 1] : tensor<3xf64> into tensor<4x2xf64>[tensor<3xindex>, tensor<3xindex>]
  %e = arith.mulf %s, %s : tensor<4x2xf64>
  return %e : tensor<4x2xf64>
}
// -----
// scatter_one_max: 4; 4x2
func.func @f(%a0: tensor<4xf64>, %a1: tensor<4x2xf64>) -> tensor<4x2xf64> {
  %i = arith.constant 1 : index
  %s = nd.scatter max %a0 into %a1[%i] along [1] : tensor<4xf64> into tensor<4x2xf64>[index]
  %e = arith.mulf %s, %s : tensor<4x2xf64>
  return %e : tensor<4x2xf64>
}
// -----
// sort: 2x4; 2x4
func.func @f(%a0: tensor<2x4xf64>, %a1: tensor<2x4xf64>) -> (tensor<2x4xf64>, tensor<2x4xf64>) {
  %k, %p = nd.sort %a0, %a1 along 1 descending : tensor<2x4xf64>, tensor<2x4xf64>
  %e = arith.mulf %k, %p : tensor<2x4xf64>
  return %e, %p : tensor<2x4xf64>, tensor<2x4xf64>
}
// -----
// sort0: 3x2
func.func @f(%a0: tensor<3x2xf64>) -> tensor<3x2xf64> {
  %k = nd.sort %a0 along 0 : tensor<3x2xf64>
  %e = arith.mulf %k, %a0 : tensor<3x2xf64>
  return %e : tensor<3x2xf64>
}
// -----
// gather_d: 4x3; 3 = 2 0 2
func.func @f(%a0: tensor<?x?xf64>, %a1: tensor<?xindex>) -> tensor<?x?xf64> {
  %s = nd.gather %a0[%a1] along [0] : tensor<?x?xf64>[tensor<?xindex>] to tensor<?x?xf64>
  %e = arith.mulf %s, %s : tensor<?x?xf64>
  return %e : tensor<?x?xf64>
}
// -----
// gather_out_d: 4x3; 3 = 2 -1 9; 3 = 0 1 2
func.func @f(%a0: tensor<?x?xf64>, %a1: tensor<?xindex>, %a2: tensor<?xindex>) -> (tensor<?xf64>, tensor<?xf64>) {
  %s = nd.gather %a0[%a1, %a2] along [0, 1] : tensor<?x?xf64>[tensor<?xindex>, tensor<?xindex>] to tensor<?xf64>
  %e = arith.mulf %s, %s : tensor<?xf64>
  %k = arith.constant 1 : index
  %r = nd.gather %a0[%k] along [1] : tensor<?x?xf64>[index] to tensor<?xf64>
  %u = arith.mulf %r, %r : tensor<?xf64>
  return %e, %u : tensor<?xf64>, tensor<?xf64>
}
// -----
// scatter_add_d: 3x2; 4x2; 3 = 2 0 2
func.func @f(%a0: tensor<?x?xf64>, %a1: tensor<?x?xf64>, %a2: tensor<?xindex>) -> tensor<?x?xf64> {
  %s = nd.scatter add %a0 into %a1[%a2] along [0] : tensor<?x?xf64> into tensor<?x?xf64>[tensor<?xindex>]
  %e = arith.mulf %s, %s : tensor<?x?xf64>
  return %e : tensor<?x?xf64>
}
// -----
// scatter_out_add_d: 3; 4x2; 3 = 2 -2 2; 3 = 1 0 1
func.func @f(%a0: tensor<?xf64>, %a1: tensor<?x?xf64>, %a2: tensor<?xindex>, %a3: tensor<?xindex>) -> tensor<?x?xf64> {
  %s = nd.scatter add %a0 into %a1[%a2, %a3] along [0, 1] : tensor<?xf64> into tensor<?x?xf64>[tensor<?xindex>, tensor<?xindex>]
  %e = arith.mulf %s, %s : tensor<?x?xf64>
  return %e : tensor<?x?xf64>
}
// -----
// scatter_one_add_d: 4; 4x2
func.func @f(%a0: tensor<?xf64>, %a1: tensor<?x?xf64>) -> tensor<?x?xf64> {
  %i = arith.constant 1 : index
  %s = nd.scatter add %a0 into %a1[%i] along [1] : tensor<?xf64> into tensor<?x?xf64>[index]
  %e = arith.mulf %s, %s : tensor<?x?xf64>
  return %e : tensor<?x?xf64>
}
// -----
// scatter_set_d: 3x2; 4x2; 3 = 2 0 2
func.func @f(%a0: tensor<?x?xf64>, %a1: tensor<?x?xf64>, %a2: tensor<?xindex>) -> tensor<?x?xf64> {
  %s = nd.scatter set %a0 into %a1[%a2] along [0] : tensor<?x?xf64> into tensor<?x?xf64>[tensor<?xindex>]
  %e = arith.mulf %s, %s : tensor<?x?xf64>
  return %e : tensor<?x?xf64>
}
// -----
// scatter_out_set_d: 3; 4x2; 3 = 2 -2 2; 3 = 1 0 1
func.func @f(%a0: tensor<?xf64>, %a1: tensor<?x?xf64>, %a2: tensor<?xindex>, %a3: tensor<?xindex>) -> tensor<?x?xf64> {
  %s = nd.scatter set %a0 into %a1[%a2, %a3] along [0, 1] : tensor<?xf64> into tensor<?x?xf64>[tensor<?xindex>, tensor<?xindex>]
  %e = arith.mulf %s, %s : tensor<?x?xf64>
  return %e : tensor<?x?xf64>
}
// -----
// scatter_one_set_d: 4; 4x2
func.func @f(%a0: tensor<?xf64>, %a1: tensor<?x?xf64>) -> tensor<?x?xf64> {
  %i = arith.constant 1 : index
  %s = nd.scatter set %a0 into %a1[%i] along [1] : tensor<?xf64> into tensor<?x?xf64>[index]
  %e = arith.mulf %s, %s : tensor<?x?xf64>
  return %e : tensor<?x?xf64>
}
// -----
// scatter_min_d: 3x2; 4x2; 3 = 2 0 2
func.func @f(%a0: tensor<?x?xf64>, %a1: tensor<?x?xf64>, %a2: tensor<?xindex>) -> tensor<?x?xf64> {
  %s = nd.scatter min %a0 into %a1[%a2] along [0] : tensor<?x?xf64> into tensor<?x?xf64>[tensor<?xindex>]
  %e = arith.mulf %s, %s : tensor<?x?xf64>
  return %e : tensor<?x?xf64>
}
// -----
// scatter_out_min_d: 3; 4x2; 3 = 2 -2 2; 3 = 1 0 1
func.func @f(%a0: tensor<?xf64>, %a1: tensor<?x?xf64>, %a2: tensor<?xindex>, %a3: tensor<?xindex>) -> tensor<?x?xf64> {
  %s = nd.scatter min %a0 into %a1[%a2, %a3] along [0, 1] : tensor<?xf64> into tensor<?x?xf64>[tensor<?xindex>, tensor<?xindex>]
  %e = arith.mulf %s, %s : tensor<?x?xf64>
  return %e : tensor<?x?xf64>
}
// -----
// scatter_one_min_d: 4; 4x2
func.func @f(%a0: tensor<?xf64>, %a1: tensor<?x?xf64>) -> tensor<?x?xf64> {
  %i = arith.constant 1 : index
  %s = nd.scatter min %a0 into %a1[%i] along [1] : tensor<?xf64> into tensor<?x?xf64>[index]
  %e = arith.mulf %s, %s : tensor<?x?xf64>
  return %e : tensor<?x?xf64>
}
// -----
// scatter_max_d: 3x2; 4x2; 3 = 2 0 2
func.func @f(%a0: tensor<?x?xf64>, %a1: tensor<?x?xf64>, %a2: tensor<?xindex>) -> tensor<?x?xf64> {
  %s = nd.scatter max %a0 into %a1[%a2] along [0] : tensor<?x?xf64> into tensor<?x?xf64>[tensor<?xindex>]
  %e = arith.mulf %s, %s : tensor<?x?xf64>
  return %e : tensor<?x?xf64>
}
// -----
// scatter_out_max_d: 3; 4x2; 3 = 2 -2 2; 3 = 1 0 1
func.func @f(%a0: tensor<?xf64>, %a1: tensor<?x?xf64>, %a2: tensor<?xindex>, %a3: tensor<?xindex>) -> tensor<?x?xf64> {
  %s = nd.scatter max %a0 into %a1[%a2, %a3] along [0, 1] : tensor<?xf64> into tensor<?x?xf64>[tensor<?xindex>, tensor<?xindex>]
  %e = arith.mulf %s, %s : tensor<?x?xf64>
  return %e : tensor<?x?xf64>
}
// -----
// scatter_one_max_d: 4; 4x2
func.func @f(%a0: tensor<?xf64>, %a1: tensor<?x?xf64>) -> tensor<?x?xf64> {
  %i = arith.constant 1 : index
  %s = nd.scatter max %a0 into %a1[%i] along [1] : tensor<?xf64> into tensor<?x?xf64>[index]
  %e = arith.mulf %s, %s : tensor<?x?xf64>
  return %e : tensor<?x?xf64>
}
// -----
// sort_d: 2x4; 2x4
func.func @f(%a0: tensor<?x?xf64>, %a1: tensor<?x?xf64>) -> (tensor<?x?xf64>, tensor<?x?xf64>) {
  %k, %p = nd.sort %a0, %a1 along 1 descending : tensor<?x?xf64>, tensor<?x?xf64>
  %e = arith.mulf %k, %p : tensor<?x?xf64>
  return %e, %p : tensor<?x?xf64>, tensor<?x?xf64>
}
// -----
// sort0_d: 3x2
func.func @f(%a0: tensor<?x?xf64>) -> tensor<?x?xf64> {
  %k = nd.sort %a0 along 0 : tensor<?x?xf64>
  %e = arith.mulf %k, %a0 : tensor<?x?xf64>
  return %e : tensor<?x?xf64>
}
