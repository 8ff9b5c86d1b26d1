// What the ops on positions refuse, and what they say.
// RUN: pullback-opt %s --split-input-file --verify-diagnostics

func.func @iota_dimension() {
  // expected-error @+1 {{'nd.iota' op names dimension 1 of an array of rank 1; its dimensions are 0 to 0}}
  %i = nd.iota 1 : tensor<4xf64>
  return
}

// -----

func.func @iota_of_rank_0() {
  // expected-error @+1 {{'nd.iota' op names dimension 0 of an array of rank 0; give it a dimension with nd.reshape first}}
  %i = nd.iota 0 : tensor<f64>
  return
}

// -----

func.func @iota_negative_dimension() {
  // expected-error @+1 {{'nd.iota' op names dimension -1 of an array of rank 1; its dimensions are 0 to 0}}
  %i = nd.iota -1 : tensor<4xf64>
  return
}

// -----

func.func @iota_without_sizes() {
  // expected-error @+1 {{'nd.iota' op has 0 sizes, but 'tensor<?xf64>' has 1 dimension that only run time knows; write sizes(..) with one for each '?'}}
  %i = nd.iota 0 : tensor<?xf64>
  return
}

// -----

func.func @one_hot_shape(%l: tensor<8xi64>) {
  // expected-error @+1 {{'nd.one_hot' op of indices of shape 8 cannot give 10x8; the result has that shape and one dimension more}}
  %h = nd.one_hot %l : tensor<8xi64> to tensor<10x8xf32>
  return
}

// -----

func.func @one_hot_to_an_element(%l: i64) {
  // expected-error @+1 {{'nd.one_hot' op of indices of shape () cannot give (); the result has that shape and one dimension more}}
  %h = nd.one_hot %l : i64 to tensor<f32>
  return
}

// -----

func.func @one_hot_of_floats(%l: tensor<8xf64>) {
  // expected-error @+1 {{'nd.one_hot' op operand #0 must be an array of integers or an integer, but got 'tensor<8xf64>'}}
  %h = nd.one_hot %l : tensor<8xf64> to tensor<8x10xf32>
  return
}

// -----

func.func @one_hot_without_sizes(%l: tensor<?xi64>, %n: index) {
  // expected-error @+1 {{'nd.one_hot' op has 1 size, but 'tensor<?x?xf32>' has 2 dimensions that only run time knows; write sizes(..) with one for each '?'}}
  %h = nd.one_hot %l sizes(%n) : tensor<?xi64> to tensor<?x?xf32>
  return
}

// -----

func.func @argmax_dimension(%x: tensor<3x4xf64>) {
  // expected-error @+1 {{'nd.argmax' op names dimension 2 of an array of rank 2; its dimensions are 0 to 1}}
  %i = nd.argmax %x 2 : tensor<3x4xf64> to tensor<3xindex>
  return
}

// -----

func.func @argmax_shape(%x: tensor<3x4xf64>) {
  // expected-error @+1 {{'nd.argmax' op of shape 3x4 gives 4, not 3; write that shape}}
  %i = nd.argmax %x 0 : tensor<3x4xf64> to tensor<3xindex>
  return
}

// -----

func.func @argmin_to_floats(%x: tensor<3x4xf64>) {
  // expected-error @+1 {{'nd.argmin' op result #0 must be an array of integers or an integer, but got 'tensor<4xf64>'}}
  %i = nd.argmin %x 0 : tensor<3x4xf64> to tensor<4xf64>
  return
}

// -----

func.func @argmin_of_rank_0(%x: tensor<f64>) {
  // expected-error @+1 {{'nd.argmin' op names dimension 0 of an array of rank 0; give it a dimension with nd.reshape first}}
  %i = nd.argmin %x 0 : tensor<f64> to index
  return
}

// -----

func.func @gather_dimension(%x: tensor<5x3xf64>, %i: tensor<4xindex>) {
  // expected-error @+1 {{'nd.gather' op names dimension 2 of an array of rank 2; its dimensions are 0 to 1}}
  %r = nd.gather %x[%i] along [2] : tensor<5x3xf64>[tensor<4xindex>] to tensor<4x3xf64>
  return
}

// -----

func.func @gather_indices(%x: tensor<5x3xf64>, %i: tensor<4xindex>) {
  // expected-error @+1 {{'nd.gather' op has 2 indices for 1 dimension; write one for each, and at least one}}
  %r = nd.gather %x[%i, %i] along [0] : tensor<5x3xf64>[tensor<4xindex>, tensor<4xindex>] to tensor<4x3xf64>
  return
}

// -----

func.func @gather_nothing(%x: tensor<5x3xf64>) {
  // expected-error @+1 {{expected non-function type}}
  %r = nd.gather %x[] along [] : tensor<5x3xf64>[] to tensor<5x3xf64>
  return
}

