//! How many bytes tapes take, and what happens where there are not enough.

use crate::{Answer, with_stdin};

/// A loop whose reverse needs one value of each trip, with counted trips and with a condition.
const LOOPS: &str = "
func.func @counted(%x: f64, %n: index) -> f64 {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %r = scf.for %i = %zero to %n step %one iter_args(%a = %x) -> (f64) {
    %s = arith.mulf %a, %a : f64
    %b = arith.mulf %s, %x : f64
    %c = arith.subf %x, %b : f64
    scf.yield %c : f64
  }
  return %r : f64
}
func.func @conditional(%x: f64, %n: i64) -> f64 {
  %zero = arith.constant 0 : i64
  %one = arith.constant 1 : i64
  %r:2 = scf.while (%i = %zero, %a = %x) : (i64, f64) -> (i64, f64) {
    %c = arith.cmpi slt, %i, %n : i64
    scf.condition(%c) %i, %a : i64, f64
  } do {
  ^bb0(%i: i64, %a: f64):
    %s = arith.mulf %a, %a : f64
    %b = arith.mulf %s, %x : f64
    %c = arith.subf %x, %b : f64
    %j = arith.addi %i, %one : i64
    scf.yield %j, %c : i64, f64
  }
  return %r#1 : f64
}
func.func @nested(%x: f64, %m: index, %n: index) -> f64 {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %r = scf.for %i = %zero to %m step %one iter_args(%a = %x) -> (f64) {
    %b = func.call @counted(%a, %n) : (f64, index) -> f64
    %c = math.sin %b : f64
    scf.yield %c : f64
  }
  return %r : f64
}
func.func @nested_conditional(%x: f64, %m: index, %n: i64) -> f64 {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %r = scf.for %i = %zero to %m step %one iter_args(%a = %x) -> (f64) {
    %b = func.call @conditional(%a, %n) : (f64, i64) -> f64
    %c = math.sin %b : f64
    scf.yield %c : f64
  }
  return %r : f64
}
func.func @descent(%x: f64, %m: index, %n: index) -> f64 {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %rate = arith.constant 0.001 : f64
  %f = functional.ref @conditional : !functional.fn<(f64, i64) -> f64>
  %d = functional.grad %f : !functional.fn<(f64, i64) -> f64>
  %k = arith.index_cast %n : index to i64
  %r = scf.for %i = %zero to %m step %one iter_args(%a = %x) -> (f64) {
    %s = functional.apply %d(%a, %k) : !functional.fn<(f64, i64) -> f64>
    %t = arith.mulf %rate, %s : f64
    %c = arith.subf %a, %t : f64
    scf.yield %c : f64
  }
  return %r : f64
}";

fn call(command: &str, entry: &str, inputs: &str, memory: &str) -> Answer {
    let args = [
        command, "-", "--entry", entry, "--inputs", inputs, "--memory", memory,
    ];
    with_stdin(&args, LOOPS)
}

fn numbers(answer: Answer) -> Vec<f64> {
    let text = answer.success();
    let number = |line: &str| line.split(" = ").nth(1)?.parse().ok();
    text.lines().filter_map(number).collect()
}

/// A double a trip: 80 million bytes, and less than a page for everything else.
#[test]
fn ten_million_trips_take_eight_bytes_each() {
    for entry in ["counted", "conditional"] {
        let found = numbers(call("grad", entry, "[0.9, 10000000]", "78126K"));
        assert!(
            (found[0] - 0.827_721_082_531_464_5).abs() < 1e-12,
            "{found:?}"
        );
        assert!((found[1] - 3.162_792_812_936_996).abs() < 1e-9, "{found:?}");
        let report = ["grad", "-", "--entry", entry, "--tape-report"];
        let report = with_stdin(&report, LOOPS);
        let report = report.stdout + &report.stderr;
        assert!(report.contains("each trip keeps 8 bytes"), "{report}");
        assert_eq!(
            call("grad", entry, "[0.9, 10000000]", "78124K").failure(1),
            "error: the compiled program ran out of memory for data and tapes, of which it has 76 MiB; let it keep less, or \
             give it more memory\n"
        );
    }
}

/// What a second derivative keeps, the report says; the same value twice is kept once.
#[test]
fn the_report_is_what_a_second_derivative_takes() {
    let second = ["--order", "2", "--wrt", "0"];
    for entry in ["counted", "conditional"] {
        let report = ["grad", "-", "--entry", entry, "--tape-report"];
        let report = with_stdin(&[&report[..], &second].concat(), LOOPS);
        let report = report.stdout + &report.stderr;
        let bytes = |line: &str| {
            let rest = line.split("remark: each trip keeps ").nth(1)?;
            rest.split(' ').next()?.parse().ok()
        };
        let bytes: Vec<u64> = report.lines().filter_map(bytes).collect();
        assert_eq!(bytes.iter().sum::<u64>(), 32, "{report}");
        let call = |memory: &str| {
            let inputs = "[0.9, 1000000]";
            let args = [
                "grad", "-", "--entry", entry, "--inputs", inputs, "--memory", memory,
            ];
            with_stdin(&[&args[..], &second].concat(), LOOPS)
        };
        let found = numbers(call("31252K"));
        assert!((found[1] + 63.729_579_926_507).abs() < 1e-9, "{found:?}");
        call("31244K").failure(1);
    }
}

/// The tapes of a thousand inner loops are there at once: 80 million bytes, and some for each.
#[test]
fn the_tapes_of_inner_loops_are_on_the_outer_one() {
    let found = numbers(call("grad", "nested", "[0.5, 1000, 10000]", "77M"));
    assert_eq!(found.len(), 2);
    call("grad", "nested", "[0.5, 1000, 10000]", "76M").failure(1);
}

/// The same where the trips are not known before: what an inner tape has left when its loop ends is used again.
#[test]
fn the_tapes_of_inner_loops_of_unknown_length_lie_side_by_side() {
    let found = numbers(call(
        "grad",
        "nested_conditional",
        "[0.5, 1000, 5000]",
        "39300K",
    ));
    let counted = numbers(call("grad", "nested", "[0.5, 1000, 5000]", "39300K"));
    assert_eq!(found, counted);
    call("grad", "nested_conditional", "[0.5, 1000, 5000]", "39000K").failure(1);
}

/// A gradient that is taken in a loop frees its tape at the end of a trip.
#[test]
fn a_gradient_in_a_loop_needs_the_memory_of_one() {
    let found = numbers(call("run", "descent", "[0.5, 2000, 10000]", "80K"));
    assert_eq!(
        found,
        numbers(call("run", "descent", "[0.5, 2000, 10000]", "1G"))
    );
    call("run", "descent", "[0.5, 2000, 10000]", "72K").failure(1);
}
