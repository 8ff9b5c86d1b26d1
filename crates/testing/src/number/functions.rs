//! The elementary functions of double-double numbers: reduce the argument, sum a series, or take a step of Newton's
//! method from the `f64` function.
//!
//! Relative errors stay under about 1e-29, and sine and cosine's under that times the size of the argument.

use super::DoubleDouble;
use std::f64::consts;

const HALF_PI: [f64; 4] = [
    consts::FRAC_PI_2,
    6.123233995736766e-17,
    -1.4973849048591698e-33,
    5.562271104316826e-50,
];
const LN_2: DoubleDouble = constant(consts::LN_2, 2.3190468138462996e-17);
const LN_10: DoubleDouble = constant(consts::LN_10, -2.1707562233822494e-16);
const TWO_BY_SQRT_PI: DoubleDouble = constant(consts::FRAC_2_SQRT_PI, 1.533545961316588e-17);
const BY_SQRT_PI: DoubleDouble = constant(0.5641895835477563, 7.66772980658294e-18);
const PI: DoubleDouble = constant(consts::PI, 1.2246467991473532e-16);

const fn constant(hi: f64, lo: f64) -> DoubleDouble {
    DoubleDouble { hi, lo }
}

/// The sum of a series whose terms shrink: `next` gives a term from the one before and its number, from 1.
fn series(
    first: DoubleDouble,
    mut next: impl FnMut(DoubleDouble, f64) -> DoubleDouble,
) -> DoubleDouble {
    let (mut sum, mut term, mut index) = (first, first, 0.0);
    while term.hi.abs() > 1e-34 * sum.hi.abs() && index < 1e4 {
        index += 1.0;
        term = next(term, index);
        sum = sum + term;
    }
    sum
}

impl DoubleDouble {
    /// `exp(self) - 1` for small arguments: doubled from a small fraction, which keeps the relative precision.
    fn expm1_small(self) -> Self {
        const DOUBLINGS: i32 = 8;
        let x = self.scaled(-DOUBLINGS);
        let mut value = series(x, |term, n| term * x / Self::from(n + 1.0));
        for _ in 0..DOUBLINGS {
            value = value + value + value * value;
        }
        value
    }

    /// `e` to this power.
    #[must_use]
    pub fn exp(self) -> Self {
        if !(-745.0..709.7).contains(&self.hi) {
            return Self::from(self.hi.exp());
        }
        let turns = (self.hi / LN_2.hi).round();
        let rest = self - LN_2 * Self::from(turns);
        (Self::ONE + rest.expm1_small()).scaled(turns as i32)
    }

    pub(super) fn expm1(self) -> Self {
        match self.hi.abs() < 0.5 {
            true if self.hi == 0.0 => self,
            true => self.expm1_small(),
            false => self.exp() - Self::ONE,
        }
    }

    pub(super) fn exp2(self) -> Self {
        let whole = self.hi.round();
        match self.is_integer() && whole.abs() < 1000.0 {
            true => Self::ONE.scaled(whole as i32),
            false => (self * LN_2).exp(),
        }
    }

    /// The natural logarithm.
    #[must_use]
    pub fn log(self) -> Self {
        if self.hi <= 0.0 || !self.hi.is_finite() {
            return Self::from(self.hi.ln());
        }
        if (self.hi - 1.0).abs() < 0.25 {
            return (self - Self::ONE).log1p();
        }
        let guess = Self::from(self.hi.ln());
        guess + self * (-guess).exp() - Self::ONE
    }

    pub(super) fn log1p(self) -> Self {
        if self.hi == 0.0 || self.hi <= -1.0 || !self.hi.is_finite() {
            return Self::from(self.hi.ln_1p());
        }
        if self.hi.abs() > 0.5 {
            return (self + Self::ONE).log();
        }
        let guess = Self::from(self.hi.ln_1p());
        let power = guess.expm1();
        guess - (power - self) / (power + Self::ONE)
    }

    pub(super) fn log2(self) -> Self {
        self.log() / LN_2
    }

    pub(super) fn log10(self) -> Self {
        self.log() / LN_10
    }

    pub(super) fn cbrt(self) -> Self {
        if self.hi == 0.0 || !self.hi.is_finite() {
            return Self::from(self.hi.cbrt());
        }
        let root = Self::from(self.hi.cbrt());
        let square = root * root;
        root - (square * root - self) / (square * Self::from(3.0))
    }

