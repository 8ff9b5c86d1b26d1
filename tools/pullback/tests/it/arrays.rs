//! Arrays as inputs and results, and every op on them, compiled.

use crate::{pullback, with_stdin};

const OPS: &str = "tools/pullback/tests/it/arrays/ops.mlir";
const UPSTREAM: &str = "tools/pullback/tests/it/arrays/upstream.mlir";
const FLOW: &str = "tools/pullback/tests/it/arrays/flow.mlir";

/// Runs the functions of a file; `Err` is what a message holds.
fn check(file: &str, rows: &[(&str, &str, Result<&str, &str>)]) {
    for (entry, inputs, expected) in rows {
        let run = pullback(["run", file, "--entry", entry, "--inputs", inputs, "--json"]);
        match expected {
            Ok(expected) => {
                let expected = format!("{{\"results\": [{expected}]}}\n");
                assert_eq!(run.success(), expected, "@{entry} of {inputs}");
            }
            Err(expected) => {
                let message = run.failure(1);
                assert!(
                    message.contains(expected),
                    "@{entry} of {inputs}: {message}"
                );
            }
        }
    }
}

#[test]
fn every_op_gives_what_its_definition_says() {
    check(
        OPS,
        &[
            (
                "broadcast",
                "[[1,2], 2]",
                Ok("[[1.0, 2.0], [1.0, 2.0], [1.0, 2.0]], [[1.0, 1.0], [2.0, 2.0]]"),
            ),
            (
                "sum",
                "[[[1,2,3],[4,5,6]]]",
                Ok("[6.0, 15.0], [5.0, 7.0, 9.0], 21.0, 21.0"),
            ),
            (
                "transpose",
                "[[[[1],[2],[3]],[[4],[5],[6]]]]",
                Ok("[[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]]"),
            ),
            (
                "reshape",
                "[[[1,2,3],[4,5,6]], 3]",
                Ok("[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]"),
            ),
            (
                "reshape_to",
                "[[1,2,3,4,5,6], 2, 3]",
                Ok("[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]"),
            ),
            (
                "reverse",
                "[[[1,2,3],[4,5,6]]]",
                Ok("[[3, 2, 1], [6, 5, 4]]"),
            ),
            (
                "unfold",
                "[[1,2,3,4,5,6,7]]",
                Ok("[[1.0, 3.0], [3.0, 5.0], [5.0, 7.0]], [1.0, 0.0, 6.0, 0.0, 10.0, 0.0, 7.0]"),
            ),
            (
                "contract",
                "[[[1,2,3],[4,5,6]], [[1,0],[0,1],[1,1]], [1,2,3]]",
                Ok("[[4.0, 5.0], [10.0, 11.0]], 14.0, [[10.0, 40.0], [20.0, 50.0], [30.0, 60.0]]"),
            ),
            (
                "positions",
                "[3, [1,3,5]]",
                Ok(
                    "[[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]], [[0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 0.0, 1.0], [0.0, 0.0, 0.0, 0.0]]",
                ),
            ),
            (
                "arg",
                "[[[1,\"NaN\",3,\"NaN\"],[4,5,4,1]]]",
                Ok("[1, 1], [0, 0, 0, 0]"),
            ),
            ("arg", "[[[2,2,1,7],[0,5,0,1]]]", Ok("[3, 1], [1, 0, 1, 1]")),
            (
                "gather",
                "[[[1,2],[3,4],[5,6]], [2,0,3,1], -1]",
                Ok(
                    "[[5.0, 6.0], [1.0, 2.0], [0.0, 0.0], [3.0, 4.0]], [0.0, 0.0], [6.0, 2.0, 0.0, 4.0]",
                ),
            ),
            (
                "scatter",
                "[[1,2,3],[10,20],[0,0,7]]",
                Ok("[13.0, 20.0], [2.0, 20.0], [1.0, 20.0], [10.0, 20.0]"),
            ),
            (
                "sort",
                "[[3,1,\"NaN\",2,1], [[3,-1,2],[1,-1,5]]]",
                Ok(
                    "[1.0, 1.0, 2.0, 3.0, \"NaN\"], [1, 4, 3, 0, 2], [3.0, 2.0, 1.0, 1.0, \"NaN\"], [[1, -1, 2], [3, -1, 5]]",
                ),
            ),
            (
                "sort",
                "[[], [[3,-1,2],[1,-1,5]]]",
                Ok("[], [], [], [[1, -1, 2], [3, -1, 5]]"),
            ),
            (
                "scan",
                "[[[1,2,3],[4,5,6]]]",
                Ok("[[1.0, 2.0, 6.0], [4.0, 20.0, 120.0]], [[4.0, 5.0, 6.0], [1.0, 1.0, 1.0]]"),
            ),
            (
                "nested",
                "[[[1,2,3],[4,5,6]]]",
                Ok("[[14.0, 32.0], [32.0, 77.0]]"),
            ),
            (
                "pieces",
                "[[1,2,3,4,5],[10,20],1,2]",
                Ok(
                    "[2.0, 4.0], [1.0, 10.0, 20.0, 4.0, 5.0], [1.0, 2.0, 3.0, 4.0, 5.0, 10.0, 20.0], [7.0, 1.0, 2.0, 3.0, 4.0, 5.0, 7.0, 7.0]",
                ),
            ),
            (
                "elementwise",
                "[[1,2],[3,1]]",
                Ok("[54.598150033144236, 3.0]"),
            ),
            ("elementwise", "[[],[]]", Ok("[]")),
        ],
    );
}

