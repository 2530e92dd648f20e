//! Circuits of which the test says what is proven.
//!
//! A stand-in for the circuits pallet, in the chain's storage, so that what a refused call did to it is
//! undone as well. It keeps the promises of [`Circuits`]. A circuit accepts exactly the statements that
//! [`prove`] was asked for; or, if it was made of a verifying key, the proofs that the node's verifier
//! accepts under that key.

use census_primitives::{verify_error, CircuitId, CircuitRefusal, Circuits, VerifyError};
use census_zk_host::{Key, VerifyError as Groth16Error};
use census_zk_types::{FieldElement, Points, Word};
use codec::{Decode, Encode};
use frame_support::{
	ensure, pallet_prelude::ValueQuery, storage_alias, weights::Weight, Blake2_128Concat,
};
use scale_info::TypeInfo;

/// The modulus of the field that coordinates are in.
///
/// Source: EIP-197, `p`.
const COORDINATES: Word = Word([
	0x30, 0x64, 0x4e, 0x72, 0xe1, 0x31, 0xa0, 0x29, 0xb8, 0x50, 0x45, 0xb6, 0x81, 0x81, 0x58, 0x5d,
	0x97, 0x81, 0x6a, 0x91, 0x68, 0x71, 0xca, 0x8d, 0x3c, 0x20, 0x8c, 0x16, 0xd8, 0x7c, 0xfd, 0x47,
]);

/// In which state a circuit is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub enum State {
	/// It is registered and verifies nothing yet.
	Proposed,
	/// It verifies, and may be held.
	Active,
	/// It verifies, and may not be held any more.
	Deprecated,
	/// It verifies nothing any more.
	Revoked,
}

#[derive(Clone, Encode, Decode, TypeInfo)]
struct Circuit {
	inputs: u32,
	state: State,
	users: u32,
	/// The verifying key, if proofs are real.
	key: Option<Vec<u8>>,
}

#[storage_alias]
type Registered = StorageMap<StandInForCircuits, Blake2_128Concat, CircuitId, Circuit>;
#[storage_alias]
type Count = StorageValue<StandInForCircuits, u64, ValueQuery>;
/// What was proven, of which circuit.
#[storage_alias]
type Proven = StorageMap<StandInForCircuits, Blake2_128Concat, [u8; 32], ()>;

/// The stand-in.
pub struct StandIn;

fn put(id: CircuitId, inputs: u32, state: State, key: Option<Vec<u8>>) {
	assert!(!Registered::contains_key(id), "there is such a circuit");
	Registered::insert(id, Circuit { inputs, state, users: 0, key });
}

/// Makes a circuit with so many inputs that is not active yet.
pub fn propose(inputs: u32) -> CircuitId {
	let number = Count::get();
	Count::put(number + 1);
	let id = sp_io::hashing::blake2_256(&("circuit", number).encode());
	put(id, inputs, State::Proposed, None);
	id
}

/// Makes an active circuit with so many inputs.
pub fn register(inputs: u32) -> CircuitId {
	let id = propose(inputs);
	set_state(&id, State::Active);
	id
}

/// Makes an active circuit with so many inputs that has this id.
pub fn register_as(id: CircuitId, inputs: u32) {
	put(id, inputs, State::Active, None);
}

/// Makes an active circuit of a verifying key, with so many inputs. Its proofs are verified.
pub fn register_key(key: Vec<u8>, inputs: u32) -> CircuitId {
	let id = sp_io::hashing::blake2_256(&key);
	put(id, inputs, State::Active, Some(key));
	id
}

/// Puts a circuit into another state.
pub fn set_state(id: &CircuitId, state: State) {
	let mut circuit = Registered::get(id).expect("there is such a circuit");
	circuit.state = state;
	Registered::insert(id, circuit);
}

/// Removes a circuit, unless it is active or somebody holds it. Says whether it did.
pub fn remove(id: &CircuitId) -> bool {
	let free = |circuit: &Circuit| circuit.state != State::Active && circuit.users == 0;
	let removed = Registered::get(id).is_some_and(|circuit| free(&circuit));
	if removed {
		Registered::remove(id);
	}
	removed
}

/// How many hold a circuit.
pub fn users(id: &CircuitId) -> u32 {
	Registered::get(id).map_or(0, |circuit| circuit.users)
}