    /// Sine and cosine. The argument is reduced with 200 bits of pi.
    #[must_use]
    pub fn sin_cos(self) -> (Self, Self) {
        if !self.hi.is_finite() {
            return (Self::from(f64::NAN), Self::from(f64::NAN));
        }
        let turns = (self.hi / HALF_PI[0]).round();
        let x = HALF_PI
            .iter()
            .fold(self, |rest, &part| rest - Self::product(turns, part));
        let square = x * x;
        let step = |by: f64| {
            move |term: Self, n: f64| {
                -term * square / Self::from((2.0 * n + by) * (2.0 * n + by - 1.0))
            }
        };
        let (sin, cos) = (series(x, step(1.0)), series(Self::ONE, step(0.0)));
        match turns.rem_euclid(4.0) as u8 {
            0 => (sin, cos),
            1 => (cos, -sin),
            2 => (-sin, -cos),
            _ => (-cos, sin),
        }
    }

    pub(super) fn atan(self) -> Self {
        if self.hi == 0.0 || self.hi.is_nan() {
            return self;
        }
        if self.hi.is_infinite() {
            return PI.scaled(-1).with_sign(self);
        }
        let guess = Self::from(self.hi.atan());
        let (sin, cos) = guess.sin_cos();
        // atan(x) = g + atan((x cos g - sin g) / (cos g + x sin g)), a tiny angle.
        guess + (self * cos - sin) / (cos + self * sin)
    }

    fn with_sign(self, of: Self) -> Self {
        if of.hi.is_sign_negative() {
            -self
        } else {
            self
        }
    }

    pub(super) fn atan2(self, x: Self) -> Self {
        if self.hi == 0.0 || x.hi == 0.0 || !self.hi.is_finite() || !x.hi.is_finite() {
            let rough = self.hi.atan2(x.hi);
            // A multiple of pi / 4.
            let quarters = (rough / consts::FRAC_PI_4).round();
            return match quarters == 0.0 || rough.is_nan() {
                true => Self::from(rough),
                false => PI * Self::from(quarters / 4.0),
            };
        }
        let angle = match self.hi.abs() <= x.hi.abs() {
            true => (self / x).atan(),
            false => PI.scaled(-1).with_sign(self / x) - (x / self).atan(),
        };
        match x.hi < 0.0 {
            true => angle + PI.with_sign(self),
            false => angle,
        }
    }

    pub(super) fn asin(self) -> Self {
        self.atan2(((Self::ONE - self) * (Self::ONE + self)).sqrt())
    }

    pub(super) fn acos(self) -> Self {
        ((Self::ONE - self) * (Self::ONE + self)).sqrt().atan2(self)
    }

    pub(super) fn sinh(self) -> Self {
        if self.hi.abs() > 300.0 {
            return self.abs().exp().scaled(-1).with_sign(self);
        }
        let power = self.abs().expm1();
        let double = power + power / (power + Self::ONE);
        double.scaled(-1).with_sign(self)
    }

    pub(super) fn cosh(self) -> Self {
        let power = self.abs().exp();
        match self.hi.abs() > 300.0 {
            true => power.scaled(-1),
            false => (power + Self::ONE / power).scaled(-1),
        }
    }

    pub(super) fn tanh(self) -> Self {
        if self.hi.abs() > 40.0 {
            return Self::ONE.with_sign(self);
        }
        let power = (self + self).expm1();
        power / (power + Self::from(2.0))
    }

    pub(super) fn asinh(self) -> Self {
        let size = self.abs();
        let square = size * size;
        let root = (square + Self::ONE).sqrt();
        (size + square / (root + Self::ONE)).log1p().with_sign(self)
    }

    pub(super) fn acosh(self) -> Self {
        let above = self - Self::ONE;
        (above + (above + above + above * above).sqrt()).log1p()
    }

    pub(super) fn atanh(self) -> Self {
        ((self + self) / (Self::ONE - self)).log1p().scaled(-1)
    }