#[test]
fn shapes_and_positions_are_tested_where_only_run_time_knows_them() {
    check(
        OPS,
        &[
            (
                "broadcast",
                "[[1,2], 3]",
                Err(
                    "error: `nd.broadcast` meets a size of 2 where dimension 0 of its result is 3; only a size of 1 may become any",
                ),
            ),
            (
                "reshape",
                "[[[1,2,3],[4,5,6]], 4]",
                Err(
                    "error: `nd.reshape` makes of 6 elements a shape of 8; write a shape with as many",
                ),
            ),
            (
                "pieces",
                "[[1,2,3,4,5],[10,20],1,3]",
                Err(
                    "error: `tensor.extract_slice` takes 3 elements where 2 are left in the dimension; take fewer, or start earlier",
                ),
            ),
            (
                "pieces",
                "[[1,2,3,4,5],[10,20],4,1]",
                Err("error: `tensor.insert_slice` takes 2 elements where 1 are left"),
            ),
            (
                "pieces",
                "[[1,2,3,4,5],[10,20],6,1]",
                Err("starts at position 6 of a dimension of size 5; start inside of it"),
            ),
            (
                "pieces",
                "[[1,2,3,4,5],[10,20],0,-1]",
                Err(
                    "error: `tensor.extract_slice` is to make a dimension of size -1; pass a size of 0 or more",
                ),
            ),
            (
                "elementwise",
                "[[1,2],[3]]",
                Err(
                    "error: `arith.addf` meets arrays whose dimension 0 is 2 and 1; give them one shape",
                ),
            ),
        ],
    );
    let overflow = Err("error: the compiled program ran out of memory for data and tapes");
    check(
        FLOW,
        &[
            ("huge", "[2, 2]", Ok("36.0")),
            ("huge", "[1000000000, 1000000000]", overflow),
            (
                "huge",
                "[9223372036854775807, 9223372036854775807]",
                overflow,
            ),
            ("empties", "[4294967296, 4294967296]", overflow),
            (
                "empties",
                "[-1, 2]",
                Err("is to make a dimension of size -1"),
            ),
            ("empties", "[2, 0]", Ok("[[], []]")),
            ("empties", "[0, 1000000000000]", Ok("[]")),
            (
                "empties",
                "[1000000000000, 0]",
                Err("a result has more than 134217728 parts"),
            ),
            (
                "insertion",
                "[[1,2,3], 3]",
                Err(
                    "error: `tensor.insert` is at position 3 of dimension 0, whose size is 3; positions are from 0 to the size less 1",
                ),
            ),
            (
                "insertion",
                "[[1,2,3], -1]",
                Err("is at position -1 of dimension 0"),
            ),
            (
                "loop",
                "[[1,2,3], 4]",
                Err("error: `tensor.insert` is at position 3"),
            ),
        ],
    );
}

