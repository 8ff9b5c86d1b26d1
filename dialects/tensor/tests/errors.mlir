// What the parser and the verifier refuse, and what they say.
// RUN: pullback-opt %s --split-input-file --verify-diagnostics

func.func @map_shapes(%x: tensor<4xf64>, %y: tensor<5xf64>) {
  // expected-error @+1 {{'nd.map' op walks over arrays of shapes 4 and 5; broadcast or slice one to the other's shape}}
  %z = nd.map (%a in %x : tensor<4xf64>, %b in %y : tensor<5xf64>) -> tensor<4xf64> {
    nd.yield %a : f64
  }
  return
}

// -----

func.func @map_ranks(%x: tensor<4xf64>, %y: tensor<4x?xf64>) {
  // expected-error @+1 {{'nd.map' op walks over arrays of shapes 4 and 4x?; broadcast or slice one to the other's shape}}
  %z = nd.map (%a in %x : tensor<4xf64>, %b in %y : tensor<4x?xf64>) -> tensor<4xf64> {
    nd.yield %a : f64
  }
  return
}

// -----

func.func @map_result_shape(%x: tensor<4xf64>) {
  // expected-error @+1 {{'nd.map' op gives shape 5 where its operands make 4; write that shape}}
  %z = nd.map (%a in %x : tensor<4xf64>) -> tensor<5xf64> {
    nd.yield %a : f64
  }
  return
}

// -----

func.func @map_of_an_element(%x: f64) {
  // expected-error @+1 {{'nd.map' op operand #0 must be variadic of ranked tensor of floating-point or signless integer or index values, but got 'f64'}}
  %z = nd.map (%a in %x : f64) -> tensor<f64> {
    nd.yield %a : f64
  }
  return
}

// -----

func.func @map_to_an_element(%x: tensor<f64>) {
  // expected-error @+1 {{'nd.map' op gives an element; the result of a map is an array, of rank 0 if its operands are}}
  %z = nd.map (%a in %x : tensor<f64>) -> f64 {
    nd.yield %a : f64
  }
  return
}

// -----

func.func @map_of_an_unranked_array(%x: tensor<*xf64>) {
  // expected-note @+1 {{prior use here}}
  %z = nd.map (%a in %x : tensor<*xf64>) -> tensor<4xf64> {
    // expected-error @+1 {{use of value '%a' expects different type than prior uses: 'f64' vs 'tensor<*xf64>'}}
    nd.yield %a : f64
  }
  return
}

// -----

func.func @map_of_complex_numbers(%x: tensor<4xcomplex<f64>>) {
  // expected-error @+1 {{'nd.map' op operand #0 must be variadic of ranked tensor of floating-point or signless integer or index values, but got 'tensor<4xcomplex<f64>>'}}
  %z = nd.map (%a in %x : tensor<4xcomplex<f64>>) -> tensor<4xf64> {
    %c = complex.re %a : complex<f64>
    nd.yield %c : f64
  }
  return
}

// -----

func.func @map_without_results(%x: tensor<4xf64>) {
  // expected-error @+1 {{expected '->'}}
  nd.map (%a in %x : tensor<4xf64>) {
    nd.yield
  }
  return
}

// -----

func.func @map_with_sizes_and_operands(%x: tensor<?xf64>, %n: index) {
  // expected-error @+1 {{'nd.map' op has sizes and operands; the operands tell the sizes}}
  %z = nd.map (%a in %x : tensor<?xf64>) sizes(%n) -> tensor<?xf64> {
    nd.yield %a : f64
  }
  return
}

// -----

func.func @map_without_sizes(%a: f64) {
  // expected-error @+1 {{'nd.map' op has 0 sizes, but 'tensor<?x?xf64>' has 2 dimensions that only run time knows; write sizes(..) with one for each '?'}}
  %z = nd.map () -> tensor<?x?xf64> {
    nd.yield %a : f64
  }
  return
}

// -----

func.func @map_with_sizes(%n: index, %a: f64) {
  // expected-error @+1 {{'nd.map' op has 1 size, but 'tensor<4xf64>' has 0 dimensions that only run time knows; write sizes(..) with one for each '?'}}
  %z = nd.map () sizes(%n) -> tensor<4xf64> {
    nd.yield %a : f64
  }
  return
}

// -----

func.func @map_of_two_shapes(%n: index, %a: f64) {
  // expected-error @+1 {{'nd.map' op gives shape 5 where its operands make 4; write that shape}}
  %z:2 = nd.map () -> (tensor<4xf64>, tensor<5xf64>) {
    nd.yield %a, %a : f64, f64
  }
  return
}

// -----