    pub(super) fn erf(self) -> Self {
        if self.hi.abs() > 9.0 {
            return Self::ONE.with_sign(self);
        }
        // All terms have one sign, so that nothing cancels.
        let square = self * self;
        let sum = series(self, |term, n| {
            term * square * Self::from(2.0) / Self::from(2.0 * n + 1.0)
        });
        TWO_BY_SQRT_PI * (-square).exp() * sum
    }

    pub(super) fn erfc(self) -> Self {
        if self.hi.is_nan() || self.hi < 2.0 {
            return Self::ONE - self.erf();
        }
        if self.hi > 27.0 {
            return Self::ZERO;
        }
        // The continued fraction x + (1/2)/(x + 1/(x + (3/2)/(x + ..))), from its far end.
        let terms = (1600.0 / self.hi).ceil() as i32;
        let fraction = (1..=terms).rev().fold(self, |fraction, n| {
            self + Self::from(f64::from(n) / 2.0) / fraction
        });
        BY_SQRT_PI * (-(self * self)).exp() / fraction
    }

    pub(super) fn rem(self, other: Self) -> Self {
        if other.hi == 0.0 || !self.hi.is_finite() || other.hi.is_nan() {
            return Self::from(f64::NAN);
        }
        if other.hi.is_infinite() {
            return self;
        }
        let mut rest = self.abs();
        let divisor = other.abs();
        // Each turn takes away what 50 bits of the quotient stand for.
        while rest >= divisor {
            let quotient = (rest.hi / divisor.hi).floor().max(1.0);
            let bits = (quotient.log2() as i32 - 50).max(0);
            let whole = (quotient * 2f64.powi(-bits)).floor() * 2f64.powi(bits);
            let next = rest - divisor * Self::from(whole);
            rest = if next.hi < 0.0 { next + divisor } else { next };
        }
        rest.with_sign(self)
    }

    /// This to a power, with the special cases of C's `pow`.
    pub(super) fn pow(self, exponent: Self) -> Self {
        let rough = self.hi.powf(exponent.hi);
        if rough == 0.0 || !rough.is_finite() || exponent.hi == 0.0 || self == Self::ONE {
            return Self::from(rough);
        }
        if exponent.is_integer() && exponent.hi.abs() <= 1024.0 {
            return self.powi(exponent.hi as i64);
        }
        let size = (exponent * self.abs().log()).exp();
        let odd = exponent.rem(Self::from(2.0)).hi.abs() == 1.0;
        if odd { size.with_sign(self) } else { size }
    }

    pub(super) fn powi(self, exponent: i64) -> Self {
        let (mut power, mut square, mut bits) = (Self::ONE, self, exponent.unsigned_abs());
        while bits > 0 {
            if bits & 1 == 1 {
                power = power * square;
            }
            square = square * square;
            bits >>= 1;
        }
        if exponent < 0 {
            Self::ONE / power
        } else {
            power
        }
    }
}

#[cfg(test)]
mod tests {
    use super::DoubleDouble;
    use crate::number::{Binary, Number, Unary};

