//! snarkjs' JSON, and the chain's numbers and bytes: verifying keys, proofs and public signals.
//!
//! snarkjs writes a number as a decimal string, an element `c0 + c1 u` of the quadratic extension
//! as `[c0, c1]`, and a point in projective coordinates of which the last is one. The chain has 32
//! big-endian bytes for a number and `c1` before `c0`, as Solidity's precompiles do.
//!
//! What is refused here cannot be written in the chain's form, or is not what it is taken for.
//! Whether points lie on their curves is for the chain to say.
//!
//! Source: snarkjs 0.7.6, `zkey_export_verificationkey.js` and `groth16_prove.js`.

use crate::{
	list::bounded,
	views::{Points, Word},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The most public inputs of a circuit.
pub const MAX_INPUTS: usize = crate::views::circuits::MAX_INPUTS as usize;

/// The longest file that is read: one with a key of [`MAX_INPUTS`] inputs takes less than half.
pub const MAX_JSON_BYTES: usize = 64 * 1024;

/// A verifying key in the form in which circuits are registered. Read from `verification_key.json`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "KeyJson", into = "KeyJson")]
pub struct VerifyingKey {
	/// `alpha, beta, gamma, delta, IC[0], ..., IC[n]`.
	pub bytes: Vec<u8>,
	/// How many public inputs it has.
	pub inputs: usize,
}

/// A proof's coordinates, as they are submitted. Read from `proof.json`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "ProofJson", into = "ProofJson")]
pub struct Proof(pub Points);

/// Public inputs. Read from `public.json`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PublicSignals(
	#[serde(deserialize_with = "bounded::<_, _, MAX_INPUTS>")]
	#[schemars(length(max = MAX_INPUTS))]
	pub Vec<Word>,
);

/// Reads one of these from a file's text.
///
/// # Errors
/// Says what is wrong with the text.
pub fn read<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, String> {
	if text.len() > MAX_JSON_BYTES {
		return Err(format!("the file is longer than {MAX_JSON_BYTES} bytes"));
	}
	serde_json::from_str(text).map_err(|error| error.to_string())
}

/// A point of the curve.
type G1 = [Word; 3];
/// A point of the twist.
type G2 = [[Word; 2]; 3];

/// A verifying key as snarkjs writes it; `vk_alphabeta_12` follows from the others. All may be
/// missing here: what a file is comes before what it lacks, or one of another protocol would be told
/// that it lacks a point.
#[derive(Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "SnarkjsVerificationKey")]
struct KeyJson {
	/// `groth16`.
	protocol: Option<String>,
	/// `bn128`, or `bn254`, which is the same.
	curve: Option<String>,
	/// How many public inputs it has.
	#[serde(rename = "nPublic")]
	inputs: Option<usize>,
	/// `alpha`.
	vk_alpha_1: Option<G1>,
	/// `beta`.
	vk_beta_2: Option<G2>,
	/// `gamma`.
	vk_gamma_2: Option<G2>,
	/// `delta`.
	vk_delta_2: Option<G2>,
	/// The points of the inputs, and the one before them.
	#[serde(rename = "IC")]
	ic: Option<Ic>,
}

/// The points of the inputs, and the one before them.
#[derive(Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
struct Ic(#[serde(deserialize_with = "bounded::<_, _, { MAX_INPUTS + 1 }>")] Vec<G1>);

/// A proof as snarkjs writes it. Many who pass proofs on leave out what is the same in all.
#[derive(Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "SnarkjsProof")]
struct ProofJson {
	/// `groth16`, which may be left out.
	protocol: Option<String>,
	/// `bn128`, or `bn254`, which is the same. It may be left out.
	curve: Option<String>,
	/// `A`.
	pi_a: Option<G1>,
	/// `B`.
	pi_b: Option<G2>,
	/// `C`.
	pi_c: Option<G1>,
}

/// What is wrong with a key or proof that could be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Flaw {
	/// It names no protocol, as every key of snarkjs does.
	Kind,
	/// This part is missing.
	Missing(&'static str),
	/// It is of another proof system.
	Protocol,
	/// It is over another curve.
	Curve,
	/// `IC` does not have one point more than there are inputs.
	InputCount,
	/// A point is the point at infinity.
	Infinity,
	/// The last coordinate of a point is not one.
	Projective,
}

impl fmt::Display for Flaw {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(match self {
			Self::Kind => "this is not a verification key of snarkjs: it has no `protocol`",
			Self::Missing(part) => return write!(f, "missing field `{part}`"),
			Self::Protocol => "the protocol is not groth16",
			Self::Curve => "the curve is not bn128",
			Self::InputCount => "IC does not have one point more than nPublic says",
			Self::Infinity => "a point is the point at infinity",
			Self::Projective => "the last coordinate of a point is not one",
		})
	}
}

impl std::error::Error for Flaw {}

fn check_kind(protocol: &str, curve: &str) -> Result<(), Flaw> {
	if protocol != "groth16" {
		return Err(Flaw::Protocol);
	}
	// Two names of one curve: snarkjs has the first, most others the second.
	if !["bn128", "bn254"].contains(&curve) {
		return Err(Flaw::Curve);
	}
	Ok(())
}

