//! Verifying keys: how they are named, read, checked and prepared.

use crate::{
	comb::Comb,
	encoding::{Reader, G1_BYTES, G2_BYTES, OF_KEY},
	field::multiply12,
	pairing::{is_one, product, Lines},
	proof::Proof,
	semaphore::{self, place},
	Verdict, VerifyError, SEMAPHORE_INPUTS,
};
use alloc::{sync::Arc, vec::Vec};
use ark_bn254::{Fq12, Fr, G1Affine, G1Projective, G2Affine};
use ark_ec::{
	short_weierstrass::{Affine, SWCurveConfig},
	AffineRepr, CurveGroup,
};
use core::ops::Deref;

/// The most public inputs a verifying key may have.
pub const MAX_INPUTS: usize = 64;

/// The length of `alpha, beta, gamma, delta, IC[0]`.
const MIN_KEY_BYTES: usize = G1_BYTES + 3 * G2_BYTES + G1_BYTES;

/// The length of a verifying key with [`MAX_INPUTS`] inputs.
pub const MAX_KEY_BYTES: usize = MIN_KEY_BYTES + MAX_INPUTS * G1_BYTES;

/// Which verifying key to verify against.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Key<'a> {
	/// The embedded key of the Semaphore v4 circuit of this depth, 1 to
	/// [`MAX_DEPTH`](census_zk_types::MAX_DEPTH).
	Semaphore {
		/// The circuit's depth.
		depth: u8,
	},
	/// A [`VerifyingKey`]'s bytes, which are checked before anything is verified with them.
	Raw(&'a [u8]),
}

/// The first byte of an encoded [`Key::Semaphore`].
const KIND_SEMAPHORE: u8 = 0;
/// The first byte of an encoded [`Key::Raw`].
const KIND_RAW: u8 = 1;

impl<'a> Key<'a> {
	/// Reads the form in which a key crosses the border between runtime and node: `0` and the
	/// depth, or `1` and the key's bytes.
	///
	/// # Errors
	/// [`VerifyError::UnknownKey`] for any other form. What the key is made of is not looked at.
	pub fn decode(bytes: &'a [u8]) -> Result<Self, VerifyError> {
		match bytes {
			[KIND_SEMAPHORE, depth] => Ok(Self::Semaphore { depth: *depth }),
			[KIND_RAW, key @ ..] => Ok(Self::Raw(key)),
			_ => Err(VerifyError::UnknownKey),
		}
	}

	/// The form that [`decode`](Self::decode) reads.
	pub fn encode(&self) -> Vec<u8> {
		match self {
			Self::Semaphore { depth } => [KIND_SEMAPHORE, *depth].into(),
			Self::Raw(bytes) => [&[KIND_RAW], *bytes].concat(),
		}
	}
}

impl Key<'_> {
	/// How many inputs a proof has under this key, by the key's name or length alone.
	///
	/// # Errors
	/// [`VerifyError::UnknownKey`] or [`VerifyError::KeyLength`].
	pub fn inputs(&self) -> Result<usize, VerifyError> {
		match self {
			Self::Semaphore { depth } => place(*depth).map(|_| SEMAPHORE_INPUTS),
			Self::Raw(bytes) => VerifyingKey::inputs_for_length(bytes.len()),
		}
	}

	/// The key, ready for verification.
	pub(crate) fn prepared(&self, prepare: &Prepare<'_>) -> Result<Prepared, VerifyError> {
		match self {
			Self::Semaphore { depth } => semaphore::prepare(*depth),
			Self::Raw(bytes) => prepare(bytes).map(Prepared::Shared),
		}
	}
}

/// A prepared key, wherever it lives.
pub(crate) enum Prepared {
	/// For as long as the program runs.
	#[cfg(feature = "std")]
	Kept(&'static PreparedKey),
	/// As long as somebody uses it.
	Shared(Arc<PreparedKey>),
}

impl Deref for Prepared {
	type Target = PreparedKey;

	fn deref(&self) -> &PreparedKey {
		match self {
			#[cfg(feature = "std")]
			Self::Kept(key) => key,
			Self::Shared(key) => key,
		}
	}
}

/// A verifying key whose every point has been checked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VerifyingKey {
	alpha: G1Affine,
	beta: G2Affine,
	gamma: G2Affine,
	delta: G2Affine,
	ic: Vec<G1Affine>,
}

