//! Memory of arrays: loops that free what their trips allocate, and shapes that share memory.

use crate::pullback;

const TRIPS: &str = "tools/pullback/tests/it/arrays/trips.mlir";

#[test]
fn what_a_trip_allocates_is_free_again() {
    let tenths = format!("[{}0.1]", "0.1, ".repeat(127));
    let inputs = format!("[{tenths}, 20000]");
    let args = [
        "run", TRIPS, "--entry", "sum", "--inputs", &inputs, "--memory", "64K",
    ];
    assert_eq!(pullback(args).success(), "result = 0.0\n");
}

#[test]
fn arrays_that_change_places_in_a_loop_stay_apart() {
    for (trips, expected) in [
        (0, "result 0 = [1.0, 0.0]\nresult 1 = [10.0, 0.0]\n"),
        (3, "result 0 = [10.0, 20.0]\nresult 1 = [1.0, 2.0]\n"),
        (4, "result 0 = [1.0, 2.0]\nresult 1 = [10.0, 20.0]\n"),
    ] {
        let inputs = format!("[{trips}, [1, 0], [10, 0]]");
        let args = ["run", TRIPS, "--entry", "swaps", "--inputs", &inputs];
        assert_eq!(pullback(args).success(), expected, "{trips} trips");
    }
}

#[test]
fn several_sizes_that_only_run_time_knows_become_one() {
    let file = "tools/pullback/tests/it/arrays/upstream.mlir";
    let inputs = "[[[1, 2], [3, 4]]]";
    let args = ["run", file, "--entry", "collapsed", "--inputs", inputs];
    assert_eq!(pullback(args).success(), "result = [1.0, 4.0, 9.0, 16.0]\n");
}

#[test]
fn functions_may_give_what_they_were_given() {
    let file = "tools/pullback/tests/it/arrays/handed-on.mlir";
    for (inputs, expected) in [
        (
            "[3, true, [1, 2], [3, 4]]",
            "result 0 = [3.0, 4.0]\nresult 1 = [1.0, 2.0]\n",
        ),
        (
            "[4, true, [1, 2], [3, 4]]",
            "result 0 = [1.0, 2.0]\nresult 1 = [3.0, 4.0]\n",
        ),
        (
            "[3, false, [1, 2], [3, 4]]",
            "result 0 = [1.0, 2.0]\nresult 1 = [3.0, 4.0]\n",
        ),
    ] {
        let args = ["run", file, "--entry", "swaps", "--inputs", inputs];
        assert_eq!(pullback(args).success(), expected, "{inputs}");
    }
    let args = ["run", file, "--entry", "filled", "--inputs", "[true, 5]"];
    let expected = "result 0 = [5.0, 6.0]\nresult 1 = [5.0, 5.0]\n";
    assert_eq!(pullback(args).success(), expected);
}