func.func @map_yields_another_type(%x: tensor<4xf64>) {
  %z = nd.map (%a in %x : tensor<4xf64>) -> tensor<4xf64> {
    %c = arith.truncf %a : f64 to f32
    // expected-error @+1 {{'nd.yield' op gives ('f32') where ('f64') is asked for; make them the same}}
    nd.yield %c : f32
  }
  return
}

// -----

func.func @map_yields_too_little(%x: tensor<4xf64>) {
  %z:2 = nd.map (%a in %x : tensor<4xf64>) -> (tensor<4xf64>, tensor<4xf64>) {
    // expected-error @+1 {{'nd.yield' op gives ('f64') where ('f64', 'f64') is asked for; make them the same}}
    nd.yield %a : f64
  }
  return
}

// -----

func.func @map_yields_an_array(%x: tensor<4xf64>) {
  %z = nd.map (%a in %x : tensor<4xf64>) -> tensor<4xf64> {
    // expected-error @+1 {{'nd.yield' op operand #0 must be variadic of a float, an integer or an index, but got 'tensor<4xf64>'}}
    nd.yield %x : tensor<4xf64>
  }
  return
}

// -----

func.func @map_function_takes_another_type(%x: tensor<4xf64>) {
  // expected-error @+1 {{'nd.map' op has a function of ('f32') where its operands have elements ('f64'); make them the same}}
  %z = "nd.map"(%x) <{operandSegmentSizes = array<i32: 1, 0>}> ({
  ^bb0(%a: f32):
    %b = arith.extf %a : f32 to f64
    nd.yield %b : f64
  }) : (tensor<4xf64>) -> tensor<4xf64>
  return
}

// -----

func.func @map_without_a_body(%x: tensor<4xf64>) {
  // expected-error @+1 {{'nd.map' op expects a non-empty block}}
  %z = nd.map (%a in %x : tensor<4xf64>) -> tensor<4xf64> {
  }
  return
}

// -----

func.func @map_without_a_body_generic(%x: tensor<4xf64>) {
  // expected-error @+1 {{'nd.map' op region #0 ('body') failed to verify constraint: region with 1 blocks}}
  %z = "nd.map"(%x) <{operandSegmentSizes = array<i32: 1, 0>}> ({
  }) : (tensor<4xf64>) -> tensor<4xf64>
  return
}

// -----

func.func @map_without_a_terminator(%x: tensor<4xf64>) {
  %z = nd.map (%a in %x : tensor<4xf64>) -> tensor<4xf64> {
    // expected-error @+1 {{block with no terminator, has %1 = "arith.addf"(%arg1, %arg1) <{fastmath = #arith.fastmath<none>}> : (f64, f64) -> f64}}
    %c = arith.addf %a, %a : f64
  }
  return
}

// -----

func.func @map_of_two_blocks(%x: tensor<4xf64>) {
  // expected-error @+1 {{'nd.map' op expects region #0 to have 0 or 1 blocks}}
  %z = nd.map (%a in %x : tensor<4xf64>) -> tensor<4xf64> {
    cf.br ^bb1
  ^bb1:
    nd.yield %a : f64
  }
  return
}

// -----

func.func @map_segments(%x: tensor<4xf64>) {
  // expected-error @+1 {{'nd.map' op operand count (1) does not match with the total size (2) specified in attribute 'operandSegmentSizes'}}
  %z = "nd.map"(%x) <{operandSegmentSizes = array<i32: 1, 1>}> ({
  ^bb0(%a: f64):
    nd.yield %a : f64
  }) : (tensor<4xf64>) -> tensor<4xf64>
  return
}

// -----

func.func @map_says_equals(%x: tensor<4xf64>) {
  // expected-error @+1 {{custom op 'nd.map' expected 'in'}}
  %z = nd.map (%a = %x : tensor<4xf64>) -> tensor<4xf64> {
    nd.yield %a : f64
  }
  return
}

// -----

func.func @map_of_an_unknown_value() {
  // expected-error @+1 {{use of undeclared SSA value name}}
  %z = nd.map (%a in %x : tensor<4xf64>) -> tensor<4xf64> {
    nd.yield %a : f64
  }
  return
}

// -----

func.func @yield_elsewhere(%a: f64) {
  // expected-error @+1 {{'nd.yield' op expects parent op to be one of 'nd.map, nd.reduce, nd.scan'}}
  nd.yield %a : f64
}

// -----

func.func @index_outside() -> index {
  // expected-error @+1 {{'nd.index' op stands outside of a map; only the function of an nd.map has a position}}
  %i = nd.index 0
  return %i : index
}

// -----

