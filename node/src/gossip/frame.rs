//! What nodes tell each other about transactions.

use census_runtime::{constants::MAX_BLOCK_BYTES, Hash};
use codec::{Compact, Decode, DecodeAll, Encode};
use sp_runtime::OpaqueExtrinsic;

/// The longest frame, in bytes: a block's worth of bytes, in one body, and what is around it.
pub(crate) const MAX_FRAME_BYTES: u64 = MAX_BODY_BYTES as u64 + 1_024;
/// The longest transaction that is exchanged, in bytes: none that is longer fits into a block.
pub(crate) const MAX_BODY_BYTES: usize = MAX_BLOCK_BYTES as usize;
/// How many transactions are offered in one frame.
pub(crate) const MAX_OFFERS: usize = 1_024;
/// How many are asked for, and answered with, in one frame.
pub(crate) const MAX_BODIES: usize = 64;

/// A transaction that a node has.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
pub(crate) struct Offer {
	/// Its hash, as the pool knows it.
	pub(crate) hash: Hash,
	/// How long its body is, in bytes.
	pub(crate) bytes: u32,
}

/// One message.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub(crate) enum Frame {
	/// What the sender has and the receiver may not have.
	Offers(Vec<Offer>),
	/// What the sender wants of what it was offered.
	Wants(Vec<Hash>),
	/// The answer: transactions.
	Bodies(Vec<OpaqueExtrinsic>),
	/// The answer where there is none: it has them no more.
	Gone(Vec<Hash>),
}

impl Frame {
	/// Whether the frame, which was not read yet, holds bodies.
	pub(crate) fn holds_bodies(bytes: &[u8]) -> bool {
		bytes.first() == Some(&2)
	}

	/// Reads a frame. How many items it has is known, and bounded, before any of them is read.
	///
	/// `None` for what no node sends.
	pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
		if bytes.len() as u64 > MAX_FRAME_BYTES {
			return None;
		}
		let (kind, mut rest) = bytes.split_first()?;
		let most = match kind {
			0 => MAX_OFFERS,
			1..=3 => MAX_BODIES,
			_ => return None,
		};
		let Compact(count) = Compact::<u32>::decode(&mut rest).ok()?;
		if count == 0 || count as usize > most {
			return None;
		}
		Self::decode_all(&mut &*bytes).ok()
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn body(bytes: Vec<u8>) -> OpaqueExtrinsic {
		OpaqueExtrinsic::from_blob(bytes)
	}

	fn hash(byte: u8) -> Hash {
		Hash::repeat_byte(byte)
	}

	#[test]
	fn frames_survive_the_wire() {
		for frame in [
			Frame::Offers(vec![Offer { hash: hash(1), bytes: 2 }; MAX_OFFERS]),
			Frame::Wants(vec![hash(3); MAX_BODIES]),
			Frame::Gone(vec![hash(3)]),
			Frame::Bodies(vec![body(vec![4, 5]), body(Vec::new())]),
			Frame::Bodies(vec![body(vec![6; MAX_BODY_BYTES])]),
		] {
			assert_eq!(Frame::read(&frame.encode()), Some(frame));
		}
	}

	#[test]
	fn the_bytes_are_these() {
		let frame = Frame::Offers(vec![Offer { hash: hash(7), bytes: 258 }]);
		let expected = [&[0, 4][..], &[7; 32], &[2, 1, 0, 0]].concat();
		assert_eq!(frame.encode(), expected);
		assert_eq!(Frame::Wants(vec![hash(8)]).encode(), [&[1, 4][..], &[8; 32]].concat());
		assert_eq!(Frame::Bodies(vec![body(vec![9, 9])]).encode(), [2, 4, 8, 9, 9]);
	}

	#[test]
	fn what_no_node_sends_is_not_read() {
		let offers = |count| Frame::Offers(vec![Offer { hash: hash(1), bytes: 2 }; count]).encode();
		let wants = |count| Frame::Wants(vec![hash(1); count]).encode();
		let bodies = |count| Frame::Bodies(vec![body(Vec::new()); count]).encode();
		for bytes in [
			Vec::new(),
			vec![0],
			vec![4, 4, 0],
			vec![3, 4, 0],
			offers(0),
			offers(MAX_OFFERS + 1),
			wants(0),
			wants(MAX_BODIES + 1),
			bodies(0),
			bodies(MAX_BODIES + 1),
			[wants(1), vec![0]].concat(),
			wants(2)[..40].to_vec(),
			// Says that it holds four thousand million items.
			vec![2, 3, 255, 255, 255, 255],
			Frame::Bodies(vec![body(vec![0; MAX_BODY_BYTES + 2_048])]).encode(),
		] {
			assert_eq!(Frame::read(&bytes), None, "{:?}", &bytes[..bytes.len().min(8)]);
		}
	}
}