/// Proves that a circuit accepts these inputs: it does from now on. Two proofs of one statement differ
/// in `nonce`.
pub fn prove(id: &CircuitId, inputs: &[Word], nonce: u64) -> Points {
	let statement = statement(id, inputs);
	Proven::insert(statement, ());
	points(statement, nonce)
}

fn statement(id: &CircuitId, inputs: &[Word]) -> [u8; 32] {
	sp_io::hashing::blake2_256(&(id, inputs).encode())
}

/// No points of a curve, but numbers below the modulus: the nonce and then the statement.
fn points(statement: [u8; 32], nonce: u64) -> Points {
	let [high @ .., _] = statement;
	let mut points = [Word::from(FieldElement::from_31_bytes(&high)); 8];
	points[0] = Word::from(nonce);
	points
}

impl Circuits for StandIn {
	fn inputs(circuit: &CircuitId) -> Option<u32> {
		let circuit = Registered::get(circuit)?;
		(circuit.state == State::Active).then_some(circuit.inputs)
	}

	fn hold(id: &CircuitId) -> Result<(), CircuitRefusal> {
		let mut circuit = Registered::get(id).ok_or(CircuitRefusal::CircuitNotFound)?;
		ensure!(circuit.state == State::Active, CircuitRefusal::CircuitNotActive);
		circuit.users += 1;
		Registered::insert(id, circuit);
		Ok(())
	}

	/// # Panics
	/// If nobody holds it: who releases has held.
	fn release(id: &CircuitId) {
		let mut circuit = Registered::get(id).expect("what is held is there");
		circuit.users = circuit.users.checked_sub(1).expect("it was held");
		Registered::insert(id, circuit);
	}

	fn verify(id: &CircuitId, inputs: &[Word], proof: &Points) -> Result<(), CircuitRefusal> {
		let circuit = Registered::get(id).ok_or(CircuitRefusal::CircuitNotFound)?;
		ensure!(Self::verifies(id), CircuitRefusal::CircuitNotActive);
		ensure!(inputs.len() == circuit.inputs as usize, CircuitRefusal::InputCount);
		if let Some(key) = circuit.key {
			return census_zk_host::verify(Key::Raw(&key), proof, inputs).map_err(refusal);
		}
		let in_field = |input: &Word| *input < FieldElement::MODULUS;
		ensure!(inputs.iter().all(in_field), CircuitRefusal::InputNotInField);
		let in_field = |coordinate: &Word| *coordinate < COORDINATES;
		ensure!(
			proof.iter().all(in_field),
			CircuitRefusal::Verifier(VerifyError::CoordinateNotInField)
		);
		let [a, b, c] = [&proof[..2], &proof[2..6], &proof[6..]];
		let at_infinity = |point: &[Word]| point.iter().all(|word| *word == Word::default());
		ensure!(
			![a, b, c].into_iter().any(at_infinity),
			CircuitRefusal::Verifier(VerifyError::PointAtInfinity)
		);
		let statement = statement(id, inputs);
		let holds = Proven::contains_key(statement) && proof[1..] == points(statement, 0)[1..];
		ensure!(holds, CircuitRefusal::Verifier(VerifyError::ProofInvalid));
		Ok(())
	}

	fn verifies(id: &CircuitId) -> bool {
		let state = Registered::get(id).map(|circuit| circuit.state);
		matches!(state, Some(State::Active | State::Deprecated))
	}

	/// Without a verifying key it is the id: what proves is a handle.
	fn key(id: &CircuitId) -> Option<Vec<u8>> {
		Some(Registered::get(id)?.key.unwrap_or_else(|| id.to_vec()))
	}

	fn verify_weight(inputs: u32) -> Weight {
		Weight::from_parts(1_700_000_000 + 50_000_000 * u64::from(inputs), 0)
	}
}

/// The verifier's refusals of a proof in the trait's words.
///
/// # Panics
/// If the key is none that could be registered: the test has to bring another.
fn refusal(refusal: Groth16Error) -> CircuitRefusal {
	match refusal {
		Groth16Error::InputCount => CircuitRefusal::InputCount,
		Groth16Error::InputRange => CircuitRefusal::InputNotInField,
		Groth16Error::ProofCoordinate
		| Groth16Error::ProofInfinity
		| Groth16Error::ProofCurve
		| Groth16Error::ProofSubgroup
		| Groth16Error::FalseProof
		// No forgeable key is registered. One that were would prove nothing.
		| Groth16Error::KeyForgeable => CircuitRefusal::Verifier(verify_error(refusal)),
		other => panic!("{other}"),
	}
}
