//! Gradients of programs of many functions: on several threads, and in parts where these are kept.

use crate::{
    cache::Memory,
    session::{GRAD, big},
};
use pullback_codegen::Jit;
use pullback_db::{Cache, Database, Derivative, Image, Live, OptLevel, Request, cancellable};
use std::num::NonZeroUsize;

const COUNT: usize = 24;

/// A tree of functions that are too big to be inlined, below `@main`; the last one multiplies by a number.
fn program(number: usize) -> String {
    let mut text = String::new();
    for index in 0..COUNT {
        let name = match index {
            0 => "main".into(),
            _ => format!("f{index}"),
        };
        let function = big(&name, "arith.mulf %x, %k").replacen(
            "{\n",
            &format!(
                "{{\n  %k = arith.constant {}.5 : f64\n",
                if index == COUNT - 1 { number } else { 0 }
            ),
            1,
        );
        let (body, _) = function.split_once("  return").expect("it returns");
        text += body;
        let mut last = "%v100".to_owned();
        for callee in [2 * index + 1, 2 * index + 2] {
            if callee < COUNT {
                text += &format!(
                    "  %c{callee} = func.call @f{callee}({last}) : (f64) -> f64\n  %s{callee} = arith.addf %c{callee}, {last} : f64\n"
                );
                last = format!("%s{callee}");
            }
        }
        text += &format!("  return {last} : f64\n}}\n");
    }
    text
}

fn request(db: &mut Database, text: &str, derivative: Derivative) -> Request {
    let file = db.set_file("many.mlir", text);
    Request {
        opt_level: OptLevel::O0,
        ..Request::new(file, "main", derivative)
    }
}

fn database(threads: usize, store: Option<&Memory>) -> (Database, Option<Cache>) {
    let mut db = Database::new();
    db.set_threads(NonZeroUsize::new(threads).expect("some"));
    let cache =
        store.map(|store| Cache::new(store.clone()).expect("the process knows its executable"));
    db.set_cache(cache.clone());
    (db, cache)
}

fn image(threads: usize, store: Option<&Memory>, text: &str, derivative: Derivative) -> Image {
    let (mut db, _) = database(threads, store);
    let request = request(&mut db, text, derivative);
    db.image(&request)
        .unwrap_or_else(|found| panic!("{}", found.render(text)))
}

fn values(image: &Image) -> Vec<f64> {
    let jit = Jit::new().expect("this machine runs code");
    for object in &image.objects {
        jit.add_object(object).expect("the object is new");
    }
    let values = jit
        .call(&image.entry, &[0.5.into()])
        .expect("the input fits");
    values
        .into_iter()
        .map(|value| value.as_f64().expect("a float"))
        .collect()
}

fn assert_close(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    for (a, b) in found.iter().zip(expected) {
        assert!(
            (a - b).abs() <= 1e-12 * b.abs().max(1.0),
            "{found:?} {expected:?}"
        );
    }
    assert!(found.iter().all(|value| *value != 0.0), "{found:?}");
}

/// As one, in parts, and in a live program.
#[test]
fn a_gradient_in_parts_is_the_gradient() {
    let text = program(0);
    let whole = image(1, None, &text, GRAD);
    let parts = image(1, Some(&Memory::default()), &text, GRAD);
    assert_eq!(whole.objects.len(), 1);
    assert!(
        parts.objects.len() > 2 * COUNT - 2,
        "{}",
        parts.objects.len()
    );
    let expected = values(&whole);
    assert_close(&values(&parts), &expected);
    let mut live = Live::new(None).expect("this machine runs code");
    let request = request(live.database_mut(), &text, GRAD);
    live.update(&request).expect("it compiles");
    let function = live.function().expect("it is linked");
    let found = function.call_values(&[0.5.into()]).expect("the input fits");
    let found: Vec<f64> = found
        .into_iter()
        .map(|value| value.as_f64().expect("a float"))
        .collect();
    assert_close(&found, &expected);
}

/// In a new process, with what the one before has kept.
#[test]
fn an_edit_of_a_function_costs_that_function() {
    let store = Memory::default();
    image(1, Some(&store), &program(0), GRAD);
    let (mut db, cache) = database(1, Some(&store));
    let request = request(&mut db, &program(7), GRAD);
    let found = db.image(&request).expect("it compiles");
    let missed: Vec<String> = cache
        .expect("it is there")
        .take_lookups()
        .into_iter()
        .filter(|lookup| !lookup.found)
        .map(|lookup| lookup.what)
        .collect();
    let edited = format!("(f{}", COUNT - 1);
    assert!(
        missed.contains(&format!("object{edited}$rev$1$1$fwd)")),
        "{missed:?}"
    );
    let others = ["checked(many.mlir)", "image(grad main)"];
    let more = missed
        .iter()
        .find(|missed| !missed.contains(&edited) && !others.contains(&missed.as_str()));
    assert_eq!(more, None, "{missed:?}");
    assert_eq!(found, image(1, Some(&Memory::default()), &program(7), GRAD));
}

#[test]
fn threads_change_no_byte() {
    let text = program(0);
    for derivative in [Derivative::None, GRAD] {
        let store = Memory::default();
        let one = image(1, None, &text, derivative.clone());
        assert_eq!(image(4, None, &text, derivative.clone()), one);
        let kept = image(1, Some(&Memory::default()), &text, derivative.clone());
        assert_eq!(image(4, Some(&store), &text, derivative.clone()), kept);
        assert_eq!(image(3, Some(&store), &text, derivative.clone()), kept);
    }
    // Errors are those of one thread, too.
    let wrong = text.replace("math.exp %v50", "math.exp %v500");
    let fails = |threads| {
        let (mut db, _) = database(threads, None);
        let request = request(&mut db, &wrong, GRAD);
        db.image(&request).expect_err("it is wrong")
    };
    assert_eq!(fails(4), fails(1));
}

/// While four threads compile.
#[test]
fn an_edit_stops_all_threads() {
    let (mut db, _) = database(4, Some(&Memory::default()));
    let asked = request(&mut db, &program(0), GRAD);
    let snapshot = db.clone();
    let work = std::thread::spawn(move || cancellable(move || snapshot.image(&asked).is_ok()));
    while db
        .take_events()
        .iter()
        .filter(|event| event.starts_with("simplified("))
        .count()
        == 0
    {
        assert!(!work.is_finished(), "nothing runs");
        std::thread::yield_now();
    }
    let asked = request(&mut db, &program(1), GRAD);
    assert_eq!(work.join().expect("it does not panic"), None);
    let found = db.image(&asked).expect("it compiles");
    assert_eq!(found, image(1, Some(&Memory::default()), &program(1), GRAD));
}
