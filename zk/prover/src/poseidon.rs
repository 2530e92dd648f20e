//! Poseidon with two inputs, and the numbers by which circomlib's circuit proves it.

use ark_bn254::Fr;
use ark_ff::{AdditiveGroup, Field};
use light_poseidon::parameters::bn254_x5::get_poseidon_parameters;
use std::sync::LazyLock;
use zeroize::Zeroize;

const WIDTH: usize = 3;
const FULL_ROUNDS: usize = 8;
const PARTIAL_ROUNDS: usize = 57;
const ROUNDS: usize = FULL_ROUNDS + PARTIAL_ROUNDS;
/// Full rounds before the partial ones, and after them.
const HALF: usize = FULL_ROUNDS / 2;

type State = [Fr; WIDTH];

/// How many numbers [`trace`] writes.
pub(crate) const TRACE: usize = 239;

struct Constants {
	/// Added at the start of each round.
	rounds: [State; ROUNDS],
	matrix: [State; WIDTH],
	/// What the circuit adds after the S-boxes of each full round but the last, instead of at the
	/// start of the next: the next one's constants, taken back through the matrix. After the first
	/// half's last round, it is those of all partial rounds that do not concern lane 0.
	after: [State; ROUNDS],
}

static CONSTANTS: LazyLock<Constants> = LazyLock::new(Constants::new);

impl Constants {
	fn new() -> Self {
		let parameters = get_poseidon_parameters::<Fr>(WIDTH as u8)
			.expect("the library has parameters of this width; qed");
		let rounds: [State; ROUNDS] = core::array::from_fn(|round| {
			core::array::from_fn(|lane| parameters.ark[round * WIDTH + lane])
		});
		let matrix: [State; WIDTH] =
			core::array::from_fn(|row| core::array::from_fn(|column| parameters.mds[row][column]));
		let inverse = inverse(&matrix);
		let mut after = [[Fr::ZERO; WIDTH]; ROUNDS];
		for round in (0..HALF - 1).chain(HALF + PARTIAL_ROUNDS..ROUNDS - 1) {
			after[round] = product(&inverse, &rounds[round + 1]);
		}
		let mut carried = rounds[HALF + PARTIAL_ROUNDS];
		for round in (HALF..HALF + PARTIAL_ROUNDS).rev() {
			let [_, one, two] = product(&inverse, &carried);
			let [a, b, c] = rounds[round];
			carried = [a, b + one, c + two];
		}
		after[HALF - 1] = product(&inverse, &carried);
		Self { rounds, matrix, after }
	}
}

fn product(matrix: &[State; WIDTH], state: &State) -> State {
	core::array::from_fn(|row| {
		matrix[row].iter().zip(state).map(|(entry, number)| *entry * number).sum()
	})
}

/// By cofactors; the matrix has an inverse, as every one of Poseidon's.
fn inverse(matrix: &[State; WIDTH]) -> [State; WIDTH] {
	let cofactor = |row: usize, column: usize| {
		let entry = |down: usize, right: usize| matrix[(row + down) % 3][(column + right) % 3];
		entry(1, 1) * entry(2, 2) - entry(1, 2) * entry(2, 1)
	};
	let determinant: Fr = (0..WIDTH).map(|column| matrix[0][column] * cofactor(0, column)).sum();
	let scale = determinant.inverse().expect("Poseidon's matrix is invertible; qed");
	core::array::from_fn(|row| core::array::from_fn(|column| cofactor(column, row) * scale))
}

/// `P(left, right)`. Appends the numbers of its circuit in the witness' order: what leaves the full
/// rounds, what enters the partial ones, and the powers in each S-box.
pub(crate) fn trace(left: Fr, right: Fr, numbers: &mut Vec<Fr>) -> Fr {
	let constants = &*CONSTANTS;
	let mut entering = [[Fr::ZERO; WIDTH]; ROUNDS];
	let mut squares = [[Fr::ZERO; WIDTH]; ROUNDS];
	let mut fourths = [[Fr::ZERO; WIDTH]; ROUNDS];
	let mut fifths = [[Fr::ZERO; WIDTH]; ROUNDS];
	let mut state = [Fr::ZERO, left, right];
	for round in 0..ROUNDS {
		for (number, constant) in state.iter_mut().zip(&constants.rounds[round]) {
			*number += constant;
		}
		entering[round] = state;
		for lane in 0..lanes(round) {
			let square = state[lane].square();
			let fourth = square.square();
			state[lane] *= fourth;
			(squares[round][lane], fourths[round][lane]) = (square, fourth);
		}
		fifths[round] = state;
		state = product(&constants.matrix, &state);
	}

	let partial = HALF..HALF + PARTIAL_ROUNDS;
	let full = (0..HALF).chain(partial.end..ROUNDS);
	// Lane 0 begins with a constant, so nothing of its first round is a variable.
	let boxes = |round| usize::from(round == 0)..lanes(round);
	for round in full.clone().filter(|round| *round < ROUNDS - 1) {
		for lane in boxes(round) {
			numbers.push(fifths[round][lane] + constants.after[round][lane]);
		}
	}
	// The output stands for the last of these.
	numbers.extend(&fifths[ROUNDS - 1][..WIDTH - 1]);
	numbers.extend(entering[partial.start + 1..=partial.end].iter().map(|lanes| lanes[0]));
	for round in full.chain(partial) {
		for lane in boxes(round) {
			numbers.extend([squares[round][lane], fourths[round][lane]]);
		}
	}
	for values in [&mut entering, &mut squares, &mut fourths, &mut fifths] {
		values.iter_mut().flatten().for_each(Zeroize::zeroize);
	}
	state[0]
}

/// How many lanes have an S-box.
fn lanes(round: usize) -> usize {
	if (HALF..HALF + PARTIAL_ROUNDS).contains(&round) {
		1
	} else {
		WIDTH
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::field::element;

	#[test]
	fn hashes_as_the_chain_does() {
		let (left, right) = (Fr::from(1u64), -Fr::from(2u64));
		let mut numbers = Vec::new();
		let hash = trace(left, right, &mut numbers);
		assert_eq!(element(&hash), census_poseidon::hash(&element(&left), &element(&right)));
		assert_eq!(numbers.len(), TRACE);
	}
}
