//! Squashing functions without the platform's mathematics library, so that every machine computes the same bits. Fused
//! multiplication and addition is exact by definition: slow where the processor lacks it, but never different.

/// Numerator and denominator of [`tanh`]; the denominator lies between 10⁵ and 10⁷.
#[inline(always)]
fn fraction(x: f32) -> (f32, f32) {
    let x = x.clamp(-4.97, 4.97);
    let s = x * x;
    let above = x * (s + 378.0).mul_add(s, 17_325.0).mul_add(s, 135_135.0);
    let below = s.mul_add(28.0, 3_150.0).mul_add(s, 62_370.0).mul_add(s, 135_135.0);
    (above, below)
}

/// Hyperbolic tangent by the continued fraction of Lambert to the seventh power; off by less than 0.0002.
#[inline(always)]
pub(crate) fn tanh(x: f32) -> f32 {
    let (above, below) = fraction(x);
    above / below
}

/// The gates of a QRNN with one division, which costs as much as the rest of one of them: candidate through [`tanh`], forget and output through [`sigmoid`].
#[inline(always)]
pub(crate) fn gates(candidate: f32, forget: f32, output: f32) -> (f32, f32, f32) {
    let (z, z_below) = fraction(candidate);
    let (f, f_below) = fraction(0.5 * forget);
    let (o, o_below) = fraction(0.5 * output);
    let fo = f_below * o_below;
    let inverse = 1.0 / (z_below * fo);
    let z = z * fo * inverse;
    let inverse = z_below * inverse;
    (z, (f * o_below * inverse).mul_add(0.5, 0.5), (o * f_below * inverse).mul_add(0.5, 0.5))
}

/// The logistic function, by way of [`tanh`].
#[inline(always)]
pub(crate) fn sigmoid(x: f32) -> f32 {
    0.5 + 0.5 * tanh(0.5 * x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn close_to_the_real_functions() {
        for i in -1000..=1000 {
            let x = i as f32 / 100.0;
            assert!((tanh(x) - x.tanh()).abs() < 2e-4, "tanh {x}");
            assert!((sigmoid(x) - 1.0 / (1.0 + (-x).exp())).abs() < 1e-2, "sigmoid {x}");
            assert!(tanh(x).abs() <= 1.0);
        }
    }

    #[test]
    fn a_shared_division_changes_little() {
        for i in -100..=100 {
            let (x, y, z) = (i as f32 / 10.0, 3.0 - i as f32 / 7.0, i as f32);
            let near = |a: f32, b: f32| assert!((a - b).abs() < 1e-6, "{a} {b}");
            let (a, b, c) = gates(x, y, z);
            near(a, tanh(x));
            near(b, sigmoid(y));
            near(c, sigmoid(z));
        }
    }
}
