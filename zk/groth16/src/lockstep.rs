//! Inversions, which cost as much as hundreds of multiplications, shared by many.

use crate::field::multiply2;
use alloc::vec::Vec;
use ark_bn254::{Fq, Fq2};
use ark_ff::Field;

/// A field whose elements are inverted.
pub(crate) trait Invert: Field {
	/// The product, in the quickest way there is.
	fn times(&self, other: &Self) -> Self;
}

impl Invert for Fq {
	fn times(&self, other: &Self) -> Self {
		*self * other
	}
}

impl Invert for Fq2 {
	fn times(&self, other: &Self) -> Self {
		multiply2(self, other)
	}
}

/// Calls `advance` on every item with the inverse of its `denominator`, at the price of three
/// multiplications each and one inversion for all (Montgomery, "Speeding the Pollard and elliptic
/// curve methods of factorization", 1987).
///
/// `denominator` is asked twice for each item, before that item's `advance`; it must give the same
/// answer, and never zero. `products` is room to work in.
pub(crate) fn with_inverses<T, F: Invert>(
	items: &mut [T],
	products: &mut Vec<F>,
	mut denominator: impl FnMut(&mut T) -> F,
	mut advance: impl FnMut(&mut T, F),
) {
	if items.is_empty() {
		return;
	}
	products.clear();
	let mut product = F::one();
	for item in items.iter_mut() {
		products.push(product);
		product = product.times(&denominator(item));
	}
	// No factor is zero, so neither is the product.
	let mut inverse = product.inverse().unwrap_or_default();
	for (item, before) in items.iter_mut().zip(products.iter()).rev() {
		let own = inverse.times(before);
		inverse = inverse.times(&denominator(item));
		advance(item, own);
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn every_item_gets_its_inverse() {
		let mut products = Vec::new();
		for count in 0..9u64 {
			let mut items: Vec<_> = (1..=count).map(|n| (Fq::from(n * n), Fq::from(0))).collect();
			with_inverses(
				&mut items,
				&mut products,
				|item| item.0,
				|item, inverse| item.1 = inverse,
			);
			assert!(items.iter().all(|(value, inverse)| *value * inverse == Fq::from(1)));
		}
	}
}