func.func @index_in_a_reduction(%x: tensor<4xf64>, %z: index) {
  %r = nd.reduce (%a in %x : tensor<4xf64>) from (%p = %z : index) along [0] -> index {
    // expected-error @+1 {{'nd.index' op stands outside of a map; only the function of an nd.map has a position}}
    %i = nd.index 0
    nd.yield %i : index
  }
  return
}

// -----

func.func @index_in_a_function_value(%x: tensor<4xf64>) {
  %r = nd.map (%a in %x : tensor<4xf64>) -> tensor<4xindex> {
    %f = functional.lambda () -> index {
      // expected-error @+1 {{'nd.index' op stands in a 'functional.lambda', which may run elsewhere; take the position before it}}
      %i = nd.index 0
      functional.return %i : index
    }
    %j = functional.apply %f() : !functional.fn<() -> index>
    nd.yield %j : index
  }
  return
}

// -----

func.func @index_of_a_dimension_that_is_not_there(%x: tensor<4xf64>) {
  %r = nd.map (%a in %x : tensor<4xf64>) -> tensor<4xindex> {
    // expected-error @+1 {{'nd.index' op names dimension 1 of an array of rank 1; its dimensions are 0 to 0}}
    %i = nd.index 1
    nd.yield %i : index
  }
  return
}

// -----

func.func @index_of_a_negative_dimension(%x: tensor<4xf64>) {
  %r = nd.map (%a in %x : tensor<4xf64>) -> tensor<4xindex> {
    // expected-error @+1 {{'nd.index' op names dimension -1 of an array of rank 1; its dimensions are 0 to 0}}
    %i = nd.index -1
    nd.yield %i : index
  }
  return
}

// -----

func.func @reduce_nothing(%z: f64) {
  // expected-error @+1 {{'nd.reduce' op needs at least one array and one value to start from}}
  %r = nd.reduce () from (%p = %z : f64) along [] -> tensor<f64> {
    nd.yield %p : f64
  }
  return
}

// -----

func.func @reduce_from_nothing(%x: tensor<4xf64>) {
  // expected-error @+1 {{expected '->'}}
  nd.reduce (%a in %x : tensor<4xf64>) from () along [0] {
    nd.yield
  }
  return
}

// -----

func.func @reduce_from_an_array(%x: tensor<4x3xf64>, %z: tensor<3xf64>) {
  // expected-error @+1 {{'nd.reduce' op operand #1 must be variadic of a float, an integer or an index, but got 'tensor<3xf64>'}}
  %r = nd.reduce (%a in %x : tensor<4x3xf64>) from (%p = %z : tensor<3xf64>) along [0] -> tensor<3xf64> {
    nd.yield %p : f64
  }
  return
}

// -----

func.func @reduce_along_a_dimension_that_is_not_there(%x: tensor<4xf64>, %z: f64) {
  // expected-error @+1 {{'nd.reduce' op names dimension 1 of an array of rank 1; its dimensions are 0 to 0}}
  %r = nd.reduce (%a in %x : tensor<4xf64>) from (%p = %z : f64) along [1] -> tensor<4xf64> {
    nd.yield %a : f64
  }
  return
}

// -----

func.func @reduce_along_a_dimension_twice(%x: tensor<4x3xf64>, %z: f64) {
  // expected-error @+1 {{'nd.reduce' op names dimension 1 twice; name it once}}
  %r = nd.reduce (%a in %x : tensor<4x3xf64>) from (%p = %z : f64) along [1, 1] -> tensor<4xf64> {
    nd.yield %a : f64
  }
  return
}

// -----

func.func @reduce_along_dimensions_out_of_order(%x: tensor<4x3xf64>, %z: f64) {
  // expected-error @+1 {{'nd.reduce' op names dimension 0 after 1; name them in increasing order, and transpose first if another is meant}}
  %r = nd.reduce (%a in %x : tensor<4x3xf64>) from (%p = %z : f64) along [1, 0] -> f64 {
    nd.yield %a : f64
  }
  return
}

// -----

func.func @reduce_result_shape(%x: tensor<4x3xf64>, %z: f64) {
  // expected-error @+1 {{'nd.reduce' op gives shape 4 where its operands make 3; write that shape}}
  %r = nd.reduce (%a in %x : tensor<4x3xf64>) from (%p = %z : f64) along [0] -> tensor<4xf64> {
    nd.yield %a : f64
  }
  return
}

// -----

func.func @reduce_result_element(%x: tensor<4x3xf64>, %z: f64) {
  // expected-error @+1 {{'nd.reduce' op gives 'tensor<3xf32>' of elements 'f64'; write that element type}}
  %r = nd.reduce (%a in %x : tensor<4x3xf64>) from (%p = %z : f64) along [0] -> tensor<3xf32> {
    nd.yield %a : f64
  }
  return
}

// -----