impl VerifyingKey {
	/// The number of inputs of a key of so many bytes.
	pub(crate) fn inputs_for_length(bytes: usize) -> Result<usize, VerifyError> {
		let rest = bytes.checked_sub(MIN_KEY_BYTES).ok_or(VerifyError::KeyLength)?;
		if rest % G1_BYTES == 0 && rest / G1_BYTES <= MAX_INPUTS {
			Ok(rest / G1_BYTES)
		} else {
			Err(VerifyError::KeyLength)
		}
	}

	/// Reads and checks `alpha, beta, gamma, delta, IC[0], ..., IC[n]`.
	///
	/// # Keys under which anybody forges
	/// Whoever knows a key's points, and nothing of how they are related, can make no proof: a single
	/// pairing `e(A, B)` cannot be both `e(alpha, beta)` and `e(L, gamma)`, whatever `C` is (in the
	/// generic group model, where points can only be added). One relation is enough to make them one.
	/// With `s` for 1 or -1, and any number `v` but zero:
	///
	/// | relation | a proof `A, B, C` | of which inputs |
	/// | --- | --- | --- |
	/// | `beta = s gamma` | `L + s alpha, gamma + v delta, v A` | any |
	/// | `beta = s delta` | `L, gamma + v delta, v L - s alpha` | any |
	/// | `gamma = s delta` | `alpha, beta, -s L` | any |
	/// | `alpha = s IC[0]` | `alpha, beta + s gamma + v delta, v alpha` | all zero |
	/// | `IC[0] = s IC[j]` | `alpha, beta + v delta, v alpha` | input `j` is `-s`, the others zero |
	/// | `IC[i] = s IC[j]` | one that was seen | input `i` by `v` more, input `j` by `s v` less |
	///
	/// `i` and `j` are from 1 up. All of these are refused, and nothing that by itself makes no
	/// forgery: any point may be a generator (`gamma` is one in every key of snarkjs), and `alpha`
	/// may be the point of an input.
	///
	/// Not looked for are relations with other numbers (`beta = 2 gamma`, `beta = gamma + delta`,
	/// `IC[1] + IC[2] = IC[3]`) and between the groups (`gamma` a generator, and `IC[0]` of the
	/// logarithm of `beta`): there is no end to them. Those that are looked for come of set-ups left
	/// unfinished. Whoever makes a set-up in order to forge keeps its secrets, of which a key shows
	/// nothing.
	///
	/// # Errors
	/// The first of these that applies: the length fits no number of inputs up to [`MAX_INPUTS`];
	/// a coordinate is out of range; a point is at infinity, off its curve or outside the
	/// subgroup; two points are equal or opposite that may not be, see above.
	pub fn from_bytes(bytes: &[u8]) -> Result<Self, VerifyError> {
		let inputs = Self::inputs_for_length(bytes.len())?;
		let mut points = Reader(bytes);
		let alpha = points.g1(&OF_KEY)?;
		let beta = points.g2(&OF_KEY)?;
		let gamma = points.g2(&OF_KEY)?;
		let delta = points.g2(&OF_KEY)?;
		let ic = (0..=inputs).map(|_| points.g1(&OF_KEY)).collect::<Result<Vec<_>, _>>()?;
		OF_KEY.check(&[&[alpha], &ic[..]].concat(), &[beta, gamma, delta])?;
		if two_alike(&[beta, gamma, delta]) || two_alike(&ic) || two_alike(&[alpha, ic[0]]) {
			return Err(VerifyError::KeyForgeable);
		}
		Ok(Self { alpha, beta, gamma, delta, ic })
	}

	/// How many public inputs a proof has under this key.
	pub fn inputs(&self) -> usize {
		// At least `IC[0]` is there.
		self.ic.len() - 1
	}
}

/// Whether two of some points of a curve, none at infinity, are equal or opposite: those have the
/// same `x`, and no others do. At most 65 points come here, which is some 2,000 comparisons.
fn two_alike<P: SWCurveConfig>(points: &[Affine<P>]) -> bool {
	let before = |place: usize, x| points[..place].iter().any(|point| point.x == x);
	points.iter().enumerate().any(|(place, point)| before(place, point.x))
}

/// How to come by the prepared form of a [`Key::Raw`]'s bytes: [`prepare_once`], or something that
/// keeps prepared keys and gives the same answers.
pub type Prepare<'a> = dyn Fn(&[u8]) -> Result<Arc<PreparedKey>, VerifyError> + Sync + 'a;

/// Reads, checks and prepares a key for a single use. See [`VerifyingKey::from_bytes`].
///
/// # Errors
/// Says what is wrong with the key.
pub fn prepare_once(bytes: &[u8]) -> Result<Arc<PreparedKey>, VerifyError> {
	Ok(Arc::new(PreparedKey::once(&VerifyingKey::from_bytes(bytes)?)))
}

