//! What arkworks' fields lack: checked bytes; sums and differences without branches that the
//! processor cannot foresee.

use ark_bn254::Fr;
use ark_ff::{BigInt, BigInteger, Fp, FpConfig, MontBackend, MontConfig, PrimeField};
use census_zk_types::FieldElement;

/// The number as checked bytes.
pub(crate) fn element(number: &Fr) -> FieldElement {
	let mut bytes = [0; 32];
	bytes.copy_from_slice(&number.into_bigint().to_bytes_be());
	FieldElement::try_from(bytes).expect("arkworks' numbers are reduced below r; qed")
}

/// Checked bytes as a number.
pub(crate) fn number_of(element: &FieldElement) -> Fr {
	Fr::from_be_bytes_mod_order(element.as_bytes())
}

type Prime<C> = Fp<MontBackend<C, 4>, 4>;

/// `left - right`; the modulus has fewer than 256 bits.
#[inline(always)]
pub(crate) fn minus<C: MontConfig<4>>(left: &Prime<C>, right: &Prime<C>) -> Prime<C>
where
	MontBackend<C, 4>: FpConfig<4>,
{
	let (difference, borrow) = subtract(&left.0 .0, &right.0 .0);
	let modulus = C::MODULUS.0.map(|limb| if borrow { limb } else { 0 });
	Prime::new_unchecked(BigInt(add(&difference, &modulus)))
}

/// `left + right`; the modulus has fewer than 256 bits.
#[inline(always)]
pub(crate) fn plus<C: MontConfig<4>>(left: &Prime<C>, right: &Prime<C>) -> Prime<C>
where
	MontBackend<C, 4>: FpConfig<4>,
{
	reduced(add(&left.0 .0, &right.0 .0))
}

/// A number below twice the modulus, reduced.
#[inline(always)]
fn reduced<C: MontConfig<4>>(number: [u64; 4]) -> Prime<C>
where
	MontBackend<C, 4>: FpConfig<4>,
{
	let (less, borrow) = subtract(&number, &C::MODULUS.0);
	Prime::new_unchecked(BigInt(core::array::from_fn(|limb| {
		if borrow {
			number[limb]
		} else {
			less[limb]
		}
	})))
}

/// `left + right`, below twice the modulus: fit to be a factor of arkworks' product, which
/// reduces it all the same, and nothing else.
#[inline(always)]
pub(crate) fn unreduced_sum<C: MontConfig<4>>(left: &Prime<C>, right: &Prime<C>) -> Prime<C>
where
	MontBackend<C, 4>: FpConfig<4>,
{
	Prime::new_unchecked(BigInt(add(&left.0 .0, &right.0 .0)))
}

/// Whether two numbers are the same.
#[inline(always)]
pub(crate) fn is_equal<C: MontConfig<4>>(left: &Prime<C>, right: &Prime<C>) -> bool
where
	MontBackend<C, 4>: FpConfig<4>,
{
	let (left, right) = (&left.0 .0, &right.0 .0);
	(0..4).fold(0, |bits, limb| bits | left[limb] ^ right[limb]) == 0
}

/// `-number` if `negate`, and `number` if not.
#[inline(always)]
pub(crate) fn negated_if<C: MontConfig<4>>(number: &Prime<C>, negate: bool) -> Prime<C>
where
	MontBackend<C, 4>: FpConfig<4>,
{
	let opposite = minus(&Prime::new_unchecked(BigInt([0; 4])), number);
	let mask = u64::from(negate).wrapping_neg();
	Prime::new_unchecked(BigInt(core::array::from_fn(|limb| {
		let (number, opposite) = (number.0 .0[limb], opposite.0 .0[limb]);
		number ^ (number ^ opposite) & mask
	})))
}

#[inline(always)]
fn add(left: &[u64; 4], right: &[u64; 4]) -> [u64; 4] {
	let mut carry = false;
	core::array::from_fn(|limb| {
		let sum;
		(sum, carry) = left[limb].carrying_add(right[limb], carry);
		sum
	})
}

#[inline(always)]
fn subtract(left: &[u64; 4], right: &[u64; 4]) -> ([u64; 4], bool) {
	let mut borrow = false;
	let difference = core::array::from_fn(|limb| {
		let difference;
		(difference, borrow) = left[limb].borrowing_sub(right[limb], borrow);
		difference
	});
	(difference, borrow)
}

#[cfg(test)]
mod tests {
	use super::*;
	use ark_bn254::{FqConfig, FrConfig};
	use ark_ff::{AdditiveGroup, Field};
	use proptest::prelude::*;

	fn check<C: MontConfig<4>>(left: &[u8; 32], right: &[u8; 32])
	where
		MontBackend<C, 4>: FpConfig<4>,
	{
		let of = Prime::<C>::from_be_bytes_mod_order;
		let edges = [Prime::ZERO, Prime::ONE, -Prime::ONE, of(left), of(right)];
		for left in &edges {
			for right in &edges {
				assert_eq!(minus(left, right), *left - right);
				assert_eq!(plus(left, right), *left + right);
				assert_eq!(is_equal(left, right), left == right);
				assert_eq!(negated_if(left, true), -*left);
				assert_eq!(negated_if(left, false), *left);
				let (twice, sum) = (unreduced_sum(left, left), unreduced_sum(left, right));
				assert_eq!(twice * sum, left.double() * (*left + right));
			}
		}
	}

	proptest! {
		#[test]
		fn computes_as_arkworks_does(left: [u8; 32], right: [u8; 32]) {
			check::<FqConfig>(&left, &right);
			check::<FrConfig>(&left, &right);
		}
	}
}
