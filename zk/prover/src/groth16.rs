//! A Groth16 proof from a witness, as snarkjs computes it.
//!
//! Source: Groth, "On the size of pairing-based non-interactive arguments", 2016. snarkjs' proving
//! keys hold the quotient's bases over the odd coset of the domain's double, so that the quotient
//! is never divided out: its values there are `A * B - C`.

use crate::{
	blinding::Blinding,
	clock::Clock,
	msm::{Layout, Table},
	ntt::Domain,
	zkey::{Coefficient, ProvingKey},
	Error,
};
use ark_bn254::{g1, g2, Fr, G1Affine, G2Affine};
use ark_ec::CurveGroup;
use ark_ff::{AdditiveGroup, BigInt, PrimeField};
use rayon::join;
use std::time::Duration;
use zeroize::{Zeroize, Zeroizing};

/// A proof's three points.
pub(crate) struct Points {
	pub(crate) a: G1Affine,
	pub(crate) b: G2Affine,
	pub(crate) c: G1Affine,
}

/// The processors' time that parts of a proof took.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Shares {
	pub(crate) transforms: Duration,
	pub(crate) multiplications: Duration,
}

/// How the tables of a proof's three sums are laid out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Layouts {
	pub(crate) a: Layout,
	pub(crate) b: Layout,
	pub(crate) c: Layout,
}

impl Layouts {
	/// One kind of layout for a key's numbers of points.
	pub(crate) fn new(key: &ProvingKey, layout: fn(usize) -> Layout) -> Self {
		let [a, b, c] = Tables::counts(key).map(layout);
		Self { a, b, c }
	}
}

/// The points that a proof's own are sums of, one table for each.
pub(crate) struct Tables {
	/// A's bases, and delta.
	pub(crate) a: Table<g1::Config>,
	/// B's bases, and delta.
	pub(crate) b: Table<g2::Config>,
	/// C's bases, the quotient's, those of B in the first group, and beta.
	pub(crate) c: Table<g1::Config>,
}

impl Tables {
	/// How many points each is of.
	pub(crate) fn counts(key: &ProvingKey) -> [usize; 3] {
		let c = key.c.points.len() + key.h.len() + key.b_g1.points.len() + 1;
		[key.a.points.len() + 1, key.b_g2.points.len() + 1, c]
	}

	/// Computes them, on rayon's threads.
	pub(crate) fn new(key: &ProvingKey, layouts: Layouts) -> Self {
		let a = [key.a.points.as_slice(), &[key.delta_g1]].concat();
		let b = [key.b_g2.points.as_slice(), &[key.delta_g2]].concat();
		let c = [key.c.points.as_slice(), &key.h, &key.b_g1.points, &[key.beta_g1]].concat();
		Self {
			a: Table::new(layouts.a, &a),
			b: Table::new(layouts.b, &b),
			c: Table::new(layouts.c, &c),
		}
	}
}

/// Makes the proofs of one circuit.
pub(crate) struct Prover {
	/// How many numbers a witness has.
	variables: usize,
	alpha_g1: G1Affine,
	beta_g2: G2Affine,
	coefficients: Vec<Coefficient>,
	/// The variables that the bases of A, B (in both groups) and C belong to.
	a: Vec<u32>,
	b_g1: Vec<u32>,
	b_g2: Vec<u32>,
	c: Vec<u32>,
	tables: Tables,
	domain: Domain,
}

type Numbers = Zeroizing<Vec<BigInt<4>>>;

impl Prover {
	/// A prover with a proving key and the tables of its points.
	///
	/// # Errors
	/// [`Error::ProvingKey`].
	pub(crate) fn new(key: ProvingKey, tables: Tables) -> Result<Self, Error> {
		let domain = Domain::new(key.domain)
			.ok_or(Error::ProvingKey("the field has no domain of its size"))?;
		Ok(Self {
			variables: key.variables,
			alpha_g1: key.alpha_g1,
			beta_g2: key.beta_g2,
			coefficients: key.coefficients,
			a: key.a.variables,
			b_g1: key.b_g1.variables,
			b_g2: key.b_g2.variables,
			c: key.c.variables,
			tables,
			domain,
		})
	}

