//! The programs over arrays of `peers/`, at small sizes: gradients against differences, and values where a formula tells them.
//! Programs in f32 are tried in f64, where differences tell something.

use pullback_benches::{
    FpMode,
    peers::{Array, Compiled, Data, Sizes, array_program, resized},
};

/// Names and sizes of arrays.
type Arrays<'n> = &'n [(&'n str, &'n [usize])];

/// Numbers between -1 and 1 that look random.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> f64 {
        let Self(state) = self;
        *state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (*state >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
    }

    fn array(&mut self, (name, sizes): (&str, &[usize])) -> Array {
        Array {
            name: name.into(),
            element: "f64".into(),
            sizes: sizes.into(),
            values: (0..sizes.iter().product()).map(|_| self.next()).collect(),
        }
    }
}

fn integers(name: &str, sizes: &[usize], values: &[i64]) -> Array {
    Array {
        name: name.into(),
        element: "i64".into(),
        sizes: sizes.into(),
        values: values.iter().map(|&value| value as f64).collect(),
    }
}

fn source(workload: &str) -> String {
    let source = array_program(workload).expect("a program");
    let source = source
        .replace("0xFF800000", "0xFFF0000000000000")
        .replace("f32", "f64");
    // No argument tells these of the transformer.
    let heads = [("heads", 2), ("each", 3)];
    let heads = heads.map(|(name, size)| (name.to_owned(), size));
    resized(&source, &Sizes::from(heads))
}

fn data(inputs: Arrays<'_>, constants: Arrays<'_>) -> Data {
    let mut numbers = Numbers(7);
    Data {
        inputs: inputs.iter().map(|&array| numbers.array(array)).collect(),
        constants: constants
            .iter()
            .map(|&array| numbers.array(array))
            .collect(),
        references: vec![],
    }
}

/// A constant's rows become labels: one in a place, zero elsewhere.
fn labelled(mut data: Data, constant: usize) -> Data {
    let labels = &mut data.constants[constant];
    let width = labels.sizes[1];
    for (index, row) in labels.values.chunks_mut(width).enumerate() {
        row.fill(0.0);
        row[index % width] = 1.0;
    }
    data
}

/// The results of the primal, or of the gradient.
fn results(workload: &str, data: &Data, fp: FpMode, is_gradient: bool) -> Vec<Vec<f64>> {
    let compiled = Compiled::of_source(workload, &source(workload), data, fp);
    let compiled = compiled.unwrap_or_else(|error| panic!("{error}"));
    let run = match is_gradient {
        true => compiled.gradient(),
        false => compiled.primal(),
    };
    let results = run.and_then(|mut run| run.results());
    results.unwrap_or_else(|error| panic!("{workload}: {error}"))
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The inputs, a step along a direction.
fn moved(data: &Data, direction: &[Vec<f64>], step: f64) -> Data {
    let mut data = data.clone();
    for (input, along) in data.inputs.iter_mut().zip(direction) {
        for (value, slope) in input.values.iter_mut().zip(along) {
            *value += step * slope;
        }
    }
    data
}

/// How much the primal's results change along a direction.
fn differences(workload: &str, data: &Data, direction: &[Vec<f64>]) -> Vec<Vec<f64>> {
    const STEP: f64 = 1e-5;
    let at = |step| {
        results(
            workload,
            &moved(data, direction, step),
            FpMode::Strict,
            false,
        )
    };
    let pairs = at(STEP).into_iter().zip(at(-STEP));
    let slopes = pairs.map(|(more, less)| {
        let slopes = more.iter().zip(&less).map(|(a, b)| (a - b) / (2.0 * STEP));
        slopes.collect()
    });
    slopes.collect()
}

fn direction(data: &Data) -> Vec<Vec<f64>> {
    let mut numbers = Numbers(11);
    let all = data.inputs.iter();
    all.map(|input| input.values.iter().map(|_| numbers.next()).collect())
        .collect()
}

#[track_caller]
fn close(found: &[f64], expected: &[f64], what: &str) {
    assert_eq!(found.len(), expected.len(), "{what}");
    let greatest = expected.iter().fold(1e-3_f64, |most, x| most.max(x.abs()));
    for (found, expected) in found.iter().zip(expected) {
        assert!(
            (found - expected).abs() <= 1e-6 * greatest,
            "{what}: {found} is not {expected}"
        );
    }
}

/// Value and gradient of a program with one number for a result.
fn check(workload: &str, data: &Data) -> f64 {
    let along = direction(data);
    let expected = differences(workload, data, &along);
    let value = results(workload, data, FpMode::Strict, false);
    for fp in [FpMode::Strict, FpMode::Fast] {
        let gradient = results(workload, data, fp, true);
        assert_eq!(gradient.len(), 1 + data.inputs.len());
        close(&gradient[0], &value[0], workload);
        let slope: f64 = gradient[1..]
            .iter()
            .zip(&along)
            .map(|(g, v)| dot(g, v))
            .sum();
        close(&[slope], &expected[0], workload);
    }
    value[0][0]
}

#[test]
fn gaussian_mixture() {
    let (n, k, d) = (6, 3, 4);
    let inputs: Arrays<'_> = &[("alphas", &[k]), ("means", &[k, d]), ("icf", &[k, 10])];
    check("gmm_", &data(inputs, &[("x", &[n, d])]));
}

#[test]
fn product_with_the_hessian_of_a_gaussian_mixture() {
    let (n, k, d) = (6, 3, 4);
    let inputs: Arrays<'_> = &[("alphas", &[k]), ("means", &[k, d]), ("icf", &[k, 10])];
    let constants: Arrays<'_> = &[
        ("x", &[n, d]),
        ("v_alphas", &[k]),
        ("v_means", &[k, d]),
        ("v_icf", &[k, 10]),
    ];
    products("hvp_gmm", &data(inputs, constants), 1);
}

