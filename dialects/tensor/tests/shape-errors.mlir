// What the ops on shapes and contractions refuse, and what they say.
// RUN: pullback-opt %s --split-input-file --verify-diagnostics

func.func @broadcast_size(%v: tensor<4xf64>) {
  // expected-error @+1 {{'nd.broadcast' op cannot repeat shape 4 to 3x4: 4 is not 1 and not the 3 of dimension 0; name another dimension or reshape}}
  %b = nd.broadcast %v [0] : tensor<4xf64> to tensor<3x4xf64>
  return
}

// -----

func.func @broadcast_names_too_few(%v: tensor<3x4xf64>) {
  // expected-error @+1 {{'nd.broadcast' op names 1 dimension for an operand of rank 2; name for each dimension of the operand the one of the result that it is}}
  %b = nd.broadcast %v [0] : tensor<3x4xf64> to tensor<3x4x5xf64>
  return
}

// -----

func.func @broadcast_order(%v: tensor<3x4xf64>) {
  // expected-error @+1 {{'nd.broadcast' op names dimension 0 after 1; name them in increasing order, and transpose first if another is meant}}
  %b = nd.broadcast %v [1, 0] : tensor<3x4xf64> to tensor<4x3xf64>
  return
}

// -----

func.func @broadcast_dimension(%v: tensor<4xf64>) {
  // expected-error @+1 {{'nd.broadcast' op names dimension 2 of an array of rank 2; its dimensions are 0 to 1}}
  %b = nd.broadcast %v [2] : tensor<4xf64> to tensor<3x4xf64>
  return
}

// -----

func.func @broadcast_negative_dimension(%v: tensor<4xf64>) {
  // expected-error @+1 {{'nd.broadcast' op names dimension -9223372036854775808 of an array of rank 2; its dimensions are 0 to 1}}
  %b = nd.broadcast %v [-9223372036854775808] : tensor<4xf64> to tensor<3x4xf64>
  return
}

// -----

func.func @broadcast_element(%v: tensor<4xf64>) {
  // expected-error @+1 {{'nd.broadcast' op gives elements 'f32' of 'f64'; convert them with an op of arith}}
  %b = nd.broadcast %v [1] : tensor<4xf64> to tensor<3x4xf32>
  return
}

// -----

func.func @broadcast_to_an_element(%v: f64) {
  // expected-error @+1 {{custom op 'nd.broadcast' invalid kind of type specified: expected builtin.tensor, but found 'f64'}}
  %b = nd.broadcast %v [] : f64 to f64
  return
}

// -----

func.func @broadcast_without_sizes(%v: tensor<4xf64>) {
  // expected-error @+1 {{'nd.broadcast' op has 0 sizes, but 'tensor<?x4xf64>' has 1 dimension that only run time knows; write sizes(..) with one for each '?'}}
  %b = nd.broadcast %v [1] : tensor<4xf64> to tensor<?x4xf64>
  return
}

// -----

func.func @broadcast_with_sizes(%v: tensor<4xf64>, %n: index) {
  // expected-error @+1 {{'nd.broadcast' op has 2 sizes, but 'tensor<?x4xf64>' has 1 dimension that only run time knows; write sizes(..) with one for each '?'}}
  %b = nd.broadcast %v [1] sizes(%n, %n) : tensor<4xf64> to tensor<?x4xf64>
  return
}

// -----

func.func @broadcast_shrinks(%v: tensor<4xf64>) {
  // expected-error @+1 {{'nd.broadcast' op cannot repeat shape 4 to 0: 4 is not 1 and not the 0 of dimension 0; name another dimension or reshape}}
  %b = nd.broadcast %v [0] : tensor<4xf64> to tensor<0xf64>
  return
}

// -----

func.func @sum_shape(%x: tensor<3x4xf64>) {
  // expected-error @+1 {{'nd.sum' op of shape 3x4 gives 4, not 3; write that shape}}
  %s = nd.sum %x [0] : tensor<3x4xf64> to tensor<3xf64>
  return
}

