//! What a block's header says: its number, its parent, its handover and its checkpoint.
//!
//! Source of the layout: `sp_runtime::generic::{Header<u32, BlakeTwo256>, Digest}` and
//! `sp_consensus_grandpa::ConsensusLog<u32>` of polkadot-sdk.

use crate::{blake2b::Blake2b256, Refusal};
use alloc::vec::Vec;
use census_anchor_log::{leaf::Authorities, Checkpoint, Hash, Hasher, ENGINE_ID};
use codec::{Compact, Decode, DecodeAll, Input};

/// The longest header that is read: several times one that names a thousand validators.
pub const MAX_HEADER_BYTES: usize = 256 * 1024;

/// Under which engine a header speaks to GRANDPA's validators.
const GRANDPA_ENGINE_ID: [u8; 4] = *b"FRNK";

/// A header, as far as it matters here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Header {
	/// The block's hash: that of the whole header.
	pub hash: Hash,
	/// The parent's hash.
	pub parent: Hash,
	/// The block's number.
	pub number: u32,
	/// What the runtime says to each engine: the digest's items of kind `Consensus`. Those of other
	/// kinds are at the block author's will, whatever engine they name.
	messages: Vec<Message>,
}

/// A digest item of kind `Consensus`.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Message {
	engine: [u8; 4],
	data: Vec<u8>,
}

/// The kinds of digest items.
mod kind {
	pub(super) const OTHER: u8 = 0;
	pub(super) const CONSENSUS: u8 = 4;
	pub(super) const SEAL: u8 = 5;
	pub(super) const PRE_RUNTIME: u8 = 6;
	pub(super) const RUNTIME_ENVIRONMENT_UPDATED: u8 = 8;
}

/// What a header says to GRANDPA's validators.
enum GrandpaLog {
	/// The next set, and after how many blocks it takes over.
	ScheduledChange(Authorities, u32),
	/// Another set, whatever is final.
	ForcedChange,
	/// Something that changes no set: a validator is disabled, or the set pauses or resumes.
	Else,
}

impl GrandpaLog {
	fn read(data: &[u8]) -> Option<Self> {
		let (index, mut data) = data.split_first()?;
		match index {
			1 => {
				let (next, delay) = <(Authorities, u32)>::decode_all(&mut data).ok()?;
				Some(Self::ScheduledChange(next, delay))
			}
			2 => Some(Self::ForcedChange),
			3..=5 => Some(Self::Else),
			_ => None,
		}
	}
}

impl Header {
	/// Reads a header that is all of these bytes.
	///
	/// # Errors
	/// [`Refusal::HeaderUnreadable`].
	pub fn read(bytes: &[u8]) -> Result<Self, Refusal> {
		let mut rest = bytes;
		let header = Self::read_some(&mut rest)?;
		if rest.is_empty() {
			Ok(header)
		} else {
			Err(Refusal::HeaderUnreadable)
		}
	}

	/// Reads a header from the beginning of these bytes, and leaves the rest.
	pub(crate) fn read_some(bytes: &mut &[u8]) -> Result<Self, Refusal> {
		let whole = *bytes;
		let mut rest = whole.get(..MAX_HEADER_BYTES).unwrap_or(whole);
		let (before, length) = (rest, rest.len());
		let (parent, number, messages) =
			Self::fields(&mut rest).map_err(|_| Refusal::HeaderUnreadable)?;
		let (read, _) = before.split_at(length - rest.len());
		*bytes = whole.get(read.len()..).unwrap_or_default();
		Ok(Self { hash: Blake2b256::hash(read), parent, number, messages })
	}

	fn fields(input: &mut &[u8]) -> Result<(Hash, u32, Vec<Message>), codec::Error> {
		let parent = Hash::decode(input)?;
		let Compact(number) = Compact::<u32>::decode(input)?;
		// The roots of the state and of the transactions.
		let _roots = <[Hash; 2]>::decode(input)?;
		let Compact(count) = Compact::<u32>::decode(input)?;
		let mut messages = Vec::new();
		for _ in 0..count {
			// Each takes a byte at the least: they end with the input.
			match input.read_byte()? {
				kind::CONSENSUS => {
					let (engine, data) = Decode::decode(input)?;
					messages.push(Message { engine, data });
				}
				kind::SEAL | kind::PRE_RUNTIME => drop(<([u8; 4], Vec<u8>)>::decode(input)?),
				kind::OTHER => drop(Vec::<u8>::decode(input)?),
				kind::RUNTIME_ENVIRONMENT_UPDATED => (),
				_ => return Err("no such item".into()),
			}
		}
		Ok((parent, number, messages))
	}

	/// The next set of validators, if the header hands over to one.
	///
	/// # Errors
	/// [`Refusal::ForcedChange`], [`Refusal::HandoverAmbiguous`]; [`Refusal::NoHandover`] if it
	/// hands over at a later block only, before which the old set may finalise more.
	pub fn handover(&self) -> Result<Option<Authorities>, Refusal> {
		let mut next = None;
		for message in &self.messages {
			if message.engine != GRANDPA_ENGINE_ID {
				continue;
			}
			match GrandpaLog::read(&message.data).ok_or(Refusal::HandoverAmbiguous)? {
				GrandpaLog::ForcedChange => return Err(Refusal::ForcedChange),
				GrandpaLog::ScheduledChange(..) if next.is_some() => {
					return Err(Refusal::HandoverAmbiguous)
				}
				GrandpaLog::ScheduledChange(authorities, delay) => {
					next = Some((authorities, delay));
				}
				GrandpaLog::Else => (),
			}
		}
		match next {
			Some((_, delay)) if delay > 0 => Err(Refusal::NoHandover),
			next => Ok(next.map(|(authorities, _)| authorities)),
		}
	}

	/// The log's checkpoint: the one message of its engine.
	///
	/// # Errors
	/// [`Refusal::NoCheckpoint`], [`Refusal::TwoCheckpoints`], [`Refusal::CheckpointUnreadable`].
	pub fn checkpoint(&self) -> Result<Checkpoint, Refusal> {
		let mut messages = self.messages.iter().filter(|message| message.engine == ENGINE_ID);
		let message = messages.next().ok_or(Refusal::NoCheckpoint)?;
		if messages.next().is_some() {
			return Err(Refusal::TwoCheckpoints);
		}
		Checkpoint::decode_all(&mut &message.data[..]).map_err(|_| Refusal::CheckpointUnreadable)
	}
}