#[test]
fn arrays_go_wherever_values_go() {
    check(
        FLOW,
        &[
            ("recursion", "[3, [1,2]]", Ok("[15.0, 30.0]")),
            ("tuples", "[[[1,2,3], 2]]", Ok("[2.0, [[2.0, 4.0, 6.0]]]")),
            ("closure", "[[1,2,3], true]", Ok("[3.0, 6.0, 9.0]")),
            ("closure", "[[1,2,3], false]", Ok("[1.0, 2.0, 3.0]")),
            ("loop", "[[1,2,3], 3]", Ok("[0.0, 0.5, 1.0], 1.0")),
            ("while", "[[1,2]]", Ok("[128.0, 256.0]")),
            (
                "lists",
                "[{\"cons\":[[1,2],{\"cons\":[[3],{\"nil\":[]}]}]}]",
                Ok(
                    "{\"cons\": [[2.0, 16.0], {\"cons\": [[2.0, 4.0], {\"cons\": [[6.0], {\"cons\": [[6.0], {\"nil\": []}]}]}]}]}",
                ),
            ),
            (
                "trees",
                "[{\"node\":[{\"leaf\":[[1,2]]},{\"node\":[{\"leaf\":[[1,2]]},{\"leaf\":[[5,7]]}]}]}]",
                Ok("[7.0, 11.0]"),
            ),
            ("stack", "[3, [1,2]]", Ok("[4.0, 8.0], [17.0, 34.0]")),
            (
                "insertion",
                "[[1,2,3], 1]",
                Ok("[1.0, 2.0, 3.0], [1.0, 9.0, 3.0], 9.0"),
            ),
            (
                "constant",
                "[]",
                Ok("[[1, -2], [3, 4]], [], [true, false, true], [3.0, 4.0], [4.47, 7.38]"),
            ),
            ("branches", "[[1,2], true]", Ok("[2.0, 4.0]")),
            ("branches", "[[1,2], false]", Ok("[1.0, 2.0]")),
            ("switch", "[[2,3], 1]", Ok("[4.0, 9.0]")),
            ("switch", "[[2,3], 0]", Ok("[2.0, 3.0]")),
        ],
    );
}

#[test]
fn inputs_have_the_shape_of_their_types() {
    let program = "func.func @f(%x: tensor<?x3xf64>, %b: tensor<2xi1>, %s: tensor<f64>) -> f64 {
      %r = tensor.extract %s[] : tensor<f64>
      return %r : f64
    }";
    for (inputs, expected) in [
        (
            "[[[1, 2]], [true, false], 1]",
            "argument 0 (`%x`) has shape 1x2, and its type is tensor<?x3xf64>; write an array of shape ?x3",
        ),
        (
            "[[[1, 2, 3], [1]], [true, false], 1]",
            "argument 0 (`%x`) has shape 2x3 in its first lists and another one further on, and",
        ),
        (
            "[1, [true, false], 1]",
            "argument 0 (`%x`) has shape (), and its type is tensor<?x3xf64>",
        ),
        (
            "[[[1, 2, [3]]], [true, false], 1]",
            "argument 0 (`%x`) has shape 1x3 in its first lists and another one further on",
        ),
        (
            "[[], [true, 1], 1]",
            "argument 1 (`%b`) holds 1, and its type is tensor<2xi1>; write true or false",
        ),
        (
            "[[], [true, false], [1]]",
            "argument 2 (`%s`) has shape 1, and its type is tensor<f64>; write an array of shape ()",
        ),
    ] {
        let args = ["run", "-", "--entry", "f", "--inputs", inputs];
        let message = with_stdin(&args, program).failure(2);
        assert!(message.contains(expected), "{inputs}: {message}");
    }
    let args = [
        "run",
        "-",
        "--entry",
        "f",
        "--inputs",
        "[[], [true, false], 7]",
    ];
    assert_eq!(with_stdin(&args, program).success(), "result = 7.0\n");
}