/// The last constants are the direction; others come before.
fn products(workload: &str, data: &Data, others: usize) {
    let along = data.constants[others..].iter();
    let along: Vec<_> = along.map(|array| array.values.clone()).collect();
    let expected = differences(workload, data, &along);
    for fp in [FpMode::Strict, FpMode::Fast] {
        let found = results(workload, data, fp, true);
        for (found, expected) in found.iter().zip(&expected) {
            close(found, expected, workload);
        }
    }
}

#[test]
fn square_roots() {
    let mut data = data(&[("x", &[37])], &[]);
    for value in &mut data.inputs[0].values {
        *value += 1.5;
    }
    let roots = data.inputs[0].values.iter().map(|x| x.sqrt());
    close(&[check("newton_", &data)], &[roots.sum()], "newton");
}

#[test]
fn recurrent_network() {
    let inputs: Arrays<'_> = &[
        ("Wx", &[64, 128]),
        ("Wh", &[128, 128]),
        ("b", &[128]),
        ("Wo", &[128, 10]),
    ];
    let constants: Arrays<'_> = &[("x", &[3, 16, 64]), ("y", &[16, 10]), ("h0", &[16, 128])];
    let mut data = data(inputs, constants);
    // As in the workload, no tanh is at its end.
    for input in &mut data.inputs {
        input.values.iter_mut().for_each(|value| *value *= 0.1);
    }
    check("rnn_", &data);
}

#[test]
fn convolutional_network() {
    let inputs: Arrays<'_> = &[
        ("K1", &[16, 1, 3, 3]),
        ("c1", &[16]),
        ("K2", &[32, 16, 3, 3]),
        ("c2", &[32]),
        ("W", &[4608, 10]),
        ("b", &[10]),
    ];
    let mut data = labelled(data(inputs, &[("x", &[1, 1, 28, 28]), ("y", &[1, 10])]), 1);
    for input in &mut data.inputs {
        input.values.iter_mut().for_each(|value| *value *= 0.1);
    }
    // So that no relu changes its side within a step.
    let along = direction(&data);
    let gradient = results("cnn_", &data, FpMode::Strict, true);
    let fast = results("cnn_", &data, FpMode::Fast, true);
    for (strict, fast) in gradient.iter().zip(&fast) {
        close(fast, strict, "cnn");
    }
    let slope: f64 = gradient[1..]
        .iter()
        .zip(&along)
        .map(|(g, v)| dot(g, v))
        .sum();
    let at = |step| results("cnn_", &moved(&data, &along, step), FpMode::Strict, false)[0][0];
    let expected = (at(1e-7) - at(-1e-7)) / 2e-7;
    assert!(
        (slope - expected).abs() <= 1e-4 * expected.abs(),
        "{slope} is not {expected}"
    );
}

#[test]
fn network_over_a_tree() {
    let inputs: Arrays<'_> = &[
        ("Wl", &[5, 5]),
        ("Wr", &[5, 5]),
        ("b", &[5]),
        ("E", &[4, 5]),
    ];
    let mut data = data(inputs, &[("c", &[5])]);
    data.constants
        .insert(0, integers("kids", &[3, 2], &[1, 0, 4, 3, 2, 5]));
    check("treenet_", &data);
}

#[test]
fn long_short_term_memory() {
    let inputs: Arrays<'_> = &[("main", &[2, 8, 14]), ("extra", &[3, 14])];
    check(
        "lstm_",
        &data(inputs, &[("state", &[2, 2, 14]), ("seq", &[5, 14])]),
    );
}