    /// Values to 32 digits, computed with 120 digits.
    #[rustfmt::skip]
    const VALUES: &[(Unary, f64, f64, f64)] = &[
        (Unary::Exp, 0.3, 1.3498588075760032, -9.447314673432387e-17),
        (Unary::Expm1, 0.3, 0.3498588075760031, 1.6549155728191776e-17),
        (Unary::Exp2, 0.3, 1.2311444133449163, -3.572339831433251e-17),
        (Unary::Sinh, 0.3, 0.3045202934471426, 9.177343117072388e-18),
        (Unary::Cosh, 0.3, 1.0453385141288605, 7.371812611119388e-18),
        (Unary::Tanh, 0.3, 0.2913126124515909, -6.4602656586469586e-18),
        (Unary::Exp, -1.7, 0.18268352405273466, -5.430659906894856e-18),
        (Unary::Expm1, -1.7, -0.8173164759472653, -3.3186235522523766e-17),
        (Unary::Exp2, -1.7, 0.3077861033362291, 2.911958807761042e-18),
        (Unary::Sinh, -1.7, -2.6456319338372323, -1.5498331712486131e-16),
        (Unary::Cosh, -1.7, 2.828315457889967, -1.0024752332269377e-16),
        (Unary::Tanh, -1.7, -0.935409070603099, -6.160665782786146e-18),
        (Unary::Exp, 20.25, 622964442.1984454, 4.431525420935365e-08),
        (Unary::Expm1, 20.25, 622964441.1984454, 4.431525420935365e-08),
        (Unary::Exp2, 20.25, 1246974.0398210932, 4.1754456033493213e-11),
        (Unary::Sinh, 20.25, 311482221.0992227, 2.1355013077084017e-08),
        (Unary::Cosh, 20.25, 311482221.0992227, 2.296024113226963e-08),
        (Unary::Tanh, 20.25, 1.0, -5.153514218309962e-18),
        (Unary::Exp, -35.5, 3.8242466280971355e-16, -1.922627532362148e-32),
        (Unary::Expm1, -35.5, -0.9999999999999997, 4.9357755422166574e-17),
        (Unary::Exp2, -35.5, 2.0579515874459978e-11, -1.406776327851245e-27),
        (Unary::Sinh, -35.5, -1307447057222848.2, -0.05369208282221499),
        (Unary::Cosh, -35.5, 1307447057222848.2, 0.053692082822215374),
        (Unary::Tanh, -35.5, -1.0, 2.924972454502462e-31),
        (Unary::Exp, 1e-09, 1.000000001, -8.224037093664211e-17),
        (Unary::Expm1, 1e-09, 1.0000000005000001e-09, -7.443897403844588e-26),
        (Unary::Exp2, 1e-09, 1.000000000693147, 8.55237134015003e-17),
        (Unary::Sinh, 1e-09, 1e-09, 1.6666666666666669e-28),
        (Unary::Cosh, 1e-09, 1.0, 5e-19),
        (Unary::Tanh, 1e-09, 1e-09, -3.3333333333333338e-28),
        (Unary::Log, 0.3, -1.2039728043259361, 8.935521583403776e-17),
        (Unary::Log2, 0.3, -1.7369655941662063, 1.0829022389854901e-16),
        (Unary::Log10, 0.3, -0.5228787452803376, 4.133893249000496e-17),
        (Unary::Log1p, 0.3, 0.26236426446749106, -1.6067257209028454e-17),
        (Unary::Sqrt, 0.3, 0.5477225575051661, 2.890126723719787e-17),
        (Unary::Cbrt, 0.3, 0.6694329500821695, -6.398340323701905e-18),
        (Unary::Asinh, 0.3, 0.29567304756342244, -1.351693404864361e-17),
        (Unary::Log, 1.7, 0.5306282510621704, -5.076541175216476e-18),
        (Unary::Log2, 1.7, 0.765534746362977, -2.7947717940822225e-18),
        (Unary::Log10, 1.7, 0.2304489213782739, 3.9876613808411785e-18),
        (Unary::Log1p, 1.7, 0.9932517730102833, 3.9511259237729415e-17),
        (Unary::Sqrt, 1.7, 1.3038404810405297, -1.5931994999671124e-17),
        (Unary::Cbrt, 1.7, 1.193483191927337, -5.113215610441319e-17),
        (Unary::Asinh, 1.7, 1.300820426840647, -8.319524506373796e-17),
        (Unary::Log, 1e-09, -20.72326583694641, -6.485730665985714e-16),
        (Unary::Log2, 1e-09, -29.897352853986263, 1.7030220468090169e-15),
        (Unary::Log10, 1e-09, -9.0, 2.7048551494266498e-17),
        (Unary::Log1p, 1e-09, 9.999999995e-10, 7.493897403823754e-26),
        (Unary::Sqrt, 1e-09, 3.1622776601683795e-05, -9.946806139223485e-22),
        (Unary::Cbrt, 1e-09, 0.001, -5.615122579506676e-23),
        (Unary::Asinh, 1e-09, 1e-09, -1.6666666666666669e-28),
        (Unary::Log, 1.0000001, 9.999999505838704e-08, 1.5249709528441489e-24),
        (Unary::Log2, 1.0000001, 1.4426949695965583e-07, 6.897421541207991e-24),
        (Unary::Log10, 1.0000001, 4.3429446044209946e-08, -1.4176686763728597e-24),
        (Unary::Log1p, 1.0000001, 0.6931472305599441, -5.564164566867575e-18),
        (Unary::Sqrt, 1.0000001, 1.0000000499999988, -2.8754611871999543e-17),
        (Unary::Cbrt, 1.0000001, 1.0000000333333323, -7.49028943633899e-17),
        (Unary::Asinh, 1.0000001, 0.8813736577302194, 5.541180747103161e-17),
        (Unary::Log, 123456.75, 11.723646171285829, -4.332157439705075e-16),
        (Unary::Log2, 123456.75, 16.913646192450948, -3.5269409037706814e-16),
        (Unary::Log10, 123456.75, 5.091514839975621, -1.3741374520780414e-17),
        (Unary::Log1p, 123456.75, 11.723654271255656, -8.973993111475902e-17),
        (Unary::Sqrt, 123456.75, 351.36412736646867, -2.0316492106919004e-14),
        (Unary::Cbrt, 123456.75, 49.79338067857331, 3.1934300626649432e-15),
        (Unary::Asinh, 123456.75, 12.416793351862175, 8.869154658269099e-16),
        (Unary::Sin, 0.3, 0.29552020666133955, 1.8315357276792536e-17),
        (Unary::Cos, 0.3, 0.955336489125606, 4.1935600297907467e-17),
        (Unary::Tan, 0.3, 0.30933624960962325, -2.7475966183811927e-17),
        (Unary::Atan, 0.3, 0.2914567944778671, -1.6448555435075034e-17),
        (Unary::Sin, -1.7, -0.9916648104524686, -5.077812604198573e-17),
        (Unary::Cos, -1.7, -0.12884449429552464, -3.6530675885303595e-18),
        (Unary::Tan, -1.7, 7.696602139459161, 3.761426733716661e-17),
        (Unary::Atan, -1.7, -1.039072259536091, 4.230209259495456e-17),
        (Unary::Sin, 3.1, 0.04158066243329049, -7.108355207879104e-19),
        (Unary::Cos, 3.1, -0.9991351502732795, 1.3850578802683375e-17),
        (Unary::Tan, 3.1, -0.041616654585635904, 3.3775819423975577e-18),
        (Unary::Atan, 3.1, 1.2587542052323633, 7.927920930732632e-17),
        (Unary::Sin, 100.25, -0.2772828564548513, -1.361336774720287e-17),
        (Unary::Cos, 100.25, 0.9607883312760612, -2.1441388741342008e-17),
        (Unary::Tan, 100.25, -0.2885993172779075, -2.2496992911304078e-17),
        (Unary::Atan, 100.25, 1.5608215952767879, 7.611191294218876e-17),
        (Unary::Sin, 1e-09, 1e-09, -1.6666666666666669e-28),
        (Unary::Cos, 1e-09, 1.0, -5e-19),
        (Unary::Tan, 1e-09, 1e-09, 3.3333333333333338e-28),
        (Unary::Atan, 1e-09, 1e-09, -3.3333333333333338e-28),
        (Unary::Sin, 123456.75, -0.9999194125227623, 2.956548565783939e-17),
        (Unary::Cos, 123456.75, 0.01269521406412672, 8.062567115404594e-19),
        (Unary::Tan, 123456.75, -78.76349366555914, -3.1523150267067534e-15),
        (Unary::Atan, 123456.75, 1.5707882267922644, -7.934183990056284e-17),
        (Unary::Asin, 0.3, 0.3046926540153975, -2.7469740051157017e-17),
        (Unary::Acos, 0.3, 1.2661036727794992, -7.78313736852488e-17),
        (Unary::Atanh, 0.3, 0.3095196042031117, 5.4139184190139844e-18),
        (Unary::Asin, -0.99, -1.4292568534704693, -6.909416818000846e-17),
        (Unary::Acos, -0.99, 3.000053180265366, -9.171809678765519e-17),
        (Unary::Atanh, -0.99, -2.6466524123622457, -6.372391301124355e-17),
        (Unary::Asin, 1e-09, 1e-09, 1.6666666666666669e-28),
        (Unary::Acos, 1e-09, 1.5707963257948967, -7.807189403102154e-17),
        (Unary::Atanh, 1e-09, 1e-09, 3.3333333333333338e-28),
        (Unary::Asin, 0.7, 0.775397496610753, 3.395027444633425e-17),
        (Unary::Acos, 0.7, 0.7953988301841436, 2.7282065511033407e-17),
        (Unary::Atanh, 0.7, 0.8673005276940531, 2.6798989803716658e-17),
        (Unary::Acosh, 1.0000001, 0.0004472135919037347, 2.6565376465076346e-20),
        (Unary::Acosh, 3.5, 1.9248473002384139, -9.303126805385094e-17),
        (Unary::Acosh, 123456.75, 12.416793351829371, -1.5265459014284783e-16),
        (Unary::Erf, 0.3, 0.3286267594591274, 2.2908254446982777e-17),
        (Unary::Erfc, 0.3, 0.6713732405408726, 3.2602896784275053e-17),
        (Unary::Erf, -1.7, -0.9837904585907745, -4.16538078253101e-17),
        (Unary::Erfc, -1.7, 1.9837904585907746, -6.936849463720555e-17),
        (Unary::Erf, 1e-09, 1.1283791670955127e-09, -1.624992790279848e-26),
        (Unary::Erfc, 1e-09, 0.9999999988716208, 7.851538566258207e-19),
        (Unary::Erf, 2.5, 0.999593047982555, 4.6925151097042234e-17),
        (Unary::Erfc, 2.5, 0.0004069520174449589, 2.080297158010754e-20),
        (Unary::Erf, 5.5, 0.9999999999999927, -3.03759554483649e-17),
        (Unary::Erfc, 5.5, 7.357847917974398e-15, -2.2410709375634793e-31),
    ];