func.func @reduce_results(%x: tensor<4x3xf64>, %z: f64) {
  // expected-error @+1 {{'nd.reduce' op has 2 results, but its function gives 1; write a type for each}}
  %r:2 = nd.reduce (%a in %x : tensor<4x3xf64>) from (%p = %z : f64) along [0] -> (tensor<3xf64>, tensor<3xf64>) {
    nd.yield %a : f64
  }
  return
}

// -----

func.func @reduce_yields_another_type(%x: tensor<4xi32>, %z: f64) {
  %r = nd.reduce (%a in %x : tensor<4xi32>) from (%p = %z : f64) along [0] -> f64 {
    // expected-error @+1 {{'nd.yield' op gives ('i32') where ('f64') is asked for; make them the same}}
    nd.yield %a : i32
  }
  return
}

// -----

func.func @reduce_without_dimensions(%x: tensor<4xf64>, %z: f64) {
  // expected-error @+1 {{'nd.reduce' op requires attribute 'dimensions'}}
  %r = "nd.reduce"(%x, %z) <{operandSegmentSizes = array<i32: 1, 1>}> ({
  ^bb0(%a: f64, %p: f64):
    nd.yield %a : f64
  }) : (tensor<4xf64>, f64) -> f64
  return
}

// -----

func.func @scan_along_a_dimension_that_is_not_there(%x: tensor<4xf64>, %z: f64) {
  // expected-error @+1 {{'nd.scan' op names dimension 9223372036854775807 of an array of rank 1; its dimensions are 0 to 0}}
  %r = nd.scan (%a in %x : tensor<4xf64>) from (%p = %z : f64) along 9223372036854775807 -> tensor<4xf64> {
    nd.yield %a : f64
  }
  return
}

// -----

func.func @scan_of_rank_0(%x: tensor<f64>, %z: f64) {
  // expected-error @+1 {{'nd.scan' op names dimension 0 of an array of rank 0; give it a dimension with nd.reshape first}}
  %r = nd.scan (%a in %x : tensor<f64>) from (%p = %z : f64) along 0 -> tensor<f64> {
    nd.yield %a : f64
  }
  return
}

// -----

func.func @scan_result_shape(%x: tensor<4x3xf64>, %z: f64) {
  // expected-error @+1 {{'nd.scan' op gives shape 4 where its operands make 4x3; write that shape}}
  %r = nd.scan (%a in %x : tensor<4x3xf64>) from (%p = %z : f64) along 1 -> tensor<4xf64> {
    nd.yield %a : f64
  }
  return
}

// -----

func.func @scan_shapes(%x: tensor<4x3xf64>, %y: tensor<4x2xf64>, %z: f64) {
  // expected-error @+1 {{'nd.scan' op walks over arrays of shapes 4x3 and 4x2; broadcast or slice one to the other's shape}}
  %r = nd.scan (%a in %x : tensor<4x3xf64>, %b in %y : tensor<4x2xf64>) from (%p = %z : f64) along 1 -> tensor<4x3xf64> {
    nd.yield %a : f64
  }
  return
}

// -----

func.func @scan_dimension_twice(%x: tensor<4x3xf64>, %z: f64) {
  // expected-error @+1 {{custom op 'nd.scan' attribute 'dimension' occurs more than once in the attribute list}}
  %r = nd.scan (%a in %x : tensor<4x3xf64>) from (%p = %z : f64) along 1 -> tensor<4x3xf64> attributes {dimension = 0} {
    nd.yield %a : f64
  }
  return
}

// -----

func.func @map_without_results_generic(%x: tensor<4xf64>) {
  // expected-error @+1 {{'nd.map' op has no result; let its function yield one}}
  "nd.map"(%x) <{operandSegmentSizes = array<i32: 1, 0>}> ({
  ^bb0(%a: f64):
    nd.yield
  }) : (tensor<4xf64>) -> ()
  return
}

// -----

func.func @index_in_a_map_without_results(%x: tensor<4xf64>) {
  // expected-error @+1 {{'nd.map' op has no result; let its function yield one}}
  "nd.map"(%x) <{operandSegmentSizes = array<i32: 1, 0>}> ({
  ^bb0(%a: f64):
    %i = nd.index 5
    nd.yield
  }) : (tensor<4xf64>) -> ()
  return
}

// -----

func.func @reduce_from_nothing_generic(%x: tensor<4xf64>) {
  // expected-error @+1 {{'nd.reduce' op needs at least one array and one value to start from}}
  "nd.reduce"(%x) <{dimensions = array<i64: 0>, operandSegmentSizes = array<i32: 1, 0>}> ({
  ^bb0(%a: f64):
    nd.yield
  }) : (tensor<4xf64>) -> ()
  return
}
