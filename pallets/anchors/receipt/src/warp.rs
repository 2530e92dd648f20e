//! How a receipt is put together from what every node keeps for its peers.
//!
//! A node proves to a peer that starts from genesis which block is final by the last block of each
//! set of validators, and then the latest block with a justification: a warp proof. These are the
//! blocks of a receipt.
//!
//! Source of the layout: `sc_consensus_grandpa::warp_proof::{WarpSyncProof, WarpSyncFragment}`.

use crate::{
	format::{Finalised, ItemProof, Receipt},
	header::Header,
	justification, Refusal,
};
use alloc::vec::Vec;
use census_anchor_log::{leaf::Leaf, Checkpoint, Hash};
use codec::{Compact, Decode, Encode};

/// Reads a warp proof: its blocks, and whether they lead up to the latest one. Where they do not, the
/// rest is asked for from the last of them on. Nothing of it is checked.
///
/// # Errors
/// [`Refusal::HeaderUnreadable`], [`Refusal::JustificationUnreadable`].
pub fn read_warp_proof(bytes: &[u8]) -> Result<(Vec<Finalised>, bool), Refusal> {
	let mut rest = bytes;
	let Compact(count) =
		Compact::<u32>::decode(&mut rest).map_err(|_| Refusal::HeaderUnreadable)?;
	let mut blocks = Vec::new();
	for _ in 0..count {
		let whole = rest;
		Header::read_some(&mut rest)?;
		let (header, _) = whole.split_at(whole.len() - rest.len());
		let justification = justification::split_off(&mut rest)?;
		blocks.push(Finalised { header: header.into(), justification: justification.into() });
	}
	match rest {
		[finished @ (0 | 1)] => Ok((blocks, *finished == 1)),
		_ => Err(Refusal::JustificationUnreadable),
	}
}

impl Receipt {
	/// Puts a receipt together, unchecked. `blocks` are those of a warp proof from the last block of
	/// the set before `first_set` on; the last one carries the checkpoint. `path` gives the leaf's
	/// path in the log of so many leaves.
	///
	/// # Errors
	/// If there is no block, or the last one carries no checkpoint; [`Refusal::NotInLog`] if there is
	/// no path: the leaf is younger than the checkpoint.
	pub fn assemble(
		genesis: Hash,
		first_set: u64,
		mut blocks: Vec<Finalised>,
		leaf: &Leaf<Hash>,
		details: Option<Vec<u8>>,
		item: Option<ItemProof>,
		path: impl FnOnce(u64) -> Option<Vec<Hash>>,
	) -> Result<Self, Refusal> {
		let checkpoint = blocks.pop().ok_or(Refusal::NoCheckpoint)?;
		let Checkpoint::V1 { count, .. } = Header::read(&checkpoint.header)?.checkpoint()?;
		Ok(Self {
			genesis,
			leaf: leaf.encode(),
			details,
			item,
			count,
			path: path(count).ok_or(Refusal::NotInLog)?,
			first_set,
			handovers: blocks,
			checkpoint,
		})
	}
}
