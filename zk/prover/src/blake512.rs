//! BLAKE-512, the finalist of the SHA-3 contest (not BLAKE2b): what Semaphore derives a secret
//! from.
//!
//! Source: Aumasson, Henzen, Meier, Phan, "SHA-3 proposal BLAKE", version 1.3, section 2.2.

use zeroize::{Zeroize, Zeroizing};

const BLOCK_BYTES: usize = 128;
const ROUNDS: usize = 16;

/// SHA-512's initial value.
const INITIAL: [u64; 8] = [
	0x6a09e667f3bcc908,
	0xbb67ae8584caa73b,
	0x3c6ef372fe94f82b,
	0xa54ff53a5f1d36f1,
	0x510e527fade682d1,
	0x9b05688c2b3e6c1f,
	0x1f83d9abfb41bd6b,
	0x5be0cd19137e2179,
];

/// The first digits of pi's fraction.
const PI: [u64; 16] = [
	0x243f6a8885a308d3,
	0x13198a2e03707344,
	0xa4093822299f31d0,
	0x082efa98ec4e6c89,
	0x452821e638d01377,
	0xbe5466cf34e90c6c,
	0xc0ac29b7c97c50dd,
	0x3f84d5b5b5470917,
	0x9216d5d98979fb1b,
	0xd1310ba698dfb5ac,
	0x2ffd72dbd01adfb7,
	0xb8e1afed6a267e96,
	0xba7c9045f12c7f99,
	0x24a19947b3916cf7,
	0x0801f2e2858efc16,
	0x636920d871574e69,
];

const PERMUTATIONS: [[usize; 16]; 10] = [
	[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
	[14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
	[11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
	[7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
	[9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
	[2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
	[12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
	[13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
	[6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
	[10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];

/// The words of the state that each of a round's eight steps mixes: columns, then diagonals.
const STEPS: [[usize; 4]; 8] = [
	[0, 4, 8, 12],
	[1, 5, 9, 13],
	[2, 6, 10, 14],
	[3, 7, 11, 15],
	[0, 5, 10, 15],
	[1, 6, 11, 12],
	[2, 7, 8, 13],
	[3, 4, 9, 14],
];

/// Takes in a block; `bits` counts the message's bits up to its end, or is 0 for a block that
/// holds padding alone.
fn compress(chain: &mut [u64; 8], block: &[u8; BLOCK_BYTES], bits: u128) {
	let mut message: [u64; 16] = core::array::from_fn(|word| {
		u64::from_be_bytes(core::array::from_fn(|byte| block[8 * word + byte]))
	});
	let (low, high) = (bits as u64, (bits >> 64) as u64);
	let mut state = [0; 16];
	state[..8].copy_from_slice(chain);
	state[8..].copy_from_slice(&PI[..8]);
	for (word, counter) in state[12..].iter_mut().zip([low, low, high, high]) {
		*word ^= counter;
	}
	for round in 0..ROUNDS {
		let permutation = &PERMUTATIONS[round % PERMUTATIONS.len()];
		for (step, [a, b, c, d]) in STEPS.into_iter().enumerate() {
			let (first, second) = (permutation[2 * step], permutation[2 * step + 1]);
			for (word, constant, left, right) in [(first, second, 32, 25), (second, first, 16, 11)]
			{
				state[a] =
					state[a].wrapping_add(state[b]).wrapping_add(message[word] ^ PI[constant]);
				state[d] = (state[d] ^ state[a]).rotate_right(left);
				state[c] = state[c].wrapping_add(state[d]);
				state[b] = (state[b] ^ state[c]).rotate_right(right);
			}
		}
	}
	for (word, chain) in chain.iter_mut().enumerate() {
		*chain ^= state[word] ^ state[word + 8];
	}
	message.zeroize();
	state.zeroize();
}

/// BLAKE-512 without a salt.
pub(crate) fn hash(message: &[u8]) -> Zeroizing<[u8; 64]> {
	let bits = message.len() as u128 * 8;
	let mut chain = Zeroizing::new(INITIAL);
	let (blocks, rest) = message.as_chunks::<BLOCK_BYTES>();
	for (index, block) in blocks.iter().enumerate() {
		compress(&mut chain, block, (index as u128 + 1) * BLOCK_BYTES as u128 * 8);
	}

	// A one, zeros, a one, and the length, to the end of a block: the next one if need be.
	let mut padded = Zeroizing::new([0; 2 * BLOCK_BYTES]);
	padded[..rest.len()].copy_from_slice(rest);
	padded[rest.len()] = 0x80;
	let end = if rest.len() < BLOCK_BYTES - 16 { BLOCK_BYTES } else { 2 * BLOCK_BYTES };
	padded[end - 17] |= 1;
	padded[end - 16..end].copy_from_slice(&bits.to_be_bytes());
	for (index, block) in padded[..end].as_chunks::<BLOCK_BYTES>().0.iter().enumerate() {
		let holds_message = index * BLOCK_BYTES < rest.len();
		compress(&mut chain, block, if holds_message { bits } else { 0 });
	}

	let mut digest = Zeroizing::new([0; 64]);
	for (bytes, word) in digest.chunks_exact_mut(8).zip(chain.iter()) {
		bytes.copy_from_slice(&word.to_be_bytes());
	}
	digest
}

#[cfg(test)]
mod tests {
	use super::*;

	/// From the submission's appendix: one zero byte, and 144 of them; and the hash of nothing.
	#[test]
	fn the_published_examples() {
		for (length, digest) in [
			(
				0,
				"a8cfbbd73726062df0c6864dda65defe58ef0cc52a5625090fa17601e1eecd1b\
				 628e94f396ae402a00acc9eab77b4d4c2e852aaaa25a636d80af3fc7913ef5b8",
			),
			(
				1,
				"97961587f6d970faba6d2478045de6d1fabd09b61ae50932054d52bc29d31be4\
				 ff9102b9f69e2bbdb83be13d4b9c06091e5fa0b48bd081b634058be0ec49beb3",
			),
			(
				144,
				"313717d608e9cf758dcb1eb0f0c3cf9fc150b2d500fb33f51c52afc99d358a2f\
				 1374b8a38bba7974e7f6ef79cab16f22ce1e649d6e01ad9589c213045d545dde",
			),
		] {
			assert_eq!(hex::encode(*hash(&vec![0; length])), digest, "{length} zero bytes");
		}
	}
}