    #[test]
    fn functions_are_right_to_28_digits() {
        for &(function, x, hi, lo) in VALUES {
            let value = DoubleDouble::from(x).unary(function);
            let error = (value - DoubleDouble { hi, lo }).abs().to_f64();
            // Sines and cosines of large numbers lose what the argument's size takes.
            let bound = 1e-28 * hi.abs();
            assert!(
                error <= bound,
                "{function:?} {x}: off by {error:e}, bound {bound:e}"
            );
        }
    }

    #[test]
    fn inverses_meet() {
        for x in [-2.5f64, -0.7, -1e-5, 1e-3, 0.49, 1.3, 8.0] {
            let x = DoubleDouble::from(x) / DoubleDouble::from(3.0);
            for (f, g) in [
                (Unary::Exp, Unary::Log),
                (Unary::Expm1, Unary::Log1p),
                (Unary::Exp2, Unary::Log2),
                (Unary::Sinh, Unary::Asinh),
                (Unary::Atan, Unary::Tan),
            ] {
                let error = (x.unary(f).unary(g) - x).abs() / x.abs();
                assert!(error.to_f64() < 1e-27, "{f:?} {x:?}: {error:?}");
            }
        }
    }

    #[test]
    fn powers_and_angles() {
        let number = DoubleDouble::from;
        let third = number(1.0) / number(3.0);
        let close = |a: DoubleDouble, b: DoubleDouble| (a - b).abs().to_f64() < 1e-28;
        assert!(close(number(8.0).binary(Binary::Powf, third), number(2.0)));
        assert!(close(
            number(-2.0).binary(Binary::Powf, number(-3.0)),
            number(-0.125)
        ));
        assert!(number(-2.0).binary(Binary::Powf, third).is_nan());
        assert!(close(
            number(7.5).binary(Binary::Remf, number(-2.0)),
            number(1.5)
        ));
        for (y, x) in [
            (1.0, 2.0),
            (1.0, -2.0),
            (-3.0, 0.5),
            (-3.0, -0.5),
            (0.0, -1.0),
        ] {
            let angle = number(y).binary(Binary::Atan2, number(x));
            let (sin, cos) = angle.sin_cos();
            let size = number(x * x + y * y).sqrt();
            assert!(
                close(sin * size, number(y)) && close(cos * size, number(x)),
                "{y} {x}"
            );
            assert!((angle.to_f64() - f64::atan2(y, x)).abs() < 1e-15);
        }
    }

    #[test]
    fn what_is_not_finite_stays_so() {
        let inf = DoubleDouble::from(f64::INFINITY);
        assert_eq!((inf + DoubleDouble::ONE).hi, f64::INFINITY);
        assert_eq!((DoubleDouble::ONE / inf).hi, 0.0);
        assert_eq!((DoubleDouble::ONE / DoubleDouble::ZERO).hi, f64::INFINITY);
        assert!((inf - inf).is_nan());
        assert!((inf * DoubleDouble::ZERO).is_nan());
    }
}
