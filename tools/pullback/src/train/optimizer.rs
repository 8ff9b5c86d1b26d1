//! How parameters change by a gradient.

use super::parameters::Parameters;
use crate::cli::{self, Method};

/// Momenta of Adam, and what keeps its quotients finite, as its authors propose.
const FIRST: f64 = 0.9;
const SECOND: f64 = 0.999;
const SMALL: f64 = 1e-8;

/// A method with what it remembers of earlier gradients.
pub enum Optimizer {
    Sgd {
        rate: f64,
        momentum: f64,
        velocity: Vec<f64>,
    },
    Adam {
        rate: f64,
        steps: i32,
        first: Vec<f64>,
        second: Vec<f64>,
    },
}

impl Optimizer {
    /// For so many parameters.
    pub fn new(args: &cli::Train, count: usize) -> Self {
        match args.optimizer {
            Method::Sgd => Self::Sgd {
                rate: args.rate.unwrap_or(0.1),
                momentum: args.momentum,
                velocity: vec![0.0; count],
            },
            Method::Adam => Self::Adam {
                rate: args.rate.unwrap_or(0.01),
                steps: 0,
                first: vec![0.0; count],
                second: vec![0.0; count],
            },
        }
    }

    /// Changes the parameters.
    pub fn step(&mut self, parameters: &mut Parameters, gradient: &[f64]) {
        let pairs = parameters.floats.iter_mut().zip(gradient);
        match self {
            Self::Sgd {
                rate,
                momentum,
                velocity,
            } => {
                for ((parameter, slope), velocity) in pairs.zip(velocity) {
                    *velocity = *momentum * *velocity + slope;
                    *parameter -= *rate * *velocity;
                }
            }
            Self::Adam {
                rate,
                steps,
                first,
                second,
            } => {
                *steps = steps.saturating_add(1);
                // What the moments, which start at zero, are short of.
                let (first_part, second_part) =
                    (1.0 - FIRST.powi(*steps), 1.0 - SECOND.powi(*steps));
                for (((parameter, slope), first), second) in pairs.zip(first).zip(second) {
                    *first = FIRST * *first + (1.0 - FIRST) * slope;
                    *second = SECOND * *second + (1.0 - SECOND) * slope * slope;
                    let size = (*second / second_part).sqrt() + SMALL;
                    *parameter -= *rate * (*first / first_part) / size;
                }
            }
        }
    }
}
