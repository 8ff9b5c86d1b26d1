//! The parameters: where they start, and how compiled code sees them.

use super::{Stream, calls::Calls, program::Program, random};
use crate::{
    cli,
    failure::{Failure, Result},
    inputs,
    types::{Place, Type},
};
use pullback_codegen::{Scalar, Value};
use rand::Rng;
use rand_distr::StandardNormal;

/// How many numbers a parameter may have.
const MOST: u64 = 1 << 27;

/// The floats of all parameters, in order, in `f64` whatever their types are.
#[derive(Debug)]
pub struct Parameters {
    /// The numbers.
    pub floats: Vec<f64>,
    scalars: Vec<Scalar>,
    /// How many floats each parameter has.
    counts: Vec<usize>,
}

impl Parameters {
    /// Those that training starts with: from a file, from `@init`, or by Glorot's rule.
    pub fn start(args: &cli::Train, program: &Program, calls: &Calls<'_>) -> Result<Self> {
        let mut parameters = Self {
            floats: vec![],
            scalars: vec![],
            counts: vec![],
        };
        for place in &program.parameters {
            let before = parameters.scalars.len();
            leaves(&place.ty, &mut |sizes, scalar| {
                let count: usize = sizes.iter().product();
                parameters
                    .scalars
                    .extend(std::iter::repeat_n(scalar, count));
            });
            parameters.counts.push(parameters.scalars.len() - before);
        }
        if let Some(text) = &args.params {
            let read = inputs::read("--params", text, &program.parameters, &program.types)?;
            parameters.floats = floats(&read.concat());
            return Ok(parameters);
        }
        let mut random = random(args.seed, Stream::Start);
        let mut noise = || random.sample::<f64, _>(StandardNormal);
        if calls.has_init() {
            parameters.floats = parameters.scalars.iter().map(|_| noise()).collect();
            parameters.floats = calls.init(&parameters)?;
            return Ok(parameters);
        }
        for place in &program.parameters {
            leaves(&place.ty, &mut |sizes, _| {
                let spread = glorot(sizes);
                let count: usize = sizes.iter().product();
                parameters.floats.extend((0..count).map(|_| match spread {
                    0.0 => 0.0,
                    spread => spread * noise(),
                }));
            });
        }
        Ok(parameters)
    }

    /// How many floats there are.
    pub fn len(&self) -> usize {
        self.floats.len()
    }

    /// The parts of all parameters.
    pub fn parts(&self) -> impl Iterator<Item = Value> {
        let pairs = self.scalars.iter().zip(&self.floats);
        pairs.filter_map(|(scalar, float)| Value::float(*scalar, *float))
    }

    /// The parts of each parameter.
    pub fn split(&self) -> Vec<Vec<Value>> {
        let mut parts = self.parts();
        let counts = self.counts.iter();
        counts
            .map(|count| parts.by_ref().take(*count).collect())
            .collect()
    }
}

/// The floats among parts.
pub fn floats(parts: &[Value]) -> Vec<f64> {
    parts.iter().filter_map(|value| value.as_f64()).collect()
}

/// The deviation of noise that keeps variances from layer to layer, forward and back (Glorot and Bengio 2010); nothing for biases, arrays of less than two
/// dimensions. The last two dimensions are those of a layer, the others the places of a convolution.
fn glorot(sizes: &[usize]) -> f64 {
    match sizes {
        [places @ .., from, to] => {
            let places: usize = places.iter().product();
            (2.0 / (places * (from + to)).max(1) as f64).sqrt()
        }
        _ => 0.0,
    }
}

/// Visits the arrays in a type of a parameter.
fn leaves(ty: &Type, visit: &mut dyn FnMut(&[usize], Scalar)) {
    match ty {
        Type::Scalar(scalar) => visit(&[], *scalar),
        Type::Array(sizes, element) => {
            let sizes = sizes.iter().map(|size| size.unwrap_or_default() as usize);
            visit(&sizes.collect::<Vec<_>>(), *element);
        }
        Type::Tuple(fields) => fields.iter().for_each(|field| leaves(field, visit)),
        Type::Data(_) | Type::Tangent(_) => {}
    }
}

/// Whether an argument can be a parameter: floats of known number.
pub fn check(place: &Place, loss: &str) -> Result<()> {
    let mut pending = vec![&place.ty];
    while let Some(ty) = pending.pop() {
        let advice = match ty {
            Type::Tuple(fields) => {
                pending.extend(fields);
                continue;
            }
            Type::Scalar(Scalar::Int(_)) | Type::Array(_, Scalar::Int(_)) => {
                "make it a constant of the program, or data, with `?` for its first size"
            }
            Type::Array(sizes, _) if sizes.contains(&None) => {
                "give parameters known sizes, and put data, which start with `?`, behind them"
            }
            Type::Scalar(_) | Type::Array(..) => continue,
            Type::Data(_) | Type::Tangent(_) => "make it an array or a tuple of them",
        };
        return Err(Failure::call(
            format!(
                "{} of @{loss} is {}, which is no parameter",
                place.name, place.ty
            ),
            advice,
        ));
    }
    let mut count = 0_u64;
    leaves(&place.ty, &mut |sizes, _| {
        let sizes = sizes.iter().map(|size| *size as u64);
        count = count.saturating_add(sizes.fold(1, u64::saturating_mul));
    });
    match count <= MOST {
        true => Ok(()),
        false => Err(Failure::call(
            format!(
                "{} of @{loss} is {}, of more than {MOST} numbers",
                place.name, place.ty
            ),
            "make it smaller",
        )),
    }
}