/// A verifying key made ready for verification.
#[derive(Clone, Debug)]
pub struct PreparedKey {
	/// The Miller loop of `(-alpha, beta)`. Left short of the final exponentiation, it joins the
	/// product of the proof's Miller loops for one multiplication.
	alpha_beta: Fq12,
	alpha_negated: Comb,
	beta: Lines,
	gamma_negated: Lines,
	delta_negated: Lines,
	ic_first: G1Affine,
	/// `IC[1], ..., IC[n], IC[0]`.
	ic: Comb,
}

impl PreparedKey {
	/// Prepares a key for many verifications: tables of 16 KiB an input, and of 64 KiB besides,
	/// make each one faster.
	pub fn held(key: &VerifyingKey) -> Self {
		Self::new(key, 8)
	}

	/// Prepares a key for a single verification, with no more work than that saves.
	pub fn once(key: &VerifyingKey) -> Self {
		Self::new(key, 1)
	}

	fn new(key: &VerifyingKey, teeth: usize) -> Self {
		let ic = [&key.ic[1..], &key.ic[..1]].concat();
		let beta = Lines::of(key.beta);
		Self {
			alpha_beta: product(&mut [], &[(&beta, -key.alpha)]),
			alpha_negated: Comb::new(&[-key.alpha], teeth),
			beta,
			gamma_negated: Lines::of(-key.gamma),
			delta_negated: Lines::of(-key.delta),
			ic_first: key.ic[0],
			ic: Comb::new(&ic, teeth),
		}
	}

	/// How many public inputs a proof has under this key.
	pub fn inputs(&self) -> usize {
		self.ic.bases() - 1
	}

	/// How much memory the key takes, near enough.
	pub fn size_in_bytes(&self) -> usize {
		let lines =
			[&self.beta, &self.gamma_negated, &self.delta_negated].map(Lines::size_in_bytes);
		size_of::<Self>()
			+ lines.iter().sum::<usize>()
			+ self.ic.size_in_bytes()
			+ self.alpha_negated.size_in_bytes()
	}

	/// Verifies `proof` for the public `inputs` against this key. See [`verify`](crate::verify).
	///
	/// # Errors
	/// Those of [`verify`](crate::verify) that concern the proof and the inputs.
	pub fn verify(&self, proof: &[u8], inputs: &[u8]) -> Verdict {
		let (proof, lines) = Proof::read(proof, inputs, self.inputs())?;
		self.check(&proof, &lines)
	}

	/// The pairing equation, as `e(A, B) e(-alpha, beta) e(L, -gamma) e(C, -delta) = 1`. `lines` are
	/// those of `B`.
	pub(crate) fn check(&self, proof: &Proof, lines: &Lines) -> Verdict {
		let inputs = (self.ic.combine(&proof.inputs) + self.ic_first).into_affine();
		let pairs =
			[(lines, proof.a), (&self.delta_negated, proof.c), (&self.gamma_negated, inputs)];
		// With `L` at infinity `e(L, -gamma)` is 1, and left out.
		let pairs = if inputs.is_zero() { &pairs[..2] } else { &pairs[..] };
		if is_one(&multiply12(&product(&mut [], pairs), &self.alpha_beta)) {
			Ok(())
		} else {
			Err(VerifyError::FalseProof)
		}
	}

	/// The pairs of points whose pairings, together with those of the proofs' `A` and `B`, decide
	/// on many proofs: all but `A` and `B` with their coefficients summed.
	pub(crate) fn pairs(&self, sums: &Sums) -> [(&Lines, G1Projective); 3] {
		let alpha = self.alpha_negated.combine(&sums.scalars[self.inputs()..]);
		[
			(&self.beta, alpha),
			(&self.gamma_negated, self.ic.combine(&sums.scalars)),
			(&self.delta_negated, sums.c),
		]
	}
}

/// What is summed over the proofs under one key.
pub(crate) struct Sums {
	/// Each input, and at the end 1, times the coefficients.
	pub(crate) scalars: Vec<Fr>,
	/// The proofs' `C`, times the coefficients.
	pub(crate) c: G1Projective,
}

impl Sums {
	/// Adds what is summed over other proofs.
	pub(crate) fn add(&mut self, other: &Self) {
		self.scalars.iter_mut().zip(&other.scalars).for_each(|(sum, other)| *sum += other);
		self.c += other.c;
	}
}