// -----

func.func @sum_to_an_element(%x: tensor<3x4xf64>) {
  // expected-error @+1 {{'nd.sum' op of shape 3x4 gives 4, not (); write that shape}}
  %s = nd.sum %x [0] : tensor<3x4xf64> to f64
  return
}

// -----

func.func @sum_element(%x: tensor<3x4xi1>) {
  // expected-error @+1 {{'nd.sum' op gives elements 'index' of 'i1'; convert them with an op of arith}}
  %s = nd.sum %x [0, 1] : tensor<3x4xi1> to index
  return
}

// -----

func.func @sum_dimension(%x: tensor<3x4xf64>) {
  // expected-error @+1 {{'nd.sum' op names dimension 0 twice; name it once}}
  %s = nd.sum %x [0, 0] : tensor<3x4xf64> to tensor<4xf64>
  return
}

// -----

func.func @sum_of_an_element(%x: f64) {
  // expected-error @+1 {{custom op 'nd.sum' invalid kind of type specified: expected builtin.tensor, but found 'f64'}}
  %s = nd.sum %x [] : f64 to f64
  return
}

// -----

func.func @transpose_shape(%x: tensor<3x4xf64>) {
  // expected-error @+1 {{'nd.transpose' op of shape 3x4 gives 4x3, not 3x4; write that shape}}
  %t = nd.transpose %x [1, 0] : tensor<3x4xf64> to tensor<3x4xf64>
  return
}

// -----

func.func @transpose_names_too_few(%x: tensor<3x4xf64>) {
  // expected-error @+1 {{'nd.transpose' op names 1 of 2 dimensions; name each once}}
  %t = nd.transpose %x [1] : tensor<3x4xf64> to tensor<4xf64>
  return
}

// -----

func.func @transpose_names_twice(%x: tensor<3x4xf64>) {
  // expected-error @+1 {{'nd.transpose' op names dimension 0 twice; name it once}}
  %t = nd.transpose %x [0, 0] : tensor<3x4xf64> to tensor<3x3xf64>
  return
}

// -----

func.func @transpose_dimension(%x: tensor<3x4xf64>) {
  // expected-error @+1 {{'nd.transpose' op names dimension 2 of an array of rank 2; its dimensions are 0 to 1}}
  %t = nd.transpose %x [0, 2] : tensor<3x4xf64> to tensor<3x4xf64>
  return
}

// -----

func.func @transpose_element(%x: tensor<3x4xf64>) {
  // expected-error @+1 {{'nd.transpose' op gives elements 'i64' of 'f64'; convert them with an op of arith}}
  %t = nd.transpose %x [1, 0] : tensor<3x4xf64> to tensor<4x3xi64>
  return
}

// -----

func.func @reshape_count(%x: tensor<3x4xf64>) {
  // expected-error @+1 {{'nd.reshape' op cannot make shape 5 of 3x4: the numbers of elements differ; write a shape with as many}}
  %r = nd.reshape %x : tensor<3x4xf64> to tensor<5xf64>
  return
}

// -----

func.func @reshape_count_of_many(%x: tensor<4611686018427387904x4xf64>) {
  // expected-error @+1 {{'nd.reshape' op cannot make shape 0 of 4611686018427387904x4: the numbers of elements differ; write a shape with as many}}
  %r = nd.reshape %x : tensor<4611686018427387904x4xf64> to tensor<0xf64>
  return
}

// -----

func.func @reshape_dynamic_count(%x: tensor<7xf64>, %n: index) {
  // expected-error @+1 {{'nd.reshape' op cannot make shape ?x2 of 7: the numbers of elements differ; write a shape with as many}}
  %r = nd.reshape %x sizes(%n) : tensor<7xf64> to tensor<?x2xf64>
  return
}

// -----

