//! Random chains of shape ops: canonical forms give what the ops give one by one.

use super::{run_and_after, show};
use pullback_testing::interpret::Value;
use std::{collections::BTreeSet, fmt::Write as _};

/// xorshift64.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// Some of the numbers below this, in order.
    fn some(&mut self, bound: usize) -> Vec<usize> {
        (0..bound).filter(|_| self.chance(40)).collect()
    }
}

/// The size that each dimension has, and whether the type tells it.
type Shape = Vec<(usize, bool)>;

fn ty(shape: &Shape) -> String {
    let size = |&(size, known): &(usize, bool)| match known {
        true => format!("{size}x"),
        false => "?x".to_owned(),
    };
    format!("tensor<{}f64>", shape.iter().map(size).collect::<String>())
}

fn sizes(shape: &Shape) -> String {
    let unknown: Vec<String> = shape
        .iter()
        .filter(|(_, known)| !known)
        .map(|(size, _)| format!("%c{size}"))
        .collect();
    match unknown.is_empty() {
        true => String::new(),
        false => format!(" sizes({})", unknown.join(", ")),
    }
}

/// Sizes as they are, of which the type may tell others.
fn forget(random: &mut Random, shape: &mut Shape) {
    for (_, known) in shape {
        *known = random.chance(70);
    }
}

/// One more op, and the shape that it makes.
fn op(random: &mut Random, shape: &Shape, operand: &str) -> (String, Shape) {
    let rank = shape.len();
    let (text, made) = match random.below(5) {
        0 => {
            let mut permutation: Vec<usize> = (0..rank).collect();
            for at in 1..rank {
                permutation.swap(at, random.below(at + 1));
            }
            let mut made: Shape = permutation.iter().map(|&at| shape[at]).collect();
            forget(random, &mut made);
            (format!("nd.transpose {operand} {permutation:?}"), made)
        }
        1 => {
            let dimensions = random.some(rank);
            return (
                format!("nd.reverse {operand} {dimensions:?} : {}", ty(shape)),
                shape.clone(),
            );
        }
        2 => {
            let dimensions = random.some(rank);
            let kept = (0..rank).filter(|at| !dimensions.contains(at));
            let mut made: Shape = kept.map(|at| shape[at]).collect();
            forget(random, &mut made);
            (format!("nd.sum {operand} {dimensions:?}"), made)
        }
        3 if rank < 5 => {
            let (mut made, mut dimensions) = (vec![], vec![]);
            for &(size, known) in shape {
                if random.chance(25) && rank + made.len() < 6 {
                    made.push((random.below(4), true));
                }
                dimensions.push(made.len());
                // Only what the type says is 1 is repeated.
                let repeats = (size, known) == (1, true) && random.chance(60);
                made.push((if repeats { random.below(4) } else { size }, true));
            }
            forget(random, &mut made);
            let text = format!("nd.broadcast {operand} {dimensions:?}{}", sizes(&made));
            (text, made)
        }
        _ => {
            // Two neighbours become one, or a 1 is put somewhere.
            let mut made = shape.clone();
            if rank > 1 && random.chance(60) {
                let at = random.below(rank - 1);
                made[at].0 *= made.remove(at + 1).0;
            } else if rank < 4 {
                made.insert(random.below(rank + 1), (1, true));
            }
            forget(random, &mut made);
            (format!("nd.reshape {operand}{}", sizes(&made)), made)
        }
    };
    (format!("{text} : {} to {}", ty(shape), ty(&made)), made)
}

#[test]
fn chains_of_shape_ops() {
    let mut full = 0;
    for seed in 1..=400 {
        let mut random = Random(0x9e37_79b9_7f4a_7c15u64.wrapping_mul(seed));
        let mut shape: Shape = (0..1 + random.below(3))
            .map(|_| (1 + random.below(3), true))
            .collect();
        let count: usize = shape.iter().map(|(size, _)| size).product();
        let elements = (0..count).map(|at| Value::Float(at as f64 + 1.0)).collect();
        let argument = Value::array(shape.iter().map(|(size, _)| *size).collect(), elements);
        let mut body = String::new();
        let first = ty(&shape);
        for number in 0..6 {
            let operand = match number {
                0 => "%x".to_owned(),
                _ => format!("%v{}", number - 1),
            };
            let (text, made) = op(&mut random, &shape, &operand);
            let _ = writeln!(body, "  %v{number} = {text}");
            shape = made;
        }
        let used = body.split("%c").skip(1);
        let used = used.map(|rest| rest.split([',', ')']).next().unwrap_or_default());
        let constants: BTreeSet<String> = used
            .map(|size| format!("  %c{size} = arith.constant {size} : index\n"))
            .collect();
        let constants: String = constants.into_iter().collect();
        let result = ty(&shape);
        let text = format!(
            "func.func @f(%x: {first}) -> {result} {{\n{constants}{body}  return %v5 : {result}\n}}"
        );
        let [before, after] = run_and_after::<f64>(&text, &[argument], "canonicalize,cse");
        let [before, after] = [before, after].map(|results| {
            let results = results.unwrap_or_else(|error| panic!("{error}\nseed {seed}\n{text}"));
            show(&results[0])
        });
        assert_eq!(before, after, "seed {seed}\n{text}");
        full += usize::from(!before.ends_with(": "));
    }
    assert!(full > 200, "{full} chains have elements");
}
