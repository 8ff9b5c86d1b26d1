//! Numbers as text: read without a loss, written so that they read back to the same bits.

use pullback_codegen::{Scalar, Value};

/// Reads a JSON number, or says which numbers the type has.
pub fn read(scalar: Scalar, text: &str) -> Result<Value, String> {
    match scalar {
        Scalar::Int(width) => read_integer(width, text),
        _ => read_float(scalar, text),
    }
}

fn read_integer(width: u8, text: &str) -> Result<Value, String> {
    let largest = i64::MAX >> (64 - width);
    match text.parse::<i64>() {
        Ok(integer) if (-largest - 1..=largest).contains(&integer) => {
            Ok(Value::int(width, integer))
        }
        _ => Err(format!(
            "write a whole number from {} to {largest}",
            -largest - 1
        )),
    }
}

fn read_float(scalar: Scalar, text: &str) -> Result<Value, String> {
    let value = parse_float(scalar, text);
    match value.and_then(Value::as_f64) {
        Some(float) if float.is_finite() => value.ok_or_else(String::new),
        _ => Err(format!(
            "write a number of at most {} in size, or \"Infinity\"",
            largest_float(scalar)
        )),
    }
}

/// Rounds once where the machine has the type; f16 and bf16 go by f64, whose 53 bits make that exact for
/// every text with up to 15 digits.
fn parse_float(scalar: Scalar, text: &str) -> Option<Value> {
    match scalar {
        Scalar::F32 => Some(Value::F32(text.parse().ok()?)),
        _ => Value::float(scalar, text.parse().ok()?),
    }
}

fn largest_float(scalar: Scalar) -> String {
    match scalar {
        Scalar::F16 => "65504.0".into(),
        Scalar::BF16 => "3.3895e38".into(),
        Scalar::F32 => format!("{:?}", f32::MAX),
        Scalar::F64 | Scalar::Int(_) | Scalar::Data(_) | Scalar::Array(_) => {
            format!("{:?}", f64::MAX)
        }
    }
}

/// A float of that name: `NaN`, `Infinity`, `-Infinity`.
pub fn read_name(scalar: Scalar, name: &str) -> Option<Value> {
    let float = match name {
        "NaN" => f64::NAN,
        "Infinity" => f64::INFINITY,
        "-Infinity" => f64::NEG_INFINITY,
        _ => return None,
    };
    Value::float(scalar, float)
}

/// The shortest text that reads back to the same value in its type. NaN and the infinities have their names.
pub fn write(value: Value) -> String {
    let Some(float) = value.as_f64() else {
        return value.to_string();
    };
    if float.is_nan() {
        return "NaN".into();
    }
    if float.is_infinite() {
        return if float > 0.0 { "Infinity" } else { "-Infinity" }.into();
    }
    match value {
        Value::F16(_) | Value::BF16(_) => shortest(value, float),
        _ => value.to_string(),
    }
}

/// The fewest digits with which a narrow float reads back.
fn shortest(value: Value, float: f64) -> String {
    (0..=8)
        .filter_map(|digits| format!("{float:.digits$e}").parse::<f64>().ok())
        .find(|candidate| {
            Value::float(value.scalar(), *candidate).map(Value::to_bits) == Some(value.to_bits())
        })
        .map_or_else(|| value.to_string(), |candidate| format!("{candidate:?}"))
}

/// Is it a number of JSON, or does it need quotes?
pub fn needs_quotes(value: Value) -> bool {
    value.as_f64().is_some_and(|float| !float.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FLOATS: [Scalar; 4] = [Scalar::F16, Scalar::BF16, Scalar::F32, Scalar::F64];

    #[test]
    fn every_half_reads_back_to_its_bits() {
        for scalar in [Scalar::F16, Scalar::BF16] {
            for bits in 0..=u16::MAX {
                let value = Value::from_bits(scalar, bits.into());
                if value.as_f64().is_some_and(f64::is_finite) {
                    let text = write(value);
                    assert_eq!(
                        read(scalar, &text).map(Value::to_bits),
                        Ok(bits.into()),
                        "{text}"
                    );
                }
            }
        }
    }

    #[test]
    fn floats_are_written_in_their_shortest_form() {
        let shown = |scalar, value| Value::float(scalar, value).map(write);
        assert_eq!(
            FLOATS.map(|scalar| shown(scalar, 0.1)),
            [0; 4].map(|_| Some("0.1".into()))
        );
        assert_eq!(shown(Scalar::F16, 65504.0), Some("65500.0".into()));
        assert_eq!(shown(Scalar::F64, -0.0), Some("-0.0".into()));
        assert_eq!(shown(Scalar::F32, 1e-30), Some("1e-30".into()));
        assert_eq!(
            shown(Scalar::BF16, f64::NEG_INFINITY),
            Some("-Infinity".into())
        );
    }

    #[test]
    fn what_a_type_does_not_have_is_refused() {
        for scalar in FLOATS {
            assert!(read(scalar, "1e999").is_err(), "{scalar}");
            assert!(read(scalar, "-1e999").is_err(), "{scalar}");
        }
        assert!(read(Scalar::F16, "65519").is_ok());
        assert!(read(Scalar::F16, "65520").is_err());
        assert!(read(Scalar::F32, "1e39").is_err());
        assert_eq!(
            read(Scalar::Int(8), "128").unwrap_err(),
            "write a whole number from -128 to 127"
        );
        assert!(read(Scalar::Int(64), "1.0").is_err());
        assert!(read(Scalar::Int(64), "9223372036854775808").is_err());
    }

    #[test]
    fn wide_integers_are_exact() {
        let text = "9007199254740993";
        assert_eq!(read(Scalar::Int(64), text).map(write), Ok(text.into()));
        let least = i64::MIN.to_string();
        assert_eq!(read(Scalar::Int(64), &least).map(write), Ok(least.clone()));
        assert_eq!(read(Scalar::Int(1), "-1").map(write), Ok("true".into()));
    }
}