/// `x, y` of a point whose last coordinate is one.
fn affine<T: Copy + PartialEq>([x, y, z]: [T; 3], zero: T, one: T) -> Result<[T; 2], Flaw> {
	match z {
		z if z == one => Ok([x, y]),
		z if z == zero => Err(Flaw::Infinity),
		_ => Err(Flaw::Projective),
	}
}

fn g1(point: G1) -> Result<[Word; 2], Flaw> {
	affine(point, Word::from(0), Word::from(1))
}

fn g2(point: G2) -> Result<[Word; 4], Flaw> {
	let [zero, one] = [0, 1].map(Word::from);
	let [[x0, x1], [y0, y1]] = affine(point, [zero; 2], [one, zero])?;
	Ok([x1, x0, y1, y0])
}

impl TryFrom<KeyJson> for VerifyingKey {
	type Error = Flaw;

	fn try_from(key: KeyJson) -> Result<Self, Flaw> {
		let protocol = key.protocol.ok_or(Flaw::Kind)?;
		// Of another protocol, a file may lack the curve as well.
		check_kind(&protocol, key.curve.as_deref().unwrap_or("bn128"))?;
		key.curve.ok_or(Flaw::Missing("curve"))?;
		let inputs = key.inputs.ok_or(Flaw::Missing("nPublic"))?;
		let alpha = key.vk_alpha_1.ok_or(Flaw::Missing("vk_alpha_1"))?;
		let beta = key.vk_beta_2.ok_or(Flaw::Missing("vk_beta_2"))?;
		let gamma = key.vk_gamma_2.ok_or(Flaw::Missing("vk_gamma_2"))?;
		let delta = key.vk_delta_2.ok_or(Flaw::Missing("vk_delta_2"))?;
		let Ic(ic) = key.ic.ok_or(Flaw::Missing("IC"))?;
		if inputs.checked_add(1) != Some(ic.len()) {
			return Err(Flaw::InputCount);
		}
		let mut words = g1(alpha)?.to_vec();
		for point in [beta, gamma, delta] {
			words.extend(g2(point)?);
		}
		for point in ic {
			words.extend(g1(point)?);
		}
		Ok(Self { bytes: words.iter().flat_map(|word| word.0).collect(), inputs })
	}
}

impl TryFrom<ProofJson> for Proof {
	type Error = Flaw;

	fn try_from(proof: ProofJson) -> Result<Self, Flaw> {
		let protocol = proof.protocol.as_deref().unwrap_or("groth16");
		check_kind(protocol, proof.curve.as_deref().unwrap_or("bn128"))?;
		let a = proof.pi_a.ok_or(Flaw::Missing("pi_a"))?;
		let b = proof.pi_b.ok_or(Flaw::Missing("pi_b"))?;
		let c = proof.pi_c.ok_or(Flaw::Missing("pi_c"))?;
		let ([ax, ay], [cx, cy]) = (g1(a)?, g1(c)?);
		let [b0, b1, b2, b3] = g2(b)?;
		Ok(Self([ax, ay, b0, b1, b2, b3, cx, cy]))
	}
}

/// A point of the curve in projective coordinates.
fn g1_json([x, y]: [Word; 2]) -> G1 {
	[x, y, Word::from(1)]
}

/// A point of the twist in projective coordinates.
fn g2_json([x1, x0, y1, y0]: [Word; 4]) -> G2 {
	let [zero, one] = [0, 1].map(Word::from);
	[[x0, x1], [y0, y1], [one, zero]]
}

impl From<VerifyingKey> for KeyJson {
	fn from(VerifyingKey { bytes, inputs }: VerifyingKey) -> Self {
		let (words, _) = bytes.as_chunks();
		// Of bytes that are no key, the words that are missing are 0.
		let word = |place: usize| Word(words.get(place).copied().unwrap_or_default());
		let g1 = |place| g1_json([word(place), word(place + 1)]);
		let g2 = |place| g2_json([word(place), word(place + 1), word(place + 2), word(place + 3)]);
		Self {
			protocol: Some("groth16".into()),
			curve: Some("bn128".into()),
			inputs: Some(inputs),
			vk_alpha_1: Some(g1(0)),
			vk_beta_2: Some(g2(2)),
			vk_gamma_2: Some(g2(6)),
			vk_delta_2: Some(g2(10)),
			ic: Some(Ic((0..=inputs).map(|input| g1(14 + 2 * input)).collect())),
		}
	}
}

impl From<Proof> for ProofJson {
	fn from(Proof([ax, ay, b0, b1, b2, b3, cx, cy]): Proof) -> Self {
		Self {
			protocol: Some("groth16".into()),
			curve: Some("bn128".into()),
			pi_a: Some(g1_json([ax, ay])),
			pi_b: Some(g2_json([b0, b1, b2, b3])),
			pi_c: Some(g1_json([cx, cy])),
		}
	}
}

#[cfg(test)]
mod tests;
