//! A power law through measurements.

/// The exponent `e` of `time = c * size^e`, by least squares between the logarithms; NaN with fewer than two sizes.
pub fn exponent(points: &[(f64, f64)]) -> f64 {
    let count = points.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / count;
    let (x, y) = (mean(|point| point.0.ln()), mean(|point| point.1.ln()));
    let sum = |of: &dyn Fn(f64, f64) -> f64| {
        let terms = points
            .iter()
            .map(|&(size, time)| of(size.ln() - x, time.ln() - y));
        terms.sum::<f64>()
    };
    sum(&|dx, dy| dx * dy) / sum(&|dx, _| dx * dx)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_are_found() {
        let of = |power: f64| [10.0_f64, 100.0, 3000.0].map(|size| (size, 7.0 * size.powf(power)));
        assert!((exponent(&of(1.0)) - 1.0).abs() < 1e-12);
        assert!((exponent(&of(2.0)) - 2.0).abs() < 1e-12);
        assert!(exponent(&of(1.0)[..1]).is_nan());
    }
}