func.func @reshape_dynamic_count_of_none(%x: tensor<?x0xf64>) {
  // expected-error @+1 {{'nd.reshape' op cannot make shape 2 of ?x0: the numbers of elements differ; write a shape with as many}}
  %r = nd.reshape %x : tensor<?x0xf64> to tensor<2xf64>
  return
}

// -----

func.func @reshape_without_sizes(%x: tensor<8xf64>) {
  // expected-error @+1 {{'nd.reshape' op has 0 sizes, but 'tensor<?x2xf64>' has 1 dimension that only run time knows; write sizes(..) with one for each '?'}}
  %r = nd.reshape %x : tensor<8xf64> to tensor<?x2xf64>
  return
}

// -----

func.func @reshape_to_an_element(%x: tensor<8xf64>) {
  // expected-error @+1 {{'nd.reshape' op cannot make shape () of 8: the numbers of elements differ; write a shape with as many}}
  %r = nd.reshape %x : tensor<8xf64> to f64
  return
}

// -----

func.func @reverse_dimension(%x: tensor<8xf64>) {
  // expected-error @+1 {{'nd.reverse' op names dimension 1 of an array of rank 1; its dimensions are 0 to 0}}
  %r = nd.reverse %x [1] : tensor<8xf64>
  return
}

// -----

func.func @reverse_type(%x: tensor<8xf64>) {
  // expected-error @+1 {{'nd.reverse' op requires the same type for all operands and results}}
  %r = "nd.reverse"(%x) <{dimensions = array<i64: 0>}> : (tensor<8xf64>) -> tensor<7xf64>
  return
}

// -----

func.func @unfold_shape(%x: tensor<9xf64>) {
  // expected-error @+1 {{'nd.unfold' op reads shape 9, whose windows are 4x3, not 3x3; write that shape}}
  %w = nd.unfold %x [0] window [3] stride [2] : tensor<9xf64> to tensor<3x3xf64>
  return
}

// -----

func.func @unfold_rank(%x: tensor<9xf64>) {
  // expected-error @+1 {{'nd.unfold' op reads shape 9, whose windows are 7x3, not 7; write that shape}}
  %w = nd.unfold %x [0] window [3] : tensor<9xf64> to tensor<7xf64>
  return
}

// -----

func.func @unfold_windows(%x: tensor<9xf64>) {
  // expected-error @+1 {{'nd.unfold' op has 2 window sizes for 1 dimension; write one for each}}
  %w = nd.unfold %x [0] window [3, 3] : tensor<9xf64> to tensor<7x3xf64>
  return
}

// -----

func.func @unfold_window_of_none(%x: tensor<9xf64>) {
  // expected-error @+1 {{'nd.unfold' op has the window size 0; write one from 1 to 2147483647}}
  %w = nd.unfold %x [0] window [0] : tensor<9xf64> to tensor<10x0xf64>
  return
}

// -----

func.func @unfold_strides(%x: tensor<9xf64>) {
  // expected-error @+1 {{'nd.unfold' op has 0 strides for 1 dimension; write one for each}}
  %w = nd.unfold %x [0] window [3] stride [] : tensor<9xf64> to tensor<7x3xf64>
  return
}

// -----

func.func @unfold_stride_of_none(%x: tensor<9xf64>) {
  // expected-error @+1 {{'nd.unfold' op has the stride -1; write one from 1 to 2147483647}}
  %w = nd.unfold %x [0] window [3] stride [-1] : tensor<9xf64> to tensor<7x3xf64>
  return
}

// -----

func.func @unfold_dilation_too_great(%x: tensor<9xf64>) {
  // expected-error @+1 {{'nd.unfold' op has the dilation 9223372036854775807; write one from 1 to 2147483647}}
  %w = nd.unfold %x [0] window [3] dilation [9223372036854775807] : tensor<9xf64> to tensor<7x3xf64>
  return
}

// -----

func.func @unfold_dimension(%x: tensor<9x9xf64>) {
  // expected-error @+1 {{'nd.unfold' op names dimension 0 after 1; name them in increasing order, and transpose first if another is meant}}
  %w = nd.unfold %x [1, 0] window [3, 3] : tensor<9x9xf64> to tensor<7x7x3x3xf64>
  return
}