#[test]
fn bundle_adjustment() {
    let (cameras, points, count) = (2, 3, 4);
    let inputs: Arrays<'_> = &[
        ("cams", &[cameras, 11]),
        ("X", &[points, 3]),
        ("w", &[count]),
    ];
    let mut data = data(inputs, &[("feats", &[count, 2])]);
    let observations = [(0, 1), (1, 2), (0, 0), (1, 1)];
    let numbers: Vec<i64> = observations.iter().flat_map(|&(c, x)| [c, x]).collect();
    data.constants
        .insert(0, integers("obs", &[count, 2], &numbers));
    // Points are in front of the cameras.
    for point in data.inputs[1].values.chunks_mut(3) {
        point[2] += 5.0;
    }
    let along = direction(&data);
    let expected = differences("ba_", &data, &along);
    for fp in [FpMode::Strict, FpMode::Fast] {
        let found = results("ba_", &data, fp, true);
        for (index, &(camera, point)) in observations.iter().enumerate() {
            let (camera, point) = (camera as usize, point as usize);
            let own: Vec<f64> = [
                &along[0][11 * camera..][..11],
                &along[1][3 * point..][..3],
                &along[2][index..][..1],
            ]
            .concat();
            for row in 0..2 {
                let block = &found[0][15 * (2 * index + row)..][..15];
                close(&[dot(block, &own)], &[expected[row][index]], "ba");
            }
            let slope = found[1][index] * along[2][index];
            close(&[slope], &[expected[2][index]], "ba");
        }
    }
}

#[test]
fn hessian_of_rosenbrock() {
    let data = data(&[("x", &[6])], &[]);
    let along = direction(&data);
    let expected = differences("hess_rosenbrock_", &data, &along);
    for fp in [FpMode::Strict, FpMode::Fast] {
        let hessian = results("hess_rosenbrock_", &data, fp, true);
        let product: Vec<_> = hessian[0]
            .chunks(6)
            .map(|row| dot(row, &along[0]))
            .collect();
        close(&product, &expected[0], "rosenbrock");
    }
}

const NETWORK: Arrays<'static> = &[
    ("W1", &[5, 4]),
    ("b1", &[4]),
    ("W2", &[4, 3]),
    ("b2", &[3]),
    ("W3", &[3, 2]),
    ("b3", &[2]),
];

#[test]
fn network_of_layers() {
    let data = data(NETWORK, &[("x", &[3, 5]), ("y", &[3, 2])]);
    check("mlp_", &labelled(data, 1));
}

#[test]
fn product_with_the_hessian_of_a_network() {
    let named = NETWORK
        .iter()
        .map(|(name, sizes)| (format!("v_{name}"), *sizes));
    let directions: Vec<_> = named.collect();
    let mut constants: Vec<(&str, &[usize])> = vec![("x", &[3, 5]), ("y", &[3, 2])];
    constants.extend(
        directions
            .iter()
            .map(|(name, sizes)| (name.as_str(), *sizes)),
    );
    products("hvp_mlp", &labelled(data(NETWORK, &constants), 1), 2);
}

#[test]
fn chain_of_elements() {
    let data = data(&[("x", &[101]), ("a", &[]), ("b", &[])], &[]);
    let (a, b) = (data.inputs[1].values[0], data.inputs[2].values[0]);
    let each = data.inputs[0].values.iter();
    let sum = each.map(|x| (a * x + b).tanh() * x.sin()).sum();
    close(&[check("chain_", &data)], &[sum], "chain");
}

#[test]
fn cross_entropy_of_wide_rows() {
    let data = labelled(data(&[("z", &[3, 17])], &[("y", &[3, 17])]), 0);
    let rows = data.inputs[0].values.chunks(17);
    let rows = rows.zip(data.constants[0].values.chunks(17));
    let each = rows.map(|(z, y)| {
        let log = z.iter().map(|z| z.exp()).sum::<f64>().ln();
        log - dot(z, y)
    });
    let mean = each.sum::<f64>() / 3.0;
    close(&[check("softmax_ce_", &data)], &[mean], "cross entropy");
}

#[test]
fn block_of_a_transformer() {
    let (batch, time, d, wide) = (2, 3, 6, 5);
    let inputs: Arrays<'_> = &[
        ("x", &[batch, time, d]),
        ("g1", &[d]),
        ("be1", &[d]),
        ("Wqkv", &[d, 3 * d]),
        ("Wo", &[d, d]),
        ("g2", &[d]),
        ("be2", &[d]),
        ("W1", &[d, wide]),
        ("b1", &[wide]),
        ("W2", &[wide, d]),
        ("b2", &[d]),
    ];
    check("transformer_", &data(inputs, &[("cot", &[batch, time, d])]));
}