#[test]
fn upstream_ops_are_tested_before_they_trust_what_they_get() {
    check(
        UPSTREAM,
        &[
            (
                "made",
                "[1, 2, 3]",
                Ok(
                    "[1.0, 2.0], [[1.0, 2.0], [2.0, 3.0], [3.0, 4.0]], [[1.0], [2.0]], [1.0, 2.0], 3",
                ),
            ),
            (
                "made",
                "[1, 2, -3]",
                Err("error: `tensor.generate` is to make a dimension of size -3"),
            ),
            ("dim", "[[[1, 2]], 1]", Ok("2")),
            (
                "dim",
                "[[[1, 2]], 5]",
                Err("error: `tensor.dim` asks for dimension 5 of an array of rank 2"),
            ),
            (
                "matmul",
                "[[[1, 2], [3, 4]], [[1, 0], [0, 1]]]",
                Ok("[[1.0, 2.0], [3.0, 4.0]]"),
            ),
            (
                "matmul",
                "[[[1, 2], [3, 4]], [[1, 0]]]",
                Err(
                    "error: a `linalg` op meets arrays whose sizes along loop d2 are 2 and 1; give them one size",
                ),
            ),
            (
                "reshaped",
                "[[1, 2, 3, 4], [2, 2]]",
                Ok("[[1.0, 2.0], [3.0, 4.0]]"),
            ),
            (
                "reshaped",
                "[[1, 2, 3, 4], [2, 3]]",
                Err("error: `tensor.reshape` makes of 4 elements a shape of 6"),
            ),
            (
                "reshaped",
                "[[1, 2, 3, 4], [-2, -2]]",
                Err("is to make a dimension of size -2"),
            ),
            // One condition chooses a whole array.
            ("select", "[true, [1], [2, 3]]", Ok("[1.0]")),
            ("select", "[false, [1], [2, 3]]", Ok("[2.0, 3.0]")),
            (
                "slices",
                "[[[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]], 2]",
                Ok("[9.0, 10.0, 11.0, 12.0], [3.0, 7.0, 11.0], \
                    [[1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0], [-9.0, -10.0, -11.0, -12.0]]"),
            ),
            (
                "many",
                "[[1, 2]]",
                Ok(
                    "[1.0, 2.0], 3.0, [2.0, 4.0], 3.0, [1.0, 2.0], [1.0, 2.0], [1.0, 2.0], [1.0, 2.0], [2.0, 4.0], [2.0, 4.0]",
                ),
            ),
            ("capture", "[[1, 2, 3], [1, 1]]", Ok("[4.0, 6.0, 8.0]")),
            (
                "reduce2",
                "[[[1, 3, 2], [5, 4, 5]]]",
                Ok("[3.0, 5.0], [1, 0]"),
            ),
        ],
    );
}

#[test]
fn gradients_by_arrays_have_their_shapes() {
    let file = "tools/pullback/tests/it/arrays/gradients.mlir";
    for (entry, inputs, expected) in [
        (
            "quad",
            "[[1, 2, 3]]",
            "\"value\": [14.0], \"gradients\": [[2.0, 4.0, 6.0]]",
        ),
        ("quad", "[[]]", "\"value\": [0.0], \"gradients\": [[]]"),
        (
            "read",
            "[[1, 2, 3]]",
            "\"value\": [14.0], \"gradients\": [[2.0, 4.0, 6.0]]",
        ),
        (
            "loop",
            "[[2, 3], 3]",
            "\"value\": [97.0], \"gradients\": [[32.0, 108.0]]",
        ),
        (
            "maxsort",
            "[[3, 1, 2, 3]]",
            "\"value\": [29.0], \"gradients\": [[3.5, 1.0, 2.0, 4.5]]",
        ),
        (
            "prod",
            "[[1, 2, 3, 4]]",
            "\"value\": [33.0], \"gradients\": [[33.0, 16.0, 10.0, 6.0]]",
        ),
        (
            "trees",
            "[{\"node\":[{\"leaf\":[[1,2]]},{\"node\":[{\"leaf\":[[3,4]]},{\"leaf\":[[5,7]]}]}]}]",
            "\"value\": [71.0], \"gradients\": [{\"node\": [{\"leaf\": [[15.0, 28.0]]}, \
             {\"node\": [{\"leaf\": [[5.0, 14.0]]}, {\"leaf\": [[3.0, 8.0]]}]}]}]",
        ),
    ] {
        let run = pullback(["grad", file, "--entry", entry, "--inputs", inputs, "--json"]);
        assert_eq!(
            run.success(),
            format!("{{{expected}}}\n"),
            "@{entry} of {inputs}"
        );
    }
}