	/// `A * B - C` over the odd coset.
	pub(crate) fn quotient(&self, witness: &[Fr], clock: &Clock) -> Zeroizing<Vec<Fr>> {
		let size = self.domain.size();
		let (mut a, mut b, mut c) = clock.time(|| {
			let mut a = Zeroizing::new(vec![Fr::ZERO; size]);
			let mut b = Zeroizing::new(vec![Fr::ZERO; size]);
			for entry in &self.coefficients {
				let row = if entry.in_b { &mut b } else { &mut a };
				row[entry.constraint] += entry.value * witness[entry.variable];
			}
			let c: Vec<Fr> = a.iter().zip(b.iter()).map(|(a, b)| *a * b).collect();
			(a, b, Zeroizing::new(c))
		});
		let transform = |values: &mut [Fr]| clock.time(|| self.domain.move_to_coset(values));
		join(|| transform(&mut a), || join(|| transform(&mut b), || transform(&mut c)));
		clock.time(|| {
			for ((a, b), c) in a.iter_mut().zip(b.iter()).zip(c.iter()) {
				*a = *a * b - c;
			}
		});
		a
	}

	/// Proves that the witness satisfies the circuit, in parallel on rayon's threads.
	///
	/// # Errors
	/// [`Error::ProvingKey`] if the witness is of another length.
	pub(crate) fn prove(
		&self,
		witness: &[Fr],
		blinding: Blinding,
	) -> Result<(Points, Shares), Error> {
		if witness.len() != self.variables {
			return Err(Error::ProvingKey("the witness is of another circuit"));
		}
		let (transforms, multiplications) = (Clock::default(), Clock::default());
		let Blinding { r, s } = &blinding;
		let numbers: Numbers =
			Zeroizing::new(witness.iter().map(|number| number.into_bigint()).collect());
		let of = |variables: &[u32], blinding: &Fr| -> Numbers {
			let mut chosen = Zeroizing::new(Vec::with_capacity(variables.len() + 1));
			chosen.extend(variables.iter().map(|index| numbers[*index as usize]));
			chosen.push(blinding.into_bigint());
			chosen
		};

		// With `a`, `b`, `c` and `h` for the sums over the witness and the quotient:
		//   A = alpha + a + r delta
		//   B = beta + b + s delta
		//   C = c + h + s A + r B - r s delta = c + h + s A + r (beta + b)
		let (c, (a, b)) = join(
			|| {
				let quotient = self.quotient(witness, &transforms);
				let scalars: Numbers = multiplications.time(|| {
					let mut scalars = Zeroizing::new(Vec::with_capacity(
						self.c.len() + quotient.len() + self.b_g1.len() + 1,
					));
					scalars.extend(self.c.iter().map(|index| numbers[*index as usize]));
					scalars.extend(quotient.iter().map(|value| value.into_bigint()));
					scalars.extend(
						self.b_g1
							.iter()
							.map(|index| (**r * witness[*index as usize]).into_bigint()),
					);
					scalars.push(r.into_bigint());
					scalars
				});
				self.tables.c.msm(&scalars, &multiplications)
			},
			|| {
				join(
					|| self.tables.a.msm(&of(&self.a, r), &multiplications),
					|| self.tables.b.msm(&of(&self.b_g2, s), &multiplications),
				)
			},
		);
		let (mut a, mut b, mut c) = (a + self.alpha_g1, b + self.beta_g2, c);
		c += a * **s;
		let points = Points { a: a.into_affine(), b: b.into_affine(), c: c.into_affine() };
		a.zeroize();
		b.zeroize();
		c.zeroize();
		let shares =
			Shares { transforms: transforms.total(), multiplications: multiplications.total() };
		Ok((points, shares))
	}
}