// -----

func.func @unfold_element(%x: tensor<9xf64>) {
  // expected-error @+1 {{'nd.unfold' op gives elements 'f32' of 'f64'; convert them with an op of arith}}
  %w = nd.unfold %x [0] window [3] : tensor<9xf64> to tensor<7x3xf32>
  return
}

// -----

func.func @fold_shape(%w: tensor<3x3xf64>) {
  // expected-error @+1 {{'nd.fold' op makes shape 9, whose windows are 4x3, not 3x3; write that shape}}
  %x = nd.fold %w [0] window [3] stride [2] : tensor<3x3xf64> to tensor<9xf64>
  return
}

// -----

func.func @fold_without_sizes(%w: tensor<3x3xf64>) {
  // expected-error @+1 {{'nd.fold' op has 0 sizes, but 'tensor<?xf64>' has 1 dimension that only run time knows; write sizes(..) with one for each '?'}}
  %x = nd.fold %w [0] window [3] stride [2] : tensor<3x3xf64> to tensor<?xf64>
  return
}

// -----

func.func @fold_dimension(%w: tensor<3x3xf64>) {
  // expected-error @+1 {{'nd.fold' op names dimension 1 of an array of rank 1; its dimensions are 0 to 0}}
  %x = nd.fold %w [1] window [3] stride [2] : tensor<3x3xf64> to tensor<9xf64>
  return
}

// -----

func.func @contract_letters(%a: tensor<3x4xf64>, %b: tensor<4x5xf64>) {
  // expected-error @+1 {{'nd.contract' op has letters "ij jk"; write a letter for each dimension, such as "ij,jk->ik"}}
  %c = nd.contract "ij jk" %a, %b : (tensor<3x4xf64>, tensor<4x5xf64>) -> tensor<3x5xf64>
  return
}

// -----

func.func @contract_three(%a: tensor<3x4xf64>, %b: tensor<4x5xf64>) {
  // expected-error @+1 {{'nd.contract' op has letters "ij,jk,kl->il"; write a letter for each dimension, such as "ij,jk->ik"}}
  %c = nd.contract "ij,jk,kl->il" %a, %b : (tensor<3x4xf64>, tensor<4x5xf64>) -> tensor<3x5xf64>
  return
}

// -----

func.func @contract_two_arrows(%a: tensor<3x4xf64>, %b: tensor<4x5xf64>) {
  // expected-error @+1 {{'nd.contract' op has letters "ij,jk->ik->"; write a letter for each dimension, such as "ij,jk->ik"}}
  %c = nd.contract "ij,jk->ik->" %a, %b : (tensor<3x4xf64>, tensor<4x5xf64>) -> tensor<3x5xf64>
  return
}

// -----

func.func @contract_no_letters(%a: tensor<3x4xf64>, %b: tensor<4x5xf64>) {
  // expected-error @+1 {{'nd.contract' op has letters ""; write a letter for each dimension, such as "ij,jk->ik"}}
  %c = nd.contract "" %a, %b : (tensor<3x4xf64>, tensor<4x5xf64>) -> tensor<3x5xf64>
  return
}

// -----

func.func @contract_other_letters(%a: tensor<3x4xf64>, %b: tensor<4x5xf64>) {
  // expected-error @+1 {{'nd.contract' op has letters "i1,1k->ié"; write a letter for each dimension, such as "ij,jk->ik"}}
  %c = nd.contract "i1,1k->i\C3\A9" %a, %b : (tensor<3x4xf64>, tensor<4x5xf64>) -> tensor<3x5xf64>
  return
}

// -----

func.func @contract_too_few_letters(%a: tensor<3x4xf64>, %b: tensor<4x5xf64>) {
  // expected-error @+1 {{'nd.contract' op has 1 letter "j" for shape 4x5; write one for each dimension}}
  %c = nd.contract "ij,j->i" %a, %b : (tensor<3x4xf64>, tensor<4x5xf64>) -> tensor<3xf64>
  return
}