// -----

func.func @gather_shapes_of_indices(%x: tensor<5x3xf64>, %i: tensor<4xindex>, %j: tensor<5xindex>) {
  // expected-error @+1 {{'nd.gather' op has indices of shapes 4 and 5; broadcast one to the other's shape}}
  %r = nd.gather %x[%i, %j] along [0, 1] : tensor<5x3xf64>[tensor<4xindex>, tensor<5xindex>] to tensor<4xf64>
  return
}

// -----

func.func @gather_shape(%x: tensor<5x3xf64>, %i: tensor<4xindex>) {
  // expected-error @+1 {{'nd.gather' op moves shape 4x5 where the indices and 5x3 make 4x3; write that shape}}
  %r = nd.gather %x[%i] along [0] : tensor<5x3xf64>[tensor<4xindex>] to tensor<4x5xf64>
  return
}

// -----

func.func @gather_element(%x: tensor<5x3xf64>, %i: tensor<4xindex>) {
  // expected-error @+1 {{'nd.gather' op gives elements 'f32' of 'f64'; convert them with an op of arith}}
  %r = nd.gather %x[%i] along [0] : tensor<5x3xf64>[tensor<4xindex>] to tensor<4x3xf32>
  return
}

// -----

func.func @gather_at_floats(%x: tensor<5x3xf64>, %i: tensor<4xf64>) {
  // expected-error @+1 {{'nd.gather' op operand #1 must be variadic of an array of integers or an integer, but got 'tensor<4xf64>'}}
  %r = nd.gather %x[%i] along [0] : tensor<5x3xf64>[tensor<4xf64>] to tensor<4x3xf64>
  return
}

// -----

func.func @scatter_combine(%x: tensor<5x3xf64>, %i: tensor<4xindex>, %u: tensor<4x3xf64>) {
  // expected-error @+1 {{'nd.scatter' op combines by 'mul'; write add, set, min or max}}
  %r = nd.scatter mul %u into %x[%i] along [0] : tensor<4x3xf64> into tensor<5x3xf64>[tensor<4xindex>]
  return
}

// -----

func.func @scatter_shape(%x: tensor<5x3xf64>, %i: tensor<4xindex>, %u: tensor<4xf64>) {
  // expected-error @+1 {{'nd.scatter' op moves shape 4 where the indices and 5x3 make 4x3; write that shape}}
  %r = nd.scatter add %u into %x[%i] along [0] : tensor<4xf64> into tensor<5x3xf64>[tensor<4xindex>]
  return
}

// -----

func.func @scatter_result(%x: tensor<5x3xf64>, %i: index, %u: f64) {
  // expected-error @+1 {{'nd.scatter' op failed to verify that all of {target, result} have same type}}
  %r = "nd.scatter"(%u, %x, %i, %i) <{combine = "add", dimensions = array<i64: 0, 1>}> : (f64, tensor<5x3xf64>, index, index) -> tensor<5x4xf64>
  return
}

// -----

func.func @scatter_into_an_element(%i: index, %u: f64) {
  // expected-error @+1 {{'nd.scatter' op operand #1 must be ranked tensor of floating-point or signless integer or index values, but got 'f64'}}
  %r = "nd.scatter"(%u, %u, %i) <{combine = "add", dimensions = array<i64: 0>}> : (f64, f64, index) -> f64
  return
}

// -----

func.func @sort_nothing() {
  // expected-error @+1 {{'nd.sort' op needs an array to sort}}
  "nd.sort"() <{dimension = 0 : i64}> : () -> ()
  return
}

// -----

func.func @sort_dimension(%x: tensor<4xf64>) {
  // expected-error @+1 {{'nd.sort' op names dimension 1 of an array of rank 1; its dimensions are 0 to 0}}
  %s = nd.sort %x along 1 : tensor<4xf64>
  return
}

// -----

func.func @sort_shapes(%x: tensor<4xf64>, %y: tensor<5xf64>) {
  // expected-error @+1 {{'nd.sort' op moves arrays of shapes 4 and 5; they have one shape}}
  %s:2 = nd.sort %x, %y along 0 : tensor<4xf64>, tensor<5xf64>
  return
}

// -----

func.func @sort_results(%x: tensor<4xf64>) {
  // expected-error @+1 {{'nd.sort' op gives ('tensor<4xf64>', 'tensor<4xf64>') of ('tensor<4xf64>'); the types are the same}}
  %s:2 = "nd.sort"(%x) <{dimension = 0 : i64}> : (tensor<4xf64>) -> (tensor<4xf64>, tensor<4xf64>)
  return
}

// -----

func.func @sort_descends(%x: tensor<4xf64>) {
  // expected-error @+1 {{expected ':'}}
  %s = nd.sort %x along 0 ascending : tensor<4xf64>
  return
}
