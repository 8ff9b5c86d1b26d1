//! A power law through measurements.

/// The exponent `e` of `time = c * size^e`, by least squares between the logarithms; NaN with fewer than two sizes.
pub fn exponent(points: &[(f64, f64)]) -> f64 {
    let logarithms = points.iter().map(|(size, time)| (size.ln(), time.ln()));
    slope(&logarithms.collect::<Vec<_>>())
}

/// The slope `a` of `y = a * x + b`, by least squares; NaN with fewer than two points.
pub fn slope(points: &[(f64, f64)]) -> f64 {
    let count = points.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / count;
    let (x, y) = (mean(|point| point.0), mean(|point| point.1));
    let sum = |of: &dyn Fn(f64, f64) -> f64| {
        let terms = points.iter().map(|point| of(point.0 - x, point.1 - y));
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

    #[test]
    fn slopes_are_found() {
        let points = [10.0, 100.0, 3000.0].map(|x| (x, 5.0 - 0.25 * x));
        assert!((slope(&points) + 0.25).abs() < 1e-12);
    }
}