// -----

func.func @contract_letter_twice(%a: tensor<3x3xf64>, %b: tensor<3x5xf64>) {
  // expected-error @+1 {{'nd.contract' op has the letter 'i' twice in "ii"; take the diagonal with nd.gather first}}
  %c = nd.contract "ii,ik->ik" %a, %b : (tensor<3x3xf64>, tensor<3x5xf64>) -> tensor<3x5xf64>
  return
}

// -----

func.func @contract_letter_twice_in_the_result(%a: tensor<3x3xf64>, %b: tensor<3x5xf64>) {
  // expected-error @+1 {{'nd.contract' op has the letter 'j' twice in "jj"; write it once, and scatter to the diagonal afterwards}}
  %c = nd.contract "ij,ik->jj" %a, %b : (tensor<3x3xf64>, tensor<3x5xf64>) -> tensor<3x3xf64>
  return
}

// -----

func.func @contract_letter_in_the_result_only(%a: tensor<3x4xf64>, %b: tensor<4x5xf64>) {
  // expected-error @+1 {{'nd.contract' op has the letter 'l' in the result only; broadcast afterwards}}
  %c = nd.contract "ij,jk->il" %a, %b : (tensor<3x4xf64>, tensor<4x5xf64>) -> tensor<3x5xf64>
  return
}

// -----

func.func @contract_sizes(%a: tensor<3x4xf64>, %b: tensor<5x6xf64>) {
  // expected-error @+1 {{'nd.contract' op has 'j' for 4 and for 5 in shapes 3x4, 5x6 and 3x6; a letter is one size}}
  %c = nd.contract "ij,jk->ik" %a, %b : (tensor<3x4xf64>, tensor<5x6xf64>) -> tensor<3x6xf64>
  return
}

// -----

func.func @contract_size_of_the_result(%a: tensor<3x?xf64>, %b: tensor<?x6xf64>) {
  // expected-error @+1 {{'nd.contract' op has 'k' for 6 and for 5 in shapes 3x?, ?x6 and ?x5; a letter is one size}}
  %c = nd.contract "ij,jk->ik" %a, %b : (tensor<3x?xf64>, tensor<?x6xf64>) -> tensor<?x5xf64>
  return
}

// -----

func.func @contract_elements(%a: tensor<3x4xf64>, %b: tensor<4x5xf32>) {
  // expected-error @+1 {{'nd.contract' op multiplies 'f64' and 'f32' to 'f64'; convert them to one type with an op of arith}}
  %c = nd.contract "ij,jk->ik" %a, %b : (tensor<3x4xf64>, tensor<4x5xf32>) -> tensor<3x5xf64>
  return
}

// -----

func.func @contract_result_element(%a: tensor<3x4xf32>, %b: tensor<4x5xf32>) {
  // expected-error @+1 {{'nd.contract' op multiplies 'f32' and 'f32' to 'f64'; convert them to one type with an op of arith}}
  %c = nd.contract "ij,jk->ik" %a, %b : (tensor<3x4xf32>, tensor<4x5xf32>) -> tensor<3x5xf64>
  return
}

// -----

func.func @unfold_without_a_window(%x: tensor<9xf64>) {
  // expected-error @+1 {{'nd.unfold' op requires attribute 'window'}}
  %w = "nd.unfold"(%x) <{dimensions = array<i64: 0>}> : (tensor<9xf64>) -> tensor<7x3xf64>
  return
}

// -----

func.func @dimensions_of_another_type(%x: tensor<9xf64>) {
  // expected-error @+1 {{invalid properties {dimensions = [0]} for op nd.sum: Invalid attribute `dimensions` in property conversion: [0]}}
  %w = "nd.sum"(%x) <{dimensions = [0]}> : (tensor<9xf64>) -> f64
  return
}
