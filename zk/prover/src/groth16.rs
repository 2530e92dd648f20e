//! A Groth16 proof from a witness, as snarkjs computes it.
//!
//! Source: Groth, "On the size of pairing-based non-interactive arguments", 2016. snarkjs' proving
//! keys hold the quotient's bases over the odd coset of the domain's double, so that the quotient
//! is never divided out: its values there are `A * B - C`.

use crate::{
	multiply::multiply,
	zkey::{Bases, ProvingKey},
	Error,
};
use ark_bn254::{Fr, G1Affine, G2Affine};
use ark_ec::{
	short_weierstrass::{Affine, Projective, SWCurveConfig},
	CurveGroup,
};
use ark_ff::{AdditiveGroup, BigInt, FftField, Field, PrimeField};
use ark_poly::{EvaluationDomain, Radix2EvaluationDomain};
use rayon::join;
use std::time::{Duration, Instant};
use zeroize::{Zeroize, Zeroizing};

/// A proof's three points.
pub(crate) struct Points {
	pub(crate) a: G1Affine,
	pub(crate) b: G2Affine,
	pub(crate) c: G1Affine,
}

/// The processor's time that parts of a proof took.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Shares {
	pub(crate) transforms: Duration,
	pub(crate) multiplications: Duration,
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
	let start = Instant::now();
	let done = work();
	(done, start.elapsed())
}

/// A random number that no one learns.
fn blinding() -> Result<Zeroizing<Fr>, Error> {
	let mut bytes = Zeroizing::new([0; 64]);
	getrandom::fill(&mut *bytes).map_err(Error::Randomness)?;
	// Twice the field's length, so that what is reduced is as good as uniform.
	Ok(Zeroizing::new(Fr::from_le_bytes_mod_order(&*bytes)))
}

/// `sum(witness[variable] * point)`.
fn combine<P: SWCurveConfig>(bases: &Bases<Affine<P>>, witness: &[BigInt<4>]) -> Projective<P> {
	let scalars: Zeroizing<Vec<BigInt<4>>> =
		Zeroizing::new(bases.variables.iter().map(|index| witness[*index as usize]).collect());
	multiply(&bases.points, &scalars)
}

/// `A * B - C` over the odd coset.
fn quotient(key: &ProvingKey, witness: &[Fr]) -> Result<Zeroizing<Vec<BigInt<4>>>, Error> {
	let unfit = Error::ProvingKey("the field has no domain of its size");
	let (Some(domain), Some(shift)) = (
		Radix2EvaluationDomain::<Fr>::new(key.domain),
		Fr::get_root_of_unity(2 * key.domain as u64),
	) else {
		return Err(unfit);
	};
	let mut a = Zeroizing::new(vec![Fr::ZERO; key.domain]);
	let mut b = Zeroizing::new(vec![Fr::ZERO; key.domain]);
	for entry in &key.coefficients {
		let row = if entry.in_b { &mut b } else { &mut a };
		row[entry.constraint] += entry.value * witness[entry.variable];
	}
	let mut c: Zeroizing<Vec<Fr>> =
		Zeroizing::new(a.iter().zip(b.iter()).map(|(a, b)| *a * b).collect());

	let move_to_coset = |values: &mut Vec<Fr>| {
		domain.ifft_in_place(values);
		let mut power = Fr::ONE;
		for value in values.iter_mut() {
			*value *= power;
			power *= shift;
		}
		domain.fft_in_place(values);
	};
	join(|| move_to_coset(&mut a), || join(|| move_to_coset(&mut b), || move_to_coset(&mut c)));
	let values = a.iter().zip(b.iter()).zip(c.iter());
	Ok(Zeroizing::new(values.map(|((a, b), c)| (*a * b - c).into_bigint()).collect()))
}

/// Proves that the witness satisfies the circuit, in parallel on rayon's threads.
///
/// # Errors
/// [`Error::ProvingKey`] if the witness is of another length; [`Error::Randomness`].
pub(crate) fn prove(key: &ProvingKey, witness: &[Fr]) -> Result<(Points, Shares), Error> {
	if witness.len() != key.variables {
		return Err(Error::ProvingKey("the witness is of another circuit"));
	}
	let (r, s) = (blinding()?, blinding()?);
	let numbers: Zeroizing<Vec<BigInt<4>>> =
		Zeroizing::new(witness.iter().map(|number| number.into_bigint()).collect());

	let ((h, b_g2), (a, (b_g1, c))) = join(
		|| {
			join(
				|| {
					let (quotient, transforms) = timed(|| quotient(key, witness));
					let quotient = quotient?;
					let (h, multiplied) = timed(|| multiply(&key.h, &quotient));
					Ok::<_, Error>((h, transforms, multiplied))
				},
				|| timed(|| combine(&key.b_g2, &numbers)),
			)
		},
		|| {
			join(
				|| timed(|| combine(&key.a, &numbers)),
				|| {
					join(
						|| timed(|| combine(&key.b_g1, &numbers)),
						|| timed(|| combine(&key.c, &numbers)),
					)
				},
			)
		},
	);
	let (h, transforms, h_time) = h?;
	let multiplications = h_time + b_g2.1 + a.1 + b_g1.1 + c.1;

	let a = a.0 + key.alpha_g1 + key.delta_g1 * *r;
	let b = b_g2.0 + key.beta_g2 + key.delta_g2 * *s;
	let mut b_g1 = b_g1.0 + key.beta_g1 + key.delta_g1 * *s;
	let mut product = *r * *s;
	let c = c.0 + h + a * *s + b_g1 * *r - key.delta_g1 * product;
	product.zeroize();
	b_g1.zeroize();
	let points = Points { a: a.into_affine(), b: b.into_affine(), c: c.into_affine() };
	Ok((points, Shares { transforms, multiplications }))
}
