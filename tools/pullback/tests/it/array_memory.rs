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
