//! Moving a polynomial's values from the roots of unity to the odd coset of the doubled domain.
//!
//! Source: Cooley, Tukey, "An algorithm for the machine calculation of complex Fourier series",
//! 1965. The inverse takes frequencies apart (Gentleman, Sande, 1966) and leaves the coefficients in
//! bit-reversed order, which is the order that the transform back takes them in.

use crate::field::{minus, plus};
use ark_bn254::Fr;
use ark_ff::{FftField, Field};

/// A domain of a power of two, with all that its transforms multiply by.
pub(crate) struct Domain {
	/// The powers of the domain's root of unity, up to half its order.
	powers: Vec<Fr>,
	/// Those of the root's inverse.
	inverse_powers: Vec<Fr>,
	/// `shift^i / size` for each coefficient `i`, in bit-reversed order.
	shifts: Vec<Fr>,
}

fn powers(base: Fr, count: usize) -> impl Iterator<Item = Fr> {
	core::iter::successors(Some(Fr::ONE), move |power| Some(*power * base)).take(count)
}

impl Domain {
	/// The domain of `size` roots of unity; none if that is not a power of two above 1, or too large.
	pub(crate) fn new(size: usize) -> Option<Self> {
		if !size.is_power_of_two() || size < 2 {
			return None;
		}
		let root = Fr::get_root_of_unity(size as u64)?;
		let shift = Fr::get_root_of_unity(2 * size as u64)?;
		let size_inverse = Fr::from(size as u64).inverse()?;
		let mut shifts = vec![Fr::ONE; size];
		for (index, power) in powers(shift, size).enumerate() {
			shifts[index.reverse_bits() >> (usize::BITS - size.trailing_zeros())] =
				power * size_inverse;
		}
		Some(Self {
			powers: powers(root, size / 2).collect(),
			inverse_powers: powers(root.inverse()?, size / 2).collect(),
			shifts,
		})
	}

	/// How many roots there are.
	pub(crate) fn size(&self) -> usize {
		self.shifts.len()
	}

	/// From a polynomial's values at the roots to those at the roots times `shift`, a root of unity
	/// of twice the order.
	pub(crate) fn move_to_coset(&self, values: &mut [Fr]) {
		assert_eq!(values.len(), self.size(), "a domain transforms its own number of values");
		let mut half = values.len() / 2;
		let mut stride = 1;
		while half > 0 {
			for block in values.chunks_exact_mut(2 * half) {
				let (low, high) = block.split_at_mut(half);
				let powers = self.inverse_powers.iter().step_by(stride);
				for ((low, high), power) in low.iter_mut().zip(high).zip(powers) {
					let difference = minus(low, high);
					*low = plus(low, high);
					*high = difference * power;
				}
			}
			half /= 2;
			stride *= 2;
		}
		for (value, shift) in values.iter_mut().zip(&self.shifts) {
			*value *= shift;
		}
		let mut half = 1;
		while half < values.len() {
			stride /= 2;
			for block in values.chunks_exact_mut(2 * half) {
				let (low, high) = block.split_at_mut(half);
				let powers = self.powers.iter().step_by(stride);
				for ((low, high), power) in low.iter_mut().zip(high).zip(powers) {
					let product = *high * power;
					*high = minus(low, &product);
					*low = plus(low, &product);
				}
			}
			half *= 2;
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use ark_poly::{EvaluationDomain, Radix2EvaluationDomain};

	#[test]
	fn moves_as_arkworks_does() {
		for bits in 1..=12 {
			let size = 1 << bits;
			let mut values: Vec<Fr> = powers(Fr::from(7u64), size).collect();
			let theirs = Radix2EvaluationDomain::<Fr>::new(size).unwrap();
			let shift = Fr::get_root_of_unity(2 * size as u64).unwrap();
			let coset = theirs.get_coset(shift).unwrap();
			let expected = coset.fft(&theirs.ifft(&values));
			Domain::new(size).unwrap().move_to_coset(&mut values);
			assert_eq!(values, expected);
		}
		assert!(Domain::new(0).is_none());
		assert!(Domain::new(1).is_none());
		assert!(Domain::new(12).is_none());
		assert!(Domain::new(1 << 28).is_none());
	}
}
